import type {Traffic} from '../../../src/local-aws/traffic/generate-traffic.js';
import type {TruthEvent} from '../../../src/local-aws/traffic/truth.js';

const endpointId = /(?:AWS Integration Endpoint RequestId : |Lambda request id: )([0-9a-f-]{36})/;
const traceOfRequest = /X-ray Tracing ID : Root=(\S+)/;
const traceOfInvocation = /(?:XRAY TraceId: |"value":"Root=)(1-[0-9a-f]{8}-[0-9a-f]{24})/;
const anyUuid = /[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g;

const addTo = <K, V>(map: Map<K, Set<V>>, key: K, value: V) => {
  map.set(key, (map.get(key) ?? new Set()).add(value));
};
const only = <V>(values: Set<V> | undefined): V | undefined =>
  values?.size === 1 ? [...values][0] : undefined;

/**
 * Which API request each invocation belongs to by the evidence in the messages alone, all read in hindsight.
 * Knows nothing of how traffic is generated: it takes the request from prefixes and access log lines, and of the
 * truth only which invocation a Lambda line is of.
 */
export function observedTies({events}: Pick<Traffic, 'events'>): Map<string, string> {
  const namedBy = new Map<string, string>();
  const naming = new Set<string>();
  const requestIds = new Set<string>();
  const requestsOfTrace = new Map<string, Set<string>>();
  const traceOf = new Map<string, string>();
  const claimants = new Map<string, Set<string>>();
  const lambdaLines = events.filter(({kind}) => kind !== 'execution' && kind !== 'access');

  const name = (requestId: string, invocation: string | undefined) => {
    if (invocation === undefined || invocation === '-') return;
    namedBy.set(invocation, requestId);
    naming.add(requestId);
  };
  for (const {kind, message} of events) {
    if (kind === 'execution') {
      const requestId = message.slice(1, 37);
      requestIds.add(requestId);
      name(requestId, endpointId.exec(message)?.[1]);
      const trace = traceOfRequest.exec(message)?.[1];
      if (trace) addTo(requestsOfTrace, trace, requestId);
    } else if (kind === 'access') {
      const fields = JSON.parse(message) as Record<string, string>;
      const requestId = fields.requestId ?? '';
      requestIds.add(requestId);
      name(requestId, fields.integrationRequestId);
      name(requestId, fields.authorizerRequestId);
      if (fields.xrayTraceId && fields.xrayTraceId !== '-')
        addTo(requestsOfTrace, fields.xrayTraceId, requestId);
    }
  }
  for (const {message, lambdaRequestId} of lambdaLines) {
    if (lambdaRequestId === undefined) continue;
    const trace = traceOfInvocation.exec(message)?.[1];
    if (trace) traceOf.set(lambdaRequestId, trace);
    for (const [id] of message.matchAll(anyUuid)) {
      if (requestIds.has(id) && !naming.has(id)) addTo(claimants, id, lambdaRequestId);
    }
  }

  const ties = new Map(namedBy);
  for (const [invocation, trace] of traceOf) {
    const request = only(requestsOfTrace.get(trace));
    if (request !== undefined && !ties.has(invocation)) ties.set(invocation, request);
  }
  for (const [request, invocations] of claimants) {
    const invocation = only(invocations);
    if (invocation !== undefined && !ties.has(invocation)) ties.set(invocation, request);
  }
  return ties;
}

/** Lines of functions, whose request is not in their prefix. */
export const lambdaEvents = (events: readonly TruthEvent[]) =>
  events.filter(({kind}) => kind !== 'execution' && kind !== 'access');
