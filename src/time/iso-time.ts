import {toMilliseconds, toOffset} from './clock-time.js';
import {resolveReading} from './reading.js';
import type {TimeText} from './time-text.js';

const iso = new RegExp(
  '^(?<year>\\d{4})(?<separator>[-/])(?<month>\\d{1,2})(?:\\k<separator>(?<day>\\d{1,2})' +
    '(?:(?:t| |, | at )(?<hour>\\d{1,2})(?::(?<minute>\\d{2})(?::(?<second>\\d{2})(?:[.,](?<fraction>\\d{1,9}))?)?)?' +
    '(?: ?(?<zone>z|utc|gmt|[+-]\\d{2}(?::?\\d{2})?))?)?)?$',
  'i',
);
const isoBasic = new RegExp(
  '^(?<year>\\d{4})(?<month>\\d{2})(?<day>\\d{2})' +
    '(?:t(?<hour>\\d{2})(?:(?<minute>\\d{2})(?:(?<second>\\d{2})(?:[.,](?<fraction>\\d{1,9}))?)?)?' +
    '(?<zone>z|[+-]\\d{2}(?::?\\d{2})?)?)?$',
  'i',
);

/**
 * The instant of an ISO 8601 time, or one close to it (`2026/3/10 9:16`), or of epoch milliseconds (13
 * digits) or seconds (10 digits: as milliseconds they would lie in the first months of 1970, long before
 * there was CloudWatch). Undefined for a text of another form.
 */
export function readIsoTime(time: TimeText): number | undefined {
  if (/^\d{13}$/.test(time.text)) return Number(time.text);
  const [, seconds, ofSecond] = /^(\d{10})(?:[.,](\d{1,9}))?$/.exec(time.text) ?? [];
  if (seconds) return Number(seconds) * 1000 + toMilliseconds(ofSecond);

  const parts: Partial<Record<string, string>> | undefined = (iso.exec(time.text) ?? isoBasic.exec(time.text))
    ?.groups;
  if (!parts) return undefined;
  const number = (part: string | undefined) => (part === undefined ? undefined : Number(part));
  const offset = toOffset(parts.zone);
  if (offset !== undefined && Math.abs(offset) > 18 * 60) {
    throw time.refuse('is impossible: no clock is that far from UTC');
  }
  return resolveReading(
    {
      year: Number(parts.year),
      month: Number(parts.month),
      day: number(parts.day),
      hour: number(parts.hour),
      minute: number(parts.minute),
      second: number(parts.second),
      millisecond: toMilliseconds(parts.fraction),
      offset,
    },
    time,
  );
}
