import {ApilogsError, exitCodes} from '../errors.js';
import type {LogEvent} from '../log-event.js';
import type {PageRoom} from '../read/page-room.js';
import {createStopSignal} from '../stop-signal.js';
import type {QueryResult, QueryRow} from './insights-query.js';
import {isBeforeAllEvents} from './is-before-all-events.js';
import {QueryFailure} from './query-failure.js';
import type {QueryRunner} from './query-runner.js';
import {type QueriedPart, type ReadingQuery, timeOf} from './reading-query.js';

export interface PartsOptions {
  readonly runner: QueryRunner;
  /** For rows that are read ahead, over all log groups. */
  readonly room: PageRoom;
  /** Rows of one query at most. */
  readonly rowsOfQuery: number;
  /** Of one that asks for a single millisecond; what the service allows where absent. */
  readonly rowsOfMillisecond?: number;
  readonly signal: AbortSignal;
}

interface Part extends QueriedPart {
  result?: Promise<QueryResult>;
  /** What it takes of the room. */
  heldRows?: number | undefined;
}

/** A result has no more rows (documented). */
const mostRows = 100_000;
/** How full a result is meant to be: events are not spread evenly, and one that is too full is scanned again. */
const aimedShare = 0.65;
/** Of everything in a log group the first query asks for so much, which tells how much the next may ask for. */
const firstWidthMs = 15 * 60_000 + 1;
const widestGrowth = 16;
const mostAhead = 3;
/** Into so many parts is cut what took AWS too long. */
const partsOfTimeout = 8;
const narrowestTimeoutMs = 60_000;
/** Events that are given at once, at least. */
const eventsAtOnce = 5_000;

/**
 * Reads the window of a log group by queries of which each gives a part of it, the earliest first, some of them ahead.
 * The parts do not overlap, so that AWS scans (and bills) hardly anything twice: only what lies behind the row limit
 * of a result is asked for again.
 *
 * @throws ApilogsError (exit code 8), once all else was given, where one millisecond has more events than a result can
 * have; and as `QueryRunner.run` does
 */
export async function* readQueriedParts(
  query: ReadingQuery,
  window: {readonly startTime: number; readonly endTime: number},
  options: PartsOptions,
): AsyncGenerator<LogEvent[]> {
  const parts = new QueriedParts(query, window, options);
  try {
    yield* parts.events();
  } finally {
    await parts.end();
  }
}

class QueriedParts {
  readonly #query: ReadingQuery;
  readonly #options: PartsOptions;
  readonly #signal: AbortSignal;
  readonly #stop: () => void;
  readonly #endTime: number;
  /** In time order, behind one another. */
  readonly #parts: Part[] = [];
  readonly #underWay = new Set<Promise<unknown>>();
  /** Epoch ms up to which, exclusive, the window is cut into parts. */
  #cutUpTo: number;
  #widthMs: number | undefined;
  #tooFull: number | undefined;

  constructor(
    query: ReadingQuery,
    {startTime, endTime}: {readonly startTime: number; readonly endTime: number},
    options: PartsOptions,
  ) {
    this.#query = query;
    this.#options = options;
    const {signal, stop} = createStopSignal(options.signal);
    this.#signal = signal;
    this.#stop = () => stop();
    this.#endTime = endTime;
    this.#cutUpTo = startTime;
    // What a filter lets through is rarely much, and a part that is too full tells how full.
    this.#cutOff(query.isFiltered ? endTime - startTime + 1 : firstWidthMs);
  }

  async *events(): AsyncGenerator<LogEvent[]> {
    for (;;) {
      this.#cutAhead();
      const part = this.#parts[0];
      if (!part) break;
      this.#start(part);
      this.#startAhead();
      yield* inBatches(await this.#eventsOf(part));
    }
    if (this.#tooFull !== undefined) throw tooFull(this.#tooFull, this.#rowsOfMillisecond);
  }

  /** Stops what is under way, and waits for it. */
  async end(): Promise<void> {
    this.#stop();
    await Promise.allSettled(this.#underWay);
    for (const part of this.#parts) this.#release(part);
  }

  /** Of the first part, which then is done with, or others take its place. */
  async #eventsOf(part: Part): Promise<LogEvent[]> {
    const result = await this.#resultOf(part);
    this.#parts.shift();
    this.#release(part);
    if (result !== 'timeout') return this.#take(part, result);
    this.#split(part, partsOfTimeout);
    return [];
  }

  async #resultOf({result, startTime, endTime}: Part): Promise<QueryResult | 'timeout'> {
    try {
      return (await result) ?? nothing;
    } catch (error) {
      if (isBeforeAllEvents(error)) return nothing;
      const isTimeout = error instanceof QueryFailure && error.end === 'Timeout';
      if (isTimeout && endTime - startTime >= narrowestTimeoutMs) return 'timeout';
      throw error;
    }
  }

  /** The events of a part; of one that is too full those before its last millisecond, and the rest is cut. */
  #take(part: Part, {rows, isCut, matched}: QueryResult): LogEvent[] {
    const widthMs = part.endTime - part.startTime + 1;
    this.#widthMs = Math.max(1, widthOf(widthMs, matched, this.#options.rowsOfQuery));
    if (!isCut) return this.#query.eventsOf(rows);
    const lastAt = timeOf(rows.at(-1)?.['@timestamp']);
    const complete = rows.slice(0, firstAt(rows, lastAt));
    const rest = {...part, startTime: lastAt};
    if (complete.length > 0) this.#split(rest, partsFor(matched - complete.length, part.limit));
    else if (part.limit < this.#rowsOfMillisecond) {
      if (lastAt < part.endTime) this.#addFirst({...part, startTime: lastAt + 1});
      this.#addFirst({startTime: lastAt, endTime: lastAt, limit: this.#rowsOfMillisecond});
    } else {
      this.#tooFull ??= lastAt;
      if (lastAt < part.endTime) this.#addFirst({...part, startTime: lastAt + 1});
      complete.push(...rows);
    }
    return this.#query.eventsOf(complete);
  }

  get #rowsOfMillisecond(): number {
    return this.#options.rowsOfMillisecond ?? mostRows;
  }

