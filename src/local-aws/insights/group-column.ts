import {Timestamp, type Value} from './values.js';

/** One thing of each group of rows; `undefined` for a group of which nothing was set. Groups are numbered from 0. */
export class GroupColumn<T> {
  readonly #values: (T | undefined)[] = [];

  get(group: number): T | undefined {
    return this.#values[group];
  }

  set(group: number, value: T): void {
    // An array with a gap before what is added may become a table of hashes, which takes several times the room.
    while (this.#values.length < group) this.#values.push(undefined);
    this.#values[group] = value;
  }
}

/** A number for each group of rows; 0 where none was set. */
export class NumberColumn {
  #numbers = new Float64Array(64);

  get(group: number): number {
    return this.#numbers[group] ?? 0;
  }

  set(group: number, number: number): void {
    if (group >= this.#numbers.length) {
      const larger = new Float64Array(Math.max(group + 1, 2 * this.#numbers.length));
      larger.set(this.#numbers);
      this.#numbers = larger;
    }
    this.#numbers[group] = number;
  }

  add(group: number, number: number): void {
    this.set(group, this.get(group) + number);
  }
}

/** V8 copies what is shorter, and makes of what is longer a view of the text that it was cut from. */
const shortestView = 13;

/** A value as it can be kept for long: a text that is no view of a message, which would be kept as well. */
export function ownValue(value: Value): Value {
  if (value instanceof Timestamp) return value.ms;
  return typeof value === 'string' ? ownText(value) : value;
}

export const ownText = (text: string): string =>
  text.length < shortestView ? text : JSON.parse(JSON.stringify(text));
