import {hasFailed} from '../requests/has-failed.js';
import {isCold} from '../requests/request-filter.js';
import type {RequestRecord} from '../requests/request-record.js';
import type {RequestFigures} from './requests-summary.js';
import {ValueCounts} from './value-counts.js';

/** What API Gateway's own logs say of a request, as far as it is counted. */
export interface GatewayFacts {
  readonly status: number | null;
  readonly latencyMs: number | null;
  readonly open: boolean;
  /** Whether Lambda refused to run the function. */
  readonly isThrottled: boolean;
}

/** What is known of requests that are counted elsewhere. */
export type CountedFigures = Omit<RequestFigures, 'errorShare' | 'coldStarts'>;

/** Counts requests: of a route, or all. */
export class RequestCounts {
  readonly #latencies = new ValueCounts();
  #count = 0;
  #errors = 0;
  #clientErrors = 0;
  #open = 0;
  #throttles = 0;
  #coldStarts = 0;
  /** Where the latencies themselves are not known. */
  #percentiles: Percentiles | undefined;

  get count(): number {
    return this.#count;
  }

  get throttles(): number {
    return this.#throttles;
  }

  add(record: RequestRecord): void {
    const {status, latencyMs, open} = record;
    this.addAlike({status, latencyMs, open, isThrottled: isThrottled(record)}, 1);
    if (isCold(record)) this.addColdStart();
    if (hasFailed(record) && !isServerError(status)) this.addFunctionFailure();
  }

  /** Counts requests of which the gateway's logs say the same. */
  addAlike({status, latencyMs, open, isThrottled}: GatewayFacts, times: number): void {
    this.#count += times;
    if (isServerError(status)) this.#errors += times;
    if (status !== null && status >= 400 && status < 500) this.#clientErrors += times;
    if (open) this.#open += times;
    if (isThrottled) this.#throttles += times;
    if (latencyMs !== null) this.#latencies.add(latencyMs, times);
  }

  /** Takes the figures of requests that are counted elsewhere; their latencies are those of all from then on. */
  take({count, errors, clientErrors, open, throttles, ...percentiles}: CountedFigures): void {
    this.#count += count;
    this.#errors += errors;
    this.#clientErrors += clientErrors;
    this.#open += open;
    this.#throttles += throttles;
    this.#percentiles = percentiles;
  }

  /** Of a request that is counted: it waited for a function to start. */
  addColdStart(): void {
    this.#coldStarts += 1;
  }

  /** Of a request that is counted: a function failed behind it, and the status does not say so. */
  addFunctionFailure(): void {
    this.#errors += 1;
  }

  toFigures(): RequestFigures {
    return {
      count: this.#count,
      errors: this.#errors,
      errorShare: this.#count === 0 ? 0 : this.#errors / this.#count,
      clientErrors: this.#clientErrors,
      open: this.#open,
      throttles: this.#throttles,
      coldStarts: this.#coldStarts,
      ...(this.#percentiles ?? this.#ownPercentiles()),
    };
  }

  #ownPercentiles(): Percentiles {
    const [p50Ms, p95Ms, p99Ms, maxMs] = this.#latencies.percentiles([50, 95, 99, 100]);
    return {p50Ms, p95Ms, p99Ms, maxMs};
  }
}

type Percentiles = Pick<RequestFigures, 'p50Ms' | 'p95Ms' | 'p99Ms' | 'maxMs'>;

export const isServerError = (status: number | null): boolean => status !== null && status >= 500;

/** Whether Lambda refused to run the function. */
const isThrottled = ({errors}: RequestRecord) => errors.some(({type}) => type === 'LambdaThrottled');
