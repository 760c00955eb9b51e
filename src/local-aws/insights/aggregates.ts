import {type Expression, emptyRow, type Row} from './row.js';
import {compareValues, Timestamp, toNumber, toText, type Value} from './values.js';

/**
 * A figure of a `stats` command. What it has gathered of a group is a number or a text where that will do, since there
 * may be millions of groups: `undefined` before the first row.
 */
export interface Aggregate {
  add(gathered: Gathered, row: Row): Gathered;
  result(gathered: Gathered): Value;
}

export type Gathered = Value | Moments | Timed | Set<string> | number[];

/**
 * The aggregate function of this name in any case; `undefined` where there is none.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-Stats.html
 */
export function findAggregate(
  name: string,
): ((args: readonly Expression[]) => Aggregate | undefined) | undefined {
  return aggregates.get(name.toLowerCase());
}

const ofOne = (create: (value: Expression) => Aggregate) => (args: readonly Expression[]) => {
  const [value] = args;
  return args.length === 1 && value ? create(value) : undefined;
};

function percentile([value, rank]: readonly Expression[]): Aggregate | undefined {
  const percent = rank && toNumber(rank(emptyRow));
  if (!value || percent === undefined || percent < 0 || percent > 100) return undefined;
  return percentileOf(value, percent);
}

/** `count(*)` counts rows, `count(field)` those that have the field. */
const countOf = (value: Expression | undefined): Aggregate => ({
  add: (gathered, row) => {
    const before = typeof gathered === 'number' ? gathered : 0;
    return !value || value(row) !== undefined ? before + 1 : before;
  },
  result: gathered => (typeof gathered === 'number' ? gathered : 0),
});

/** Most groups have one value, which is kept as it is. */
const distinctCount = (value: Expression): Aggregate => ({
  add: (gathered, row) => {
    const text = toText(value(row));
    if (text === undefined || text === gathered) return gathered;
    if (gathered === undefined) return text;
    if (gathered instanceof Set) return gathered.add(text);
    return new Set([String(gathered), text]);
  },
  result: gathered => (gathered instanceof Set ? gathered.size : gathered === undefined ? 0 : 1),
});

/** What sums of powers tell; texts that are no numbers do not count. */
class Moments {
  count = 0;
  sum = 0;
  squares = 0;
}

const moments = (value: Expression, compute: (sums: Moments) => Value): Aggregate => ({
  add: (gathered, row) => {
    const number = toNumber(value(row));
    if (number === undefined) return gathered;
    const sums = gathered instanceof Moments ? gathered : new Moments();
    sums.count += 1;
    sums.sum += number;
    sums.squares += number * number;
    return sums;
  },
  result: gathered => compute(gathered instanceof Moments ? gathered : new Moments()),
});

function standardDeviation({count, sum, squares}: Moments): Value {
  if (count === 0) return undefined;
  return Math.sqrt(Math.max(0, squares / count - (sum / count) ** 2));
}

const isValue = (gathered: Gathered): gathered is Value =>
  typeof gathered !== 'object' || gathered instanceof Timestamp;

const extreme = (value: Expression, isBetter: (order: number) => boolean): Aggregate => ({
  add: (gathered, row) => {
    const found = value(row);
    if (found === undefined || !isValue(gathered)) return gathered;
    const order = compareValues(found, gathered);
    return order === undefined || isBetter(order) ? found : gathered;
  },
  // The least and the greatest time come as epoch milliseconds (observed).
  result: gathered => {
    if (gathered instanceof Timestamp) return gathered.ms;
    return isValue(gathered) ? gathered : undefined;
  },
});

class Timed {
  readonly time: number;
  readonly value: Value;

  constructor(time: number, value: Value) {
    this.time = time;
    this.value = value;
  }
}

/** The value of the first or the last event in time that has one. */
const byTime = (value: Expression, isBetter: (order: number) => boolean): Aggregate => ({
  add: (gathered, row) => {
    const found = value(row);
    const time = toNumber(row.get('@timestamp'));
    if (found === undefined || time === undefined) return gathered;
    if (gathered instanceof Timed && !isBetter(time - gathered.time)) return gathered;
    return new Timed(time, found);
  },
  result: gathered => (gathered instanceof Timed ? gathered.value : undefined),
});

/** The least value that so many percent of the values do not exceed. */
const percentileOf = (value: Expression, percent: number): Aggregate => ({
  add: (gathered, row) => {
    const number = toNumber(value(row));
    if (number === undefined) return gathered;
    if (!Array.isArray(gathered)) return [number];
    gathered.push(number);
    return gathered;
  },
  result: gathered => {
    const sorted = Float64Array.from(Array.isArray(gathered) ? gathered : []).sort();
    return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)];
  },
});

const aggregates: ReadonlyMap<string, (args: readonly Expression[]) => Aggregate | undefined> = new Map(
  Object.entries({
    count: ([value]: readonly Expression[]) => countOf(value),
    count_distinct: ofOne(distinctCount),
    sum: ofOne(value => moments(value, ({sum}) => sum)),
    avg: ofOne(value => moments(value, ({sum, count}) => (count === 0 ? undefined : sum / count))),
    stddev: ofOne(value => moments(value, standardDeviation)),
    min: ofOne(value => extreme(value, order => order < 0)),
    max: ofOne(value => extreme(value, order => order > 0)),
    sortsfirst: ofOne(value => extreme(value, order => order < 0)),
    sortslast: ofOne(value => extreme(value, order => order > 0)),
    median: ofOne(value => percentileOf(value, 50)),
    earliest: ofOne(value => byTime(value, order => order < 0)),
    latest: ofOne(value => byTime(value, order => order > 0)),
    pct: percentile,
    percentile,
  }),
);
