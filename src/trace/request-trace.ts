import type {LogLine} from '../log-line.js';
import type {RequestError, RequestRecord} from '../requests/request-record.js';

/** What time was spent in, in the order in which the head of a trace names it. */
export const partKinds = ['gateway', 'authorizer', 'integration', 'init', 'function'] as const;
export type PartKind = (typeof partKinds)[number];

/** One bar of the timeline. These are keys of `trace -o json`, which are a promise. */
export interface TracePart {
  readonly kind: PartKind;
  /** The function's name; of an authorizer its id; `API Gateway` for the whole. */
  readonly name: string;
  /** ISO 8601, UTC. */
  readonly start: string;
  readonly durationMs: number;
}

/** What made the request fail, as one of its lines states it. */
export interface TraceCause extends RequestError {
  /** The innermost line of the stack trace, where a function printed one. */
  readonly stack: string | null;
}

/** The story of one request, or of invocations that no API request is known to have caused. */
export interface RequestTrace {
  readonly request: RequestRecord | null;
  readonly parts: readonly TracePart[];
  readonly cause: TraceCause | null;
  readonly lines: readonly LogLine[];
}
