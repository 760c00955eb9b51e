import {ApilogsError, exitCodes} from '../errors.js';

/** Units in milliseconds, longest first: the order in which a duration names them. */
const units = [
  {pattern: /^(w|wks?|weeks?)$/i, ms: 7 * 86_400_000},
  {pattern: /^(d|days?)$/i, ms: 86_400_000},
  {pattern: /^(h|hrs?|hours?)$/i, ms: 3_600_000},
  // No capital M: some tools mean months by it.
  {pattern: /^(m|[Mm]ins?|[Mm]inutes?)$/, ms: 60_000},
  {pattern: /^(s|secs?|seconds?)$/i, ms: 1000},
  {pattern: /^(ms|millis|milliseconds?)$/i, ms: 1},
] as const;

const part = /(?<!\d)(\d+(?:\.\d+)?) ?([a-z]+)/i;
const parts = new RegExp(part.source, 'gi');
const whole = new RegExp(`^${part.source}(?:(?:,| and|, and)? ?${part.source})*$`, 'i');

/**
 * Milliseconds of `30s`, `1h30m`, `2 days` or `1 hour and 5 minutes`; undefined for anything else, such as
 * units that repeat or come out of order. A day is 24 hours.
 */
export function readDuration(text: string): number | undefined {
  if (!whole.test(text)) return undefined;
  let total = 0;
  let lastUnit = -1;
  for (const [, amount, name] of text.matchAll(parts)) {
    const unit = units.findIndex(({pattern}) => pattern.test(name ?? ''));
    const ms = units[unit]?.ms;
    if (ms === undefined || unit <= lastUnit) return undefined;
    total += Number(amount) * ms;
    lastUnit = unit;
  }
  return Math.round(total);
}

export interface DurationRules {
  /** The option or variable the text was given for, for the message. */
  readonly name: string;
  /** Whether a number without a unit counts as seconds. */
  readonly bareSeconds?: boolean;
}

/** Milliseconds of a duration. Throws an ApilogsError (exit code 2) where `readDuration` says undefined. */
export function parseDuration(text: string, {name, bareSeconds = false}: DurationRules): number {
  const trimmed = text.trim();
  const ms = bareSeconds && /^\d+(\.\d+)?$/.test(trimmed) ? Number(trimmed) * 1000 : readDuration(trimmed);
  if (ms !== undefined && Number.isSafeInteger(Math.round(ms))) return Math.round(ms);
  throw new ApilogsError(`${name} takes a duration, not "${text}"`, {
    hint: `write ${bareSeconds ? 'a number of seconds, or ' : ''}500ms, 30s, 5m, 1h30m, 2d or 1w`,
    exitCode: exitCodes.usage,
  });
}

/** A duration for people, in its two largest units: `3 days 4 hours`, `250 milliseconds`. */
export function describeDuration(ms: number): string {
  const names = [
    {name: 'day', ms: 86_400_000},
    {name: 'hour', ms: 3_600_000},
    {name: 'minute', ms: 60_000},
    {name: 'second', ms: 1000},
    {name: 'millisecond', ms: 1},
  ];
  const first = names.findIndex(unit => ms >= unit.ms);
  if (first === -1) return '0 milliseconds';
  let rest = ms;
  const counted = names.slice(first, first + 2).map(unit => {
    const count = Math.floor(rest / unit.ms);
    rest -= count * unit.ms;
    return {count, name: unit.name};
  });
  return counted
    .filter(({count}) => count > 0)
    .map(({count, name}) => `${count} ${name}${count === 1 ? '' : 's'}`)
    .join(' ');
}
