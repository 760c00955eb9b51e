import type {HistogramBucket} from './requests-summary.js';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** Lengths of a bucket that people think in. */
const intervals = [
  ...[1, 2, 5, 10, 15, 30].map(count => count * second),
  ...[1, 2, 5, 10, 15, 30].map(count => count * minute),
  ...[1, 2, 3, 6, 12].map(count => count * hour),
  day,
];

/** Counts over time, in buckets of a round length that begin at round times. */
export class TimeHistogram {
  readonly intervalMs: number;
  /** When the first bucket begins, epoch ms. */
  readonly start: number;
  readonly #requests: Uint32Array;
  readonly #errors: Uint32Array;

  constructor({startTime, endTime}: {startTime: number; endTime: number}, mostBuckets: number) {
    this.intervalMs = intervalFor(Math.max(1, endTime - startTime), mostBuckets);
    this.start = floorTo(startTime, this.intervalMs);
    const count = Math.ceil((Math.max(endTime, startTime + 1) - this.start) / this.intervalMs);
    this.#requests = new Uint32Array(count);
    this.#errors = new Uint32Array(count);
  }

  /** Counts a request; one that began before the window, in the first bucket. */
  add(at: number, hasFailed: boolean): void {
    this.addMany(at, 1, hasFailed ? 1 : 0);
  }

  /** Counts requests that began at one time, or in one bucket, and how many of them failed. */
  addMany(at: number, requests: number, errors: number): void {
    const index = Math.floor((at - this.start) / this.intervalMs);
    const bucket = Math.min(Math.max(0, index), this.#requests.length - 1);
    this.#requests[bucket] = (this.#requests[bucket] ?? 0) + requests;
    this.#errors[bucket] = (this.#errors[bucket] ?? 0) + errors;
  }

  toBuckets(): HistogramBucket[] {
    return Array.from(this.#requests, (requests, index) => ({
      start: new Date(this.start + index * this.intervalMs).toISOString(),
      requests,
      errors: this.#errors[index] ?? 0,
    }));
  }
}

/** Rounding the start down may add a bucket. */
function intervalFor(durationMs: number, mostBuckets: number): number {
  const fitting = intervals.find(interval => durationMs / interval <= mostBuckets - 1);
  return fitting ?? Math.ceil(durationMs / (mostBuckets - 1) / day) * day;
}

const floorTo = (time: number, interval: number) => Math.floor(time / interval) * interval;
