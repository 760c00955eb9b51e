import {type Expression, emptyRow, type Row} from './row.js';
import {compareValues, Timestamp, toNumber, toText, type Value} from './values.js';

/** Gathers one figure from the rows of a group. */
export interface Aggregator {
  add(row: Row): void;
  readonly result: Value;
}

/** A figure of a `stats` command: makes an aggregator for each group. */
export type Aggregate = () => Aggregator;

/**
 * The aggregate function of this name in any case; `undefined` where there is none.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-Stats.html
 */
export function findAggregate(
  name: string,
): ((args: readonly Expression[]) => Aggregate | undefined) | undefined {
  return aggregates.get(name.toLowerCase());
}

const ofOne = (create: (value: Expression) => Aggregator) => (args: readonly Expression[]) => {
  const [value] = args;
  return args.length === 1 && value ? () => create(value) : undefined;
};

const aggregates: ReadonlyMap<string, (args: readonly Expression[]) => Aggregate | undefined> = new Map(
  Object.entries({
    count:
      ([value]: readonly Expression[]) =>
      () =>
        new Count(value),
    count_distinct: ofOne(value => new DistinctCount(value)),
    sum: ofOne(value => new Moments(value, ({sum}) => sum)),
    avg: ofOne(value => new Moments(value, ({sum, count}) => (count === 0 ? undefined : sum / count))),
    stddev: ofOne(value => new Moments(value, standardDeviation)),
    min: ofOne(value => new Extreme(value, order => order < 0)),
    max: ofOne(value => new Extreme(value, order => order > 0)),
    sortsfirst: ofOne(value => new Extreme(value, order => order < 0)),
    sortslast: ofOne(value => new Extreme(value, order => order > 0)),
    median: ofOne(value => new Percentile(value, 50)),
    earliest: ofOne(value => new ByTime(value, order => order < 0)),
    latest: ofOne(value => new ByTime(value, order => order > 0)),
    pct: percentile,
    percentile,
  }),
);

function percentile([value, rank]: readonly Expression[]): Aggregate | undefined {
  const percent = rank && toNumber(rank(emptyRow));
  if (!value || percent === undefined || percent < 0 || percent > 100) return undefined;
  return () => new Percentile(value, percent);
}

/** `count(*)` counts rows, `count(field)` those that have the field. */
class Count implements Aggregator {
  result = 0;
  readonly #value: Expression | undefined;

  constructor(value: Expression | undefined) {
    this.#value = value;
  }

  add(row: Row): void {
    if (!this.#value || this.#value(row) !== undefined) this.result += 1;
  }
}

class DistinctCount implements Aggregator {
  readonly #value: Expression;
  readonly #seen = new Set<string>();

  constructor(value: Expression) {
    this.#value = value;
  }

  add(row: Row): void {
    const text = toText(this.#value(row));
    if (text !== undefined) this.#seen.add(text);
  }

  get result(): Value {
    return this.#seen.size;
  }
}

interface Sums {
  readonly count: number;
  readonly sum: number;
  readonly squares: number;
}

/** What sums of powers tell; texts that are no numbers do not count. */
class Moments implements Aggregator {
  readonly #value: Expression;
  readonly #compute: (sums: Sums) => Value;
  #count = 0;
  #sum = 0;
  #squares = 0;

  constructor(value: Expression, compute: (sums: Sums) => Value) {
    this.#value = value;
    this.#compute = compute;
  }

  add(row: Row): void {
    const number = toNumber(this.#value(row));
    if (number === undefined) return;
    this.#count += 1;
    this.#sum += number;
    this.#squares += number * number;
  }

  get result(): Value {
    return this.#compute({count: this.#count, sum: this.#sum, squares: this.#squares});
  }
}

function standardDeviation({count, sum, squares}: Sums): Value {
  if (count === 0) return undefined;
  return Math.sqrt(Math.max(0, squares / count - (sum / count) ** 2));
}

class Extreme implements Aggregator {
  readonly #value: Expression;
  readonly #isBetter: (order: number) => boolean;
  #best: Value;

  constructor(value: Expression, isBetter: (order: number) => boolean) {
    this.#value = value;
    this.#isBetter = isBetter;
  }

  add(row: Row): void {
    const value = this.#value(row);
    if (value === undefined) return;
    const order = compareValues(value, this.#best);
    if (order === undefined || this.#isBetter(order)) this.#best = value;
  }

  /** The least and the greatest time come as epoch milliseconds (observed). */
  get result(): Value {
    return this.#best instanceof Timestamp ? this.#best.ms : this.#best;
  }
}

/** The value of the first or the last event in time that has one. */
class ByTime implements Aggregator {
  readonly #value: Expression;
  readonly #isBetter: (order: number) => boolean;
  #time: number | undefined;
  result: Value;

  constructor(value: Expression, isBetter: (order: number) => boolean) {
    this.#value = value;
    this.#isBetter = isBetter;
  }

  add(row: Row): void {
    const value = this.#value(row);
    const time = toNumber(row.get('@timestamp'));
    if (value === undefined || time === undefined) return;
    if (this.#time !== undefined && !this.#isBetter(time - this.#time)) return;
    this.#time = time;
    this.result = value;
  }
}

/** The least value that so many percent of the values do not exceed. */
class Percentile implements Aggregator {
  readonly #value: Expression;
  readonly #percent: number;
  readonly #numbers: number[] = [];

  constructor(value: Expression, percent: number) {
    this.#value = value;
    this.#percent = percent;
  }

  add(row: Row): void {
    const number = toNumber(this.#value(row));
    if (number !== undefined) this.#numbers.push(number);
  }

  get result(): Value {
    const sorted = Float64Array.from(this.#numbers).sort();
    return sorted[Math.max(0, Math.ceil((this.#percent / 100) * sorted.length) - 1)];
  }
}
