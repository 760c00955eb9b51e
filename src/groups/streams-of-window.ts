import type {LogStream} from '@aws-sdk/client-cloudwatch-logs';

/** A stream's last event is told so late, as a rule (documented for DescribeLogStreams). */
const longestLagMs = 3_600_000;

/** Part of time, both ends included, in epoch milliseconds. */
interface Window {
  readonly startTime: number;
  readonly endTime: number;
}

/** Whether a log stream may hold events of a window, as far as its description tells. */
export function mayHoldEvents(
  {creationTime = 0, firstEventTimestamp, lastEventTimestamp, lastIngestionTime = 0}: LogStream,
  {startTime, endTime}: Window,
): boolean {
  if (firstEventTimestamp !== undefined && firstEventTimestamp > endTime) return false;
  const last = Math.max(lastEventTimestamp ?? creationTime, lastIngestionTime);
  return last + longestLagMs >= startTime;
}
