import {ApilogsError, exitCodes} from '../errors.js';

const minuteMs = 60_000;
const dayMs = 86_400_000;

/**
 * The IANA name of the zone that `--tz` means: `utc`, `local`, or a zone's name in any case.
 *
 * Throws an ApilogsError (exit code 2) for anything else.
 */
export function resolveTimeZone(text: string): string {
  const name = text.trim();
  if (/^(utc|gmt|z)$/i.test(name)) return 'UTC';
  if (/^local$/i.test(name)) return new Intl.DateTimeFormat().resolvedOptions().timeZone;
  // Newer releases of Node take offsets such as +02:00 for a zone, older ones do not; zone names work on all.
  if (/^[a-z]/i.test(name)) {
    try {
      return new Intl.DateTimeFormat('en', {timeZone: name}).resolvedOptions().timeZone;
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
    }
  }
  throw new ApilogsError(`"${text}" is not a time zone`, {
    hint: '--tz takes utc, local, or a zone name such as Europe/Berlin, America/New_York or Asia/Kolkata',
    exitCode: exitCodes.usage,
  });
}

// Wherever clocks have been put forward or back since 1972, it happened on a quarter of an hour of UTC,
// so within one quarter the offset holds.
const quarterMs = 15 * minuteMs;
const quartersKept = 4096;

interface ZoneOffsets {
  readonly format: Intl.DateTimeFormat;
  readonly byQuarter: Map<number, number>;
}
const offsetsOfZones = new Map<string, ZoneOffsets>();

/** Minutes that the clocks of `zone` (an IANA name) are ahead of UTC at an instant; negative in the west. */
export function offsetMinutes(zone: string, epochMs: number): number {
  if (zone === 'UTC') return 0;
  const {format, byQuarter} = offsetsOf(zone);
  const quarter = Math.floor(epochMs / quarterMs);
  const known = byQuarter.get(quarter);
  if (known !== undefined) return known;
  const offset = askOffset(format, quarter * quarterMs);
  if (byQuarter.size >= quartersKept) byQuarter.clear();
  byQuarter.set(quarter, offset);
  return offset;
}

function offsetsOf(zone: string): ZoneOffsets {
  const known = offsetsOfZones.get(zone);
  if (known) return known;
  const format = new Intl.DateTimeFormat('en', {timeZone: zone, timeZoneName: 'longOffset'});
  const offsets = {format, byQuarter: new Map<number, number>()};
  offsetsOfZones.set(zone, offsets);
  return offsets;
}

/** Reads `GMT`, `GMT+05:30` or, for local mean times of long ago, `GMT-00:44:30`, whose seconds are dropped. */
function askOffset(format: Intl.DateTimeFormat, epochMs: number): number {
  const name = format.formatToParts(epochMs).find(({type}) => type === 'timeZoneName')?.value ?? '';
  const [, sign, hours, minutes] = /^GMT([+\u2212-])(\d{2}):(\d{2})/.exec(name) ?? [];
  const size = Number(hours ?? 0) * 60 + Number(minutes ?? 0);
  return sign === undefined || sign === '+' ? size : -size;
}

/** What says how far a clock is from UTC: a zone's IANA name, or a fixed offset in minutes. */
export type Place = string | number;

/** As `offsetMinutes`, also where the offset is known already. */
export const offsetAt = (place: Place, epochMs: number): number =>
  typeof place === 'number' ? place : offsetMinutes(place, epochMs);

/**
 * The instants (epoch ms, ascending) at which the clocks of `place` show `wallMs`, a wall time counted as if
 * it were UTC. None for a time that is skipped when clocks go forward; two when they go back over it.
 */
export function instantsAt(wallMs: number, place: Place): number[] {
  const {before, after} = offsetsAround(wallMs, place);
  return [...new Set([before, after])]
    .map(offset => ({instant: wallMs - offset * minuteMs, offset}))
    .filter(({instant, offset}) => offsetAt(place, instant) === offset)
    .map(({instant}) => instant)
    .sort((a, b) => a - b);
}

/** As `instantsAt`, for a wall time that must be somewhere: the first of two, and behind the gap where skipped. */
export function firstInstantAt(wallMs: number, place: Place): number {
  return instantsAt(wallMs, place)[0] ?? wallMs - offsetsAround(wallMs, place).before * minuteMs;
}

/** The wall time of `place` at an instant, counted as if it were UTC. */
export const wallTimeAt = (epochMs: number, place: Place): number =>
  epochMs + offsetAt(place, epochMs) * minuteMs;

const offsetsAround = (wallMs: number, place: Place) => ({
  before: offsetAt(place, wallMs - dayMs),
  after: offsetAt(place, wallMs + dayMs),
});

/** An instant as ISO 8601 to the second (to the millisecond where it has any), with `Z` or an offset. */
export function toIsoText(epochMs: number, place: Place): string {
  const offset = offsetAt(place, epochMs);
  const wall = new Date(wallTimeAt(epochMs, place)).toISOString().replace('.000Z', '').replace('Z', '');
  if (offset === 0) return `${wall}Z`;
  const size = Math.abs(offset);
  return `${wall}${offset < 0 ? '-' : '+'}${twoDigits(Math.floor(size / 60))}:${twoDigits(size % 60)}`;
}

const twoDigits = (number: number) => String(number).padStart(2, '0');
