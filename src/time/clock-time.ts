import {type Reading, resolveReading} from './reading.js';
import type {TimeText} from './time-text.js';
import {wallTimeAt} from './time-zone.js';

const dayMs = 86_400_000;
const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const clock =
  '(?:(?<hour>\\d{1,2}):(?<minute>\\d{2})(?::(?<second>\\d{2})(?:[.,](?<fraction>\\d{1,9}))?)?(?: ?(?<half>[ap]m))?' +
  '|(?<fullHour>\\d{1,2}) ?(?<fullHalf>[ap]m)|(?<named>noon|midnight))' +
  '(?: ?(?<zone>z|utc|gmt|[+-]\\d{2}(?::?\\d{2})?))?';
const day =
  '(?:(?<near>today|yesterday|tomorrow)|(?<ago>\\d+|an?|one) days? ago' +
  '|(?<last>last )?(?<weekday>sun(?:day)?|mon(?:day)?|tue(?:s|sday)?|wed(?:nesday)?|thu(?:rs|rsday)?|fri(?:day)?|sat(?:urday)?))';
const forms = [`${day}(?:,? (?:at )?${clock})?`, `(?:at )?${clock}(?:,? (?:on )?${day})?`].map(
  form => new RegExp(`^${form}$`, 'i'),
);

type Parts = Partial<Record<string, string>>;

/**
 * The instant that `14:05`, `9:30 pm`, `yesterday 14:00`, `2 days ago at noon` or `monday 9:00` mean;
 * undefined for a text of another form.
 */
export function readClockTime(time: TimeText): number | undefined {
  const parts: Parts | undefined = forms.map(form => form.exec(time.text)?.groups).find(groups => groups);
  if (!parts) return undefined;
  const reading = {...clockOf(parts, time), offset: toOffset(parts.zone)};
  return resolveReading({...reading, ...dateOf(parts, reading.offset, time)}, time);
}

function clockOf(parts: Parts, time: TimeText): Reading {
  if (parts.named) return {hour: parts.named.toLowerCase() === 'noon' ? 12 : 0};
  const hour = parts.hour ?? parts.fullHour;
  if (hour === undefined) return {};
  return {
    hour: hourOfDay(Number(hour), parts.half ?? parts.fullHalf, time),
    minute: Number(parts.minute ?? 0),
    second: Number(parts.second ?? 0),
    millisecond: toMilliseconds(parts.fraction),
  };
}

function hourOfDay(hour: number, half: string | undefined, time: TimeText): number {
  if (half === undefined) return hour;
  if (hour < 1 || hour > 12) throw time.refuse(`is impossible: there is no hour ${hour} ${half}`);
  return (hour % 12) + (half.toLowerCase() === 'pm' ? 12 : 0);
}

function dateOf({near, ago, last, weekday}: Parts, offset: number | undefined, time: TimeText): Reading {
  const wallNow = wallTimeAt(time.now, offset ?? time.zone);
  if (near) return dateParts(wallNow - daysBack[near.toLowerCase() as keyof typeof daysBack] * dayMs);
  if (ago) return dateParts(wallNow - (Number(ago) || 1) * dayMs);
  if (!weekday) return {};
  const index = weekdays.indexOf(weekday.slice(0, 3).toLowerCase());
  // "last monday" is never today; "monday" is, on a Monday, once its time has come.
  if (last) return dateParts(wallNow - ((new Date(wallNow).getUTCDay() - index + 7) % 7 || 7) * dayMs);
  return {weekday: index};
}

const daysBack = {today: 0, yesterday: 1, tomorrow: -1};

function dateParts(wallMs: number): Reading {
  const wall = new Date(wallMs);
  return {year: wall.getUTCFullYear(), month: wall.getUTCMonth() + 1, day: wall.getUTCDate()};
}

/** Minutes of `Z`, `utc`, `+02:00`, `-0330` or `+01`; undefined where there is no zone. */
export function toOffset(zone: string | undefined): number | undefined {
  if (zone === undefined) return undefined;
  const [, sign, hours, minutes = '0'] = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone) ?? [];
  if (sign === undefined) return 0;
  const size = Number(hours) * 60 + Number(minutes);
  return sign === '-' ? -size : size;
}

/** The first three digits of a fraction of a second; what is finer than a log's time stamps is cut. */
export const toMilliseconds = (fraction = '') => Number(fraction.slice(0, 3).padEnd(3, '0'));
