/** How Logs Insights behaves; the defaults are the service's own where it has any. */
export interface InsightsSettings {
  /** Queries at once in the account; `LimitExceededException` above. */
  readonly maxConcurrentQueries: number;
  /** How many GetQueryResults calls find a query `Scheduled`, and after them `Running`, at least. */
  readonly scheduledPolls: number;
  readonly runningPolls: number;
  /** Events scanned a second, by the clock of the local AWS; nothing ever waits. */
  readonly recordsPerSecond: number;
  /**
   * Scans between calls, and has no rows before the end: for millions of events, which would take one call longer than
   * a client waits.
   */
  readonly scansInBackground: boolean;
  /** Milliseconds after which a query ends with `Timeout`. */
  readonly timeoutMs: number;
  /** Milliseconds for which a page token is good. */
  readonly tokenLifetimeMs: number;
  /** Milliseconds by which events reach queries later than FilterLogEvents. */
  readonly indexingDelayMs: number;
  /** Puts rows that compare equal in any order, as AWS may: it promises none. Each query has another. */
  readonly shufflesTies: boolean;
  /**
   * Whether the last second of a window is in it to its last millisecond. The service is documented to include its
   * end, and said by its team to include the first millisecond of that second alone.
   * https://github.com/aws/aws-sdk/issues/280
   */
  readonly isEndSecondWhole: boolean;
  /**
   * Characters after which a value of an answer is cut, without a sign. One user saw messages cut at about 1,000; the
   * service documents nothing of the kind, so there is no limit unless one is set.
   * https://github.com/stakwork/stakgraph/pull/1529
   */
  readonly maxValueLength: number;
  /** Refuses a window that ends before every log group was created, or that retention has emptied (observed). */
  readonly refusesOldWindows: boolean;
}

export const defaultInsightsSettings: InsightsSettings = {
  maxConcurrentQueries: 100,
  scheduledPolls: 0,
  runningPolls: 0,
  recordsPerSecond: Number.POSITIVE_INFINITY,
  scansInBackground: false,
  timeoutMs: 60 * 60 * 1000,
  tokenLifetimeMs: 60 * 60 * 1000,
  indexingDelayMs: 0,
  shufflesTies: false,
  isEndSecondWhole: true,
  maxValueLength: Number.POSITIVE_INFINITY,
  refusesOldWindows: false,
};
