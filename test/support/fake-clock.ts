import type {Clock} from '../../src/clock.js';

/** A clock that stands still until it is told to go on; whoever sleeps wakes when their time has come. */
export class FakeClock implements Clock {
  #now: number;
  #sleepers: {at: number; wake: () => void}[] = [];

  constructor(now = 1_773_134_000_000) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const sleeper = {at: this.#now + ms, wake: resolve};
      this.#sleepers.push(sleeper);
      signal?.addEventListener('abort', () => {
        this.#sleepers = this.#sleepers.filter(other => other !== sleeper);
        reject(signal.reason);
      });
    });
  }

  /** Lets everything run that can, and moves to each next moment somebody sleeps for, up to `ms` from now. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    for (;;) {
      await settle();
      const [next] = this.#sleepers.sort((a, b) => a.at - b.at);
      if (!next || next.at > end) break;
      this.#now = Math.max(this.#now, next.at);
      this.#sleepers.shift();
      next.wake();
    }
    this.#now = end;
    await settle();
  }
}

/** Lets all promises that are resolved already run to where they wait again. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) await new Promise(resolve => setImmediate(resolve));
}
