import {AwsError, invalidParameter} from './aws-error.js';
import {maxBatchSize} from './event-run.js';
import {Input} from './input.js';
import {logGroupName, logStreamName} from './log-names.js';
import type {LogStore} from './log-store.js';

interface WrittenEvent {
  readonly timestamp: number;
  readonly message: string;
}

const dayMs = 24 * 60 * 60 * 1000;
/** What PutLogEvents takes, as documented: how old, how far ahead, how long and how large a batch may be. */
const maxAgeMs = 14 * dayMs;
const maxAheadMs = 2 * 60 * 60 * 1000;
const maxSpanMs = dayMs;
const maxBatchBytes = 1_048_576;
const eventOverheadBytes = 26;

/** The PutLogEvents call; events out of the allowed time are left out and said in the answer. */
export function putLogEvents(store: LogStore, input: Input, now: number): object {
  const group = store.get(input.requiredText('logGroupName', logGroupName));
  const streamName = input.requiredText('logStreamName', logStreamName);
  if (!group.streams.has(streamName)) {
    throw new AwsError('ResourceNotFoundException', 'The specified log stream does not exist.');
  }
  const events = input.list('logEvents').map(readEvent);
  checkBatch(events);
  const oldest = now - Math.min(maxAgeMs, (group.retentionInDays ?? Number.POSITIVE_INFINITY) * dayMs);
  const accepted = events.filter(({timestamp}) => timestamp >= oldest && timestamp <= now + maxAheadMs);
  store.putEvents(group.name, streamName, accepted);
  const tooOld = events.findLastIndex(({timestamp}) => timestamp < oldest);
  const tooNew = events.findIndex(({timestamp}) => timestamp > now + maxAheadMs);
  const rejected = {
    ...(tooOld < 0 ? {} : {tooOldLogEventEndIndex: tooOld + 1}),
    ...(tooNew < 0 ? {} : {tooNewLogEventStartIndex: tooNew}),
  };
  const isAllAccepted = accepted.length === events.length;
  // Documented: sequence tokens are ignored, but an answer still carries one.
  return {nextSequenceToken: '1', ...(isAllAccepted ? {} : {rejectedLogEventsInfo: rejected})};
}

function readEvent(value: unknown): WrittenEvent {
  const event = new Input(typeof value === 'object' && value !== null ? {...value} : {});
  const timestamp = event.integer('timestamp', {min: 0});
  if (timestamp === undefined) throw invalidParameter('timestamp is required of every log event');
  return {timestamp, message: event.requiredText('message', {min: 1})};
}

function checkBatch(events: readonly WrittenEvent[]): void {
  const first = events[0];
  const last = events.at(-1);
  if (!first || !last) throw invalidParameter('Log events in a PutLogEvents request must not be empty.');
  if (events.length > maxBatchSize) {
    throw invalidParameter(`A PutLogEvents request takes at most ${maxBatchSize} log events.`);
  }
  if (events.some(({timestamp}, index) => timestamp < (events[index - 1]?.timestamp ?? 0))) {
    throw invalidParameter('Log events in a single PutLogEvents request must be in chronological order.');
  }
  if (last.timestamp - first.timestamp > maxSpanMs) {
    throw invalidParameter(
      'The batch of log events in a single PutLogEvents request cannot span more than 24 hours.',
    );
  }
  const bytes = events.reduce((sum, {message}) => sum + Buffer.byteLength(message) + eventOverheadBytes, 0);
  if (bytes > maxBatchBytes) {
    throw invalidParameter(`Upload too large: ${bytes} bytes exceeds limit of ${maxBatchBytes}`);
  }
}
