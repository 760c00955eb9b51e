import type {FilterLogEvents} from '../aws/filter-log-events.js';
import type {LogEvent} from '../log-event.js';
import {type LogGroupReading, streamOwners} from './log-group-reading.js';
import {inTimeOrder, toLogEvents} from './log-page.js';
import {type ReadWindow, requestFor} from './read-log-group.js';

export interface NewestWindow extends ReadWindow {
  readonly endTime: number;
}

/** The end of a log group's window. */
export interface NewestEvents {
  /** In time order. */
  readonly events: readonly LogEvent[];
  /** Epoch ms from which on `events` has all there are; one behind the window's end where that is not known. */
  readonly completeFrom: number;
  /** Epoch ms of the newest event that was seen. */
  readonly newestAt: number | undefined;
}

/** Newest first needs a start from here on (documented for `startFromHead`). */
const newestFirstSince = Date.UTC(2024, 0, 1);

/** A page may be empty and not be the last; a second call is worth a try. */
const mostCalls = 2;

/**
 * The newest events of a log group in one page.
 *
 * @throws the SDK's error
 */
export async function readNewest(
  filterLogEvents: FilterLogEvents,
  reading: LogGroupReading,
  window: NewestWindow,
  signal: AbortSignal,
): Promise<NewestEvents> {
  const startTime = Math.max(window.startTime, newestFirstSince);
  const unknown = {events: [], completeFrom: window.endTime + 1, newestAt: undefined};
  if (window.endTime < startTime) return unknown;
  const ownerOf = streamOwners(reading.sources);
  let nextToken: string | undefined;
  for (let calls = 0; calls < mostCalls; calls += 1) {
    const input = {...requestFor(reading, {...window, startTime}, nextToken), startFromHead: false};
    const {events = [], nextToken: token} = await filterLogEvents(input, signal);
    const oldest = events.at(-1)?.timestamp;
    // Of the oldest millisecond the next page may have more.
    const completeFrom = token === undefined ? startTime : oldest === undefined ? undefined : oldest + 1;
    if (completeFrom !== undefined) {
      const inOrder = inTimeOrder(toLogEvents(events.toReversed(), ownerOf));
      return {
        events: inOrder.filter(({timestamp}) => timestamp >= completeFrom),
        completeFrom,
        newestAt: events[0]?.timestamp,
      };
    }
    nextToken = token;
  }
  return unknown;
}
