import type {PageEvents} from './page-events.js';
import type {Slice} from './slice.js';

/** The slices of a window in time order, without those that have been given. */
export class SliceList {
  readonly #slices: Slice[];

  constructor(whole: Slice) {
    this.#slices = [whole];
  }

  get isEmpty(): boolean {
    return this.#slices.length === 0;
  }

  get unfinished(): Slice[] {
    return this.#slices.filter(({isFinished}) => !isFinished);
  }

  get heldBytes(): number {
    return this.#slices.reduce((sum, slice) => sum + slice.heldBytes, 0);
  }

  has(slice: Slice): boolean {
    return this.#slices.includes(slice);
  }

  insertAfter(slice: Slice, rest: Slice): void {
    this.#slices.splice(this.#slices.indexOf(slice) + 1, 0, rest);
  }

  /** Drops the slices that lie within the end of this one. */
  dropCoveredBy(slice: Slice): void {
    const from = this.#slices.indexOf(slice) + 1;
    const to = this.#slices.findLastIndex(({startTime}) => startTime <= slice.endTime) + 1;
    if (to > from) this.#slices.splice(from, to - from);
  }

  /** Whether this slice comes next and has nothing to give. */
  awaits(slice: Slice): boolean {
    return slice === this.#slices[0] && !slice.hasPages;
  }

  take(): PageEvents | undefined {
    for (let first = this.#slices[0]; first; first = this.#slices[0]) {
      const page = first.takePage();
      if (first.isFinished && !first.hasPages) this.#slices.shift();
      if (page || !first.isFinished) return page;
    }
    return undefined;
  }
}
