import {ApilogsError, exitCodes} from '../errors.js';
import {describeDuration} from './duration.js';
import {parseTime} from './parse-time.js';
import {readRelativeTime} from './relative-time.js';
import {toTimeText} from './time-text.js';
import {resolveTimeZone, toIsoText} from './time-zone.js';

/** The part of time to read, in epoch milliseconds, both ends included. */
export interface TimeWindow {
  readonly startTime: number;
  /** Undefined when following: there is no end. */
  readonly endTime: number | undefined;
  /** Whether the start was said as an age, such as `5m`, which is another time by a clock that is off. */
  readonly startIsAge?: boolean;
}

/** What was typed for the window. */
export interface WindowOptions {
  readonly start: string | undefined;
  readonly end: string | undefined;
  readonly tz: string;
  readonly watch: boolean;
}

/** How far back a read goes without `--start`; also for the help. */
export const defaultStart = '5m';

/**
 * The window that `--start` and `--end` mean. `end` without value is `now`, so that a read ends.
 *
 * Throws an ApilogsError: exit code 3 for a time that cannot be read and for a start in the future, 2 for an
 * end before the start.
 */
export async function resolveWindow(
  {start, end, tz, watch}: WindowOptions,
  now: number,
): Promise<TimeWindow> {
  const zone = resolveTimeZone(tz);
  const settings = {now, zone, option: '--start'};
  const startTime = await parseTime(start ?? defaultStart, settings);
  if (startTime > now) {
    throw new ApilogsError(`--start "${start}" lies ${describeDuration(startTime - now)} in the future`, {
      hint: `it reads as ${toIsoText(startTime, zone)}, and now is ${toIsoText(now, zone)}`,
      exitCode: exitCodes.badDate,
    });
  }
  if (watch) {
    const startIsAge = readRelativeTime(toTimeText(start ?? defaultStart, settings)) !== undefined;
    return {startTime, endTime: undefined, startIsAge};
  }
  const endTime = end === undefined ? now : await parseTime(end, {now, zone, option: '--end'});
  if (endTime < startTime) {
    const shownStart = start === undefined ? `${defaultStart} ago, its default` : toIsoText(startTime, zone);
    throw new ApilogsError(`--end ${toIsoText(endTime, zone)} is before --start, ${shownStart}`, {
      hint: start === undefined ? 'give --start as well' : 'the start is the earlier of the two',
      exitCode: exitCodes.usage,
    });
  }
  return {startTime, endTime};
}
