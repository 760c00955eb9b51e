import type {Collector} from './collector.js';
import type {Row} from './row.js';

/** Keeps the rows that come first. */
export class FirstRows implements Collector {
  readonly #count: number;
  readonly #rows: Row[] = [];

  constructor(count: number) {
    this.#count = count;
  }

  add(row: Row): void {
    if (this.#rows.length < this.#count) this.#rows.push(row);
  }

  rows(): readonly Row[] {
    return this.#rows;
  }
}
