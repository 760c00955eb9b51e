import {GroupColumn, NumberColumn, ownText, ownValue} from './group-column.js';
import {type Expression, emptyRow, type Row} from './row.js';
import {compareValues, toNumber, toText, type Value} from './values.js';

/** A figure of a `stats` command, which begins to gather when it is called. */
export type Aggregate = () => Gathering;

/** Gathers a figure of groups of rows. There may be millions of groups, so that it keeps columns, and no objects. */
export interface Gathering {
  add(group: number, row: Row): void;
  result(group: number): Value;
}

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
const countOf =
  (value: Expression | undefined): Aggregate =>
  () => {
    const counts = new NumberColumn();
    return {
      add: (group, row) => {
        if (!value || value(row) !== undefined) counts.add(group, 1);
      },
      result: group => counts.get(group),
    };
  };

/** Most groups have one value, which is kept as it is. */
const distinctCount =
  (value: Expression): Aggregate =>
  () => {
    const found = new GroupColumn<string | Set<string>>();
    return {
      add: (group, row) => {
        const text = toText(value(row));
        const known = found.get(group);
        if (text === undefined || text === known) return;
        if (known === undefined) found.set(group, ownText(text));
        else if (typeof known === 'string') found.set(group, new Set([known, ownText(text)]));
        else known.add(text);
      },
      result: group => {
        const known = found.get(group);
        return typeof known === 'object' ? known.size : known === undefined ? 0 : 1;
      },
    };
  };

/** Sums of powers of a group's numbers. */
interface Moments {
  readonly count: number;
  readonly sum: number;
  readonly squares: number;
}

/** What sums of powers tell; texts that are no numbers do not count. */
const moments =
  (value: Expression, compute: (sums: Moments) => Value): Aggregate =>
  () => {
    const [counts, sums, squares] = [new NumberColumn(), new NumberColumn(), new NumberColumn()];
    return {
      add: (group, row) => {
        const number = toNumber(value(row));
        if (number === undefined) return;
        counts.add(group, 1);
        sums.add(group, number);
        squares.add(group, number * number);
      },
      result: group => compute({count: counts.get(group), sum: sums.get(group), squares: squares.get(group)}),
    };
  };

function standardDeviation({count, sum, squares}: Moments): Value {
  if (count === 0) return undefined;
  return Math.sqrt(Math.max(0, squares / count - (sum / count) ** 2));
}

/** The least and the greatest time come as epoch milliseconds (observed). */
const extreme =
  (value: Expression, isBetter: (order: number) => boolean): Aggregate =>
  () => {
    const best = new GroupColumn<Value>();
    return {
      add: (group, row) => {
        const found = value(row);
        if (found === undefined) return;
        const order = compareValues(found, best.get(group));
        if (order === undefined || isBetter(order)) best.set(group, ownValue(found));
      },
      result: group => best.get(group),
    };
  };

/** The value of the first or the last event in time that has one. */
const byTime =
  (value: Expression, isBetter: (order: number) => boolean): Aggregate =>
  () => {
    const values = new GroupColumn<Value>();
    const times = new NumberColumn();
    return {
      add: (group, row) => {
        const found = value(row);
        const time = toNumber(row.get('@timestamp'));
        if (found === undefined || time === undefined) return;
        if (values.get(group) !== undefined && !isBetter(time - times.get(group))) return;
        values.set(group, typeof found === 'string' ? ownText(found) : found);
        times.set(group, time);
      },
      result: group => values.get(group),
    };
  };

/** The least value that so many percent of the values do not exceed. */
const percentileOf =
  (value: Expression, percent: number): Aggregate =>
  () => {
    const found = new GroupColumn<number[]>();
    return {
      add: (group, row) => {
        const number = toNumber(value(row));
        if (number === undefined) return;
        const numbers = found.get(group);
        if (numbers) numbers.push(number);
        else found.set(group, [number]);
      },
      result: group => {
        const sorted = Float64Array.from(found.get(group) ?? []).sort();
        return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)];
      },
    };
  };

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
