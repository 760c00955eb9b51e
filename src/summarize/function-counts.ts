import type {FunctionRecord} from '../requests/request-record.js';
import type {FunctionSummary} from './requests-summary.js';
import {ValueCounts} from './value-counts.js';

/** Counts the invocations of one function. */
export class FunctionCounts {
  readonly #durations = new ValueCounts();
  #invocations = 0;
  #errors = 0;
  #timeouts = 0;
  #coldStarts = 0;
  #memorySizeMB: number | null = null;
  #maxMemoryUsedMB: number | null = null;

  add({status, durationMs, coldStart, memorySizeMB, maxMemoryUsedMB}: FunctionRecord): void {
    this.#invocations += 1;
    if (status === 'error' || status === 'failure') this.#errors += 1;
    if (status === 'timeout') this.#timeouts += 1;
    if (coldStart) this.#coldStarts += 1;
    if (durationMs !== null) this.#durations.add(durationMs);
    // The size may have been changed meanwhile: the newest counts.
    this.#memorySizeMB = memorySizeMB ?? this.#memorySizeMB;
    if (maxMemoryUsedMB !== null) {
      this.#maxMemoryUsedMB = Math.max(maxMemoryUsedMB, this.#maxMemoryUsedMB ?? 0);
    }
  }

  toSummary(name: string, throttles: number): FunctionSummary {
    const [p95DurationMs] = this.#durations.percentiles([95]);
    return {
      name,
      invocations: this.#invocations,
      errors: this.#errors,
      timeouts: this.#timeouts,
      throttles,
      coldStarts: this.#coldStarts,
      p95DurationMs,
      memorySizeMB: this.#memorySizeMB,
      maxMemoryUsedMB: this.#maxMemoryUsedMB,
    };
  }
}
