import type {CloudWatchLogsClient} from '@aws-sdk/client-cloudwatch-logs';

type RetryStrategyProvider = CloudWatchLogsClient['config']['retryStrategy'];
type RetryStrategyV2 = Extract<
  Awaited<ReturnType<RetryStrategyProvider>>,
  {refreshRetryTokenForRetry: unknown}
>;

/** Attempts at a call that AWS throttles: about 45 seconds, for quotas that the whole account shares. */
export const throttledAttempts = 10;
/** Attempts at a call that fails otherwise; who has no network should not wait to hear it. */
const failedAttempts = 5;

/** Lets a client, made with `throttledAttempts`, give up sooner on everything but throttling. */
export function patientWithThrottling<
  Client extends {readonly config: {retryStrategy: RetryStrategyProvider}},
>(client: Client): Client {
  const {config} = client;
  const standard = config.retryStrategy;
  let patient: Promise<RetryStrategyV2> | undefined;
  config.retryStrategy = () => {
    patient ??= standard().then(strategy => limited(strategy as RetryStrategyV2));
    return patient;
  };
  return client;
}

const limited = (strategy: RetryStrategyV2): RetryStrategyV2 => ({
  acquireInitialRetryToken: scope => strategy.acquireInitialRetryToken(scope),
  refreshRetryTokenForRetry: async (token, failure) => {
    const isLast = failure.errorType !== 'THROTTLING' && token.getRetryCount() >= failedAttempts - 1;
    if (isLast) throw new Error('no more attempts');
    return strategy.refreshRetryTokenForRetry(token, failure);
  },
  recordSuccess: token => strategy.recordSuccess(token),
});
