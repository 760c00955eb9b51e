import {limited, type RetryStrategyV2} from './patient-retries.js';

type RetryToken = Awaited<ReturnType<RetryStrategyV2['acquireInitialRetryToken']>>;

const firstDelayMs = 100;
const throttledFirstDelayMs = 500;
const longestDelayMs = 20_000;

/**
 * How calls for credentials are tried again: as often as look-ups, a throttled one for a minute. The providers of the SDK
 * make their clients themselves, and to those only a strategy can be given.
 */
export const credentialRetries = (): RetryStrategyV2 => limited(exponential, {});

/** Waits as the SDK does: anything up to twice as long as at most before. */
const exponential: RetryStrategyV2 = {
  acquireInitialRetryToken: async () => tokenOf(0, 0),
  refreshRetryTokenForRetry: async (token, {errorType}) => {
    if (errorType !== 'THROTTLING' && errorType !== 'TRANSIENT') throw new Error('not worth another attempt');
    const tries = token.getRetryCount();
    const first = errorType === 'THROTTLING' ? throttledFirstDelayMs : firstDelayMs;
    return tokenOf(tries + 1, Math.floor(Math.random() * Math.min(longestDelayMs, first * 2 ** tries)));
  },
  recordSuccess: () => undefined,
};

const tokenOf = (count: number, delayMs: number): RetryToken => ({
  getRetryCount: () => count,
  getRetryDelay: () => delayMs,
});
