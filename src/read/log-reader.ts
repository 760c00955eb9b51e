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
import {defaultPricePerGb, type Engine} from '../insights/engine.js';
import type {Scanned} from '../insights/insights-query.js';
import type {InsightsReader} from '../insights/insights-reader.js';
import type {LogEvent} from '../log-event.js';
import type {Notices} from '../notices.js';
import type {LogGroupReading} from './log-group-reading.js';
import {PageRoom} from './page-room.js';
import type {ReadWindow} from './read-log-group.js';
import {type NewestEvents, type NewestWindow, readNewest} from './read-newest.js';
import {isWorthAnotherListing, readOn} from './read-on.js';
import {bytesOfPage, type ClosedWindow, readSlices} from './read-slices.js';
import type {RegionCalls} from './region-calls.js';
import {logGroupClassOf, type SourceFailure, toSourceFailure} from './source-failure.js';

export interface LogReaderOptions {
  readonly aws: AwsClients;
  readonly clock: Clock;
  readonly notices: Notices;
  readonly signal: AbortSignal;
  /** FilterLogEvents calls a second; `quotaShare` of the region's quota where it is undefined. */
  readonly maxRate: number | undefined;
  readonly serverClock?: ServerClock;
  readonly onThrottled?: () => void;
  /** Told of every answer of FilterLogEvents. */
  readonly onAnswer?: (() => void) | undefined;
  /** Epoch ms at which the run is to end by itself; for ever where undefined. */
  readonly endsAt?: () => number | undefined;
  /** How much of the quota may be taken, which colleagues and the console share: 0 to 1. */
  readonly quotaShare: number;
  /** Calls that may leave at once after a time without any; 1 where absent. */
  readonly burst?: number;
  readonly engine: Engine;
  /** USD for a GB that queries scan, for messages. */
  readonly pricePerGb?: number | undefined;
  /** Told whenever queries have scanned more. */
  readonly onScanned?: ((scanned: Scanned) => void) | undefined;
}

/** Reads log groups of any region; those of one region share one budget of calls. */
export class LogReader {
  readonly statistics: CallStatistics = {calls: 0, throttled: 0};
  /** The log groups that could not be read to their end so far. */
  readonly failures: SourceFailure[] = [];
  readonly #options: LogReaderOptions;
  readonly #regions = new Map<string, RegionCalls>();
  readonly #room = new PageRoom(mostPagesAhead * bytesOfPage);
  #insights: InsightsReader | undefined;
  #hasRead = false;

  constructor(options: LogReaderOptions) {
    this.#options = options;
  }

  /** Whether anything was read of any log group, if only that it has no events. */
  get hasRead(): boolean {
    return this.#hasRead;
  }

  /** What queries of Logs Insights have scanned, which AWS bills. */
  get scanned(): Scanned {
    return this.#insights?.scanned ?? {queries: 0, records: 0, bytes: 0};
  }

  /** Starts reading at once, unless by queries. A failure ends the group's pages and goes to `failures`. */
  read(reading: LogGroupReading, window: ClosedWindow): AsyncGenerator<LogEvent[]> {
    return this.#untilFailure(this.pages(reading, window, this.#options.signal), reading, window);
  }

  /** The same for whoever deals with failures; the signal may end this reading alone. */
  pages(reading: LogGroupReading, window: ClosedWindow, signal: AbortSignal): AsyncGenerator<LogEvent[]> {
    const {engine} = this.#options;
    if (engine === 'insights') return this.#queriedPages(reading, window, signal);
    const calls = this.#callsOf(reading.region);
    const pages = readOn(part => readSlices(calls, reading, part, signal), window, signal);
    return engine === 'filter' ? pages : this.#orQueried(pages, reading, window, signal);
  }

