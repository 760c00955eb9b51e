import type {APIGatewayClient} from '@aws-sdk/client-api-gateway';
import type {ApiGatewayV2Client} from '@aws-sdk/client-apigatewayv2';
import type {CloudFormationClient} from '@aws-sdk/client-cloudformation';
import type {CloudWatchLogsClient} from '@aws-sdk/client-cloudwatch-logs';
import type {LambdaClient} from '@aws-sdk/client-lambda';
import {type CredentialOptions, checkKeyPair, createCredentials, needsProfile} from './credentials.js';
import {checkEndpointUrl, checkEnvironmentEndpoints} from './endpoint-url.js';
import type {EventsClient} from './events-client.js';
import {plainLogsEndpoint} from './logs-endpoint.js';
import {patientWithThrottling, throttledAttempts} from './patient-retries.js';
import {endpointOfProfile, type ServiceId} from './profile-endpoint.js';
import {refuseWebPages} from './refuse-web-pages.js';
import {resolveRegion} from './region.js';
import {renewCredentials} from './renew-credentials.js';
import {createRequestHandler} from './request-handler.js';
import {
  checkProfileExists,
  type ProfileSettings,
  profileName,
  readProfiles,
  secretsOfProfiles,
} from './shared-config.js';
import {silentLogger} from './silent-logger.js';
import {tellWhenSlow} from './slow-calls.js';

export interface AwsOptions extends CredentialOptions {
  readonly region: string | undefined;
  /** Where all services are asked instead of AWS. */
  readonly endpointUrl: string | undefined;
  /** Whether the process is somebody else's, whose `AWS_PROFILE` must stay as it is. */
  readonly isGuest?: boolean;
}

/** The AWS clients of one run. A client is imported and made when it is first asked for. */
export interface AwsClients {
  readonly region: string;
  readonly profile: string | undefined;
  /** What `--endpoint-url` or `AWS_ENDPOINT_URL` names; for messages. */
  readonly endpointUrl: string | undefined;
  /** For FilterLogEvents: it never retries, since retries count against the caller's budget of calls. */
  logsEvents(region?: string): Promise<EventsClient>;
  /** For the Describe calls of CloudWatch Logs: the SDK retries. */
  logsDirectory(region?: string): Promise<CloudWatchLogsClient>;
  /** For queries of Logs Insights: the SDK retries what fails; who is throttled waits for its turn by rules of its own. */
  logsQueries(region?: string): Promise<CloudWatchLogsClient>;
  apiGateway(): Promise<APIGatewayClient>;
  /** For HTTP and WebSocket APIs. */
  apiGatewayV2(): Promise<ApiGatewayV2Client>;
  lambda(region?: string): Promise<LambdaClient>;
  cloudFormation(): Promise<CloudFormationClient>;
  /** The account of the credentials, where they say it; never fails and calls nothing of its own. */
  accountId(): Promise<string | undefined>;
  /** Closes the connections, which would keep the process alive. */
  destroy(): void;
}

type Env = Readonly<Record<string, string | undefined>>;

/** Told the service that keeps a call waiting; not FilterLogEvents, whose progress is told otherwise. */
export interface DelayListener {
  /** It has been throttling a call for some seconds, which is made on and on. */
  onThrottled(service: ServiceId): void;
  /** A call is not done after some seconds, for whatever reason. */
  onSlow(service: ServiceId): void;
}

const retries = {maxAttempts: throttledAttempts, retryMode: 'standard'} as const;

/**
 * Calls nothing yet. Throws usage errors: half a key pair, no region, an endpoint or a proxy that is no URL,
 * certificates that cannot be read; and a CredentialsError for a profile that does not exist.
 */
