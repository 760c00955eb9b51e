import pLimit from 'p-limit';
import {type Clock, elapsedBy} from '../clock.js';

export interface RateLimits {
  /** No more calls than this begin within any second. */
  readonly perSecond: number;
  readonly atOnce: number;
}

type Limited = <Result>(call: () => Promise<Result>, signal?: AbortSignal) => Promise<Result>;

/** Makes calls wait until both limits let them begin, in the order in which they came. */
export function limitRate({perSecond, atOnce}: RateLimits, clock: Clock): Limited {
  const limit = pLimit(atOnce);
  // When each of the latest calls begins; a call may begin a second after the one `perSecond` before it.
  const beginnings: number[] = [];

  const turn = (): number => {
    const earliest =
      beginnings.length < perSecond ? Number.NEGATIVE_INFINITY : (beginnings.shift() ?? 0) + 1000;
    const begins = Math.max(elapsedBy(clock), earliest);
    beginnings.push(begins);
    return begins;
  };

  return (call, signal) =>
    limit(async () => {
      signal?.throwIfAborted();
      const waitMs = turn() - elapsedBy(clock);
      if (waitMs > 0) await clock.sleep(waitMs, signal);
      return call();
    });
}
