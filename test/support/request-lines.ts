import assert from 'node:assert/strict';
import {Correlator} from '../../src/correlate/correlator.js';
import {holdForTies} from '../../src/correlate/hold-for-ties.js';
import type {Visibility} from '../../src/correlate/request-index.js';
import type {LogEvent} from '../../src/log-event.js';
import type {LogLine} from '../../src/log-line.js';
import {collect, event, pages, rememberNotices, source} from './events.js';

export const wholeRequests = {seesWholeRequests: true, canTie: true};
export const errorsOnly = {seesWholeRequests: false, canTie: true};

export const request = (n: number) => `aaaaaaaa-0000-4000-8000-00000000000${n}`;
export const invocation = (n: number) => `bbbbbbbb-0000-4000-8000-00000000000${n}`;
export const orders = source({kind: 'lambda', name: 'orders', rank: 20});
export const stock = source({kind: 'lambda', name: 'stock', rank: 21});
export const authorizer = source({kind: 'authorizer', name: 'authorizer', rank: 15});

export const gateway = (at: number, n: number, text: string) => event(at, `(${request(n)}) ${text}`);
export const lambda = (at: number, message: string, fields: Partial<LogEvent> = {}) =>
  event(at, message, {source: orders, logStream: '2026/03/10/[$LATEST]a', ...fields});
export const start = (at: number, n: number, fields?: Partial<LogEvent>) =>
  lambda(at, `START RequestId: ${invocation(n)} Version: $LATEST\n`, fields);
export const end = (at: number, n: number, fields?: Partial<LogEvent>) =>
  lambda(at, `END RequestId: ${invocation(n)}\n`, fields);
export const report = (at: number, n: number, rest = '', fields?: Partial<LogEvent>) =>
  lambda(
    at,
    `REPORT RequestId: ${invocation(n)}\tDuration: 2 ms\tBilled Duration: 2 ms\tMemory Size: 128 MB\tMax Memory Used: 6 MB\t${rest}\n`,
    fields,
  );
export const opens = (at: number, n: number) =>
  gateway(at, n, `Starting execution for request: ${request(n)}`);
export const names = (at: number, n: number, i: number) =>
  gateway(at, n, `AWS Integration Endpoint RequestId : ${invocation(i)}`);
export const completes = (at: number, n: number) => gateway(at, n, 'Method completed with status: 200');
export const traced = (at: number, n: number, trace: string) =>
  gateway(at, n, `X-ray Tracing ID : Root=${trace}`);

export async function correlate(
  events: LogEvent[],
  visibility: Visibility = wholeRequests,
): Promise<LogLine[]> {
  const sorted = events.toSorted((a, b) => a.timestamp - b.timestamp);
  const hold = holdForTies(pages(...sorted.map(one => [one])), new Correlator(visibility), {
    notices: rememberNotices(),
    untilRequestIsComplete: false,
  });
  const lines = await collect(hold);
  assert.deepEqual(
    lines.map(({event: {eventId}}) => eventId),
    sorted.map(({eventId}) => eventId),
    'each line once, in the order they came',
  );
  return lines;
}

/** What each Lambda line was tied to: `request/invocation`, by their last digits. */
export const ties = (lines: readonly LogLine[]) =>
  lines
    .filter(({event}) => event.source.kind !== 'execution')
    .map(line => `${line.apiRequestId?.at(-1) ?? '-'}/${line.lambdaRequestId?.at(-1) ?? '-'}`);
