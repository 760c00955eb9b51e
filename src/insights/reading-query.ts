import {compileFilterPattern} from '../filter-pattern/compile-filter-pattern.js';
import {InvalidFilterPattern} from '../filter-pattern/invalid-filter-pattern.js';
import type {LogEvent} from '../log-event.js';
import {type LogGroupReading, streamOwners} from '../read/log-group-reading.js';
import {inTimeOrder} from '../read/log-page.js';
import type {ReadWindow} from '../read/read-log-group.js';
import type {InsightsQuery, QueryRow} from './insights-query.js';
import {orderInMilliseconds} from './order-in-millisecond.js';
import {conditionOfPattern} from './pattern-condition.js';
import {asPattern, eventsQuery, fitting, isPlain, longestQuery, quoted} from './query-text.js';

export interface QueriedPart {
  /** Epoch milliseconds, both inclusive. */
  readonly startTime: number;
  readonly endTime: number;
  /** Rows at most. */
  readonly limit: number;
}

/** The longest that FilterLogEvents takes (documented). */
const longestPattern = 1024;

/**
 * The queries that give the same events of a log group as FilterLogEvents does. What a query cannot ask exactly is
 * asked of its rows.
 *
 * @throws InvalidFilterPattern for what FilterLogEvents would refuse
 */
export class ReadingQuery {
  readonly #reading: LogGroupReading;
  readonly #conditions: readonly string[];
  readonly #tests: readonly ((event: LogEvent) => boolean)[];
  readonly #ownerOf: ReturnType<typeof streamOwners>;

  constructor(reading: LogGroupReading, window: Pick<ReadWindow, 'filterPattern'>) {
    this.#reading = reading;
    const pattern = reading.filterPattern ?? window.filterPattern ?? '';
    const streams = streamSelection(reading);
    this.#conditions = asFarAsFits([
      ...streams.conditions,
      ...(pattern === '' ? [] : [conditionOfPattern(pattern)]),
    ]);
    this.#tests = [...streams.tests, ...(pattern === '' ? [] : [testOfPattern(pattern)])];
    this.#ownerOf = streamOwners(reading.sources);
  }

  /** Whether only some events of the log group are wanted. */
  get isFiltered(): boolean {
    return this.#tests.length > 0;
  }

  of({startTime, endTime, limit}: QueriedPart, order: 'asc' | 'desc'): InsightsQuery {
    const {region, logGroup} = this.#reading;
    const queryString = eventsQuery({startTime, endTime}, this.#conditions, order);
    return {region, logGroups: [logGroup], startTime, endTime, queryString, limit};
  }

  /** The events of rows that are wanted, in time order. */
  eventsOf(rows: readonly QueryRow[]): LogEvent[] {
    const events: LogEvent[] = [];
    const logStreams = new Map<string, string>();
    let isOrdered = true;
    for (const row of rows) {
      const event = this.#eventOf(row, logStreams);
      if (!event || !this.#tests.every(test => test(event))) continue;
      if (event.timestamp < (events.at(-1)?.timestamp ?? 0)) isOrdered = false;
      events.push(event);
    }
    return orderInMilliseconds(isOrdered ? events : inTimeOrder(events));
  }

  /** Undefined for a stream that is nobody's. */
  #eventOf(row: QueryRow, logStreams: Map<string, string>): LogEvent | undefined {
    const name = row['@logStream'] ?? '';
    const source = this.#ownerOf(name);
    if (!source) return undefined;
    const logStream = logStreams.get(name) ?? name;
    logStreams.set(logStream, logStream);
    const timestamp = timeOf(row['@timestamp']);
    const ingestionTime = row['@ingestionTime'] === undefined ? timestamp : timeOf(row['@ingestionTime']);
    // A query gives no event ids.
    return {source, logStream, timestamp, ingestionTime, eventId: '', message: row['@message'] ?? ''};
  }
}

/** Epoch milliseconds of `2026-03-10 09:16:40.551`, which is UTC (seen). */
export const timeOf = (text: string | undefined): number =>
  text === undefined ? 0 : Date.parse(`${text.replace(' ', 'T')}Z`);

function testOfPattern(pattern: string): (event: LogEvent) => boolean {
  if (pattern.length > longestPattern) throw new InvalidFilterPattern();
  const test = compileFilterPattern(pattern);
  return ({message}) => test(message);
}

function streamSelection({logStreamNames, logStreamNamePrefix: prefix}: LogGroupReading): {
  readonly conditions: readonly string[];
  readonly tests: readonly ((event: LogEvent) => boolean)[];
} {
  if (logStreamNames !== undefined) {
    const names = new Set(logStreamNames);
    return {
      conditions: logStreamNames.every(isPlain)
        ? [`@logStream in [${logStreamNames.map(quoted).join(', ')}]`]
        : [],
      tests: [({logStream}) => names.has(logStream)],
    };
  }
  if (prefix === undefined) return {conditions: [], tests: []};
  return {
    conditions: isPlain(prefix) ? [`@logStream like /^${asPattern(prefix)}/`] : [],
    tests: [({logStream}) => logStream.startsWith(prefix)],
  };
}

/** What else a query has to say, at most. */
const roomForRest = 500;

/** Without a condition that is too long a query gives more, of which the rest is left out here. */
const asFarAsFits = (conditions: readonly (string | undefined)[]): string[] =>
  fitting(
    conditions.filter(condition => condition !== undefined),
    longestQuery - roomForRest,
    '\n| filter '.length,
  );
