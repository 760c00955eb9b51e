import {type CountedFigures, type GatewayFacts, isServerError, RequestCounts} from './request-counts.js';
import {byInvocations, mostRequestsFirst, mostRoutes, type SummaryWindow} from './request-summarizer.js';
import type {FunctionSummary, RequestsSummary, RouteSummary} from './requests-summary.js';
import {TimeHistogram} from './time-histogram.js';

/** Where a request belongs in a summary. */
export interface RouteKey {
  readonly method: string | null;
  /** The resource's path where the logs say it, else the path as called. */
  readonly path: string | null;
}

interface Route extends RouteKey {
  readonly counts: RequestCounts;
}

/** What is known of a request beyond the gateway's logs, and only of those of which that matters. */
export interface FunctionFacts extends RouteKey {
  readonly status: number | null;
  /** Epoch ms. */
  readonly startTime: number;
  readonly isCold: boolean;
  /** Whether a function failed behind it. */
  readonly hasFailed: boolean;
}

/** The same summary as `RequestSummarizer` makes, of requests that have been counted elsewhere. */
export class CountedSummary {
  readonly #window: SummaryWindow;
  readonly #total = new RequestCounts();
  readonly #routes = new Map<string, Route>();
  readonly #histogram: TimeHistogram;
  #functions: readonly FunctionSummary[] = [];

  constructor(window: SummaryWindow, mostBuckets: number) {
    this.#window = window;
    this.#histogram = new TimeHistogram(window, mostBuckets);
  }

  get count(): number {
    return this.#total.count;
  }

  /** When the first bucket begins, epoch ms, and how long each is. */
  get buckets(): {readonly start: number; readonly intervalMs: number} {
    return this.#histogram;
  }

  /** The routes of which Lambda refused to run the function. */
  get throttledRoutes(): (RouteKey & {readonly throttles: number})[] {
    return [...this.#routes.values()]
      .filter(({counts}) => counts.throttles > 0)
      .map(({method, path, counts}) => ({method, path, throttles: counts.throttles}));
  }

  addRequests(route: RouteKey, facts: GatewayFacts, times: number): void {
    this.#total.addAlike(facts, times);
    this.#countsOf(route).addAlike(facts, times);
  }

  /** Counts requests of any route: of a summary whose routes are told by `addRoute`. */
  addToTotal(facts: GatewayFacts, times: number): void {
    this.#total.addAlike(facts, times);
  }

  addRoute(route: RouteKey, figures: CountedFigures): void {
    this.#countsOf(route).take(figures);
  }

  /** What the total has beyond the routes goes to those without names. Their latencies are not known. */
  addOtherRoutes(): void {
    const known = [...this.#routes.values()].map(({counts}) => counts.toFigures());
    const total = this.#total.toFigures();
    const beyond = (key: 'count' | 'errors' | 'clientErrors' | 'open' | 'throttles') =>
      total[key] - known.reduce((sum, figures) => sum + figures[key], 0);
    const count = beyond('count');
    if (count <= 0) return;
    const counts = new RequestCounts();
    this.#routes.set(otherRoutes, {method: null, path: null, counts});
    counts.take({
      count,
      errors: beyond('errors'),
      clientErrors: beyond('clientErrors'),
      open: beyond('open'),
      throttles: beyond('throttles'),
      p50Ms: null,
      p95Ms: null,
      p99Ms: null,
      maxMs: null,
    });
  }

  /** Counts requests over time; `at` is any time of their bucket, epoch ms. */
  addOverTime(at: number, status: number | null, times: number): void {
    this.#histogram.addMany(at, times, isServerError(status) ? times : 0);
  }

  /** Of a request that is counted: what its functions did. */
  addFunctionFacts({isCold, hasFailed, status, startTime, ...route}: FunctionFacts): void {
    const all = [this.#total, this.#countsOf(route)];
    if (isCold) for (const counts of all) counts.addColdStart();
    if (!hasFailed || isServerError(status)) return;
    for (const counts of all) counts.addFunctionFailure();
    this.#histogram.addMany(startTime, 0, 1);
  }

  setFunctions(functions: readonly FunctionSummary[]): void {
    this.#functions = functions;
  }

  toSummary(): RequestsSummary {
    const {startTime, endTime} = this.#window;
    const routes = [...this.#routes.values()]
      .map(({method, path, counts}): RouteSummary => ({method, path, ...counts.toFigures()}))
      .sort(mostRequestsFirst);
    return {
      start: new Date(startTime).toISOString(),
      end: new Date(endTime).toISOString(),
      total: this.#total.toFigures(),
      routes,
      functions: this.#functions.toSorted(byInvocations),
      histogram: {intervalMs: this.#histogram.intervalMs, buckets: this.#histogram.toBuckets()},
    };
  }

  #countsOf({method, path}: RouteKey): RequestCounts {
    const key = `${method}\n${path}`;
    const known = this.#routes.get(key);
    if (known) return known.counts;
    const counts = new RequestCounts();
    // Those beyond are counted together, as in a summary of what was read; here the busiest come first.
    const isOther = this.#routes.size >= mostRoutes;
    const route = isOther ? {method: null, path: null, counts} : {method, path, counts};
    if (!isOther) {
      this.#routes.set(key, route);
      return counts;
    }
    const others = this.#routes.get(otherRoutes);
    if (others) return others.counts;
    this.#routes.set(otherRoutes, route);
    return counts;
  }
}

/** The key of those beyond; no route has it, for each holds a line break. */
const otherRoutes = '';
