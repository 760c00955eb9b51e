import type {CloudWatchLogsClient} from '@aws-sdk/client-cloudwatch-logs';
import {isTransient} from './error-kind.js';

type RetryStrategyProvider = CloudWatchLogsClient['config']['retryStrategy'];
export type RetryStrategyV2 = Extract<
  Awaited<ReturnType<RetryStrategyProvider>>,
  {refreshRetryTokenForRetry: unknown}
>;
type RetryToken = Awaited<ReturnType<RetryStrategyV2['acquireInitialRetryToken']>>;

/** More than there is time for: how long a throttled call is tried is a matter of time. */
export const throttledAttempts = 100;
/** For quotas that the whole account shares, in ms; where nobody asked for another. */
const throttledPatienceMs = 60_000;
/** After so long a user wonders why nothing happens. */
const worthTellingMs = 3_000;
/** Attempts at a call that fails otherwise; who has no network should not wait to hear it. */
const failedAttempts = 5;

export interface PatienceOptions {
  /** For how long a throttled call is tried, in ms; a minute where absent. */
  readonly throttledMs?: number;
  /** Told when a call has been throttled for some seconds and is tried on. */
  readonly onThrottled?: (() => void) | undefined;
  /** Milliseconds since any moment; a clock that nobody sets. */
  readonly now?: () => number;
}

/**
 * Lets a client, made with `throttledAttempts`, try a throttled call for a minute, and give up sooner on everything
 * else; and try again what the SDK would not: a successful answer that cannot be read.
 */
export function patientWithThrottling<
  Client extends {readonly config: {retryStrategy: RetryStrategyProvider}},
>(client: Client, options: PatienceOptions = {}): Client {
  const {config} = client;
  const standard = config.retryStrategy;
  let patient: Promise<RetryStrategyV2> | undefined;
  config.retryStrategy = () => {
    patient ??= standard().then(strategy => limited(strategy as RetryStrategyV2, options));
    return patient;
  };
  return client;
}

/** A strategy that gives up in time. */
export function limited(
  strategy: RetryStrategyV2,
  {throttledMs = throttledPatienceMs, onThrottled, now = () => performance.now()}: PatienceOptions,
): RetryStrategyV2 {
  /** When the call was made that a token is for. */
  const begun = new WeakMap<RetryToken, number>();
  const beginsAt = (token: RetryToken, at: number) => {
    begun.set(token, at);
    return token;
  };
  return {
    acquireInitialRetryToken: async scope => beginsAt(await strategy.acquireInitialRetryToken(scope), now()),
    refreshRetryTokenForRetry: async (token, failure) => {
      const since = begun.get(token) ?? now();
      const waitedMs = now() - since;
      const isThrottled = failure.errorType === 'THROTTLING';
      const isLast = isThrottled ? waitedMs >= throttledMs : token.getRetryCount() >= failedAttempts - 1;
      if (isLast) throw new Error('no more attempts');
      if (isThrottled && waitedMs >= worthTellingMs) onThrottled?.();
      const errorType = !isThrottled && isTransient(failure.error) ? 'TRANSIENT' : failure.errorType;
      return beginsAt(await strategy.refreshRetryTokenForRetry(token, {...failure, errorType}), since);
    },
    recordSuccess: token => strategy.recordSuccess(token),
  };
}
