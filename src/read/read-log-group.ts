import type {FilteredLogEvent, FilterLogEventsCommandInput} from '@aws-sdk/client-cloudwatch-logs';
import type {FilterLogEvents} from '../aws/filter-log-events.js';
import {ApilogsError, exitCodes} from '../errors.js';
import type {LogEvent} from '../log-event.js';
import {type LogGroupReading, logGroupOf, streamOwners} from './log-group-reading.js';

/** What to read of a log group. Both ends are inclusive, as FilterLogEvents has them (documented). */
export interface ReadWindow {
  /** Epoch milliseconds. */
  readonly startTime: number;
  /**
   * Epoch milliseconds. A read pins it, because a listing without an end may chase new events for ever; whoever
   * leaves it out stops by itself.
   */
  readonly endTime: number | undefined;
  readonly filterPattern: string | undefined;
  /** Events a page, at most 10,000. */
  readonly limit: number;
}

const maxRepeatsOfToken = 3;

/**
 * Reads one log group in time order, page by page. A page may be empty; only a missing token ends the listing
 * (documented for FilterLogEvents).
 *
 * @throws ApilogsError (exit code 8) when AWS returns one token again and again; the SDK's error for the rest.
 */
export async function* readLogGroup(
  filterLogEvents: FilterLogEvents,
  reading: LogGroupReading,
  window: ReadWindow,
  signal: AbortSignal,
): AsyncGenerator<LogEvent[]> {
  const ownerOf = streamOwners(reading.sources);
  let seen: ReadonlySet<string> = new Set();
  let nextToken: string | undefined;
  let repeats = 0;
  do {
    const page = await filterLogEvents(requestFor(reading, window, nextToken), signal);
    const events = page.events ?? [];
    if (page.nextToken === nextToken && nextToken !== undefined) {
      // Seen in other listings of CloudWatch Logs: a token that leads to the page it came with.
      const fresh = events.filter(event => !seen.has(event.eventId ?? ''));
      repeats = fresh.length === 0 ? repeats + 1 : 0;
      if (repeats >= maxRepeatsOfToken) throw repeatedToken(reading.logGroup);
      seen = new Set([...seen, ...eventIds(fresh)]);
      yield toLogEvents(fresh, ownerOf);
    } else {
      repeats = 0;
      if (page.nextToken !== undefined) seen = new Set(eventIds(events));
      yield toLogEvents(events, ownerOf);
    }
    nextToken = page.nextToken;
  } while (nextToken);
}

export function requestFor(
  {logGroup, filterPattern: ownPattern, logStreamNames, logStreamNamePrefix}: LogGroupReading,
  {startTime, endTime, filterPattern = '', limit}: ReadWindow,
  nextToken: string | undefined,
): FilterLogEventsCommandInput {
  const pattern = ownPattern ?? filterPattern;
  return {
    ...logGroupOf(logGroup),
    startTime,
    ...(endTime === undefined ? {} : {endTime}),
    limit,
    ...(pattern === '' ? {} : {filterPattern: pattern}),
    ...(logStreamNames === undefined ? {} : {logStreamNames: [...logStreamNames]}),
    ...(logStreamNamePrefix === undefined ? {} : {logStreamNamePrefix}),
    ...(nextToken === undefined ? {} : {nextToken}),
  };
}

/** Settles the SDK's optional fields, leaves out streams that are nobody's, and makes sure of time order. */
export function toLogEvents(
  events: readonly FilteredLogEvent[],
  ownerOf: ReturnType<typeof streamOwners>,
): LogEvent[] {
  const page: LogEvent[] = [];
  let newest = Number.NEGATIVE_INFINITY;
  let isOrdered = true;
  for (const {
    timestamp = 0,
    ingestionTime = timestamp,
    logStreamName = '',
    eventId = '',
    message = '',
  } of events) {
    const source = ownerOf(logStreamName);
    if (!source) continue;
    if (timestamp < newest) isOrdered = false;
    newest = timestamp;
    page.push({source, logStream: logStreamName, timestamp, ingestionTime, eventId, message});
  }
  // Documented as sorted by time; users have reported pages that were not.
  return isOrdered ? page : page.sort((a, b) => a.timestamp - b.timestamp);
}

const eventIds = (events: readonly FilteredLogEvent[]) => events.map(event => event.eventId ?? '');

const repeatedToken = (logGroup: string) =>
  new ApilogsError(`CloudWatch Logs keeps returning the same page token for ${logGroup}`, {
    hint: 'the rest of this log group is missing; run the command again, or with a shorter window',
    exitCode: exitCodes.partial,
  });
