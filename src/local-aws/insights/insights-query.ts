import {setImmediate} from 'node:timers/promises';
import type {LogGroup} from '../log-group.js';
import type {Position} from '../stored-event.js';
import type {Disturbance, StartedQuery} from './disturbances.js';
import {Evaluation} from './evaluation.js';
import {EventRow, type QueriedGroup} from './event-row.js';
import type {InsightsSettings} from './insights-settings.js';
import type {Query} from './parse-query.js';
import {type ResultField, type ResultTexts, resultColumns, toFields, toTexts} from './result-columns.js';

export type QueryStatus =
  | 'Scheduled'
  | 'Running'
  | 'Complete'
  | 'Failed'
  | 'Cancelled'
  | 'Timeout'
  | 'Unknown';

/** A log group that a query reads, and how the query calls it. */
export interface GroupOfQuery extends QueriedGroup {
  readonly logGroup: LogGroup;
}

export interface InsightsQueryOptions extends StartedQuery {
  readonly queryId: string;
  readonly query: Query;
  readonly groups: readonly GroupOfQuery[];
  readonly limit: number;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  readonly settings: InsightsSettings;
  readonly disturbance: Disturbance | undefined;
  /** Sets the order of rows that compare equal apart from that of other queries. */
  readonly seed: number;
}

/** Scanned at once in the background, which several queries do by turns: calls are to be answered in between. */
const recordsAtOnce = 400;

export interface QueryStatistics {
  readonly recordsMatched: number;
  readonly recordsScanned: number;
  readonly estimatedRecordsSkipped: number;
  readonly bytesScanned: number;
  readonly estimatedBytesSkipped: number;
  readonly logGroupsScanned: number;
}

/**
 * A query from its start to its end. It scans when it is asked for results, as far as it should have come by then,
 * from the newest event of each group back; so rows come in between while it runs, and others go.
 */
export class InsightsQuery implements StartedQuery {
  readonly queryId: string;
  readonly queryString: string;
  readonly logGroups: readonly string[];
  readonly startTime: number;
  readonly endTime: number;
  readonly #options: InsightsQueryOptions;
  readonly #columns: readonly string[];
  readonly #total: number;
  #evaluation: Evaluation | undefined;
  #rows: readonly ResultTexts[] = [];
  #polls = 0;
  #endedAs: QueryStatus | undefined;
  #statistics = {recordsMatched: 0, recordsScanned: 0, bytesScanned: 0};
  /** Where the scan stands: the group, the last event looked at there, and how many of all were. */
  #rank = 0;
  #after: Position | undefined;
  #looked = 0;

  constructor(options: InsightsQueryOptions) {
    const {query, groups, limit, settings, seed, startTime, endTime} = options;
    this.queryId = options.queryId;
    this.queryString = options.queryString;
    this.logGroups = options.logGroups;
    this.startTime = startTime;
    this.endTime = endTime;
    this.#options = options;
    this.#columns = resultColumns(query.commands);
    this.#total = groups.reduce((sum, {logGroup}) => sum + logGroup.count(startTime, endTime), 0);
    const breakTie = settings.shufflesTies ? scatter(seed) : undefined;
    this.#evaluation = new Evaluation(query.commands, {limit, breakTie});
    if (settings.scansInBackground) void this.#scanInBackground();
  }

