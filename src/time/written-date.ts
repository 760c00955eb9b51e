import type {ParsedComponents, ParsedResult} from 'chrono-node';
import {checkDate, type Reading, resolveReading} from './reading.js';
import type {TimeText} from './time-text.js';
import {offsetMinutes, toIsoText, wallTimeAt} from './time-zone.js';

// On 1 March 2024 a date of any name has been within the year, 29 February too, which chrono refuses when the
// current year has none.
const leapYearDate = new Date(Date.UTC(2024, 2, 1, 12));

/**
 * The instant of a date as people and `date` write it: `10 dec`, `5 march 2019`, `23/1/2015 14:23`, `Sat Oct 11
 * 17:13:46 UTC 2003`. chrono says what the words are; only what it found in the text is used of its answer, for
 * what it fills in depends on the zone of the machine. Words relative to now are not its part.
 *
 * Throws an ApilogsError (exit code 3) for all it cannot read in full, and for what reads two ways.
 */
export async function readWrittenDate(time: TimeText): Promise<number> {
  const {casual} = await import('chrono-node/en');
  // chrono takes a comma between time and fraction, as some logs have, for the end of the time.
  const text = time.text.replace(/(:\d{2}:\d{2}),(\d)/, '$1.$2');
  const instant = new Date(time.now);
  const reference = {instant, timezone: offsetMinutes(time.zone, time.now)};
  const results = casual.parse(text, reference);
  const result =
    wholeText(results, text) ?? wholeText(casual.parse(text, {...reference, instant: leapYearDate}), text);

  if (result?.end || isTwoTimes(results, text)) {
    throw time.refuse('is a range of time, not a point', 'give its first as --start and its last as --end');
  }
  if (!result || !saysCalendarDate(result)) {
    refuseImpossibleDate(text, time);
    throw time.refuse('is not a time that can be read');
  }
  const reading = toReading(result.start);
  if (reading.year !== undefined && !text.includes(String(reading.year))) {
    throw time.refuse('reads more than one way', 'write the year with four digits, the hour as 09:00');
  }
  refuseTwoDates(reading, text, time);
  refuseTwoZones(reading, text, time);
  return resolveReading(reading, time);
}

const wholeText = (results: readonly ParsedResult[], text: string): ParsedResult | undefined =>
  results.find(result => result.text.length === text.length);

const isTwoTimes = (results: readonly ParsedResult[], text: string) =>
  results.some(({end}) => end) && /\b(to|until|till|through|from)\b|[-\u2013]/i.test(text);

function saysCalendarDate({start}: ParsedResult): boolean {
  const tags = [...start.tags()];
  const isRelative = tags.some(tag => /relativeDate|ENCasualDateParser|EndOf/.test(tag));
  const isVague = tags.some(tag => tag.endsWith('ENCasualTimeParser')) && !start.isCertain('hour');
  return (
    !isRelative &&
    !isVague &&
    (start.isCertain('month') || (start.isCertain('hour') && !start.isCertain('weekday')))
  );
}

function toReading(components: ParsedComponents): Reading {
  const said = (component: Parameters<ParsedComponents['isCertain']>[0]) =>
    components.isCertain(component) ? (components.get(component) ?? undefined) : undefined;
  return {
    year: said('year'),
    month: said('month'),
    day: said('day'),
    weekday: said('weekday'),
    hour: said('hour'),
    minute: said('minute'),
    second: said('second'),
    millisecond: said('millisecond'),
    offset: said('timezoneOffset'),
  };
}

/** Not the end of an ISO date, which has its year in front and reads one way. */
const numericDate = /(?<![\d:]|\d{4}[/.-])(\d{1,2})([/.-])(\d{1,2})(?![\d:])/;

/** `1/11/2026` is 1 November in most of the world and 11 January in some of it. */
function refuseTwoDates(reading: Reading, text: string, time: TimeText): void {
  const [, first, , second] = numericDate.exec(text) ?? [];
  const {month, day} = reading;
  if (first === undefined || second === undefined || month === undefined || day === undefined) return;
  if (Number(first) > 12 || Number(second) > 12 || Number(first) === Number(second)) return;
  refuseTwoWays([reading, {...reading, month: day, day: month}], time);
}

const monthNames = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
const monthName = `(?<month>${monthNames.join('|')})[a-z]*\\.?`;
/** Dates whose order is plain: with the month as a word, or with a number that no month has. */
const plainDates = [
  /(?<!\d)(?<day>1[3-9]|[2-9]\d)[/.-](?<month>\d{1,2})[/.-](?<year>\d{4})(?!\d)/,
  /(?<!\d)(?<month>\d{1,2})[/.-](?<day>1[3-9]|[2-9]\d)[/.-](?<year>\d{4})(?!\d)/,
  new RegExp(`\\b${monthName} (?<day>\\d{1,2})(?:st|nd|rd|th)?(?![\\d:])(?:,? (?<year>\\d{4}))?`, 'i'),
  new RegExp(`(?<!\\d)(?<day>\\d{1,2})(?:st|nd|rd|th|\\.)? (?:of )?${monthName}(?:,? (?<year>\\d{4}))?`, 'i'),
];

/** chrono finds nothing in a date that no calendar has, and so cannot say why. */
function refuseImpossibleDate(text: string, time: TimeText): void {
  for (const form of plainDates) {
    const {day, month, year}: Partial<Record<string, string>> = form.exec(text)?.groups ?? {};
    if (day === undefined || month === undefined) continue;
    const named = monthNames.indexOf(month.toLowerCase());
    const thisYear = new Date(wallTimeAt(time.now, time.zone)).getUTCFullYear();
    checkDate(Number(year ?? thisYear), named < 0 ? Number(month) : named + 1, Number(day), time);
    return;
  }
}

// Zone names that more than one part of the world uses, in minutes from UTC: Central and China Standard Time;
// Irish, Israel and India Standard Time; British Summer and Bangladesh Standard Time.
const zonesOfOneName: Readonly<Record<string, readonly number[]>> = {
  CST: [-360, 480],
  IST: [60, 120, 330],
  BST: [60, 360],
};

function refuseTwoZones(reading: Reading, text: string, time: TimeText): void {
  const name = /\b(?:CST|IST|BST)\b/i.exec(text)?.[0].toUpperCase() ?? '';
  const offsets = zonesOfOneName[name];
  if (offsets)
    refuseTwoWays(
      offsets.map(offset => ({...reading, offset})),
      time,
    );
}

function refuseTwoWays(readings: readonly Reading[], time: TimeText): never {
  const instants = readings.map(reading =>
    toIsoText(resolveReading(reading, time), reading.offset ?? time.zone),
  );
  throw time.refuse('reads more than one way', `write ${instants.join(' or ')}`);
}
