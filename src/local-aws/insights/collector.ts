import type {Row} from './row.js';

/** Takes rows in, and gives what has come of them so far, as often as asked. */
export interface Collector {
  add(row: Row): void;
  rows(): Iterable<Row>;
}

/** Where a row stands among those whose keys are equal; least first. */
export type TieBreaker = (row: Row) => number;