  /** The newest events of the window, as many as one page holds. A failure goes to `failures`. */
  async readNewest(reading: LogGroupReading, window: NewestWindow): Promise<NewestEvents> {
    const {engine, signal} = this.#options;
    for (let tries = 1; ; tries += 1) {
      try {
        if (engine === 'insights') return await (await this.#insightsReader()).readNewest(reading, window);
        return await readNewest(this.filterLogEvents(reading.region), reading, window, signal).catch(
          async error => {
            if (engine === 'filter' || !this.#announcesQueries(error, reading)) throw error;
            return (await this.#insightsReader()).readNewest(reading, window);
          },
        );
      } catch (error) {
        if (tries < mostListings && isWorthAnotherListing(error)) continue;
        this.#noteFailure(error, reading, window);
        return {events: [], completeFrom: window.startTime, newestAt: undefined};
      }
    }
  }

  /** The one port to FilterLogEvents of a region. */
  filterLogEvents(region: string): FilterLogEvents {
    return this.#callsOf(region).filterLogEvents;
  }

  async *#queriedPages(
    reading: LogGroupReading,
    window: ClosedWindow,
    signal: AbortSignal,
  ): AsyncGenerator<LogEvent[]> {
    yield* (await this.#insightsReader()).pages(reading, window, signal);
  }

  /** The class of a log group never changes, so it is the first call that is refused. */
  async *#orQueried(
    pages: AsyncGenerator<LogEvent[]>,
    reading: LogGroupReading,
    window: ClosedWindow,
    signal: AbortSignal,
  ): AsyncGenerator<LogEvent[]> {
    try {
      yield* pages;
    } catch (error) {
      if (!this.#announcesQueries(error, reading)) throw error;
      yield* this.#queriedPages(reading, window, signal);
    }
  }

  /** Whether it is only FilterLogEvents that cannot read the log group; says then what is done instead. */
  #announcesQueries(error: unknown, {logGroup}: LogGroupReading): boolean {
    const logGroupClass = logGroupClassOf(error);
    if (logGroupClass === undefined || logGroupClass === unreadableClass) return false;
    const {notices, pricePerGb = defaultPricePerGb} = this.#options;
    notices.notice(
      `log group "${logGroup}" is of class ${logGroupClass}, which FilterLogEvents cannot read: it is queried with Logs Insights, for which AWS bills about ${pricePerGb} USD a GB scanned`,
      '--engine filter leaves it out',
    );
    return true;
  }

  async #insightsReader(): Promise<InsightsReader> {
    const {InsightsReader} = await import('../insights/insights-reader.js');
    this.#insights ??= new InsightsReader(this.#options);
    return this.#insights;
  }

  #callsOf(region: string): RegionCalls {
    const known = this.#regions.get(region);
    if (known) return known;
    const {clock, notices, maxRate, quotaShare, burst, serverClock, onThrottled, onAnswer, endsAt} =
      this.#options;
    const rate = maxRate ?? filterLogEventsQuota(region) * quotaShare;
    const budget = new CallBudget({rate, clock, ...(burst === undefined ? {} : {burst})});
    const filterLogEvents = createFilterLogEvents({
      send: this.#sender(region),
      budget,
      clock,
      notices,
      statistics: this.statistics,
      serverClock,
      onThrottled,
      onAnswer,
      endsAt,
    });
    const calls = {filterLogEvents, budget, clock, room: this.#room, readings: 0};
    this.#regions.set(region, calls);
    return calls;
  }

  #sender(region: string): SendFilterLogEvents {
    return async (input, signal) => {
      const answer = await (await this.#options.aws.logsEvents(region)).filterLogEvents(input, signal);
      this.#hasRead = true;
      return answer;
    };
  }

  async *#untilFailure(
    pages: AsyncGenerator<LogEvent[]>,
    reading: LogGroupReading,
    window: ReadWindow,
  ): AsyncGenerator<LogEvent[]> {
    try {
      for await (const page of pages) {
        this.#hasRead = true;
        yield page;
      }
    } catch (error) {
      this.#noteFailure(error, reading, window);
    }
  }

  #noteFailure(error: unknown, reading: LogGroupReading, {filterPattern}: ReadWindow): void {
    const {profile, endpointUrl} = this.#options.aws;
    const {region} = reading;
    const failure = toSourceFailure(error, reading, {region, profile, endpointUrl, filterPattern});
    if (failure) this.failures.push({...failure, isCutOff: this.#hasRead});
  }
}

/** What Lambda hands on to S3 or Firehose, from where nothing reads it (documented). */
const unreadableClass = 'DELIVERY';

/** Of the newest events, where one breaks. */
const mostListings = 3;

/** Over all log groups, beside the page of each that is being merged: 18 in all are about 55 MB. */
const mostPagesAhead = 6;
const mostPagesInUse = 12;
const mostEventsOfPage = 10_000;

/** Events a page, so that the pages of all groups that are being merged stay within what memory should hold. */
export const pageLimit = (logGroups: number) =>
  Math.max(
    1,
    Math.min(mostEventsOfPage, Math.floor((mostPagesInUse * mostEventsOfPage) / Math.max(1, logGroups))),
  );
