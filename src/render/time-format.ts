import {offsetMinutes, resolveTimeZone} from '../time/time-zone.js';

/** Times as they are printed in one time zone. What is no time (NaN, beyond a `Date`) reads as undefined. */
export interface TimeFormat {
  /** `2026-03-10T09:16:40.551Z`, or with the zone's offset for the `Z`. */
  iso(epochMs: number): string | undefined;
  /** `09:16:40.551` */
  timeOfDay(epochMs: number): string | undefined;
  /** What a time of day leaves out: `2026-03-10 UTC`, `2026-03-10 Europe/Berlin (+01:00)`. */
  dayAndZone(epochMs: number): string | undefined;
}

/** The parts of a time that stay the same for a second. */
interface Second {
  readonly startMs: number;
  /** `2026-03-10T09:16:40.` */
  readonly iso: string;
  /** `09:16:40.` */
  readonly timeOfDay: string;
  readonly dayAndZone: string;
  /** `Z` or `+01:00` */
  readonly suffix: string;
}

/** The furthest that a `Date` reaches from 1970, in milliseconds (ECMAScript, "Time Values"). */
const maxEpochMs = 8.64e15;
const minuteMs = 60_000;
const rememberedSeconds = 64;
const milliseconds = Array.from({length: 1000}, (_, ms) => String(ms).padStart(3, '0'));

/**
 * @param timeZone `utc`, `local` or an IANA name
 * @throws ApilogsError for a zone that does not exist
 */
export function createTimeFormat(timeZone: string): TimeFormat {
  const zone = resolveTimeZone(timeZone);
  // Under the name it was asked for by: Node.js may know Asia/Kolkata as Asia/Calcutta.
  const zoneName = timeZone === 'local' || zone === 'UTC' ? zone : timeZone;
  // Lines come in time order, and were taken in within some seconds of it. Each second has one place.
  const seconds: (Second | undefined)[] = Array.from({length: rememberedSeconds});

  const secondOf = (epochMs: number): Second | undefined => {
    if (!isDate(epochMs)) return undefined;
    const startMs = startOfSecond(epochMs);
    const place = Math.abs(startMs / 1000) % rememberedSeconds;
    const remembered = seconds[place];
    if (remembered?.startMs === startMs) return remembered;
    const second = describeSecond(startMs, zone, zoneName);
    seconds[place] = second;
    return second;
  };

  return {
    iso: epochMs => {
      const second = secondOf(epochMs);
      return second && second.iso + millisecondOf(epochMs) + second.suffix;
    },
    timeOfDay: epochMs => {
      const second = secondOf(epochMs);
      return second && second.timeOfDay + millisecondOf(epochMs);
    },
    dayAndZone: epochMs => secondOf(epochMs)?.dayAndZone,
  };
}

function startOfSecond(epochMs: number): number {
  return Math.floor(epochMs / 1000) * 1000;
}

/** `551`; fractions of a millisecond are dropped. */
function millisecondOf(epochMs: number): string {
  return milliseconds[Math.floor(epochMs - startOfSecond(epochMs))] ?? '';
}

function describeSecond(startMs: number, zone: string, zoneName: string): Second | undefined {
  if (!isDate(startMs)) return undefined;
  const offset = offsetMinutes(zone, startMs);
  const shiftedMs = startMs + offset * minuteMs;
  if (!isDate(shiftedMs)) return undefined;
  if (zone === 'UTC') return {startMs, ...splitIso(shiftedMs, zoneName, 'Z')};
  const suffix = formatOffset(offset);
  return {startMs, ...splitIso(shiftedMs, `${zoneName} (${suffix})`, suffix)};
}

/** False for NaN too. */
function isDate(epochMs: number): boolean {
  return Math.abs(epochMs) <= maxEpochMs;
}

function splitIso(shiftedMs: number, zoneText: string, suffix: string): Omit<Second, 'startMs'> {
  const iso = new Date(shiftedMs).toISOString().slice(0, -'000Z'.length);
  const timeAt = iso.indexOf('T');
  return {iso, timeOfDay: iso.slice(timeAt + 1), dayAndZone: `${iso.slice(0, timeAt)} ${zoneText}`, suffix};
}

function formatOffset(minutes: number): string {
  const size = Math.abs(minutes);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}
