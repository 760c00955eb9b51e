import type {ApiRequest} from '../correlate/api-request.js';
import type {PendingLine} from '../correlate/correlator.js';
import type {Invocation} from '../correlate/invocation.js';
import {uuidsIn} from '../correlate/uuids-in.js';
import {boundInvocations, invocationsOf, readInvocations} from './complete-invocations.js';
import {patternOfIds} from './id-patterns.js';
import type {LogSearch} from './log-search.js';
import {type SearchWindow, searchWindows, windowAroundTrace} from './search-windows.js';
import type {WantedId} from './wanted-id.js';
import {windowAround} from './window-around.js';

/** What an id turned out to be the id of. */
export type Target =
  | {
      readonly kind: 'requests';
      readonly ids: readonly string[];
      /** Whether API Gateway's own lines say so; else an invocation is tied to them by what is known so far. */
      readonly isNamed: boolean;
    }
  /** Invocations that no API request is known to have caused. */
  | {readonly kind: 'invocations'; readonly ids: readonly string[]};

/**
 * Looks for an id in the logs of API Gateway, and where they do not know it, in those of the functions; the
 * youngest part of the window first. A trace id says when it began, so that is where it is looked for first.
 */
export async function findTarget(
  wanted: WantedId,
  search: LogSearch,
  window: SearchWindow,
): Promise<Target | undefined> {
  const windows = [
    ...(wanted.startedAt === undefined ? [] : [windowAroundTrace(wanted.startedAt)]),
    ...searchWindows(window),
  ];
  for (const part of windows) {
    const isFound = () => requestsWith(wanted, search.lines).length > 0;
    // Only the whole window tells whether a prefix is unique.
    await search.search(
      search.gatewayReadings,
      [wanted.filterPattern],
      part,
      () => !wanted.isPrefix && isFound(),
    );
    if (isFound()) return asRequests(requestsWith(wanted, search.lines), true);
    if (search.isFull) return undefined;
  }
  for (const part of windows) {
    await search.search(search.functionReadings, [wanted.filterPattern], part);
    const invocations = invocationsWith(wanted, search.lines);
    if (invocations.length > 0) return findOwners(wanted, search, invocations);
    if (search.isFull) return undefined;
  }
  return undefined;
}

/** The requests that have the id, as any of theirs. */
export function requestsWith({matches}: WantedId, lines: readonly PendingLine[]): ApiRequest[] {
  const requests = new Set<ApiRequest>();
  for (const {request} of lines) if (request) requests.add(request);
  return [...requests].filter(
    ({id, extendedRequestId, traceId, lambdaRequestIds}) =>
      matches(id) || matches(extendedRequestId) || matches(traceId) || [...lambdaRequestIds].some(matches),
  );
}

const invocationsWith = ({matches}: WantedId, lines: readonly PendingLine[]): Invocation[] =>
  invocationsOf(lines).filter(({id, traceId}) => matches(id) || matches(traceId));

const asRequests = (requests: readonly ApiRequest[], isNamed: boolean): Target => ({
  kind: 'requests',
  isNamed,
  ids: [...new Set(requests.map(({id}) => id))],
});

/**
 * The requests of invocations whose ids API Gateway's logs do not have: a time-out leaves them out, and so
 * does the level ERROR. A trace id or a request id in the invocation's lines may still tell.
 */
async function findOwners(
  wanted: WantedId,
  search: LogSearch,
  invocations: readonly Invocation[],
): Promise<Target> {
  const ids = new Set(invocations.map(({id}) => id));
  const isOwn = ({invocation}: PendingLine) => invocation !== undefined && ids.has(invocation.id);
  await boundInvocations(search, invocation => ids.has(invocation.id));
  await readInvocations(search, invocation => ids.has(invocation.id));

  const own = search.lines.filter(isOwn);
  const clues = new Set(own.flatMap(({event}) => uuidsIn(event.message)));
  for (const {invocation} of own) if (invocation?.traceId) clues.add(invocation.traceId);
  const window = windowAround(own);
  await search.search(search.gatewayReadings, patternOfIds([...clues, ...ids]), window);
  // Of a request that only its trace id has brought up, one line is known by now.
  const mentioned = search.lines.flatMap(({request}) => (request ? [request.id] : []));
  if (mentioned.length > 0) await search.search(search.gatewayReadings, patternOfIds(mentioned), window);

  const owners = requestsWith(wanted, search.lines);
  return owners.length > 0 ? asRequests(owners, false) : {kind: 'invocations', ids: [...ids]};
}
