import type {FilteredLogEvent} from '@aws-sdk/client-cloudwatch-logs';
import type {DatedPage} from '../aws/events-page.js';
import type {LogEvent} from '../log-event.js';
import type {streamOwners} from './log-group-reading.js';
import {type PageEvents, ParsedEvents, UnparsedEvents} from './page-events.js';

/** One answer of FilterLogEvents. */
export interface LogPage {
  /** In time order. */
  readonly events: PageEvents;
  /** Epoch ms of the oldest and the newest event, also of those that are nobody's; absent where there is none. */
  readonly firstAt?: number;
  readonly lastAt?: number;
  /** Whether AWS gave it in time order. */
  readonly isOrdered: boolean;
  readonly nextToken: string | undefined;
}

type OwnerOf = ReturnType<typeof streamOwners>;

/** What an event takes beside its text: its id, its times, and the object. */
const bytesPerEvent = 200;

/** Makes sure of time order, and leaves the events unparsed where they came in it. */
export function toLogPage(
  page: Pick<DatedPage, 'events' | 'eventsText' | 'nextToken'>,
  ownerOf: OwnerOf,
): LogPage {
  const {eventsText, nextToken} = page;
  const text = eventsText && timesOf(eventsText.timestamps);
  if (eventsText && text?.isOrdered) {
    return {...text, events: new UnparsedEvents(eventsText, eventsText.logStreams.map(ownerOf)), nextToken};
  }
  const {events: answered = []} = page;
  const events = toLogEvents(answered, ownerOf);
  const bytes = events.reduce((sum, {message}) => sum + message.length + bytesPerEvent, 0);
  const times = timesOf(answered.map(({timestamp = 0}) => timestamp));
  return {
    ...times,
    events: new ParsedEvents(times.isOrdered ? events : inTimeOrder(events), bytes),
    nextToken,
  };
}

function timesOf(timestamps: readonly number[]): Pick<LogPage, 'firstAt' | 'lastAt' | 'isOrdered'> {
  let firstAt = Number.POSITIVE_INFINITY;
  let lastAt = Number.NEGATIVE_INFINITY;
  let isOrdered = true;
  for (const timestamp of timestamps) {
    if (timestamp < lastAt) isOrdered = false;
    else lastAt = timestamp;
    if (timestamp < firstAt) firstAt = timestamp;
  }
  return {isOrdered, ...(timestamps.length > 0 ? {firstAt, lastAt} : {})};
}

/** Documented as sorted by time; users have reported pages that were not. */
export const inTimeOrder = (events: readonly LogEvent[]): LogEvent[] =>
  events.toSorted((a, b) => a.timestamp - b.timestamp);

/** Settles the SDK's optional fields, and leaves out streams that are nobody's. */
export function toLogEvents(answered: readonly FilteredLogEvent[], ownerOf: OwnerOf): LogEvent[] {
  const events: LogEvent[] = [];
  for (const {
    timestamp = 0,
    ingestionTime = timestamp,
    logStreamName: logStream = '',
    eventId = '',
    message = '',
  } of answered) {
    const source = ownerOf(logStream);
    if (source) events.push({source, logStream, timestamp, ingestionTime, eventId, message});
  }
  return events;
}
