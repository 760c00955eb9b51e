import {compareValues, fromBoolean, isTrue, Timestamp, toNumber, toText, type Value} from './values.js';

/** A function of the query language, and how many arguments it takes. */
export interface QueryFunction {
  readonly min: number;
  readonly max: number;
  readonly apply: (...values: readonly Value[]) => Value;
}

/**
 * The functions by their names in lower case.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-operations-functions.html
 */
export function findFunction(name: string): QueryFunction | undefined {
  return functions.get(name.toLowerCase());
}

const anyNumber = Number.POSITIVE_INFINITY;

const numeric = (count: number, compute: (...numbers: readonly number[]) => number): QueryFunction => ({
  min: count,
  max: count,
  apply: (...values) => applyToNumbers(values, compute),
});

function applyToNumbers(values: readonly Value[], compute: (...numbers: readonly number[]) => number): Value {
  const numbers = values.map(toNumber);
  if (numbers.includes(undefined)) return undefined;
  return finite(compute(...numbers.filter(number => number !== undefined)));
}

const finite = (number: number) => (Number.isFinite(number) ? number : undefined);

/** A function of texts; absent where the first of them is. */
const textual = (
  min: number,
  max: number,
  compute: (text: string, ...more: readonly string[]) => Value,
): QueryFunction => ({
  min,
  max,
  apply: (first, ...rest) => {
    const text = toText(first);
    return text === undefined ? undefined : compute(text, ...rest.map(value => toText(value) ?? ''));
  },
});

const extreme = (isBetter: (order: number) => boolean): QueryFunction => ({
  min: 1,
  max: anyNumber,
  apply: (...values) =>
    values.reduce((best, value) => {
      const order = compareValues(value, best);
      if (order === undefined) return best ?? value;
      return isBetter(order) ? value : best;
    }),
});

const blank = /^\s*$/;
const surrogatePairs = /[\ud800-\udbff][\udc00-\udfff]/g;

const functions: ReadonlyMap<string, QueryFunction> = new Map(
  Object.entries<QueryFunction>({
    abs: numeric(1, (number = 0) => Math.abs(number)),
    ceil: numeric(1, (number = 0) => Math.ceil(number)),
    floor: numeric(1, (number = 0) => Math.floor(number)),
    log: numeric(1, (number = 0) => Math.log(number)),
    sqrt: numeric(1, (number = 0) => Math.sqrt(number)),
    mod: numeric(2, (a = 0, b = 0) => a % b),
    power: numeric(2, (a = 0, b = 0) => a ** b),
    greatest: extreme(order => order > 0),
    least: extreme(order => order < 0),
    ispresent: {min: 1, max: 1, apply: value => fromBoolean(value !== undefined)},
    coalesce: {min: 1, max: anyNumber, apply: (...values) => values.find(value => value !== undefined)},
    if: {min: 3, max: 3, apply: (test, then, otherwise) => (isTrue(test) ? then : otherwise)},
    isempty: {min: 1, max: 1, apply: value => fromBoolean((toText(value) ?? '') === '')},
    isblank: {min: 1, max: 1, apply: value => fromBoolean(blank.test(toText(value) ?? ''))},
    concat: {
      min: 1,
      max: anyNumber,
      apply: (...values) => values.reduce<string>((text, value) => text + (toText(value) ?? ''), ''),
    },
    ltrim: textual(1, 2, (text, characters) => trimStart(text, characters)),
    rtrim: textual(1, 2, (text, characters) => trimEnd(text, characters)),
    trim: textual(1, 2, (text, characters) => trimEnd(trimStart(text, characters), characters)),
    // Documented: counted in Unicode code points.
    strlen: textual(1, 1, text => text.length - (text.match(surrogatePairs)?.length ?? 0)),
    toupper: textual(1, 1, text => text.toUpperCase()),
    tolower: textual(1, 1, text => text.toLowerCase()),
    substr: textual(2, 3, (text, start, length) => {
      const from = Number(start);
      return text.slice(from, length === undefined ? undefined : from + Number(length));
    }),
    replace: textual(3, 3, (text, from = '', to = '') => (from === '' ? text : text.replaceAll(from, to))),
    strcontains: textual(2, 2, (text, part = '') => fromBoolean(text.includes(part))),
    tomillis: {min: 1, max: 1, apply: toNumber},
    frommillis: {min: 1, max: 1, apply: value => toTimestamp(toNumber(value))},
  }),
);

export const toTimestamp = (ms: number | undefined) => (ms === undefined ? undefined : new Timestamp(ms));

/** Documented: the second text is a set of characters, as `trim("xyZfooxyZ", "xyZ")` gives `foo`. */
function trimStart(text: string, characters: string | undefined): string {
  if (characters === undefined) return text.trimStart();
  let start = 0;
  while (start < text.length && characters.includes(text.charAt(start))) start += 1;
  return text.slice(start);
}

function trimEnd(text: string, characters: string | undefined): string {
  if (characters === undefined) return text.trimEnd();
  let end = text.length;
  while (end > 0 && characters.includes(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}