  /** The status without asking for results. */
  status(now: number): QueryStatus {
    if (this.#endedAs) return this.#endedAs;
    if (this.#options.settings.scansInBackground) return 'Running';
    const {scheduledPolls, runningPolls, timeoutMs} = this.#options.settings;
    const waitedPolls = scheduledPolls + runningPolls;
    const isPolledOut = waitedPolls === 0 || this.#polls > waitedPolls;
    const timesOutAt = this.#options.startedAt + timeoutMs;
    if (isPolledOut && this.#reachedBy(Math.min(now, timesOutAt)) >= this.#total) return 'Complete';
    if (now > timesOutAt) return 'Timeout';
    return scheduledPolls > 0 && this.#polls <= scheduledPolls ? 'Scheduled' : 'Running';
  }

  /** Counts as a call of GetQueryResults: goes on up to what is due by now, and gives the status. */
  poll(now: number): QueryStatus {
    if (this.#endedAs) return this.#endedAs;
    this.#polls += 1;
    const {disturbance} = this.#options;
    const since = this.#polls - (disturbance?.afterPolls ?? 0);
    if (disturbance && since > 0) {
      if (disturbance.status !== 'Unknown') return this.#end(disturbance.status);
      if (since <= (disturbance.polls ?? 1)) return 'Unknown';
    }
    const status = this.status(now);
    if (status === 'Timeout') return this.#end(status);
    if (status === 'Scheduled' || this.#options.settings.scansInBackground) return status;
    // Events that came late may lie before those that were counted at the start.
    const due =
      status === 'Complete'
        ? Number.POSITIVE_INFINITY
        : Math.min(this.#reachedBy(now), this.#reachedByPolls());
    this.#scanUpTo(due);
    this.#rows = atOnce(this.#evaluate());
    return status === 'Complete' ? this.#end(status) : status;
  }

  async #scanInBackground(): Promise<void> {
    while (!this.#endedAs && this.#looked < this.#total) {
      await setImmediate();
      this.#scanUpTo(Math.min(this.#total, this.#looked + recordsAtOnce));
    }
    const evaluating = this.#evaluate();
    for (let step = evaluating.next(); !this.#endedAs; step = evaluating.next()) {
      if (step.done) {
        this.#rows = step.value;
        this.#end('Complete');
        return;
      }
      await setImmediate();
    }
  }

  *#evaluate(): Generator<undefined, readonly ResultTexts[]> {
    const {maxValueLength} = this.#options.settings;
    const rows = this.#evaluation?.rows(row => toTexts(row, this.#columns, maxValueLength));
    return rows ? yield* rows : [];
  }

  /** Ends it from outside; false where it has ended already. */
  stop(now: number): boolean {
    const status = this.status(now);
    if (status !== 'Running' && status !== 'Scheduled') return false;
    this.#end('Cancelled');
    return true;
  }

  get rowCount(): number {
    return this.#rows.length;
  }

  /** Some of the rows as the last poll found them. */
  results(from: number, to: number): ResultField[][] {
    return this.#rows.slice(from, to).map(texts => toFields(texts, this.#columns));
  }

  get statistics(): QueryStatistics {
    const logGroupsScanned = this.#options.groups.length;
    return {...this.#statistics, estimatedRecordsSkipped: 0, estimatedBytesSkipped: 0, logGroupsScanned};
  }

  #end(status: QueryStatus): QueryStatus {
    this.#endedAs = status;
    this.#evaluation = undefined;
    // What was found before stays to be read, but for a failure.
    if (status === 'Failed') this.#rows = [];
    return status;
  }

  #reachedBy(now: number): number {
    const {startedAt, settings} = this.#options;
    if (settings.recordsPerSecond === Number.POSITIVE_INFINITY) return this.#total;
    return Math.floor(((now - startedAt) / 1000) * settings.recordsPerSecond);
  }

  #reachedByPolls(): number {
    const {scheduledPolls, runningPolls} = this.#options.settings;
    const share = (this.#polls - scheduledPolls) / (runningPolls + 1);
    return Math.floor(this.#total * Math.min(1, share));
  }

  #scanUpTo(target: number): void {
    const {groups, startTime, endTime} = this.#options;
    for (let group = groups[this.#rank]; group; group = groups[this.#rank]) {
      const window = {startTime, endTime, direction: 'newestFirst' as const, after: this.#after};
      for (const event of group.logGroup.scan(window)) {
        if (this.#looked >= target) return;
        this.#looked += 1;
        this.#after = event;
        this.#scan(new EventRow(event, group));
      }
      this.#rank += 1;
      this.#after = undefined;
    }
  }

  #scan(row: EventRow): void {
    const {startedAt, settings} = this.#options;
    const {ingestionTime, message} = row.stored;
    if (ingestionTime + settings.indexingDelayMs > startedAt) return;
    const statistics = this.#statistics;
    statistics.recordsScanned += 1;
    statistics.bytesScanned += Buffer.byteLength(message);
    if (this.#evaluation?.add(row)) statistics.recordsMatched += 1;
  }
}

function atOnce<T>(work: Generator<unknown, T>): T {
  for (;;) {
    const {done, value} = work.next();
    if (done) return value;
  }
}

/** Numbers in no order, the same for each run of the same seed. */
function scatter(seed: number): () => number {
  let count = 0;
  return () => {
    count += 1;
    const mixed = Math.imul(count ^ Math.imul(seed, 0x85ebca6b), 0x9e3779b1);
    return (mixed ^ (mixed >>> 15)) >>> 0;
  };
}
