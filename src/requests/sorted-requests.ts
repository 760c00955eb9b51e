import type {RequestRecord} from './request-record.js';
import {byStart} from './start-order.js';

export const requestOrders = ['time', 'latency', 'status'] as const;
export type RequestOrder = (typeof requestOrders)[number];

type Compare = (a: RequestRecord, b: RequestRecord) => number;

/** Slowest first, worst status first; what is not known comes last. */
const comparisons: Readonly<Record<RequestOrder, Compare>> = {
  time: byStart,
  latency: (a, b) => (b.latencyMs ?? -1) - (a.latencyMs ?? -1) || byStart(a, b),
  status: (a, b) => (b.status ?? 0) - (a.status ?? 0) || byStart(a, b),
};

/** Collects requests to sort them; of very many, the first ones of that order. */
export class SortedRequests {
  readonly #compare: Compare;
  readonly #most: number;
  #records: RequestRecord[] = [];
  #dropped = 0;

  constructor(order: RequestOrder, most: number) {
    this.#compare = comparisons[order];
    this.#most = most;
  }

  /** How many did not fit. */
  get dropped(): number {
    return this.#dropped + Math.max(0, this.#records.length - this.#most);
  }

  add(records: readonly RequestRecord[]): void {
    for (const record of records) this.#records.push(record);
    if (this.#records.length >= 2 * this.#most) this.#cut();
  }

  end(): RequestRecord[] {
    this.#cut();
    return this.#records;
  }

  #cut(): void {
    this.#records.sort(this.#compare);
    this.#dropped += Math.max(0, this.#records.length - this.#most);
    this.#records = this.#records.slice(0, this.#most);
  }
}
