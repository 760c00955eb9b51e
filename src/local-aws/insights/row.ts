import type {EventRow} from './event-row.js';
import type {Value} from './values.js';

/** What the commands of a query work on: a log event, or a line of figures. */
export interface Row {
  /** The value of a field; `undefined` where the row has none. With the number of its name it takes less time. */
  get(name: string, slot?: number): Value;
  /** The event behind the row; `undefined` for figures. */
  readonly event: EventRow | undefined;
}

/** Computes something from a row. */
export type Expression = (row: Row) => Value;

/** A field that a command makes. */
export interface MadeField {
  readonly name: string;
  /** The number of its name in the query. */
  readonly slot: number;
}

/** A row with the fields that commands have made of it so far: a row of its own for each command would cost more. */
export class WorkingRow implements Row {
  #base: Row = emptyRow;
  #event: EventRow | undefined;
  readonly #values: Value[] = [];
  /** In which turn each was made; what an earlier one made does not count. */
  readonly #turns: number[] = [];
  readonly #fields: MadeField[] = [];
  #turn = 0;

  get event(): EventRow | undefined {
    return this.#event;
  }

  /** Begins anew with another row. */
  on(base: Row): this {
    this.#base = base;
    this.#event = base.event;
    this.#turn += 1;
    return this;
  }

  get(name: string, slot = this.#fields.find(field => field?.name === name)?.slot): Value {
    return slot !== undefined && this.#turns[slot] === this.#turn
      ? this.#values[slot]
      : this.#base.get(name, slot);
  }

  set(field: MadeField, value: Value): void {
    const {slot} = field;
    while (this.#turns.length <= slot) {
      this.#turns.push(0);
      this.#values.push(undefined);
    }
    this.#turns[slot] = this.#turn;
    this.#values[slot] = value;
    this.#fields[slot] = field;
  }
}

/** A row of nothing, which figures are added to. */
export const emptyRow: Row = {get: () => undefined, event: undefined};
