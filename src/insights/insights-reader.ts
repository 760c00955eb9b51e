import type {AwsClients} from '../aws/aws-clients.js';
import type {Clock} from '../clock.js';
import type {LogEvent} from '../log-event.js';
import type {Notices} from '../notices.js';
import type {LogGroupReading} from '../read/log-group-reading.js';
import {PageRoom} from '../read/page-room.js';
import type {ReadWindow} from '../read/read-log-group.js';
import type {NewestEvents, NewestWindow} from '../read/read-newest.js';
import type {ClosedWindow} from '../read/read-slices.js';
import type {Scanned} from './insights-query.js';
import {isBeforeAllEvents} from './is-before-all-events.js';
import {readQueriedParts} from './queried-parts.js';
import {QueryRunner} from './query-runner.js';
import {ReadingQuery, timeOf} from './reading-query.js';

export interface InsightsReaderOptions {
  readonly aws: AwsClients;
  readonly clock: Clock;
  readonly notices: Notices;
  readonly signal: AbortSignal;
  readonly onScanned?: ((scanned: Scanned) => void) | undefined;
}

/** About 40 MB beside what is being merged. */
const mostRowsAhead = 60_000;
/**
 * Rows of a query for each event of the page that FilterLogEvents would be asked for: a query takes longer. The share
 * that is aimed at fills two pages.
 */
const rowsForEvent = 3;
const fewestRows = 1_000;
/** How far back the newest events are looked for at first. */
const newestReachesBackMs = 15 * 60_000;

/**
 * Reads log groups as `LogReader` does, by queries of Logs Insights. A query asks of one log group alone: one that is
 * missing, or may not be read, or is younger than the window, has AWS refuse a query over all.
 */
export class InsightsReader {
  readonly #runner: QueryRunner;
  readonly #signal: AbortSignal;
  readonly #room = new PageRoom(mostRowsAhead);

  constructor(options: InsightsReaderOptions) {
    this.#signal = options.signal;
    const {onScanned, ...rest} = options;
    this.#runner = new QueryRunner({...rest, ...(onScanned && {onScanned})});
  }

  /** What AWS bills. */
  get scanned(): Scanned {
    return this.#runner.scanned;
  }

  /** In time order. Throws as `readQueriedParts` does, and an InvalidFilterPattern. */
  async *pages(
    reading: LogGroupReading,
    window: ClosedWindow,
    signal: AbortSignal,
  ): AsyncGenerator<LogEvent[]> {
    yield* readQueriedParts(new ReadingQuery(reading, window), window, {
      runner: this.#runner,
      room: this.#room,
      rowsOfQuery: rowsOfQuery(window),
      signal,
    });
  }

  /** The newest events; not further back than a quarter of an hour, since all that is looked through is billed. */
  async readNewest(reading: LogGroupReading, window: NewestWindow): Promise<NewestEvents> {
    const query = new ReadingQuery(reading, window);
    const startTime = Math.max(window.startTime, window.endTime - newestReachesBackMs);
    const part = {startTime, endTime: window.endTime, limit: window.limit};
    const {rows, isCut} = await this.#runner.run(query.of(part, 'desc'), this.#signal).catch(error => {
      if (isBeforeAllEvents(error)) return {rows: [], isCut: false};
      throw error;
    });
    // Of the oldest millisecond there may be more.
    const completeFrom = isCut ? timeOf(rows.at(-1)?.['@timestamp']) + 1 : startTime;
    const events = query.eventsOf(rows).filter(({timestamp}) => timestamp >= completeFrom);
    return {events, completeFrom, newestAt: events.at(-1)?.timestamp};
  }
}

const rowsOfQuery = ({limit}: ReadWindow) => Math.max(fewestRows, limit * rowsForEvent);
