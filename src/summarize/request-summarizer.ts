import {hasFailed} from '../requests/has-failed.js';
import type {RequestRecord} from '../requests/request-record.js';
import {FunctionCounts} from './function-counts.js';
import {RequestCounts} from './request-counts.js';
import type {FunctionSummary, RequestsSummary, RouteSummary} from './requests-summary.js';
import {TimeHistogram} from './time-histogram.js';

/** Routes of their own; without resource paths each path is one, and those beyond are counted together. */
export const mostRoutes = 1_000;
/** The key of those beyond; no route has it, for each holds a line break. */
const otherRoutes = '';

export interface SummaryWindow {
  readonly startTime: number;
  readonly endTime: number;
}

/**
 * Sums requests up, by route, by function and over time. Memory follows the number of routes, functions and
 * different latencies, not the number of requests.
 */
export class RequestSummarizer {
  readonly #window: SummaryWindow;
  readonly #total = new RequestCounts();
  readonly #routes = new Map<string, Route>();
  readonly #functions = new Map<string, FunctionCounts>();
  readonly #histogram: TimeHistogram;

  constructor(window: SummaryWindow, mostBuckets: number) {
    this.#window = window;
    this.#histogram = new TimeHistogram(window, mostBuckets);
  }

  add(record: RequestRecord): void {
    this.#total.add(record);
    this.#histogram.add(Date.parse(record.timestamp), hasFailed(record));
    const route = this.#routeOf(record);
    route.counts.add(record);
    for (const invocation of record.functions) {
      this.#functionOf(invocation.name).add(invocation);
      if (!invocation.authorizer) route.functions.add(invocation.name);
    }
  }

  toSummary(): RequestsSummary {
    const {startTime, endTime} = this.#window;
    return {
      start: new Date(startTime).toISOString(),
      end: new Date(endTime).toISOString(),
      total: this.#total.toFigures(),
      routes: [...this.#routes.values()].map(toRouteSummary).sort(mostRequestsFirst),
      functions: this.#functionSummaries(),
      histogram: {intervalMs: this.#histogram.intervalMs, buckets: this.#histogram.toBuckets()},
    };
  }

  #routeOf({method, path, resourcePath}: RequestRecord): Route {
    const template = resourcePath ?? path;
    const ownKey = `${method}\n${template}`;
    const isOther = this.#routes.size >= mostRoutes && !this.#routes.has(ownKey);
    const key = isOther ? otherRoutes : ownKey;
    const known = this.#routes.get(key);
    if (known) return known;
    const route = {
      method: isOther ? null : method,
      path: isOther ? null : template,
      counts: new RequestCounts(),
      functions: new Set<string>(),
    };
    this.#routes.set(key, route);
    return route;
  }

  #functionOf(name: string): FunctionCounts {
    let counts = this.#functions.get(name);
    if (!counts) {
      counts = new FunctionCounts();
      this.#functions.set(name, counts);
    }
    return counts;
  }

  /**
   * No line says which function Lambda refused to run, save with data trace: it is the one that serves the
   * route's other requests, where they all had the same.
   */
  #functionSummaries(): FunctionSummary[] {
    const throttles = new Map<string, number>();
    for (const {counts, functions} of this.#routes.values()) {
      const [only, ...others] = functions;
      if (only === undefined || others.length > 0) continue;
      throttles.set(only, (throttles.get(only) ?? 0) + counts.throttles);
    }
    return [...this.#functions]
      .map(([name, counts]) => counts.toSummary(name, throttles.get(name) ?? 0))
      .sort(byInvocations);
  }
}

interface Route {
  readonly method: string | null;
  readonly path: string | null;
  readonly counts: RequestCounts;
  readonly functions: Set<string>;
}

const toRouteSummary = ({method, path, counts}: Route): RouteSummary => ({
  method,
  path,
  ...counts.toFigures(),
});

export const mostRequestsFirst = (a: RouteSummary, b: RouteSummary) =>
  b.count - a.count || compareText(a.path ?? '', b.path ?? '') || compareText(a.method ?? '', b.method ?? '');

export const byInvocations = (a: FunctionSummary, b: FunctionSummary) =>
  b.invocations - a.invocations || compareText(a.name, b.name);

const compareText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
