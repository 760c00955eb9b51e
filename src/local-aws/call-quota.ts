/** A quota of calls a second, as a bucket that holds one second's worth and fills steadily. */
export class CallQuota {
  readonly #perSecond: number;
  readonly #now: () => number;
  #left: number;
  #filledAt: number;

  constructor(perSecond: number, now: () => number) {
    this.#perSecond = perSecond;
    this.#now = now;
    this.#left = perSecond;
    this.#filledAt = now();
  }

  /** Takes one call out of the quota; false when it is used up. */
  take(): boolean {
    const now = this.#now();
    const filled = ((now - this.#filledAt) / 1000) * this.#perSecond;
    this.#left = Math.min(Math.max(1, this.#perSecond), this.#left + filled);
    this.#filledAt = now;
    if (this.#left < 1) return false;
    this.#left -= 1;
    return true;
  }
}
