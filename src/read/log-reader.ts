import type {AwsClients} from '../aws/aws-clients.js';
import {CallBudget, filterLogEventsQuota} from '../aws/call-budget.js';
import {
  type CallStatistics,
  createFilterLogEvents,
  type FilterLogEvents,
  type SendFilterLogEvents,
} from '../aws/filter-log-events.js';
import type {ServerClock} from '../aws/server-clock.js';
import type {Clock} from '../clock.js';
import type {LogEvent} from '../log-event.js';
import type {Notices} from '../notices.js';
import type {LogGroupReading} from './log-group-reading.js';
import {readAhead} from './read-ahead.js';
import {type ReadWindow, readLogGroup} from './read-log-group.js';
import {type NewestEvents, type NewestWindow, readNewest} from './read-newest.js';
import {type SourceFailure, toSourceFailure} from './source-failure.js';

export interface LogReaderOptions {
  readonly aws: AwsClients;
  readonly clock: Clock;
  readonly notices: Notices;
  readonly signal: AbortSignal;
  /** FilterLogEvents calls a second; `quotaShare` of the region's quota where it is undefined. */
  readonly maxRate: number | undefined;
  readonly serverClock?: ServerClock;
  readonly onThrottled?: () => void;
  /** How much of the quota may be taken, which colleagues and the console share: 0 to 1. */
  readonly quotaShare: number;
  /** Calls that may leave at once after a time without any; 1 where absent. */
  readonly burst?: number;
}

/** Reads log groups of any region; those of one region share one budget of calls. */
export class LogReader {
  readonly statistics: CallStatistics = {calls: 0, throttled: 0};
  /** The log groups that could not be read to their end so far. */
  readonly failures: SourceFailure[] = [];
  readonly #options: LogReaderOptions;
  readonly #ports = new Map<string, FilterLogEvents>();

  constructor(options: LogReaderOptions) {
    this.#options = options;
  }

  /** Starts reading at once. A failure ends the group's pages and goes to `failures`. */
  read(reading: LogGroupReading, window: ReadWindow): AsyncGenerator<LogEvent[]> {
    const pages = readLogGroup(this.filterLogEvents(reading.region), reading, window, this.#options.signal);
    return readAhead(this.#untilFailure(pages, reading, window));
  }

  /** The newest events of the window, as many as one page holds. A failure goes to `failures`. */
  async readNewest(reading: LogGroupReading, window: NewestWindow): Promise<NewestEvents> {
    try {
      return await readNewest(this.filterLogEvents(reading.region), reading, window, this.#options.signal);
    } catch (error) {
      this.#noteFailure(error, reading, window);
      return {events: [], completeFrom: window.startTime, newestAt: undefined};
    }
  }

  /** The one port to FilterLogEvents of a region. */
  filterLogEvents(region: string): FilterLogEvents {
    let port = this.#ports.get(region);
    if (!port) {
      const {clock, notices, maxRate, quotaShare, serverClock, onThrottled} = this.#options;
      const rate = maxRate ?? filterLogEventsQuota(region) * quotaShare;
      const budget = new CallBudget({
        rate,
        clock,
        ...(this.#options.burst === undefined ? {} : {burst: this.#options.burst}),
      });
      port = createFilterLogEvents({
        send: this.#sender(region),
        budget,
        clock,
        notices,
        statistics: this.statistics,
        serverClock,
        onThrottled,
      });
      this.#ports.set(region, port);
    }
    return port;
  }

  #sender(region: string): SendFilterLogEvents {
    return async (input, abortSignal) => {
      const [client, {FilterLogEventsCommand}] = await Promise.all([
        this.#options.aws.logs(region),
        import('../aws/sdk/cloudwatch-logs.js'),
      ]);
      return client.send(new FilterLogEventsCommand(input), {abortSignal});
    };
  }

  async *#untilFailure(
    pages: AsyncGenerator<LogEvent[]>,
    reading: LogGroupReading,
    window: ReadWindow,
  ): AsyncGenerator<LogEvent[]> {
    try {
      yield* pages;
    } catch (error) {
      this.#noteFailure(error, reading, window);
    }
  }

  #noteFailure(error: unknown, reading: LogGroupReading, {filterPattern}: ReadWindow): void {
    const {profile, endpointUrl} = this.#options.aws;
    const {region} = reading;
    const failure = toSourceFailure(error, reading, {region, profile, endpointUrl, filterPattern});
    if (failure) this.failures.push(failure);
  }
}

const mostEventsInMemory = 240_000;
const mostEventsOfPage = 10_000;

/**
 * Events a page, so that all groups' pages together stay within what memory should hold. Each group has a page
 * in use and one read ahead, where there are few; a parsed page of 10,000 events is about 3.5 MB.
 */
export const pageLimit = (logGroups: number) =>
  Math.max(1, Math.min(mostEventsOfPage, Math.floor(mostEventsInMemory / Math.max(1, logGroups) / 2)));