  #cutAhead(): void {
    if (this.#widthMs === undefined) return;
    while (this.#parts.length <= mostAhead && this.#cutUpTo <= this.#endTime) this.#cutOff(this.#widthMs);
  }

  #cutOff(widthMs: number): void {
    const startTime = this.#cutUpTo;
    if (startTime > this.#endTime) return;
    const endTime = Math.min(this.#endTime, startTime + widthMs - 1);
    this.#cutUpTo = endTime + 1;
    this.#parts.push({startTime, endTime, limit: this.#options.rowsOfQuery});
  }

  #split({startTime, endTime}: QueriedPart, count: number): void {
    const widthMs = Math.max(1, Math.ceil((endTime - startTime + 1) / count));
    const starts: number[] = [];
    for (let start = startTime; start <= endTime; start += widthMs) starts.push(start);
    for (const start of starts.toReversed())
      this.#addFirst({
        startTime: start,
        endTime: Math.min(endTime, start + widthMs - 1),
        limit: this.#options.rowsOfQuery,
      });
  }

  #addFirst({startTime, endTime, limit}: QueriedPart): void {
    this.#parts.unshift({startTime, endTime, limit});
  }

  #startAhead(): void {
    const {room, rowsOfQuery} = this.#options;
    const expected = Math.ceil(rowsOfQuery * aimedShare);
    for (const part of this.#parts.slice(1, 1 + mostAhead)) {
      if (part.result) continue;
      if (part.limit > rowsOfQuery || !room.hasRoomFor(expected)) return;
      part.heldRows = expected;
      room.change(expected);
      this.#start(part);
    }
  }

  #start(part: Part): void {
    if (part.result) return;
    const result = this.#options.runner.run(this.#query.of(part, 'asc'), this.#signal);
    part.result = result;
    this.#underWay.add(result);
    const isOver = () => this.#underWay.delete(result);
    // Whoever waits for the part meets its failure.
    result.then(isOver, isOver);
  }

  #release(part: Part): void {
    if (part.heldRows === undefined) return;
    this.#options.room.change(-part.heldRows);
    part.heldRows = undefined;
  }
}

const nothing: QueryResult = {rows: [], isCut: false, matched: 0};

const partsFor = (rows: number, limit: number) => Math.max(1, Math.ceil(rows / (limit * aimedShare)));

/** How wide a part should be, when one of this width matched so many events. */
const widthOf = (widthMs: number, matched: number, limit: number) =>
  Math.floor(widthMs * Math.min(widestGrowth, (limit * aimedShare) / Math.max(1, matched)));

/** Where the rows of that time begin, which are the last. */
function firstAt(rows: readonly QueryRow[], time: number): number {
  let index = rows.length;
  while (index > 0 && timeOf(rows[index - 1]?.['@timestamp']) === time) index -= 1;
  return index;
}

/** The events of one millisecond stay together, since those that are alike are told apart by how many there are. */
function* inBatches(events: LogEvent[]): Generator<LogEvent[]> {
  let from = 0;
  while (from < events.length) {
    let to = Math.min(events.length, from + eventsAtOnce);
    while (to < events.length && events[to]?.timestamp === events[to - 1]?.timestamp) to += 1;
    yield from === 0 && to === events.length ? events : events.slice(from, to);
    from = to;
  }
}

const tooFull = (timestamp: number, rows: number) =>
  new ApilogsError(
    `more than ${rows.toLocaleString('en-US')} of its events are of ${new Date(timestamp).toISOString()}, and a query gives no more`,
    {hint: '--engine filter gives them all', exitCode: exitCodes.partial},
  );
