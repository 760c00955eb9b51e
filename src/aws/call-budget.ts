import type {Clock} from '../clock.js';

/** Permission for one call, and the moment it was given (epoch ms). */
export interface Ticket {
  readonly at: number;
}

const throttledShare = 0.8;
const throttledPauseMs = 3_000;
const regrowthPerSecond = 0.5;
const slowestRate = 0.2;

/**
 * FilterLogEvents calls a second that a region grants the whole account, colleagues and console included.
 * Source: "CloudWatch Logs quotas" in the CloudWatch Logs user guide; not adjustable.
 */
export function filterLogEventsQuota(region: string): number {
  if (region === 'us-east-1') return 25;
  return lowQuotaRegions.has(region) ? 5 : 10;
}

const lowQuotaRegions = new Set([
  'ap-northeast-3',
  'ap-southeast-3',
  'ca-west-1',
  'eu-central-1',
  'il-central-1',
]);

/**
 * A token bucket, shared by everything that calls FilterLogEvents in a region: calls leave one by one, never
 * faster than `rate` a second, so that retries and log groups cannot add up to more than the quota. With a
 * `burst` some leave together.
 */
export class CallBudget {
  readonly #clock: Clock;
  readonly #fullRate: number;
  readonly #burst: number;
  #rate: number;
  #rateSetAt: number;
  #nextAt = 0;
  #pausedUntil = 0;
  #lastCutAt = Number.NEGATIVE_INFINITY;
  #queue: Promise<void> = Promise.resolve();

  /** @param burst calls that may leave at once after a time without any */
  constructor({rate, clock, burst = 1}: {rate: number; clock: Clock; burst?: number}) {
    this.#clock = clock;
    this.#burst = Math.max(1, burst);
    this.#fullRate = rate;
    this.#rate = rate;
    this.#rateSetAt = clock.now();
  }

  /** Calls a second that are let through at this moment. */
  get rate(): number {
    const grownForMs = Math.max(0, this.#clock.now() - this.#rateSetAt);
    return Math.min(this.#fullRate, this.#rate + (regrowthPerSecond * grownForMs) / 1000);
  }

  /** Resolves when the next call may leave, in the order asked; rejects when the signal aborts before. */
  take(signal?: AbortSignal): Promise<Ticket> {
    const ticket = this.#queue.then(() => this.#waitForSlot(signal));
    this.#queue = ticket.then(
      () => undefined,
      () => undefined,
    );
    return ticket;
  }

  /** Tells that the call of this ticket was throttled: everybody slows down, once per flight of calls. */
  throttled(ticket: Ticket): void {
    if (ticket.at <= this.#lastCutAt) return;
    const now = this.#clock.now();
    this.#rate = Math.max(slowestRate, this.rate * throttledShare);
    this.#lastCutAt = now;
    this.#pausedUntil = now + throttledPauseMs;
    // What was saved up is void: after the pause calls leave one by one.
    this.#nextAt = Math.max(this.#nextAt, this.#pausedUntil);
    this.#rateSetAt = this.#pausedUntil;
  }

  async #waitForSlot(signal: AbortSignal | undefined): Promise<Ticket> {
    for (;;) {
      signal?.throwIfAborted();
      const now = this.#clock.now();
      // Looked at anew after each sleep: a throttled call meanwhile moves the slot.
      const waitMs = Math.max(this.#nextAt, this.#pausedUntil) - now;
      if (waitMs <= 0) {
        const msPerCall = 1000 / this.rate;
        this.#nextAt = Math.max(now - (this.#burst - 1) * msPerCall, this.#nextAt) + msPerCall;
        return {at: now};
      }
      await this.#clock.sleep(waitMs, signal);
    }
  }
}
