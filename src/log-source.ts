/** What a log group holds, as the `source` key of `-o json` says it. */
export type SourceKind = 'execution' | 'access' | 'lambda' | 'authorizer' | 'other';

/** One log group that is read, or the part of it that belongs to one function. */
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
   * Tells by its name whether a log stream belongs to the source: of a log group that several functions share, or of
   * which some streams were asked for. Absent where all do.
   */
  readonly ownsStream?: (logStream: string) => boolean;
  /** The streams to read, where AWS selects them: by their names, or by how those begin. */
  readonly logStreams?: {readonly names: readonly string[]} | {readonly prefix: string};
  /** Whether the user named the log group, so that it has to exist. */
  readonly isNamed?: boolean;
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
