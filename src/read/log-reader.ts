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
import {PageRoom} from './page-room.js';
import type {ReadWindow} from './read-log-group.js';
import {type NewestEvents, type NewestWindow, readNewest} from './read-newest.js';
import {isWorthAnotherListing, readOn} from './read-on.js';
import {bytesOfPage, type ClosedWindow, readSlices} from './read-slices.js';
import type {RegionCalls} from './region-calls.js';
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
  /** Epoch ms at which the run is to end by itself; for ever where undefined. */
  readonly endsAt?: () => number | undefined;
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
  readonly #regions = new Map<string, RegionCalls>();
  readonly #room = new PageRoom(mostPagesAhead * bytesOfPage);

  constructor(options: LogReaderOptions) {
    this.#options = options;
  }

  /** Starts reading at once. A failure ends the group's pages and goes to `failures`. */
  read(reading: LogGroupReading, window: ClosedWindow): AsyncGenerator<LogEvent[]> {
    return this.#untilFailure(this.pages(reading, window, this.#options.signal), reading, window);
  }

  /** The same for whoever deals with failures; the signal may end this reading alone. */
  pages(reading: LogGroupReading, window: ClosedWindow, signal: AbortSignal): AsyncGenerator<LogEvent[]> {
    const calls = this.#callsOf(reading.region);
    return readOn(part => readSlices(calls, reading, part, signal), window, signal);
  }

  /** The newest events of the window, as many as one page holds. A failure goes to `failures`. */
  async readNewest(reading: LogGroupReading, window: NewestWindow): Promise<NewestEvents> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await readNewest(this.filterLogEvents(reading.region), reading, window, this.#options.signal);
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

  #callsOf(region: string): RegionCalls {
    const known = this.#regions.get(region);
    if (known) return known;
    const {clock, notices, maxRate, quotaShare, burst, serverClock, onThrottled, endsAt} = this.#options;
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
      endsAt,
    });
    const calls = {filterLogEvents, budget, clock, room: this.#room, readings: 0};
    this.#regions.set(region, calls);
    return calls;
  }

  #sender(region: string): SendFilterLogEvents {
    return async (input, signal) =>
      (await this.#options.aws.logsEvents(region)).filterLogEvents(input, signal);
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
