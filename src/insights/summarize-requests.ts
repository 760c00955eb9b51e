import type {LogSource} from '../log-source.js';
import {hasFailed} from '../requests/has-failed.js';
import {isCold, type RequestFilter, requestFilter} from '../requests/request-filter.js';
import type {RequestRecord} from '../requests/request-record.js';
import {CountedSummary, type RouteKey} from '../summarize/counted-summary.js';
import type {CountedFigures, GatewayFacts} from '../summarize/request-counts.js';
import {mostRoutes, RequestSummarizer, type SummaryWindow} from '../summarize/request-summarizer.js';
import type {FunctionSummary, RequestsSummary} from '../summarize/requests-summary.js';
import type {Ask} from './ask-together.js';
import {functionPlaces} from './function-places.js';
import type {InsightsQuery, QueryRow} from './insights-query.js';
import {fitting, isPlain, longestQuery, quoted} from './query-text.js';
import {numberIn, textIn} from './request-row.js';
import {RequestRows} from './request-rows.js';
import {rowConditions} from './row-conditions.js';
import {type FunctionPart, groupsOf, type SummaryPlan} from './summary-plan.js';
import {
  bucketsQuery,
  busiestRoutesQuery,
  exceptional,
  functionsQuery,
  type LinesOfWindow,
  requestsQuery,
  routesQuery,
  totalQuery,
} from './summary-queries.js';
import {summaryQuery} from './summary-query.js';

export interface SummaryTask {
  readonly plan: SummaryPlan;
  readonly window: SummaryWindow;
  readonly mostBuckets: number;
  readonly ask: Ask;
  /** Rows of a query at most; what the service allows where absent. */
  readonly mostRows?: number;
}

export interface CountedRequests {
  readonly summary: RequestsSummary;
  /** Whether there were more rows than Logs Insights gives, so that figures are too low. */
  readonly isCut: boolean;
  /** Whether percentiles of routes are as Logs Insights computes them: there were too many latencies to count. */
  readonly isRough: boolean;
}

/**
 * Sums up all requests of a window. Lines come together by request and by invocation at AWS, and what comes here are
 * counts, and a row for each request of which they do not tell all: with a cold start, or with a function that failed
 * behind a status that does not say so.
 */
export async function countRequests(task: SummaryTask): Promise<CountedRequests> {
  const {plan, window, mostBuckets, ask} = task;
  const counted = new CountedSummary(window, mostBuckets);
  const rows = new RequestRows(task, plan.parts, [exceptional]);
  const [routes, buckets, functions] = await Promise.all([
    ask(gatewayQuery(task, routesQuery(linesOf(task)))),
    ask(gatewayQuery(task, bucketsQuery(linesOf(task), counted.buckets))),
    Promise.all(plan.parts.map(part => functionSummaries(task, part))),
    rows.begin(),
  ]);
  const isTotalCut = routes.isCut && (await addBusiestRoutes(task, counted));
  if (!routes.isCut) for (const row of routes.rows) addRoute(counted, row);
  for (const row of buckets.rows) addBucket(counted, row);
  for await (const records of rows.records()) for (const record of records) addFacts(counted, record);
  const throttles = await throttlesOfFunctions(task, counted);
  counted.setFunctions(
    functions.flat().map(summary => ({...summary, throttles: throttles.get(summary.name) ?? 0})),
  );
  return {
    summary: counted.toSummary(),
    isCut: rows.isCut || buckets.isCut || isTotalCut,
    isRough: routes.isCut,
  };
}

/** Sums up the requests that a filter selects, of which there is a row each. */
export async function selectRequests(task: SummaryTask, filter: RequestFilter): Promise<CountedRequests> {
  const isSelected = requestFilter(filter);
  const {plan} = task;
  // Without functions the gateway's lines still tell of requests.
  const gatewayAlone: FunctionPart = {sources: [], logGroups: groupsOf(plan.gateway), tie: 'endpoint'};
  const parts = plan.parts.length > 0 ? plan.parts : [gatewayAlone];
  const rows = new RequestRows(task, parts, rowConditions(filter));
  const summarizer = new RequestSummarizer(task.window, task.mostBuckets);
  for await (const records of rows.records())
    for (const record of records) if (isSelected(record)) summarizer.add(record);
  return {summary: summarizer.toSummary(), isCut: rows.isCut, isRough: false};
}

/**
 * A row for each combination of route, status and latency are more rows than a query gives: then one for each
 * combination without the routes, which are few, and one for each of the busiest routes. Says whether even the former
 * are too many.
 */
async function addBusiestRoutes(task: SummaryTask, counted: CountedSummary): Promise<boolean> {
  const lines = linesOf(task);
  const [total, routes] = await Promise.all([
    task.ask(gatewayQuery(task, totalQuery(lines))),
    task.ask(gatewayQuery(task, busiestRoutesQuery(lines, mostRoutes))),
  ]);
  for (const row of total.rows) counted.addToTotal(gatewayFacts(row), numberIn(row, 'requests') ?? 0);
  for (const row of routes.rows) counted.addRoute(routeIn(row), routeFigures(row));
  counted.addOtherRoutes();
  return total.isCut;
}