export async function createAwsClients(
  options: AwsOptions,
  env: Env,
  delays?: DelayListener,
): Promise<AwsClients> {
  checkKeyPair(options);
  if (options.endpointUrl) checkEndpointUrl('--endpoint-url', options.endpointUrl);
  else checkEnvironmentEndpoints(env);
  const profile = profileName(options.profile, env);
  prepareSdkEnvironment(options.isGuest ? undefined : profile);

  const profiles = await readProfiles();
  for (const secret of secretsOfProfiles(profiles)) options.onSecret?.(secret);
  if (profile && needsProfile(options, env)) checkProfileExists(profile, profiles);
  const settings = profiles[profile ?? 'default'];
  const requestHandler = await createRequestHandler(settings, env);
  const region = await resolveRegion(options.region, profile, {env, settings});
  const credentials = createCredentials(options, {env, region, profile, profiles, requestHandler});
  const made: Promise<{destroy(): void}>[] = [];

  const endpointOf = (service: ServiceId) =>
    options.endpointUrl ||
    (options.isGuest && options.profile
      ? endpointOfProfile(service, options.profile, profiles, env)
      : undefined);
  const config = (service: ServiceId, ofRegion: string) => {
    const endpoint = endpointOf(service);
    return {
      region: ofRegion,
      credentials,
      logger: silentLogger,
      disableHostPrefix: true,
      requestHandler,
      ...(endpoint && {endpoint}),
    };
  };
  /** Everything but FilterLogEvents, whose tries have their own rules. */
  const patient = <
    Client extends Parameters<typeof patientWithThrottling>[0] & Parameters<typeof renewCredentials>[0],
  >(
    client: Client,
    service: ServiceId,
  ): Client => {
    const onThrottled = () => delays?.onThrottled(service);
    const onSlow = () => delays?.onSlow(service);
    // Within the renewal, which waits for whoever types an MFA code.
    return renewCredentials(tellWhenSlow(patientWithThrottling(client, {onThrottled}), onSlow));
  };
  const onePerRegion = <Client extends {destroy(): void}>(make: (region: string) => Promise<Client>) => {
    const clients = new Map<string, Promise<Client>>();
    return (ofRegion: string = region): Promise<Client> => {
      const client = clients.get(ofRegion) ?? make(ofRegion);
      if (!clients.has(ofRegion)) made.push(client);
      clients.set(ofRegion, client);
      return client;
    };
  };

  const logsEvents = onePerRegion(async ofRegion => {
    const {createEventsClient} = await import('./events-client.js');
    const {region, endpoint} = config('CloudWatch Logs', ofRegion);
    return createEventsClient({
      region,
      credentials,
      requestHandler,
      correctsClockSkew: !keepsClockSkew(env, settings),
      findEndpoint: async () =>
        plainLogsEndpoint({region, endpointUrl: endpoint, settings, env}) ??
        (await import('./sdk-logs.js')).sdkEndpoint({region, ...(endpoint && {endpoint})}),
    });
  });
  const apiGateway = onePerRegion(async ofRegion => {
    const {APIGatewayClient} = await import('./sdk/api-gateway.js');
    return patient(new APIGatewayClient({...config('API Gateway', ofRegion), ...retries}), 'API Gateway');
  });
  const cloudFormation = onePerRegion(async ofRegion => {
    const {CloudFormationClient} = await import('./sdk/cloudformation.js');
    const client = new CloudFormationClient({...config('CloudFormation', ofRegion), ...retries});
    return patient(refuseWebPages(client), 'CloudFormation');
  });
  const apiGatewayV2 = onePerRegion(async ofRegion => {
    const {ApiGatewayV2Client} = await import('./sdk/api-gateway-v2.js');
    return patient(new ApiGatewayV2Client({...config('ApiGatewayV2', ofRegion), ...retries}), 'ApiGatewayV2');
  });

  return {
    region,
    profile,
    endpointUrl: options.endpointUrl || env.AWS_ENDPOINT_URL,
    logsEvents,
    logsDirectory: onePerRegion(async ofRegion => {
      const {CloudWatchLogsClient} = await import('./sdk/cloudwatch-logs.js');
      return patient(
        new CloudWatchLogsClient({...config('CloudWatch Logs', ofRegion), ...retries}),
        'CloudWatch Logs',
      );
    }),
    logsQueries: onePerRegion(async ofRegion => {
      const {CloudWatchLogsClient} = await import('./sdk/cloudwatch-logs.js');
      const client = new CloudWatchLogsClient({...config('CloudWatch Logs', ofRegion), ...retries});
      return renewCredentials(patientWithThrottling(client, {throttledMs: 0}));
    }),
    apiGateway: () => apiGateway(),
    apiGatewayV2: () => apiGatewayV2(),
    cloudFormation: () => cloudFormation(),
    lambda: onePerRegion(async ofRegion => {
      const {LambdaClient} = await import('./sdk/lambda.js');
      return patient(new LambdaClient({...config('Lambda', ofRegion), ...retries}), 'Lambda');
    }),
    accountId: async () => {
      try {
        return (await (await logsEvents()).credentials()).accountId;
      } catch {
        return undefined;
      }
    },
    destroy: () => {
      for (const client of made) {
        client.then(
          it => it.destroy(),
          () => {},
        );
      }
    },
  };
}

/** Whether requests are to bear this machine's time even where it is wrong, as the SDK lets it be said. */
const keepsClockSkew = (env: Env, settings: ProfileSettings | undefined): boolean =>
  (env.AWS_DISABLE_CLOCK_SKEW_CORRECTION ?? settings?.disable_clock_skew_correction) === 'true';

/**
 * Two settings that the SDK takes from the process's environment and nowhere else: the profile whose
 * `endpoint_url` counts (a client's own `profile` does not reach that look-up), and whether to warn on
 * stderr that a later SDK will want a later Node.
 */
function prepareSdkEnvironment(profile: string | undefined): void {
  if (profile) process.env.AWS_PROFILE = profile;
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
}
