import type {ServiceCall} from './service-call.js';

/** A call, and when it arrived. */
export interface LoggedCall extends ServiceCall {
  /** Epoch milliseconds. */
  readonly at: number;
}

/** How many calls are kept; a demo may run for days. */
const maxKept = 100_000;

/** Every call that reached the local AWS, also those it refused; the newest 100,000 in full. */
export class CallLog implements Iterable<LoggedCall> {
  #calls: LoggedCall[] = [];
  readonly #counts = new Map<string, number>();

  add(call: LoggedCall): void {
    this.#counts.set(call.operation, (this.#counts.get(call.operation) ?? 0) + 1);
    this.#calls.push(call);
    if (this.#calls.length > 2 * maxKept) this.#calls = this.#calls.slice(-maxKept);
  }

  /** The calls of one operation, or all. */
  list(operation?: string): readonly LoggedCall[] {
    return this.#calls.filter(call => operation === undefined || call.operation === operation);
  }

  count(operation?: string): number {
    if (operation !== undefined) return this.#counts.get(operation) ?? 0;
    return [...this.#counts.values()].reduce((sum, count) => sum + count, 0);
  }

  clear(): void {
    this.#calls = [];
    this.#counts.clear();
  }

  [Symbol.iterator](): Iterator<LoggedCall> {
    return this.#calls[Symbol.iterator]();
  }
}
