import type {Collector} from './collector.js';
import type {Column} from './parse-query.js';
import type {Row} from './row.js';
import {toText} from './values.js';

/**
 * Keeps the first row of each combination of values. Documented: a row that lacks one of the fields is no duplicate.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-Dedup.html
 */
export class DistinctRows implements Collector {
  readonly #columns: readonly Column[];
  readonly #seen = new Set<string>();
  readonly #rows: Row[] = [];

  constructor(columns: readonly Column[]) {
    this.#columns = columns;
  }

  add(row: Row): void {
    const texts = this.#columns.map(({value}) => toText(value(row)));
    const key = texts.join('\0');
    if (!texts.includes(undefined)) {
      if (this.#seen.has(key)) return;
      this.#seen.add(key);
    }
    this.#rows.push(row);
  }

  rows(): readonly Row[] {
    return this.#rows;
  }
}
