import {parseNumber} from '../../filter-pattern/comparison.js';
import {comparePositions} from '../stored-event.js';
import type {Collector, TieBreaker} from './collector.js';
import type {SortKey} from './parse-query.js';
import type {Row} from './row.js';
import {compareTexts, toText, type Value} from './values.js';

interface RankedRow {
  readonly row: Row;
  readonly keys: readonly (number | string)[];
  readonly tie: number;
  readonly arrival: number;
}

/** Keeps the first rows of an order, up to `capacity`, and little more. */
export class TopRows implements Collector {
  readonly #order: readonly SortKey[];
  readonly #capacity: number;
  readonly #breakTie: TieBreaker | undefined;
  #kept: RankedRow[] = [];
  #last: RankedRow | undefined;
  #arrivals = 0;

  constructor(order: readonly SortKey[], capacity: number, breakTie: TieBreaker | undefined) {
    this.#order = order;
    this.#capacity = capacity;
    this.#breakTie = breakTie;
  }

  add(row: Row): void {
    const keys = this.#order.map(({value}) => sortKeyOf(value(row)));
    const ranked = {row, keys, tie: this.#breakTie?.(row) ?? 0, arrival: this.#arrivals++};
    if (this.#last && this.#compare(this.#last, ranked) < 0) return;
    this.#kept.push(ranked);
    if (this.#kept.length >= 2 * this.#capacity) this.#prune();
  }

  rows(): Row[] {
    this.#prune();
    return this.#kept.map(({row}) => row);
  }

  #prune(): void {
    this.#kept.sort((a, b) => this.#compare(a, b));
    if (this.#kept.length < this.#capacity) return;
    this.#kept.length = this.#capacity;
    this.#last = this.#kept.at(-1);
  }

  #compare(a: RankedRow, b: RankedRow): number {
    for (let index = 0; index < a.keys.length; index += 1) {
      const order = compareSortKeys(a.keys[index] ?? '', b.keys[index] ?? '');
      if (order !== 0) return this.#order[index]?.isDescending ? -order : order;
    }
    return a.tie - b.tie || compareOrigins(a.row, b.row) || a.arrival - b.arrival;
  }
}

/** Events by log group and then as ingested. */
function compareOrigins({event: a}: Row, {event: b}: Row): number {
  if (!a || !b) return 0;
  return a.group.rank - b.group.rank || comparePositions(a.stored, b.stored);
}

function sortKeyOf(value: Value): number | string {
  if (typeof value === 'object') return value.ms;
  const text = typeof value === 'number' ? value : (toText(value) ?? '');
  return typeof text === 'number' ? text : (parseNumber(text) ?? text);
}

/**
 * Documented: values that are no numbers come first; among them runs of digits compare by length and then by value,
 * all else by Unicode. https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-Sort.html
 */
function compareSortKeys(a: number | string, b: number | string): number {
  if (typeof a === 'number') return typeof b === 'number' ? a - b : 1;
  if (typeof b === 'number') return -1;
  return a === b ? 0 : compareNaturally(a, b);
}

function compareNaturally(a: string, b: string): number {
  const [first, second] = [chunksOf(a), chunksOf(b)];
  for (const [index, chunk] of first.entries()) {
    const other = second[index];
    if (other === undefined) return 1;
    const areNumbers = /^\d/.test(chunk) && /^\d/.test(other);
    const order = (areNumbers ? chunk.length - other.length : 0) || compareTexts(chunk, other);
    if (order !== 0) return order;
  }
  return first.length - second.length;
}

const chunksOf = (text: string) => text.match(/\d+|\D+/g) ?? [];
