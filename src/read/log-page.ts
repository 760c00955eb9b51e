import type {FilteredLogEvent} from '@aws-sdk/client-cloudwatch-logs';
import type {LogEvent} from '../log-event.js';
import type {streamOwners} from './log-group-reading.js';

/** One answer of FilterLogEvents. */
export interface LogPage {
  /** In time order, without those of streams that are nobody's. */
  readonly events: LogEvent[];
  /** Epoch ms of the oldest and the newest event, also of those that are nobody's; absent where there is none. */
  readonly firstAt?: number;
  readonly lastAt?: number;
  /** Whether AWS gave it in time order. */
  readonly isOrdered: boolean;
  /** About what its events take in memory. */
  readonly bytes: number;
  readonly nextToken: string | undefined;
}

/** What an event takes beside its text: its id, its times, and the object. */
const bytesPerEvent = 200;

/** Settles the SDK's optional fields, leaves out streams that are nobody's, and makes sure of time order. */
export function toLogPage(
  {
    events: answered = [],
    nextToken,
  }: {events?: FilteredLogEvent[] | undefined; nextToken?: string | undefined},
  ownerOf: ReturnType<typeof streamOwners>,
): LogPage {
  const events: LogEvent[] = [];
  let firstAt = Number.POSITIVE_INFINITY;
  let lastAt = Number.NEGATIVE_INFINITY;
  let isOrdered = true;
  let bytes = 0;
  // Every event comes with a copy of its stream's name; one of them for each page is enough.
  const logStreams = new Map<string, string>();
  for (const {
    timestamp = 0,
    ingestionTime = timestamp,
    logStreamName = '',
    eventId = '',
    message = '',
  } of answered) {
    if (timestamp < lastAt) isOrdered = false;
    else lastAt = timestamp;
    if (timestamp < firstAt) firstAt = timestamp;
    const source = ownerOf(logStreamName);
    if (!source) continue;
    let logStream = logStreams.get(logStreamName);
    if (logStream === undefined) {
      logStream = logStreamName;
      logStreams.set(logStream, logStream);
    }
    bytes += message.length + bytesPerEvent;
    events.push({source, logStream, timestamp, ingestionTime, eventId, message});
  }
  // Documented as sorted by time; users have reported pages that were not.
  if (!isOrdered) events.sort((a, b) => a.timestamp - b.timestamp);
  return {events, isOrdered, bytes, nextToken, ...(answered.length > 0 ? {firstAt, lastAt} : {})};
}
