import type {RequestError} from './request-record.js';

/** How much a statement tells of the cause; lower tells more. */
export const errorRanks = {
  /** API Gateway found the cause itself: a response it cannot use, a refusal, its own time-out. */
  verdict: 0,
  /** What the function died of: an exception nobody caught, a time-out, no memory left. */
  cause: 1,
  /** How Lambda saw the process end. */
  exit: 2,
  /** An exception that the function logged, of a request that failed. */
  logged: 3,
  /** REPORT and INIT_REPORT, which give a type and no message. */
  report: 4,
  /** API Gateway passes on what it was told. */
  relayed: 5,
  /** Only what the client was sent. */
  response: 6,
  /** A line at level ERROR that names no exception. */
  remark: 7,
} as const;
export type ErrorRank = (typeof errorRanks)[keyof typeof errorRanks];

/** What one line says went wrong. */
export interface ErrorStatement extends RequestError {
  readonly rank: ErrorRank;
  /** The invocation that it is about. */
  readonly lambdaRequestId: string | undefined;
  /**
   * Whether the line alone does not say that anything failed: what a function logs at level ERROR it may have
   * dealt with, and a policy with a Deny may deny something else.
   */
  readonly onlyIfFailed: boolean;
}

/** A message, as a rule; what is longer is a dump. */
const longestMessage = 500;

export function firstLine(text: string): string {
  const line = /^[^\r\n]*/.exec(text.trimStart())?.[0] ?? '';
  return line.length > longestMessage ? `${line.slice(0, longestMessage)}...` : line.trimEnd();
}
