import type {RequestRecord} from './request-record.js';

/** Puts records, which come as requests end, in the order in which the requests began. */
export class StartOrder {
  readonly #most: number;
  #waiting: RequestRecord[] = [];

  /** @param most how many records may wait for one that began earlier; beyond that the first leave before it */
  constructor(most = 10_000) {
    this.#most = most;
  }

  /**
   * @param oldestOpen when the oldest request began whose record is still to come, epoch ms
   * @returns those that no record still to come will precede
   */
  add(records: readonly RequestRecord[], oldestOpen: number | undefined): RequestRecord[] {
    this.#waiting.push(...records);
    this.#waiting.sort(byStart);
    const limit = oldestOpen === undefined ? undefined : new Date(oldestOpen).toISOString();
    const first = limit === undefined ? -1 : this.#waiting.findIndex(({timestamp}) => timestamp > limit);
    const ready = first < 0 ? this.#waiting.length : first;
    return this.#waiting.splice(0, Math.max(ready, this.#waiting.length - this.#most));
  }

  end(): RequestRecord[] {
    return this.#waiting.splice(0).sort(byStart);
  }
}

/** ISO times in UTC sort as text does. */
export const byStart = (a: RequestRecord, b: RequestRecord): number =>
  a.timestamp < b.timestamp ? -1 : a.timestamp > b.timestamp ? 1 : 0;
