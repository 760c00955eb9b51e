import type {Gathered} from './aggregates.js';
import {aggregateField} from './parse-expression.js';
import type {Command} from './parse-query.js';
import {ExtendedRow, emptyRow, type Row} from './row.js';
import {type Collector, type TieBreaker, TopRows} from './top-rows.js';
import {keyOf, type Value} from './values.js';

export type StatsCommand = Extract<Command, {readonly kind: 'stats'}>;

interface Group {
  readonly values: readonly Value[];
  /** Of each aggregate, in their order. */
  readonly gathered: Gathered[];
}

/** Gathers the figures of a `stats` command, for each group of rows. */
export class StatsCollector implements Collector {
  readonly #command: StatsCommand;
  readonly #breakTie: TieBreaker | undefined;
  readonly #groups = new Map<string, Group>();

  constructor(command: StatsCommand, breakTie: TieBreaker | undefined) {
    this.#command = command;
    this.#breakTie = breakTie;
  }

  add(row: Row): void {
    const {aggregates} = this.#command;
    const {gathered} = this.#groupOf(row);
    for (let index = 0; index < aggregates.length; index += 1) {
      gathered[index] = aggregates[index]?.add(gathered[index], row);
    }
  }

  rows(): Row[] {
    const {columns, by, aggregates} = this.#command;
    const names = columns.map(({name}) => name);
    const figureNames = [...by.map(({name}) => name), ...aggregates.map((_, index) => aggregateField(index))];
    const rows = Array.from(this.#groups.values(), ({values, gathered}) => {
      const results = aggregates.map((aggregate, index) => aggregate.result(gathered[index]));
      const figures = new ExtendedRow(emptyRow, figureNames, [...values, ...results]);
      const shown = columns.map(({value}) => value(figures));
      return new ExtendedRow(figures, names, shown);
    });
    return this.#breakTie ? shuffle(rows, this.#breakTie) : rows;
  }

  #groupOf(row: Row): Group {
    const {by, aggregates} = this.#command;
    const values = by.map(({value}) => value(row));
    const key = keyOf(values);
    const known = this.#groups.get(key);
    if (known) return known;
    const group = {values, gathered: aggregates.map(() => undefined)};
    this.#groups.set(key, group);
    return group;
  }
}

function shuffle(rows: readonly Row[], breakTie: TieBreaker): Row[] {
  const shuffled = new TopRows([], Number.POSITIVE_INFINITY, breakTie);
  for (const row of rows) shuffled.add(row);
  return shuffled.rows();
}
