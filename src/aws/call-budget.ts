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
 * A token bucket of one, shared by everything that calls FilterLogEvents in a region: calls leave one by one,
 * never faster than `rate` a second, so that retries and log groups cannot add up to more than the quota.
 */
export class CallBudget {
  readonly #clock: Clock;
  readonly #fullRate: number;
  #rate: number;
  #rateSetAt: number;
  #nextAt = 0;
  #pausedUntil = 0;
  #lastCutAt = Number.NEGATIVE_INFINITY;
  #queue: Promise<void> = Promise.resolve();

  constructor({rate, clock}: {rate: number; clock: Clock}) {
    this.#clock = clock;
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
    this.#rateSetAt = this.#pausedUntil;
  }

  async #waitForSlot(signal: AbortSignal | undefined): Promise<Ticket> {
    for (;;) {
      signal?.throwIfAborted();
      const now = this.#clock.now();
      // Looked at anew after each sleep: a throttled call meanwhile moves the slot.
      const waitMs = Math.max(this.#nextAt, this.#pausedUntil) - now;
      if (waitMs <= 0) {
        this.#nextAt = Math.max(now, this.#nextAt) + 1000 / this.rate;
        return {at: now};
      }
      await this.#clock.sleep(waitMs, signal);
    }
  }
}
