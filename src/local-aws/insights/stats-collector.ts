import type {Gathering} from './aggregates.js';
import type {Collector, TieBreaker} from './collector.js';
import {GroupColumn, ownText, ownValue} from './group-column.js';
import {aggregateField} from './parse-expression.js';
import type {Column, Command} from './parse-query.js';
import type {Expression, Row} from './row.js';
import {keyOf, Timestamp, type Value} from './values.js';

export type StatsCommand = Extract<Command, {readonly kind: 'stats'}>;

/** Gathers the figures of a `stats` command, for each group of rows. */
export class StatsCollector implements Collector {
  readonly #by: readonly Column[];
  readonly #gatherings: readonly Gathering[];
  readonly #breakTie: TieBreaker | undefined;
  /** The numbers of the groups. */
  readonly #groups = new Map<string, number>();
  readonly #byValues: readonly GroupColumn<Value>[];
  /** What a row of figures shows, computed from a group's figures. */
  readonly #shown: ReadonlyMap<string, Expression>;
  readonly #figures: GroupFigures;

  constructor({columns, by, aggregates}: StatsCommand, breakTie: TieBreaker | undefined) {
    this.#by = by;
    this.#gatherings = aggregates.map(begin => begin());
    this.#breakTie = breakTie;
    this.#byValues = by.map(() => new GroupColumn<Value>());
    this.#figures = new GroupFigures(by, this.#byValues, this.#gatherings);
    this.#shown = new Map(
      [...by.map(({name}): [string, Expression] => [name, row => row.get(name)])].concat(
        columns.map(({name, value}) => [name, value]),
      ),
    );
  }

  add(row: Row): void {
    const group = this.#groupOf(row);
    for (const gathering of this.#gatherings) gathering.add(group, row);
  }

  *rows(): Generator<Row> {
    for (const group of this.#order()) yield new GroupRow(group, this.#lookUp);
  }

  readonly #lookUp = (group: number, name: string): Value => this.#shown.get(name)?.(this.#figures.of(group));

  #groupOf(row: Row): number {
    const [only] = this.#by;
    const key =
      only && this.#by.length === 1 ? keyOf([only.value(row)]) : keyOf(this.#by.map(({value}) => value(row)));
    const known = this.#groups.get(key);
    if (known !== undefined) return known;
    const group = this.#groups.size;
    this.#groups.set(ownText(key), group);
    for (const [index, {value}] of this.#by.entries()) {
      const found = value(row);
      this.#byValues[index]?.set(group, found instanceof Timestamp ? found : ownValue(found));
    }
    return group;
  }

  /** AWS promises no order. */
  #order(): Iterable<number> {
    const groups = this.#groups.values();
    const breakTie = this.#breakTie;
    if (!breakTie) return groups;
    return Array.from(groups, group => ({group, rank: breakTie(new GroupRow(group, this.#lookUp))}))
      .sort((a, b) => a.rank - b.rank)
      .map(({group}) => group);
  }
}

/** The figures of a group as the columns of `stats` compute with them; one object does for all groups. */
class GroupFigures implements Row {
  readonly event = undefined;
  readonly #values: ReadonlyMap<string, (group: number) => Value>;
  #group = 0;

  constructor(
    by: readonly Column[],
    byValues: readonly GroupColumn<Value>[],
    gatherings: readonly Gathering[],
  ) {
    this.#values = new Map([
      ...by.map(({name}, index) => [name, (group: number) => byValues[index]?.get(group)] as const),
      ...gatherings.map(
        (gathering, index) => [aggregateField(index), (group: number) => gathering.result(group)] as const,
      ),
    ]);
  }

  of(group: number): this {
    this.#group = group;
    return this;
  }

  get(name: string): Value {
    return this.#values.get(name)?.(this.#group);
  }
}

/** A row of figures, computed when it is looked at. */
class GroupRow implements Row {
  readonly event = undefined;
  readonly #group: number;
  readonly #lookUp: (group: number, name: string) => Value;

  constructor(group: number, lookUp: (group: number, name: string) => Value) {
    this.#group = group;
    this.#lookUp = lookUp;
  }

  get(name: string): Value {
    return this.#lookUp(this.#group, name);
  }
}
