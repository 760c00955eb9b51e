/** What happened to a request, as its caller or its owner would put it. */
export const outcomes = [
  'ok',
  'slow',
  'clientError',
  'malformedResponse',
  'functionError',
  'functionTimeout',
  'integrationTimeout',
  'throttled',
  'usagePlanExceeded',
  'denied',
  'missingToken',
  'outOfMemory',
  'initError',
] as const;
export type Outcome = (typeof outcomes)[number];

export type TruthEventKind =
  | 'execution'
  | 'access'
  | 'init'
  | 'start'
  | 'application'
  | 'error'
  | 'end'
  | 'report';

/** A log event of generated traffic, and what it truly belongs to. Times are epoch milliseconds. */
export interface TruthEvent {
  readonly logGroup: string;
  readonly logStream: string;
  readonly timestamp: number;
  readonly ingestionTime: number;
  readonly message: string;
  readonly kind: TruthEventKind;
  /** The API request it truly belongs to; absent where something else invoked the function. */
  readonly apiRequestId?: string;
  /** The invocation it truly belongs to; absent in API Gateway's logs and in an INIT that no request waited for. */
  readonly lambdaRequestId?: string;
  /**
   * Whether the logs hold evidence of `apiRequestId` that a correlator must find. Never true where evidence
   * comes too late for a reader that holds lines for a bounded time.
   */
  readonly expectsLink: boolean;
  /** Whether it is the second copy of a canary's line, in the canary's own log group. */
  readonly isCanaryCopy: boolean;
}

export interface TrueInvocation {
  readonly lambdaRequestId: string;
  readonly functionName: string;
  readonly logGroup: string;
  readonly logStream: string;
  readonly role: 'integration' | 'authorizer' | 'foreign';
  /** Timestamps of the lines that open and close it, by the clock of its sandbox. */
  readonly startTime: number;
  readonly endTime: number;
  readonly isColdStart: boolean;
  readonly traceId: string | undefined;
}

export interface TrueRequest {
  readonly apiRequestId: string;
  readonly extendedRequestId: string;
  readonly traceId: string;
  /** When API Gateway took the request and when it answered, by its own clock. */
  readonly startTime: number;
  readonly endTime: number;
  readonly method: string;
  readonly path: string;
  readonly resourcePath: string;
  readonly status: number;
  readonly outcome: Outcome;
  readonly isCanary: boolean;
  /** In the order they began; none where the request never got as far. */
  readonly invocations: readonly TrueInvocation[];
}
