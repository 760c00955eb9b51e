import type {ExecutionStatus} from './execution-status.js';

/** One invocation that served a request: of the integration's function, or of an authorizer. */
export interface FunctionRecord {
  readonly name: string;
  /** The Lambda request id. */
  readonly requestId: string;
  readonly durationMs: number | null;
  readonly billedDurationMs: number | null;
  readonly initDurationMs: number | null;
  readonly memorySizeMB: number | null;
  readonly maxMemoryUsedMB: number | null;
  readonly coldStart: boolean;
  readonly status: ExecutionStatus | null;
}

/** What went wrong, as a line of the request states it. */
export interface RequestError {
  /** A short name: an exception's type (`TypeError`, `Runtime.OutOfMemory`), or what API Gateway found. */
  readonly type: string;
  readonly message: string;
  /** What the source column prints for the line that said so. */
  readonly source: string;
}

/** One API request as its lines tell it. These are the keys of `requests -o json`, which are a promise. */
export interface RequestRecord {
  readonly apiRequestId: string;
  readonly extendedRequestId: string | null;
  readonly traceId: string | null;
  /** ISO 8601, UTC: the first line's time. */
  readonly timestamp: string;
  readonly method: string | null;
  readonly path: string | null;
  /** The resource that served it, as the API defines it: `/orders/{id}`. */
  readonly resourcePath: string | null;
  readonly status: number | null;
  /** Milliseconds: the access log's, else from the first to the last execution line where both are seen. */
  readonly latencyMs: number | null;
  readonly integrationLatencyMs: number | null;
  readonly functions: readonly FunctionRecord[];
  readonly errors: readonly RequestError[];
  /** Whether its end has not been seen. */
  readonly open: boolean;
  readonly lines: number;
}
