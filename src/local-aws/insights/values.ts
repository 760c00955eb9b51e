import {parseNumber} from '../../filter-pattern/comparison.js';

/** A point in time as a query handles it: a number to calculate with, and a date when it is shown. */
export class Timestamp {
  /** Epoch milliseconds. */
  readonly ms: number;

  constructor(ms: number) {
    this.ms = ms;
  }
}

/** What an expression gives; `undefined` where a field is absent. What is true is 1, what is false 0. */
export type Value = string | number | Timestamp | undefined;

export const fromBoolean = (isTrue: boolean): Value => (isTrue ? 1 : 0);

/** Whether a filter lets a row with this result pass. */
export const isTrue = (value: Value) => value !== undefined && value !== 0 && value !== '';

/** The number a value is or spells; `undefined` where it is none. */
export function toNumber(value: Value): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value === 'string') return parseNumber(value);
  return value?.ms;
}

/** A value as an answer spells it: all values are strings there. */
export function toText(value: Value): string | undefined {
  if (value === undefined || typeof value === 'string') return value;
  if (typeof value === 'number') return numberText(value);
  // `2026-03-10 09:16:40.556`, in UTC (observed).
  return new Date(value.ms).toISOString().replace('T', ' ').replace('Z', '');
}

/** Texts that are equal for equal values, however many of them. */
export const keyOf = (values: readonly Value[]) =>
  values.length === 1 ? `${keyOfOne(values[0])}` : values.map(keyOfOne).join('\0');

const keyOfOne = (value: Value) => (typeof value === 'object' ? value.ms : (value ?? ''));

/** At most four decimals, as averages come (observed). */
const numberText = (value: number) =>
  Number.isInteger(value) ? String(value) : String(Number(value.toFixed(4)));

/**
 * Negative when `a` is less. Numbers, and texts that spell numbers, compare as numbers, all else as text;
 * `undefined` where one is absent: nothing can be said of a field that is not there.
 */
export function compareValues(a: Value, b: Value): number | undefined {
  if (a === undefined || b === undefined) return undefined;
  if (typeof a === 'string' && typeof b === 'string' && a === b) return 0;
  const [first, second] = [toNumber(a), toNumber(b)];
  if (first !== undefined && second !== undefined) return first - second;
  return compareTexts(toText(a) ?? '', toText(b) ?? '');
}

export const compareTexts = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
