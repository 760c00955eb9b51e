/** What a log group holds, as the `source` key of `-o json` says it. */
export type SourceKind = 'execution' | 'access' | 'lambda' | 'authorizer' | 'other';

/** One log group that belongs to a stage, or the part of it that belongs to one function. */
export interface LogSource {
  readonly kind: SourceKind;
  /** What the source column prints: `execution`, `access`, a function's name, or a log group's. */
  readonly name: string;
  /** The name of the log group, or its ARN where it lies in a linked account. */
  readonly logGroup: string;
  /** The region whose CloudWatch Logs holds the group. */
  readonly region: string;
  /** Whether the group holds canary traffic alone (facts: a canary's lines are in both groups). */
  readonly canary: boolean;
  /** Place among sources when events share a millisecond; lower prints first. */
  readonly rank: number;
  /**
   * For a log group shared by several functions: tells by its name whether a log stream is this
   * function's. Absent where the whole group is.
   */
  readonly ownsStream?: (logStream: string) => boolean;
  /** Whether the function runs several invocations at a time in one stream (Lambda Managed Instances). */
  readonly isConcurrent?: boolean;
  /** Whether the log group is only the usual one, of a function whose own settings could not be looked up. */
  readonly isAssumed?: boolean;
  /** The access log's `$context` template, as the stage has it. */
  readonly accessLogFormat?: string;
  /** Whether `$context.extendedRequestId` is the request's id itself, as for HTTP and WebSocket APIs. */
  readonly hasOneRequestId?: boolean;
  /** Read for correlation only: its lines are not printed. */
  readonly isHidden?: boolean;
}
