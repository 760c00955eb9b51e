import {ApilogsError, exitCodes} from '../errors.js';
import type {LogSource} from '../log-source.js';
import {hasFailed} from '../requests/has-failed.js';
import {isCold, type RequestFilter, requestFilter} from '../requests/request-filter.js';
import type {RequestRecord} from '../requests/request-record.js';
import {CountedSummary} from '../summarize/counted-summary.js';
import {RequestSummarizer, type SummaryWindow} from '../summarize/request-summarizer.js';
import type {FunctionSummary, RequestsSummary} from '../summarize/requests-summary.js';
import {functionPlaces} from './function-places.js';
import type {InsightsQuery, QueryResult, QueryRow} from './insights-query.js';
import {longestQuery, quoted} from './query-text.js';
import {mergeRecords, numberIn, textIn, toRequestRecord} from './request-row.js';
import {rowCondition} from './row-condition.js';
import {type FunctionPart, groupsOf, type SummaryPlan} from './summary-plan.js';
import {
  bucketsQuery,
  exceptional,
  functionsQuery,
  mostRows,
  requestsQuery,
  routesQuery,
} from './summary-queries.js';

/** Asks Logs Insights. */
export type Ask = (query: InsightsQuery) => Promise<QueryResult>;

export interface SummaryTask {
  readonly plan: SummaryPlan;
  readonly window: SummaryWindow;
  readonly mostBuckets: number;
  readonly ask: Ask;
}

export interface CountedRequests {
  readonly summary: RequestsSummary;
  /** Whether there were more rows than Logs Insights gives, so that figures are too low. */
  readonly isCut: boolean;
}

/**
 * Sums up all requests of a window. Lines come together by request and by invocation at AWS, and what comes here are
 * counts, and a row for each request of which they do not tell all: with a cold start, or with a function that failed
 * behind a status that does not say so.
 */
export async function countRequests(task: SummaryTask): Promise<CountedRequests> {
  const {plan, window, mostBuckets, ask} = task;
  const counted = new CountedSummary(window, mostBuckets);
  const gateway = groupsOf(plan.gateway);
  const [routes, buckets, facts, functions] = await Promise.all([
    ask(queryOf(task, gateway, routesQuery(plan.lines))),
    ask(queryOf(task, gateway, bucketsQuery(plan.lines, counted.buckets))),
    recordsOf(task, plan.parts, exceptional),
    Promise.all(plan.parts.map(part => functionSummaries(task, part))),
  ]);
  for (const row of routes.rows) addRoute(counted, row);
  for (const row of buckets.rows) addBucket(counted, row);
  for (const record of facts.records) addFacts(counted, record);
  const throttles = await throttlesOfFunctions(task, counted);
  counted.setFunctions(
    functions.flat().map(summary => ({...summary, throttles: throttles.get(summary.name) ?? 0})),
  );
  return {
    summary: counted.toSummary(),
    isCut: facts.isCut || routes.isCut || buckets.isCut,
  };
}

/** Sums up the requests that a filter selects, of which there is a row each. */
export async function selectRequests(task: SummaryTask, filter: RequestFilter): Promise<CountedRequests> {
  const isSelected = requestFilter(filter);
  const {plan} = task;
  // Without functions the gateway's lines still tell of requests.
  const gatewayAlone: FunctionPart = {sources: [], logGroups: groupsOf(plan.gateway), tie: 'endpoint'};
  const parts = plan.parts.length > 0 ? plan.parts : [gatewayAlone];
  const {records, isCut} = await recordsOf(task, parts, rowCondition(filter));
  const summarizer = new RequestSummarizer(task.window, task.mostBuckets);
  for (const record of records) if (isSelected(record)) summarizer.add(record);
  return {summary: summarizer.toSummary(), isCut};
}

function queryOf(
  {plan, window}: SummaryTask,
  logGroups: readonly string[],
  queryString: string,
): InsightsQuery {
  if (queryString.length > longestQuery) {
    throw new ApilogsError(
      `the query is too long for Logs Insights: ${queryString.length} characters of ${longestQuery}`,
      {
        hint: "fewer values of --path do, or --engine filter; a long format of the stage's access log takes room too",
        exitCode: exitCodes.usage,
      },
    );
  }
  return {region: plan.region, logGroups, ...window, queryString, limit: mostRows, isPatient: true};
}

async function recordsOf(
  task: SummaryTask,
  parts: readonly FunctionPart[],
  condition: string | undefined,
): Promise<{readonly records: RequestRecord[]; readonly isCut: boolean}> {
  const {plan, ask} = task;
  const results = await Promise.all(
    parts.map(async ({sources, logGroups, tie}) => {
      const result = await ask(queryOf(task, logGroups, requestsQuery(plan.lines, tie, condition)));
      const placeOf = functionPlaces(sources);
      return {records: result.rows.map(row => toRequestRecord(row, placeOf)), isCut: result.isCut};
    }),
  );
  return {
    records: mergeRecords(results.flatMap(({records}) => records)),
    isCut: results.some(({isCut}) => isCut),
  };
}

function addRoute(counted: CountedSummary, row: QueryRow): void {
  const facts = {
    status: numberIn(row, 'status'),
    latencyMs: numberIn(row, 'latencyMs'),
    open: numberIn(row, 'isClosed') === 0,
    isThrottled: (numberIn(row, 'refusals') ?? 0) > 0,
  };
  const route = {method: textIn(row, 'method'), path: textIn(row, 'route')};
  counted.addRequests(route, facts, numberIn(row, 'requests') ?? 0);
}

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
  const {plan, ask} = task;
  const result = await ask(queryOf(task, part.logGroups, functionsQuery(plan.lines, part.tie)));
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
  const paths = [...new Set(routes.flatMap(({path}) => path ?? []))];
  if (paths.length === 0) return throttles;
  const condition = `ispresent(function) and route in [${someOf(paths).map(quoted).join(', ')}]`;
  const ofRoute = new Map<string, Set<string>>();
  for (const {sources, logGroups, tie} of plan.parts) {
    const placeOf = functionPlaces(sources.filter(({kind}) => kind === 'lambda'));
    if (sources.every(({kind}) => kind !== 'lambda')) continue;
    const result = await ask(
      queryOf(task, logGroups, requestsQuery(plan.lines, tie, condition, mostSamples)),
    );
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

/** Those that have room in a query beside the rest. */
function someOf(paths: readonly string[]): string[] {
  let room = 800;
  return paths.filter(path => {
    room -= path.length + 4;
    return room >= 0;
  });
}
