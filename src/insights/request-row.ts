import type {LogSource} from '../log-source.js';
import {pathOfResource} from '../requests/request-path.js';
import type {FunctionRecord, RequestRecord} from '../requests/request-record.js';
import type {QueryRow} from './insights-query.js';
import {all} from './request-lines.js';
import {firstAt} from './summary-queries.js';

/** A field as a number; null where it is absent. Times come as epoch milliseconds or as dates in UTC. */
export function numberIn(row: QueryRow, name: string): number | null {
  const text = row[name];
  if (text === undefined || text === '') return null;
  const number = Number(text);
  return Number.isNaN(number) ? Date.parse(`${text.replace(' ', 'T')}Z`) : number;
}

export const textIn = (row: QueryRow, name: string): string | null => row[name] || null;

/** A row of `requestsQuery` as the record of a request. What queries do not ask for is null. */
export function toRequestRecord(
  row: QueryRow,
  placeOf: (place: string) => LogSource | undefined,
): RequestRecord {
  const resourcePath = textIn(row, 'resourcePath');
  const linePath = textIn(row, `linePath${all}`);
  const accessPath = linePath && pathOfResource(linePath, resourcePath ?? undefined);
  const invocation = functionRecord(row, placeOf);
  const isThrottled = (numberIn(row, `refusals${all}`) ?? 0) > 0;
  return {
    apiRequestId: row.tiedId ?? '',
    extendedRequestId: null,
    traceId: null,
    timestamp: new Date(numberIn(row, firstAt) ?? 0).toISOString(),
    method: textIn(row, 'method'),
    path: textIn(row, `executionPath${all}`) ?? accessPath ?? resourcePath,
    resourcePath,
    status: numberIn(row, 'status'),
    latencyMs: numberIn(row, 'latencyMs'),
    integrationLatencyMs: null,
    functions: invocation ? [invocation] : [],
    errors: isThrottled ? [{type: 'LambdaThrottled', message: '', source: 'execution'}] : [],
    open: numberIn(row, 'isClosed') === 0,
    lines: 0,
  };
}

function functionRecord(
  row: QueryRow,
  placeOf: (place: string) => LogSource | undefined,
): FunctionRecord | undefined {
  const source = row.function === undefined ? undefined : placeOf(row.function);
  if (!source) return undefined;
  const durationMs = numberIn(row, 'functionMs');
  const has = (name: string) => (numberIn(row, name) ?? 0) > 0;
  const failure = has('functionTimeouts') ? 'timeout' : has('functionErrors') ? 'error' : undefined;
  return {
    name: source.name,
    requestId: row.lambdaRequestId ?? '',
    authorizer: source.kind === 'authorizer',
    durationMs,
    billedDurationMs: null,
    initDurationMs: null,
    memorySizeMB: numberIn(row, 'functionMemory'),
    maxMemoryUsedMB: numberIn(row, 'functionUsed'),
    coldStart: has('waits'),
    status: failure ?? (durationMs === null ? null : 'success'),
  };
}

/** Records of the same request, of which each knows other functions, become one. */
export function mergeRecords(records: readonly RequestRecord[]): RequestRecord[] {
  const byId = new Map<string, RequestRecord>();
  for (const record of records) {
    const known = byId.get(record.apiRequestId);
    byId.set(
      record.apiRequestId,
      known ? {...known, functions: [...known.functions, ...record.functions]} : record,
    );
  }
  return [...byId.values()];
}
