import type {FilterLogEventsCommandInput} from '@aws-sdk/client-cloudwatch-logs';
import {version} from '../version.js';
import type {CredentialProvider} from './credentials.js';
import {type DatedPage, readEventsPage} from './events-page.js';
import type {LogsEndpoint} from './logs-endpoint.js';
import {withFreshCredentials} from './renew-credentials.js';
import type {RequestHandlerOptions} from './request-handler.js';
import {
  AwsSdkSigV4Signer,
  doesIdentityRequireRefresh,
  HttpRequest,
  type HttpResponse,
  isIdentityExpired,
  memoizeIdentityProvider,
  NodeHttpHandler,
  Sha256,
  SignatureV4,
} from './sdk/signed-request.js';

export interface EventsClientOptions {
  readonly region: string;
  /** Asked at the first call. */
  readonly findEndpoint: () => Promise<LogsEndpoint>;
  readonly credentials: CredentialProvider;
  readonly requestHandler: RequestHandlerOptions;
  /** Whether requests are dated by the service's clock where this machine's is wrong. */
  readonly correctsClockSkew: boolean;
}

/** Asks CloudWatch Logs in one region for events. */
export interface EventsClient {
  /** One call, without retries; rejects with the error that the SDK's client would throw. */
  filterLogEvents(input: FilterLogEventsCommandInput, signal?: AbortSignal): Promise<DatedPage>;
  /** What the calls are signed with. */
  credentials(): ReturnType<CredentialProvider>;
  destroy(): void;
}

/**
 * FilterLogEvents as the SDK's client sends it, signed by the SDK, without that client: to load it takes as long as
 * all else before the first request. It is loaded to read any answer but a page of events.
 */
export function createEventsClient({
  region,
  findEndpoint,
  credentials: provider,
  requestHandler,
  correctsClockSkew,
}: EventsClientOptions): EventsClient {
  const handler = new NodeHttpHandler(requestHandler);
  const signer = new AwsSdkSigV4Signer();
  // It gives nothing only where there is no provider.
  const remembered =
    memoizeIdentityProvider(provider, isIdentityExpired, doesIdentityRequireRefresh) ?? provider;
  // The region in which a role is assumed.
  const callerClientConfig = {region: async () => region};
  const credentials: CredentialProvider = again => remembered({...again, callerClientConfig});
  let asked: Promise<Asked> | undefined;

  const ask = async (): Promise<Asked> => {
    const {url, signingRegion} = await findEndpoint();
    const signature = new SignatureV4({credentials, region: signingRegion, service: 'logs', sha256: Sha256});
    return {
      url,
      // The SDK's signer keeps here how far this machine's clock is off.
      config: {
        signer: async () => signature,
        systemClockOffset: 0,
        disableClockSkewCorrection: async () => !correctsClockSkew,
      },
    };
  };

  const callOnce: EventsClient['filterLogEvents'] = async (input, signal) => {
    asked ??= ask();
    const {url, config} = await asked;
    const signing = {config, context: {}};
    const request = await signer.sign(toRequest(input, url), await credentials(), signing);
    try {
      const {response} = await handler.handle(HttpRequest.clone(request), {
        ...(signal && {abortSignal: signal}),
      });
      const page = await readAnswer(input, response);
      signer.successHandler(response, signing);
      return page;
    } catch (error) {
      return signer.errorHandler(signing)(error instanceof Error ? error : new Error(String(error)));
    }
  };

  return {
    filterLogEvents: (input, signal) => withFreshCredentials(credentials, () => callOnce(input, signal)),
    credentials: () => credentials(),
    destroy: () => handler.destroy(),
  };
}

interface Asked {
  readonly url: URL;
  readonly config: object;
}

function toRequest(input: FilterLogEventsCommandInput, {protocol, hostname, port, host, pathname}: URL) {
  const body = Buffer.from(JSON.stringify(input));
  return new HttpRequest({
    method: 'POST',
    protocol,
    hostname,
    ...(port && {port: Number(port)}),
    path: pathname,
    headers: {
      host,
      'content-type': 'application/x-amz-json-1.1',
      'content-length': String(body.length),
      'x-amz-target': 'Logs_20140328.FilterLogEvents',
      'user-agent': `apilogs/${version} md/nodejs#${process.versions.node}`,
    },
    body,
  });
}

async function readAnswer(input: FilterLogEventsCommandInput, response: HttpResponse): Promise<DatedPage> {
  if (response.statusCode === 200) return readEventsPage(response);
  const {readAnswerBySdk} = await import('./sdk-logs.js');
  return readAnswerBySdk(input, response);
}
