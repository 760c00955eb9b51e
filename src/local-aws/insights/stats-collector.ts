import type {Aggregator} from './aggregates.js';
import {aggregateField} from './parse-expression.js';
import type {Command} from './parse-query.js';
import {ExtendedRow, FiguresRow, type Row} from './row.js';
import {type Collector, type TieBreaker, TopRows} from './top-rows.js';
import {keyOf, type Value} from './values.js';

export type StatsCommand = Extract<Command, {readonly kind: 'stats'}>;

interface Group {
  readonly values: readonly Value[];
  readonly aggregators: readonly Aggregator[];
}

/** Gathers the figures of a `stats` command, for each group of rows. */
export class StatsCollector implements Collector {
  readonly #command: StatsCommand;
  readonly #breakTie: TieBreaker;
  readonly #groups = new Map<string, Group>();

  constructor(command: StatsCommand, breakTie: TieBreaker) {
    this.#command = command;
    this.#breakTie = breakTie;
  }

  add(row: Row): void {
    const {aggregators} = this.#groupOf(row);
    for (const aggregator of aggregators) aggregator.add(row);
  }

  rows(): Row[] {
    const {columns} = this.#command;
    const names = columns.map(({name}) => name);
    const inOrder = new TopRows([], Number.POSITIVE_INFINITY, this.#breakTie);
    for (const group of this.#groups.values()) {
      const figures = this.#figuresOf(group);
      const values = columns.map(({value}) => value(figures));
      inOrder.add(new ExtendedRow(figures, names, values));
    }
    return inOrder.rows();
  }

  #groupOf(row: Row): Group {
    const {by, aggregates} = this.#command;
    const values = by.map(({value}) => value(row));
    const key = keyOf(values);
    const known = this.#groups.get(key);
    if (known) return known;
    const group = {values, aggregators: aggregates.map(create => create())};
    this.#groups.set(key, group);
    return group;
  }

  #figuresOf({values, aggregators}: Group): Row {
    const figures = new Map(this.#command.by.map(({name}, index) => [name, values[index]]));
    for (const [index, {result}] of aggregators.entries()) figures.set(aggregateField(index), result);
    return new FiguresRow(figures);
  }
}
