const bucketMs = 50;
const fewestBuckets = 80;
/** Enough for a cap of two minutes. */
const mostBuckets = 2_400;
const secondsKept = 30;

/** How late new lines have been of late: the 99th percentile over the last 30 seconds, to 50 ms. */
export class Lateness {
  readonly #buckets: number;
  readonly #counts = new Map<number, Uint32Array>();

  /** @param capMs more than this need not be told apart */
  constructor(capMs: number) {
    this.#buckets = Math.min(mostBuckets, Math.max(fewestBuckets, Math.ceil(capMs / bucketMs) + 1));
  }

  /** @param latenessMs from a line's timestamp to the moment it could be seen; it was at `at` (epoch ms) */
  add(latenessMs: number, at: number): void {
    const second = Math.floor(at / 1_000);
    let counts = this.#counts.get(second);
    if (!counts) {
      counts = new Uint32Array(this.#buckets);
      this.#counts.set(second, counts);
      for (const old of this.#counts.keys()) if (old <= second - secondsKept) this.#counts.delete(old);
    }
    const bucket = Math.min(this.#buckets - 1, Math.max(0, Math.ceil(latenessMs / bucketMs)));
    counts[bucket] = (counts[bucket] ?? 0) + 1;
  }

  /** Milliseconds; undefined while nothing has been seen. */
  percentile99(): number | undefined {
    const total = new Uint32Array(this.#buckets);
    let lines = 0;
    for (const counts of this.#counts.values()) {
      for (const [bucket, count] of counts.entries()) {
        total[bucket] = (total[bucket] ?? 0) + count;
        lines += count;
      }
    }
    if (lines === 0) return undefined;
    let remaining = lines * 0.01;
    for (let bucket = this.#buckets - 1; bucket > 0; bucket -= 1) {
      remaining -= total[bucket] ?? 0;
      if (remaining < 0) return bucket * bucketMs;
    }
    return 0;
  }
}