function routeFigures(row: QueryRow): CountedFigures {
  const count = (name: string) => numberIn(row, name) ?? 0;
  return {
    count: count('requests'),
    errors: count('serverErrors'),
    clientErrors: count('errors') - count('serverErrors'),
    open: count('requests') - count('closed'),
    throttles: count('throttles'),
    p50Ms: numberIn(row, 'p50Ms'),
    p95Ms: numberIn(row, 'p95Ms'),
    p99Ms: numberIn(row, 'p99Ms'),
    maxMs: numberIn(row, 'maxMs'),
  };
}

const linesOf = ({plan: {lines}, window}: SummaryTask): LinesOfWindow => ({lines, window});

const gatewayQuery = (task: SummaryTask, queryString: string): InsightsQuery =>
  summaryQuery(task, groupsOf(task.plan.gateway), queryString);

const gatewayFacts = (row: QueryRow): GatewayFacts => ({
  status: numberIn(row, 'status'),
  latencyMs: numberIn(row, 'latencyMs'),
  open: numberIn(row, 'isClosed') === 0,
  isThrottled: (numberIn(row, 'refusals') ?? 0) > 0,
});

const routeIn = (row: QueryRow): RouteKey => ({method: textIn(row, 'method'), path: textIn(row, 'route')});

const addRoute = (counted: CountedSummary, row: QueryRow): void =>
  counted.addRequests(routeIn(row), gatewayFacts(row), numberIn(row, 'requests') ?? 0);

function addBucket(counted: CountedSummary, row: QueryRow): void {
  const {start, intervalMs} = counted.buckets;
  const at = start + (numberIn(row, 'bucket') ?? 0) * intervalMs;
  counted.addOverTime(at, numberIn(row, 'status'), numberIn(row, 'requests') ?? 0);
}

function addFacts(counted: CountedSummary, record: RequestRecord): void {
  const {method, path, resourcePath, status, timestamp} = record;
  counted.addFunctionFacts({
    method,
    path: resourcePath ?? path,
    status,
    startTime: Date.parse(timestamp),
    isCold: isCold(record),
    hasFailed: hasFailed(record),
  });
}

async function functionSummaries(task: SummaryTask, part: FunctionPart): Promise<FunctionSummary[]> {
  const result = await task.ask(summaryQuery(task, part.logGroups, functionsQuery(linesOf(task), part.tie)));
  const placeOf = functionPlaces(part.sources);
  return result.rows.flatMap(row => {
    const source = placeOf(row.functionAt ?? '');
    return source ? [toFunctionSummary(source, row)] : [];
  });
}

function toFunctionSummary({name}: LogSource, row: QueryRow): FunctionSummary {
  const count = (field: string) => numberIn(row, field) ?? 0;
  return {
    name,
    invocations: count('invocations'),
    errors: count('errors'),
    timeouts: count('timeouts'),
    throttles: 0,
    coldStarts: count('coldStarts'),
    p95DurationMs: numberIn(row, 'p95DurationMs'),
    memorySizeMB: numberIn(row, 'memorySizeMB'),
    maxMemoryUsedMB: numberIn(row, 'maxMemoryUsedMB'),
  };
}

/** Enough to see whether a route's requests have one function or several. */
const mostSamples = 10_000;

/** No line says which function Lambda refused to run: it is the one that serves the route's other requests. */
async function throttlesOfFunctions(
  task: SummaryTask,
  counted: CountedSummary,
): Promise<ReadonlyMap<string, number>> {
  const {plan, ask} = task;
  const throttles = new Map<string, number>();
  const routes = counted.throttledRoutes;
  const paths = [...new Set(routes.flatMap(({path}) => path ?? []))].filter(isPlain).map(quoted);
  if (paths.length === 0) return throttles;
  const ofRoute = new Map<string, Set<string>>();
  for (const {sources, logGroups, tie} of plan.parts) {
    const placeOf = functionPlaces(sources.filter(({kind}) => kind === 'lambda'));
    if (sources.every(({kind}) => kind !== 'lambda')) continue;
    const textOf = (those: readonly string[]) =>
      requestsQuery(linesOf(task), tie, [servesOneOf(those)], mostSamples);
    const known = fitting(paths, longestQuery - textOf([]).length, ', '.length);
    if (known.length === 0) continue;
    const queryString = textOf(known);
    const result = await ask(summaryQuery(task, logGroups, queryString));
    for (const row of result.rows) {
      const source = placeOf(row.function ?? '');
      const key = `${textIn(row, 'method')}\n${textIn(row, 'route')}`;
      if (source) ofRoute.set(key, (ofRoute.get(key) ?? new Set()).add(source.name));
    }
  }
  for (const {method, path, throttles: count} of routes) {
    const [only, ...others] = ofRoute.get(`${method}\n${path}`) ?? [];
    if (only !== undefined && others.length === 0) throttles.set(only, (throttles.get(only) ?? 0) + count);
  }
  return throttles;
}

/** @param paths quoted */
const servesOneOf = (paths: readonly string[]) => `ispresent(function) and route in [${paths.join(', ')}]`;
