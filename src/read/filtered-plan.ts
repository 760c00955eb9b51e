import type {LogPage} from './log-page.js';
import type {PageEvents} from './page-events.js';
import {Slice, type SliceCall} from './slice.js';
import {SliceList} from './slice-list.js';
import type {DueCall, SlicePlan} from './slice-plan.js';
import {mostEmptyPages} from './token-chain.js';

const mostSlices = 8;
/** Some answers take longer than the quickest, and some slices have less in them: calls go to the others then. */
const slicesOfCall = 1.5;
/** Half of what a page may hold (documented as 1 MB). */
const denseBytes = 500_000;
/** Slices of so many calls are wide enough for their last one, which is rarely full, and bring what is due soon. */
const callsOfSlice = 4;

/**
 * Reads a window with a filter pattern, where a call ends when AWS has looked at enough events, of which none may
 * match: how far it has come is known only by what matched. So the window is cut before it is read, into
 * half as many equal slices again as calls can be under way, and each is read by its tokens to its own end. What the first call has
 * looked at behind its last match is looked at twice.
 *
 * Where whole pages match they would fill the memory before they can be given; there the slices are of some pages.
 */
export class FilteredPlan implements SlicePlan {
  readonly #slices: SliceList;
  readonly #limit: number;
  readonly #calls = new Map<Slice, number>();
  #isProbed = false;
  /** Of the slices still to be cut off; undefined where none are. */
  #sliceMs: number | undefined;
  #isDense = false;

  /** @param limit events a page */
  constructor(logGroup: string, startTime: number, endTime: number, limit: number) {
    this.#slices = new SliceList(new Slice(logGroup, startTime, endTime, mostEmptyPages.ofSelected));
    this.#limit = limit;
  }

  get due(): DueCall | undefined {
    const slice = this.#candidate();
    return slice && {position: slice.position, isAwaited: this.#slices.awaits(slice)};
  }

  get isFinished(): boolean {
    return this.#slices.isEmpty;
  }

  get heldBytes(): number {
    return this.#slices.heldBytes;
  }

  next(): SliceCall | undefined {
    const slice = this.#candidate();
    if (!slice) return undefined;
    if (!slice.hasBegun) this.#narrow(slice);
    this.#calls.set(slice, (this.#calls.get(slice) ?? 0) + 1);
    return slice.call();
  }

  answer({slice}: SliceCall, page: LogPage, parallel: number): void {
    slice.answer(page);
    const isFirst = !this.#isProbed;
    this.#isProbed = true;
    if (isFirst) this.#cut(slice, page, parallel);
    if (!slice.isFinished) return;
    if (!isFirst && this.#isDense) this.#adapt(this.#calls.get(slice) ?? 1);
    this.#calls.delete(slice);
  }

  take(): PageEvents | undefined {
    return this.#slices.take();
  }

  #candidate(): Slice | undefined {
    return this.#slices.unfinished.find(({isUnderWay}) => !isUnderWay);
  }

  #cut(slice: Slice, {events, firstAt, lastAt, isOrdered}: LogPage, parallel: number): void {
    const count = Math.min(mostSlices, Math.round(slicesOfCall * parallel));
    // The page after one that is out of order may have something from before the cut.
    if (slice.isFinished || parallel < 1.5 || !isOrdered) return;
    const rest = slice.leaveRest();
    this.#slices.insertAfter(slice, rest);
    this.#isDense = events.count >= this.#limit / 2 || events.bytes >= denseBytes;
    this.#sliceMs =
      this.#isDense && firstAt !== undefined && lastAt !== undefined
        ? callsOfSlice * Math.max(1, lastAt - firstAt)
        : Math.ceil((rest.endTime + 1 - rest.startTime) / count);
  }

  /** Cuts the next slice off from what is left. */
  #narrow(slice: Slice): void {
    const sliceMs = this.#sliceMs;
    if (sliceMs === undefined || slice.startTime + sliceMs > slice.endTime) return;
    this.#slices.insertAfter(slice, slice.cutOff(slice.startTime + sliceMs));
  }

  #adapt(calls: number): void {
    if (this.#sliceMs === undefined) return;
    const factor = Math.min(4, Math.max(0.25, callsOfSlice / calls));
    this.#sliceMs = Math.max(1, Math.ceil(this.#sliceMs * factor));
  }
}
