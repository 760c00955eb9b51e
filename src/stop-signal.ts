import {setMaxListeners} from 'node:events';

export interface StopSignal {
  /** Aborts with the run's own signal, or when `stop` is called. */
  readonly signal: AbortSignal;
  stop(reason?: unknown): void;
}

/** A signal for what a run has under way: many calls listen to it at once. */
export function createStopSignal(outer: AbortSignal): StopSignal {
  const controller = new AbortController();
  const signal = AbortSignal.any([outer, controller.signal]);
  // Node.js warns of a leak from eleven listeners on, and each call under way is one.
  setMaxListeners(0, signal);
  return {signal, stop: reason => controller.abort(reason)};
}
