import type {TimeText} from './time-text.js';
import {firstInstantAt, instantsAt, type Place, toIsoText, wallTimeAt} from './time-zone.js';

/** The parts of a point in time that a text says, as numbers; `month` counts from 1, `weekday` from Sunday = 0. */
export interface Reading {
  readonly year?: number | undefined;
  readonly month?: number | undefined;
  readonly day?: number | undefined;
  readonly weekday?: number | undefined;
  readonly hour?: number | undefined;
  readonly minute?: number | undefined;
  readonly second?: number | undefined;
  readonly millisecond?: number | undefined;
  readonly offset?: number | undefined;
}

const monthNames =
  'January February March April May June July August September October November December'.split(' ');
const dayNames = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ');
const dayMs = 86_400_000;

/** From one 29 February to the next there can be eight years (1896 to 1904, 2096 to 2104). */
const yearsBack = 8;

/**
 * The instant a reading means, in epoch milliseconds. A date without time is its first instant. Without
 * year, or without date, it is the latest such time that is not after now.
 *
 * Throws for parts that no calendar or clock has, for a wall time that the zone skips when its clocks go
 * forward, and for one that it has twice when they go back, unless being past singles one out.
 */
export function resolveReading(reading: Reading, time: TimeText): number {
  checkClock(reading, time);
  const place = reading.offset ?? time.zone;
  if (reading.year !== undefined) return resolveFullDate({...reading, year: reading.year}, place, time);

  for (const date of datesBackFrom(wallTimeAt(time.now, place), reading)) {
    const wallMs = date + clockMs(reading);
    const instants = reading.hour === undefined ? [firstInstantAt(wallMs, place)] : instantsAt(wallMs, place);
    const latest = instants.filter(instant => instant <= time.now).at(-1);
    if (latest === undefined) continue;
    checkWeekday(reading, date, time);
    return latest;
  }
  throw time.refuse('is not a date of the calendar');
}

function resolveFullDate(reading: Reading & {readonly year: number}, place: Place, time: TimeText): number {
  const {year, month = 1, day = 1} = reading;
  checkDate(year, month, day, time);
  const date = Date.UTC(year, month - 1, day);
  checkWeekday(reading, date, time);
  const wallMs = date + clockMs(reading);
  if (reading.hour === undefined) return notBefore1970(firstInstantAt(wallMs, place), time);

  const [instant, other] = instantsAt(wallMs, place);
  if (instant === undefined) {
    throw time.refuse(
      `was skipped in ${place}, where clocks went forward over it`,
      `write ${toIsoText(firstInstantAt(wallMs, place), place)}, or another time`,
    );
  }
  if (other !== undefined) {
    throw time.refuse(
      `was twice in ${place}, where clocks went back over it`,
      `write ${toIsoText(instant, place)} or ${toIsoText(other, place)}`,
    );
  }
  return notBefore1970(instant, time);
}

// CloudWatch Logs counts time from 1970 and takes no negative startTime.
function notBefore1970(instant: number, time: TimeText): number {
  if (instant < 0) throw time.refuse('lies before 1970');
  return instant;
}

/** Midnights, counted as if UTC, that fit what is said of the date; the latest first, none far in the future. */
function* datesBackFrom(wallNow: number, {month, day = 1, weekday}: Reading): Generator<number> {
  if (month !== undefined) {
    const year = new Date(wallNow).getUTCFullYear();
    for (let back = 0; back <= yearsBack; back += 1) {
      if (day <= daysIn(year - back, month)) yield Date.UTC(year - back, month - 1, day);
    }
    return;
  }
  const today = Math.floor(wallNow / dayMs) * dayMs;
  for (let back = 0; back <= 14; back += 1) {
    const date = today - back * dayMs;
    if (weekday === undefined || new Date(date).getUTCDay() === weekday) yield date;
  }
}

function checkClock({hour = 0, minute = 0, second = 0}: Reading, time: TimeText): void {
  if (hour > 23) throw time.refuse(`is impossible: there is no hour ${hour}`, 'hours go from 00 to 23');
  if (minute > 59)
    throw time.refuse(`is impossible: there is no minute ${minute}`, 'minutes go from 00 to 59');
  if (second > 59)
    throw time.refuse(`is impossible: there is no second ${second}`, 'seconds go from 00 to 59');
}

/** Throws for a date that no calendar has. */
export function checkDate(year: number, month: number, day: number, time: TimeText): void {
  // West of Greenwich 1970 in UTC began in 1969.
  if (year < 1969) throw time.refuse('lies before 1970');
  if (month < 1 || month > 12) {
    throw time.refuse(`is impossible: there is no month ${month}`, 'a date is written year-month-day');
  }
  const days = daysIn(year, month);
  if (day < 1 || day > days) {
    const name = `${monthNames[month - 1]} ${year}`;
    throw time.refuse(
      `is impossible: ${name} has ${days} days`,
      `its last day is ${year}-${pad(month)}-${days}`,
    );
  }
}

function checkWeekday({weekday, day}: Reading, date: number, time: TimeText): void {
  const actual = new Date(date).getUTCDay();
  if (weekday === undefined || day === undefined || weekday === actual) return;
  throw time.refuse(
    `is impossible: ${new Date(date).toISOString().slice(0, 10)} is a ${dayNames[actual]}`,
    'leave the day of the week out, or add the year',
  );
}

const clockMs = ({hour = 0, minute = 0, second = 0, millisecond = 0}: Reading) =>
  ((hour * 60 + minute) * 60 + second) * 1000 + millisecond;

const daysIn = (year: number, month: number) => new Date(Date.UTC(year, month, 0)).getUTCDate();

const pad = (number: number) => String(number).padStart(2, '0');
