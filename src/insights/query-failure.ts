/** How a query ended without a result. */
export type QueryEnd = 'Failed' | 'Cancelled' | 'Timeout' | 'Unknown';

const explained: Readonly<Record<QueryEnd, string>> = {
  Failed: 'failed at AWS',
  Cancelled: 'was stopped by somebody else',
  Timeout: 'took more than the 60 minutes that Logs Insights gives it',
  Unknown: 'ended in a state that AWS does not know itself',
};

/** A query that AWS took on and did not finish. */
export class QueryFailure extends Error {
  override readonly name = 'QueryFailure';
  readonly end: QueryEnd;
  /** That it was asked of. */
  readonly logGroups: readonly string[];

  constructor(end: QueryEnd, logGroups: readonly string[]) {
    super(`the query ${explained[end]}`);
    this.end = end;
    this.logGroups = logGroups;
  }
}
