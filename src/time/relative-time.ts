import {readDuration} from './duration.js';
import type {TimeText} from './time-text.js';
import {firstInstantAt, wallTimeAt} from './time-zone.js';

const calendarUnits =
  /^(?:(\d+) ?(?:years?|yrs?|y)\b|(\d+) ?(?:years?|yrs?|y)(?=\d))? ?(?:(\d+) ?(?:months?|mo)\b)?(?:,| and)? ?(.*)$/i;

/**
 * The instant that `5m`, `2 hours ago`, `-1h30m`, `last week`, `2 months ago` or `in 5 minutes` mean;
 * undefined for a text of another form. Days are 24 hours; months and years go by the calendar of the zone,
 * on the last day of the month where it is too short.
 */
export function readRelativeTime(time: TimeText): number | undefined {
  const {text, now, zone} = time;
  if (/^now$/i.test(text)) return now;
  const {amount, sign} = toAmount(text);
  const [, years, yearsGlued, months, rest = ''] = calendarUnits.exec(amount) ?? [];
  const monthCount = Number(years ?? yearsGlued ?? 0) * 12 + Number(months ?? 0);
  if (rest === '' && !years && !yearsGlued && !months) return undefined;
  const ms = rest === '' ? 0 : readDuration(rest);
  if (ms === undefined) return undefined;
  const instant = addMonths(now, sign * monthCount, zone) + sign * ms;
  if (!Number.isSafeInteger(instant) || instant < 0) throw time.refuse('lies before 1970');
  return instant;
}

const numberWords = 'one two three four five six seven eight nine ten eleven twelve'.split(' ');
const leadingNumberWord = new RegExp(`^(?:${numberWords.join('|')})(?= [a-z])`, 'i');

/** Takes off what says the direction, and writes amounts that are words in digits. */
function toAmount(text: string): {amount: string; sign: 1 | -1} {
  const ahead = /^in (.+)$/i.exec(text) ?? /^(.+) from now$/i.exec(text);
  const past =
    /^-(.+)$/.exec(text) ?? /^(?:(?:the )?(?:last|past) )(.+)$/i.exec(text) ?? /^(.+) ago$/i.exec(text);
  const amount = (ahead?.[1] ?? past?.[1] ?? text)
    .replace(/^half an hour\b/i, '30 minutes')
    .replace(/^an? (?=[a-z])/i, '1 ')
    .replace(leadingNumberWord, word => String(numberWords.indexOf(word.toLowerCase()) + 1));
  const isUnitAlone = /^(?:the )?(?:last|past) /i.test(text) && /^[a-z]/i.test(amount);
  return {amount: isUnitAlone ? `1 ${amount}` : amount, sign: ahead ? 1 : -1};
}

function addMonths(now: number, count: number, zone: string): number {
  if (count === 0) return now;
  const wall = new Date(wallTimeAt(now, zone));
  const day = wall.getUTCDate();
  wall.setUTCDate(1);
  wall.setUTCMonth(wall.getUTCMonth() + count);
  wall.setUTCDate(
    Math.min(day, new Date(Date.UTC(wall.getUTCFullYear(), wall.getUTCMonth() + 1, 0)).getUTCDate()),
  );
  return firstInstantAt(wall.getTime(), zone);
}
