/** What `requests --summary -o json` prints; these keys are a promise. */
export interface RequestsSummary {
  /** ISO 8601, UTC: the window that was read. */
  readonly start: string;
  readonly end: string;
  readonly total: RequestFigures;
  /** Most requests first. */
  readonly routes: readonly RouteSummary[];
  /** Most invocations first. */
  readonly functions: readonly FunctionSummary[];
  readonly histogram: {
    readonly intervalMs: number;
    readonly buckets: readonly HistogramBucket[];
  };
}

export interface RequestFigures {
  readonly count: number;
  /** 5xx, function errors and time-outs. */
  readonly errors: number;
  /** 0 to 1. */
  readonly errorShare: number;
  readonly clientErrors: number;
  /** Those whose end is not in the window. */
  readonly open: number;
  readonly throttles: number;
  readonly coldStarts: number;
  /** Latencies by nearest rank; null where none is known. */
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  readonly p99Ms: number | null;
  readonly maxMs: number | null;
}

export interface RouteSummary extends RequestFigures {
  readonly method: string | null;
  /** The resource's path where the logs say it, else the path as called. */
  readonly path: string | null;
}

export interface FunctionSummary {
  readonly name: string;
  readonly invocations: number;
  readonly errors: number;
  readonly timeouts: number;
  /** Invocations that Lambda refused; they are not among the others. */
  readonly throttles: number;
  readonly coldStarts: number;
  readonly p95DurationMs: number | null;
  readonly memorySizeMB: number | null;
  readonly maxMemoryUsedMB: number | null;
}

export interface HistogramBucket {
  readonly start: string;
  readonly requests: number;
  readonly errors: number;
}
