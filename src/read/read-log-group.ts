import type {FilterLogEventsCommandInput} from '@aws-sdk/client-cloudwatch-logs';
import type {FilterLogEvents} from '../aws/filter-log-events.js';
import type {LogEvent} from '../log-event.js';
import {type LogGroupReading, logGroupOf, streamOwners} from './log-group-reading.js';
import {toLogPage} from './log-page.js';
import {mostEmptyPages, TokenChain} from './token-chain.js';

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
  const isSelected = (reading.filterPattern ?? window.filterPattern ?? '') !== '';
  const chain = new TokenChain(isSelected ? mostEmptyPages.ofSelected : mostEmptyPages.ofAll);
  do {
    const answer = await filterLogEvents(requestFor(reading, window, chain.nextToken), signal);
    yield* chain.follow(toLogPage(answer, ownerOf), reading.logGroup).parts();
  } while (chain.nextToken);
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
