import {readClockTime} from './clock-time.js';
import {readIsoTime} from './iso-time.js';
import {readRelativeTime} from './relative-time.js';
import {type TimeSettings, toTimeText} from './time-text.js';
import {readWrittenDate} from './written-date.js';

/** No form comes near it; chrono's expressions take minutes for some texts of 100,000 characters. */
const longestTime = 200;

/**
 * Epoch milliseconds of a point in time as people write it, in full or not at all.
 *
 * Forms: an age (`5m`, `1h30m`, `2 hours ago`, `2 months ago`), `now`, ISO 8601 with or without zone, `14:05`,
 * `yesterday 14:00`, `monday 9:00`, written dates (`10 dec`, `Sat Oct 11 17:13:46 UTC 2003`, `23/1/2015 14:23`),
 * epoch milliseconds (13 digits) and seconds (10 digits). A time without zone is one of `zone`. No time means
 * 00:00; no date or no year the most recent past.
 *
 * Throws an ApilogsError with exit code 3 for everything else: what is not understood in full, what reads two
 * ways (month and day, a zone's ambiguous name, an hour that was there twice), ranges, and dates no calendar has.
 */
export async function parseTime(typed: string, settings: TimeSettings): Promise<number> {
  const time = toTimeText(typed, settings);
  if (time.text === '') throw time.refuse('is empty');
  if (time.text.length > longestTime) throw time.refuse('is too long for a point in time');
  if (/^\d{1,7}$/.test(time.text)) {
    throw time.refuse(
      'lacks a unit',
      `write ${time.text}s, ${time.text}m or ${time.text}h, or epoch milliseconds in full`,
    );
  }
  return readRelativeTime(time) ?? readIsoTime(time) ?? readClockTime(time) ?? (await readWrittenDate(time));
}
