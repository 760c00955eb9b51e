import type {LogLine} from '../log-line.js';
import {collectRequest} from '../requests/collect-request.js';
import {requestErrors} from '../requests/request-errors.js';
import {gatewayParts, invocationParts} from './request-parts.js';
import type {RequestTrace} from './request-trace.js';
import {stackTop} from './stack-top.js';

/** Tells the story of lines that belong together, in order. */
export function toRequestTrace(lines: readonly LogLine[]): RequestTrace {
  const request = lines.some(({apiRequestId}) => apiRequestId !== undefined) ? collectRequest(lines) : null;
  const parts = [...(request ? gatewayParts(request, lines) : []), ...invocationParts(lines)];
  const [error] = request?.errors ?? requestErrors(lines);
  return {
    request,
    parts: parts.sort((a, b) => Date.parse(a.start) - Date.parse(b.start)),
    cause: error ? {...error, stack: stackTop(lines, error) ?? null} : null,
    lines,
  };
}
