import type {ApiRequest} from '../correlate/api-request.js';
import type {PendingLine} from '../correlate/correlator.js';
import type {Invocation} from '../correlate/invocation.js';
import type {LogGroupReading} from '../read/log-group-reading.js';
import {boundInvocations, invocationsOf, readInvocations} from './complete-invocations.js';
import {patternOfIds} from './id-patterns.js';
import type {LogSearch} from './log-search.js';
import {longestInvocationMs, windowAround} from './window-around.js';

/** So many log groups are searched at once, the likely ones first; often nothing is left to look for then. */
const groupsAtOnce = 8;

/**
 * Finds all lines of a request of which some are known.
 *
 * @param onGatewayLines is told the lines of API Gateway, as soon as they are found
 */
export async function gatherRequest(
  id: string,
  search: LogSearch,
  onGatewayLines?: (lines: readonly PendingLine[]) => Promise<void>,
): Promise<PendingLine[]> {
  const linesOfIt = () => search.lines.filter(({request}) => request?.id === id);
  const isComplete = () => linesOfIt().some(({request}) => request?.completedAt !== undefined);

  const window = windowAround(linesOfIt());
  await search.search(search.gatewayReadings, patternOfIds([id]), window);
  if (!isComplete() && linesOfIt().some(({request}) => request?.openedAt !== undefined)) {
    // No end in sight: the time limit of an integration can be raised.
    const rest = {startTime: window.endTime, endTime: window.endTime + longestInvocationMs};
    await search.search(search.gatewayReadings, patternOfIds([id]), rest, isComplete);
  }
  await onGatewayLines?.(linesOfIt());
  await searchFunctions(id, search, linesOfIt());
  const trace = linesOfIt().find(({request}) => request?.traceId !== undefined)?.request?.traceId;
  const mayBeIts = ({request, traceId}: Invocation) =>
    request?.id === id || (traceId !== undefined && traceId === trace);
  await boundInvocations(search, mayBeIts);
  await searchOtherOwners(search, linesOfIt(), mayBeIts);
  await readInvocations(search, ({request}) => request?.id === id);
  return linesOfIt();
}

async function searchFunctions(
  id: string,
  search: LogSearch,
  gatewayLines: readonly PendingLine[],
): Promise<void> {
  const patterns = patternOfIds(gatewayLines.flatMap(({request}) => (request ? idsOf(request) : [id])));
  const window = windowAround(gatewayLines);
  const readings = likelyFirst(search.functionReadings, gatewayLines);
  for (let from = 0; from < readings.length; from += groupsAtOnce) {
    await search.search(readings.slice(from, from + groupsAtOnce), patterns, window);
    if (hasAllInvocations(id, search.lines)) return;
  }
}

const idsOf = ({id, traceId, lambdaRequestIds}: ApiRequest): string[] => [
  id,
  ...(traceId === undefined ? [] : [traceId]),
  ...lambdaRequestIds,
];

/** Whether no other log group can hold an invocation that belongs to the request. */
function hasAllInvocations(id: string, lines: readonly PendingLine[]): boolean {
  const request = lines.find(({request}) => request?.id === id)?.request;
  if (!request?.namesEndpoint || (request.startsAuthorizer && !request.namesAuthorizer)) return false;
  const known = invocationsOf(lines).filter(invocation => request.lambdaRequestIds.has(invocation.id));
  // With active tracing, functions that these have called may be of the same trace.
  return known.length === request.lambdaRequestIds.size && known.every(({traceId}) => traceId === undefined);
}

/** With data trace the execution log names the function: `Endpoint request URI: …:function:NAME/invocations`. */
function likelyFirst(
  readings: readonly LogGroupReading[],
  gatewayLines: readonly PendingLine[],
): LogGroupReading[] {
  const uris = gatewayLines
    .map(({event}) => event.message)
    .filter(text => text.includes('ndpoint request URI: '));
  const isNamed = ({sources}: LogGroupReading) =>
    sources.some(({name}) => uris.some(uri => uri.includes(`:function:${name}`)));
  return [...readings.filter(isNamed), ...readings.filter(reading => !isNamed(reading))];
}

/**
 * A trace ties an invocation where one request alone has it, and the request's id in its lines does where no
 * other request names the invocation: so look whether there is one.
 */
async function searchOtherOwners(
  search: LogSearch,
  lines: readonly PendingLine[],
  mayBeIts: (invocation: Invocation) => boolean,
): Promise<void> {
  const gatewayLines = lines.filter(({invocation}) => invocation === undefined);
  const isNamed = (id: string) => gatewayLines.some(({event}) => event.message.includes(id));
  const doubtful = invocationsOf(search.lines).filter(
    invocation => mayBeIts(invocation) && !isNamed(invocation.id),
  );
  const ids = doubtful.flatMap(({id, traceId}) => (traceId === undefined ? [id] : [id, traceId]));
  if (ids.length > 0) await search.search(search.gatewayReadings, patternOfIds(ids), windowAround(lines));
}
