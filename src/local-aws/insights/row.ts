import type {EventRow} from './event-row.js';
import type {Value} from './values.js';

/** What the commands of a query work on: a log event, or a line of figures. */
export interface Row {
  /** The value of a field; `undefined` where the row has none. */
  get(name: string): Value;
  /** The event behind the row; `undefined` for figures. */
  readonly event: EventRow | undefined;
}

/** Computes something from a row. */
export type Expression = (row: Row) => Value;

/** A row with fields added to those of another. */
export class ExtendedRow implements Row {
  readonly event: EventRow | undefined;
  readonly #base: Row;
  readonly #names: readonly string[];
  readonly #values: readonly Value[];

  constructor(base: Row, names: readonly string[], values: readonly Value[]) {
    this.event = base.event;
    this.#base = base;
    this.#names = names;
    this.#values = values;
  }

  get(name: string): Value {
    const index = this.#names.indexOf(name);
    return index < 0 ? this.#base.get(name) : this.#values[index];
  }
}

/** An event with the fields that commands have made of it so far: a row of its own for each command would cost more. */
export class WorkingRow implements Row {
  readonly event: EventRow | undefined;
  readonly #base: Row;
  readonly #made = new Map<string, Value>();

  constructor(base: Row) {
    this.event = base.event;
    this.#base = base;
  }

  get(name: string): Value {
    const made = this.#made.get(name);
    return made === undefined && !this.#made.has(name) ? this.#base.get(name) : made;
  }

  set(name: string, value: Value): void {
    this.#made.set(name, value);
  }
}

/** A row of nothing, which figures are added to. */
export const emptyRow: Row = {get: () => undefined, event: undefined};
