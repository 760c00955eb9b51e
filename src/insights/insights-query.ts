/** A query of Logs Insights over log groups of one region. */
export interface InsightsQuery {
  readonly region: string;
  /** Names, or ARNs of linked accounts' groups; any number. */
  readonly logGroups: readonly string[];
  /** Epoch milliseconds, both inclusive; the text has to narrow to them, since a query's window is in seconds. */
  readonly startTime: number;
  readonly endTime: number;
  /** In Logs Insights' own language, at most 10,000 characters (documented). */
  readonly queryString: string;
  /** Rows at most; 100,000 (documented). */
  readonly limit: number;
  /** The end of another query that is started before and takes about as long: until then this one is not asked of. */
  readonly askedAfter?: Promise<unknown>;
  /** Whether few calls matter more than an answer at once. */
  readonly isPatient?: boolean;
}

/** A row's fields by name, without `@ptr`; one without a value is left out. */
export type QueryRow = Readonly<Record<string, string>>;

export interface QueryResult {
  /** Of more than 50 log groups, the rows of each 50 behind one another. */
  readonly rows: readonly QueryRow[];
  /** Whether the limit was met, so that there may be more rows. */
  readonly isCut: boolean;
  /** How many events the query's filters let through, also those behind the limit. */
  readonly matched: number;
}

/** What queries have cost so far; AWS bills the bytes. */
export interface Scanned {
  readonly queries: number;
  readonly records: number;
  readonly bytes: number;
}
