import type {
  CloudWatchLogsClientConfig,
  FilterLogEventsCommandInput,
  FilterLogEventsCommandOutput,
} from '@aws-sdk/client-cloudwatch-logs';
import type {LogsEndpoint} from './logs-endpoint.js';
import {CloudWatchLogsClient, FilterLogEventsCommand} from './sdk/cloudwatch-logs.js';
import type {HttpResponse} from './sdk/signed-request.js';
import {silentLogger} from './silent-logger.js';

/** Where the SDK would send FilterLogEvents, by all its settings and rules. Rejects with what it finds wrong in them. */
export async function sdkEndpoint(
  config: Pick<CloudWatchLogsClientConfig, 'region' | 'endpoint'>,
): Promise<LogsEndpoint> {
  let url: URL | undefined;
  const client = withoutNetwork(config, ({protocol, hostname, port, path}) => {
    url = new URL(`${protocol}//${hostname}${port === undefined ? '' : `:${port}`}${path}`);
    throw new Error('it is not sent');
  });
  try {
    await client.send(new FilterLogEventsCommand({}));
  } catch (error) {
    if (!url) throw error;
  }
  if (!url) throw new Error('the SDK named no endpoint');
  return {url, signingRegion: await client.config.region()};
}

/** What the SDK makes of an answer to FilterLogEvents: mostly the error that it throws. */
export function readAnswerBySdk(
  input: FilterLogEventsCommandInput,
  response: HttpResponse,
): Promise<FilterLogEventsCommandOutput> {
  const anywhere = {
    region: 'us-east-1',
    endpoint: 'http://localhost',
    useFipsEndpoint: false,
    useDualstackEndpoint: false,
  };
  return withoutNetwork(anywhere, () => ({response})).send(new FilterLogEventsCommand(input));
}

type SdkRequest = Parameters<CloudWatchLogsClient['config']['requestHandler']['handle']>[0];

function withoutNetwork(
  config: CloudWatchLogsClientConfig,
  answer: (request: SdkRequest) => {response: HttpResponse},
): CloudWatchLogsClient {
  return new CloudWatchLogsClient({
    ...config,
    credentials: {accessKeyId: 'none', secretAccessKey: 'none'},
    logger: silentLogger,
    maxAttempts: 1,
    disableClockSkewCorrection: true,
    requestHandler: {handle: async (request: SdkRequest) => answer(request)},
  });
}
