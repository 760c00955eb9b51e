import type {Clock} from '../../src/clock.js';

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
}

/** A clock that stands still until it is told to go on; whoever sleeps wakes when their time has come. */
export class FakeClock implements Clock {
  #now: number;
  readonly #sleepers: Sleeper[] = [];

  constructor(now = 1_773_134_000_000) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const wake = () => {
        signal?.removeEventListener('abort', abort);
        resolve();
      };
      const sleeper = {at: this.#now + ms, wake};
      const abort = () => {
        this.#sleepers.splice(this.#sleepers.indexOf(sleeper), 1);
        reject(signal?.reason);
      };
      signal?.addEventListener('abort', abort, {once: true});
      const after = this.#sleepers.findLastIndex(({at}) => at <= sleeper.at);
      this.#sleepers.splice(after + 1, 0, sleeper);
    });
  }

  /** Lets everything run that can, and moves to each next moment somebody sleeps for, up to `ms` from now. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    for (;;) {
      await settle();
      const [next] = this.#sleepers;
      if (!next || next.at > end) break;
      this.#now = Math.max(this.#now, next.at);
      this.#sleepers.shift();
      next.wake();
    }
    this.#now = end;
    await settle();
  }

  /** Jumps ahead without anybody having run meanwhile, as when a machine was suspended. */
  jump(ms: number): void {
    this.#now += ms;
  }
}

/** Lets all promises that can be settled run to where they wait again. */
export const settle = () => new Promise<void>(resolve => setImmediate(resolve));
