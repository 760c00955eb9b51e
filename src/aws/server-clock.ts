import type {Clock} from '../clock.js';

/** The `Date` header is cut to the second, so the moment it tells lies within this. */
const dateWidthMs = 1_000;

/**
 * The time by the service's clock, as far as the `Date` headers of its answers tell. A machine whose clock is
 * wrong would otherwise follow from the wrong moment and lose lines.
 */
export class ServerClock {
  readonly #clock: Clock;
  /** The difference to the local clock lies between these (ms). */
  #atLeast = Number.NEGATIVE_INFINITY;
  #atMost = Number.POSITIVE_INFINITY;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Epoch ms by the service's clock; the local clock's, where that agrees with all answers. */
  now(): number {
    return this.#clock.now() + this.differenceMs;
  }

  /** How much the service's clock is ahead of the local one, in ms. */
  get differenceMs(): number {
    if (this.#atLeast > 0) return this.#atLeast;
    return this.#atMost < 0 ? this.#atMost : 0;
  }

  /**
   * @param date epoch ms of the `Date` header
   * @param sentAt when the request left, by the local clock
   * @param receivedAt when the answer was there, by the local clock
   */
  observe(date: number, sentAt: number, receivedAt: number): void {
    const atLeast = date - receivedAt;
    const atMost = date + dateWidthMs - sentAt;
    // One of the clocks was set: what was known before is void.
    if (atLeast > this.#atMost || atMost < this.#atLeast) {
      this.#atLeast = atLeast;
      this.#atMost = atMost;
      return;
    }
    this.#atLeast = Math.max(this.#atLeast, atLeast);
    this.#atMost = Math.min(this.#atMost, atMost);
  }
}
