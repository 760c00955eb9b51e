import type {LogLine} from '../log-line.js';
import {trimEndOf} from '../trim-end-of.js';

const shortestPrefix = 8;

/**
 * Whether a line belongs to one of the requests named by an API request id, an extended request id, a Lambda
 * request id or an X-Ray trace id. A response header pasted whole is understood, and so are the first eight or
 * more characters of an id, as terminal lines show them.
 */
export function byRequestId(wanted: readonly string[]): (line: LogLine) => boolean {
  const ids = wanted.map(normalizeRequestId);
  const exact = new Set(ids);
  const prefixes = ids.filter(id => id.length >= shortestPrefix && id.length < 36);
  const isWanted = (id: string | undefined) =>
    id !== undefined && (exact.has(id) || prefixes.some(prefix => id.startsWith(prefix)));

  return ({apiRequestId, lambdaRequestId, request, invocation}) =>
    isWanted(apiRequestId) ||
    isWanted(lambdaRequestId) ||
    isWanted(invocation?.traceId) ||
    (request !== undefined &&
      (isWanted(request.extendedRequestId) ||
        isWanted(request.traceId) ||
        [...request.lambdaRequestIds].some(isWanted)));
}

/** AWS writes UUIDs in lower case, some tools in capitals; of other ids the case counts. */
const uuidOrItsBeginning = /^[\da-f]{8}(?:-[\da-f-]{0,27})?$/i;

/**
 * The id in what people paste: `x-amzn-RequestId: 3e0f…`, `Root=1-…;Parent=…`, an id in quotes or brackets.
 */
export function normalizeRequestId(text: string): string {
  const value = text.trim().replace(/^[\w-]+:\s+/, '');
  const root = /(?:^|;)\s*Root=([^;\s]+)/i.exec(value);
  const quoted = (root?.[1] ?? value).replace(/^["'(<[]+/, '');
  const id = trimEndOf(quoted, `"')>],;`);
  return uuidOrItsBeginning.test(id) ? id.toLowerCase() : id;
}
