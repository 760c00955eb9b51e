import {type Clock, elapsedBy} from '../clock.js';

/** Permission for one call, and the moment it was given (`elapsedBy` the clock). */
export interface Ticket {
  readonly at: number;
}

/** Says how soon a call is needed, less being sooner. Asked each time when a call may leave. */
export type Urgency = () => number;

/** Needed before anything that is read ahead. */
const atOnce: Urgency = () => Number.NEGATIVE_INFINITY;

interface Waiter {
  readonly urgency: Urgency;
  readonly leave: (ticket: Ticket) => void;
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
  #nextAt = Number.NEGATIVE_INFINITY;
  #pausedUntil = Number.NEGATIVE_INFINITY;
  #lastCutAt = Number.NEGATIVE_INFINITY;
  readonly #waiters = new Set<Waiter>();
  #isGranting = false;
  #sleep = new AbortController();

  /** @param burst calls that may leave at once after a time without any */
  constructor({rate, clock, burst = 1}: {rate: number; clock: Clock; burst?: number}) {
    this.#clock = clock;
    this.#burst = Math.max(1, burst);
    this.#fullRate = rate;
    this.#rate = rate;
    this.#rateSetAt = elapsedBy(clock);
  }

  /** Calls a second that are let through at this moment. */
  get rate(): number {
    const grownForMs = Math.max(0, elapsedBy(this.#clock) - this.#rateSetAt);
    return Math.min(this.#fullRate, this.#rate + (regrowthPerSecond * grownForMs) / 1000);
  }

  /**
   * Resolves when the call may leave: the most urgent first, and of equals in the order asked. Rejects when the
   * signal aborts before.
   */
  take(signal?: AbortSignal, urgency: Urgency = atOnce): Promise<Ticket> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason);
        return;
      }
      const giveUp = () => {
        this.#waiters.delete(waiter);
        // Nobody is left to sleep for, and a sleep would keep the process from ending.
        if (this.#waiters.size === 0) this.#sleep.abort();
        reject(signal?.reason);
      };
      const leave = (ticket: Ticket) => {
        signal?.removeEventListener('abort', giveUp);
        resolve(ticket);
      };
      const waiter = {urgency, leave};
      signal?.addEventListener('abort', giveUp, {once: true});
      this.#waiters.add(waiter);
      if (!this.#isGranting) void this.#grant();
    });
  }

  /** For a call that is not needed any more after all. */
  giveBack(): void {
    this.#nextAt -= 1000 / this.rate;
  }

  /** Tells that the call of this ticket was throttled: everybody slows down, once per flight of calls. */
  throttled(ticket: Ticket): void {
    if (ticket.at <= this.#lastCutAt) return;
    const now = elapsedBy(this.#clock);
    this.#rate = Math.max(slowestRate, this.rate * throttledShare);
    this.#lastCutAt = now;
    this.#pausedUntil = now + throttledPauseMs;
    // What was saved up is void: after the pause calls leave one by one.
    this.#nextAt = Math.max(this.#nextAt, this.#pausedUntil);
    this.#rateSetAt = this.#pausedUntil;
  }

  async #grant(): Promise<void> {
    this.#isGranting = true;
    // Whoever asks at this moment as well may be more urgent.
    await Promise.resolve();
    let isLate = false;
    while (this.#waiters.size > 0) {
      const now = elapsedBy(this.#clock);
      // Looked at anew after each sleep: a throttled call meanwhile moves the slot.
      const waitMs = Math.max(this.#nextAt, this.#pausedUntil) - now;
      if (waitMs > 0) {
        this.#sleep = new AbortController();
        await this.#clock.sleep(waitMs, this.#sleep.signal).catch(() => undefined);
        isLate = true;
        continue;
      }
      const msPerCall = 1000 / this.rate;
      // A timer that rings late takes nothing off the rate; a time without calls saves up no more than the burst.
      const saved = isLate ? Math.max(1, this.#burst - 1) : this.#burst - 1;
      this.#nextAt = Math.max(now - saved * msPerCall, this.#nextAt) + msPerCall;
      const next = mostUrgent(this.#waiters);
      if (next) this.#waiters.delete(next);
      next?.leave({at: now});
      // One who goes on at once competes for the next call with those that wait.
      await Promise.resolve();
    }
    this.#isGranting = false;
  }
}

function mostUrgent(waiters: Iterable<Waiter>): Waiter | undefined {
  let first: Waiter | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const waiter of waiters) {
    const urgency = waiter.urgency();
    if (first && urgency >= least) continue;
    first = waiter;
    least = urgency;
  }
  return first;
}
