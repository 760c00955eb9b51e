import {endpointLines, functionLines, invocationFigures, invocationOutcome} from './function-lines.js';
import {withinWindow} from './query-text.js';
import {
  all,
  figuresOfFigures,
  figuresOfLines,
  type GatewayLines,
  gatewayFigures,
  requestFields,
  requestIdField,
} from './request-lines.js';

/** Rows of a query at most; Logs Insights gives no more (documented). */
export const mostRows = 100_000;

/** Epoch milliseconds, both inclusive. */
export interface QueryWindow {
  readonly startTime: number;
  readonly endTime: number;
}

/** The lines that are looked at, and how they are taken apart. */
export interface LinesOfWindow {
  readonly window: QueryWindow;
  readonly lines: GatewayLines;
}

const piped = (commands: readonly string[]) => commands.filter(command => command !== '').join('\n| ');

/** One row a request, made of the gateway's lines alone. */
const gatewayRequests = ({window, lines}: LinesOfWindow): string[] => [
  withinWindow(window),
  ...lines.commands,
  `filter ispresent(${requestIdField})`,
  `stats ${figuresOfLines(gatewayFigures)} by ${requestIdField}`,
  requestFields(''),
];

/** How many requests of each route had which status and latency: exact, and few rows however many requests. */
export const routesQuery = (lines: LinesOfWindow): string =>
  piped([
    ...gatewayRequests(lines),
    'stats count(*) as requests by method, route, status, latencyMs, isClosed, refusals',
    'sort requests desc',
    `limit ${mostRows}`,
  ]);

/** The same of all routes together. */
export const totalQuery = (lines: LinesOfWindow): string =>
  piped([
    ...gatewayRequests(lines),
    'stats count(*) as requests by status, latencyMs, isClosed, refusals',
    'sort requests desc',
    `limit ${mostRows}`,
  ]);

/** A row for each of the busiest routes, with percentiles as Logs Insights computes them. */
export const busiestRoutesQuery = (lines: LinesOfWindow, most: number): string =>
  piped([
    ...gatewayRequests(lines),
    'fields floor(status / 500) as isServerError, floor(status / 400) as isError, least(refusals, 1) as isThrottled',
    'stats count(*) as requests, sum(isServerError) as serverErrors, sum(isError) as errors, ' +
      'sum(isClosed) as closed, sum(isThrottled) as throttles, pct(latencyMs, 50) as p50Ms, ' +
      'pct(latencyMs, 95) as p95Ms, pct(latencyMs, 99) as p99Ms, max(latencyMs) as maxMs by method, route',
    'sort requests desc',
    `limit ${most}`,
  ]);

/** How many requests of each status began in each bucket. Epoch milliseconds. */
export const bucketsQuery = (
  lines: LinesOfWindow,
  {start, intervalMs}: {readonly start: number; readonly intervalMs: number},
): string =>
  piped([
    ...gatewayRequests(lines),
    `fields floor((firstAt - ${start}) / ${intervalMs}) as bucket`,
    'stats count(*) as requests by bucket, status',
    `limit ${mostRows}`,
  ]);

/**
 * What ties invocations to requests: lines that name both, by the function's id or, of an access log, the
 * authorizer's; or the X-Ray trace that one request and one invocation have.
 */
export type Tie = 'endpoint' | 'authorizer' | 'trace';

/** The fields by which lines come together, the first that is there. */
const keysOf: Readonly<Record<Tie, readonly string[]>> = {
  endpoint: ['lambdaId', 'endpointId', 'accessEndpointId', requestIdField],
  authorizer: ['lambdaId', 'accessAuthorizerId', requestIdField],
  trace: ['functionTrace', 'trace', 'accessTrace', requestIdField],
};

/** One row an invocation, and one for what else is said of requests; `tiedId` is the request's id. */
const invocations = ({window, lines}: LinesOfWindow, tie: Tie): string[] => [
  withinWindow(window),
  ...lines.commands,
  ...functionLines,
  ...(tie === 'endpoint' ? endpointLines : []),
  `filter ispresent(${requestIdField}) or ispresent(lambdaId)`,
  `fields coalesce(${keysOf[tie].join(', ')}) as together`,
  `stats ${figuresOfLines(gatewayFigures)}, ${invocationFigures}, sortsLast(${requestIdField}) as tiedId, ` +
    `count_distinct(${requestIdField}) as tiedIds by together`,
  'filter tiedIds = 1',
  ...invocationOutcome,
];

/** The figures of each function, of the invocations that are tied to requests. */
export const functionsQuery = (lines: LinesOfWindow, tie: Tie): string =>
  piped([
    ...invocations(lines, tie),
    'filter ispresent(functionAt)',
    'stats count(*) as invocations, count(erred) as errors, count(timedOut) as timeouts, count(waited) as coldStarts, ' +
      'pct(invocationMs, 95) as p95DurationMs, max(memory) as memorySizeMB, max(usedMemory) as maxMemoryUsedMB ' +
      'by functionAt',
    `limit ${mostRows}`,
  ]);

/** One row a request with what its function did, of the requests that pass the conditions, the earliest first. */
export const requestsQuery = (
  lines: LinesOfWindow,
  tie: Tie,
  conditions: readonly string[],
  limit = mostRows,
): string =>
  piped([
    ...invocations(lines, tie),
    `stats ${figuresOfFigures(gatewayFigures)}, sortsLast(invocationId) as lambdaRequestId, ` +
      'sortsLast(functionAt) as function, max(invocationMs) as functionMs, max(memory) as functionMemory, ' +
      'max(usedMemory) as functionUsed, count(waited) as waits, count(timedOut) as functionTimeouts, ' +
      'count(erred) as functionErrors by tiedId',
    requestFields(all),
    ...conditions.map(condition => `filter ${condition}`),
    `sort ${firstAt} asc`,
    `limit ${limit}`,
  ]);

/** When a request of `requestsQuery` began. */
export const firstAt = `firstAt${all}`;

/** Of requests whose functions did what the gateway's own logs do not say: waited to be started, or failed unseen. */
export const exceptional =
  'waits > 0 or ((functionTimeouts > 0 or functionErrors > 0) and coalesce(status, 0) < 500)';
