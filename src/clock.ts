import {setTimeout as delay} from 'node:timers/promises';

/** Time as the program sees it; tests bring their own. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  /** Milliseconds since any moment, which go on evenly whoever sets the clock. As `now` where absent. */
  elapsed?(): number;
  /** Resolves after `ms`; rejects with the signal's reason when aborted before. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  sleep: async (ms, signal) => {
    await delay(ms, undefined, signal ? {signal} : {});
  },
};

/** For how long something takes, or has to wait: a clock that is set back must not make it longer. */
export const elapsedBy = (clock: Clock): number => clock.elapsed?.() ?? clock.now();
