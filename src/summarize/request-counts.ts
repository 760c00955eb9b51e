import {hasFailed} from '../requests/has-failed.js';
import {isCold} from '../requests/request-filter.js';
import type {RequestRecord} from '../requests/request-record.js';
import type {RequestFigures} from './requests-summary.js';
import {ValueCounts} from './value-counts.js';

/** Counts requests: of a route, or all. */
export class RequestCounts {
  readonly #latencies = new ValueCounts();
  #count = 0;
  #errors = 0;
  #clientErrors = 0;
  #open = 0;
  #throttles = 0;
  #coldStarts = 0;

  get count(): number {
    return this.#count;
  }

  get throttles(): number {
    return this.#throttles;
  }

  add(record: RequestRecord): void {
    const {status, latencyMs, open} = record;
    this.#count += 1;
    if (hasFailed(record)) this.#errors += 1;
    if (status !== null && status >= 400 && status < 500) this.#clientErrors += 1;
    if (open) this.#open += 1;
    if (isThrottled(record)) this.#throttles += 1;
    if (isCold(record)) this.#coldStarts += 1;
    if (latencyMs !== null) this.#latencies.add(latencyMs);
  }

  toFigures(): RequestFigures {
    const [p50Ms, p95Ms, p99Ms, maxMs] = this.#latencies.percentiles([50, 95, 99, 100]);
    return {
      count: this.#count,
      errors: this.#errors,
      errorShare: this.#count === 0 ? 0 : this.#errors / this.#count,
      clientErrors: this.#clientErrors,
      open: this.#open,
      throttles: this.#throttles,
      coldStarts: this.#coldStarts,
      p50Ms,
      p95Ms,
      p99Ms,
      maxMs,
    };
  }
}

/** Whether Lambda refused to run the function. */
const isThrottled = ({errors}: RequestRecord) => errors.some(({type}) => type === 'LambdaThrottled');
