import type {LogEvent} from './log-event.js';

/** Log levels as `-o json` and `--level` name them, lowest first. */
export const levels = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'] as const;
export type Level = (typeof levels)[number];

/** An event that has been understood: what it belongs to, and what it says about itself. */
export interface LogLine {
  readonly event: LogEvent;
  /** The API Gateway request the line belongs to, where evidence says so (design: never nearness in time). */
  readonly apiRequestId: string | undefined;
  /** The Lambda invocation the line belongs to. */
  readonly lambdaRequestId: string | undefined;
  readonly level: Level | undefined;
  /** Whether the request was served by the stage's canary. */
  readonly canary: boolean;
  /** When following: whether it came too late to be printed in its place. */
  readonly late: boolean;
  /** Platform lines (START, END, REPORT, INIT_START …) are printed dim. */
  readonly isPlatform: boolean;
  /**
   * Where in `event.message` the text begins that `text` output prints: behind the `(id) ` prefix of an
   * execution line, which the request column holds. 0 elsewhere.
   */
  readonly textStart: number;
  /** What `text` prints instead of the message: the `payload` of a log delivery's JSON record. */
  readonly payload?: string;
  /** All ids of the request the line belongs to, as far as they are known. */
  readonly request?: RequestIds | undefined;
  readonly invocation?: InvocationFacts | undefined;
  /** What a query made of the message, whose text `event.message` then is; a value of JSON. */
  readonly queryResult?: {readonly value: unknown};
}

/** The ids under which a request is known to its services and its client, and how it ended. */
export interface RequestIds {
  readonly id: string;
  readonly extendedRequestId: string | undefined;
  readonly traceId: string | undefined;
  readonly lambdaRequestIds: ReadonlySet<string>;
  /** What the client got. */
  readonly status?: number | undefined;
  /** Whether a function that served it threw, timed out or crashed. */
  readonly hasFunctionError?: boolean;
}

/** What is known of the invocation a line belongs to. */
export interface InvocationFacts {
  readonly traceId: string | undefined;
  readonly hasFailed?: boolean;
  /** Whether it may have served a request that no log ties it to. */
  readonly mayBeRequest?: boolean;
}
