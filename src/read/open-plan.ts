import type {LogPage} from './log-page.js';
import type {PageEvents} from './page-events.js';
import {PageWidths} from './page-widths.js';
import {Slice, type SliceCall} from './slice.js';
import {SliceList} from './slice-list.js';
import type {DueCall, SlicePlan} from './slice-plan.js';
import {mostEmptyPages} from './token-chain.js';

/** So many of the pages before a place tell how wide a page is there. */
const pagesLookedBack = 5;
/** Two pages of the same traffic differ by so much of their width, until more is known. */
const firstSpread = 0.02;
/** How much one page corrects where the next cut is made. */
const correction = 0.2;
/** How much one page counts for how far pages are from their expected width. */
const newestWeight = 0.2;
/** So much of a page is read twice at most, so that rarely a call is needed for a gap between two slices. */
const widestMargin = 0.1;
const narrowestMargin = 0.02;
/** Calls that a read may cost above two for each page. */
const mostWasted = 24;

/** Where the next call comes from: the slice's own listing, or what is cut off from it. */
interface Candidate {
  readonly slice: Slice;
  readonly cutAt?: number;
}

/**
 * Reads a window without a filter, where every call answers with a full page from wherever it starts.
 *
 * The listing of the whole window goes on by its tokens, at the pace of one chain. What the quota allows besides
 * starts further listings ahead of it, where the page that is under way should end. A listing asks for everything
 * to the window's end and is left where it meets the next: one that starts in the wrong place still brings a full
 * page, from which the following cuts are placed better. So a wrong guess costs calls that nobody needed, never
 * time; their number is bounded.
 */
export class OpenPlan implements SlicePlan {
  readonly #slices: SliceList;
  readonly #widths = new PageWidths();
  /** Pages from the start of a call to the next cut. */
  #distance = marginOf(firstSpread);
  /** How far pages were from their expected width, as a share of it. */
  #spread = firstSpread;
  #calls = 0;
  /** As one chain of tokens would have needed. */
  #pages = 0;

  constructor(logGroup: string, startTime: number, endTime: number) {
    this.#slices = new SliceList(new Slice(logGroup, startTime, endTime, mostEmptyPages.ofAll));
  }

  get due(): DueCall | undefined {
    const candidate = this.#candidate();
    if (!candidate) return undefined;
    const {slice, cutAt} = candidate;
    return {
      position: cutAt ?? slice.position,
      isAwaited: cutAt === undefined && this.#slices.awaits(slice),
    };
  }

  get isFinished(): boolean {
    return this.#slices.isEmpty;
  }

  get heldBytes(): number {
    return this.#slices.heldBytes;
  }

  next(): SliceCall | undefined {
    const candidate = this.#candidate();
    if (!candidate) return undefined;
    const {slice, cutAt} = candidate;
    this.#calls += 1;
    if (cutAt === undefined) return slice.call();
    const rest = slice.cutOff(cutAt);
    this.#slices.insertAfter(slice, rest);
    return rest.call();
  }

  answer(call: SliceCall, page: LogPage): void {
    const {slice} = call;
    // Another listing has brought all of it.
    if (!this.#slices.has(slice)) return;
    const from = this.#calls === 1 ? page.firstAt : slice.position;
    const share = slice.answer(page);
    if (page.nextToken === undefined) {
      this.#slices.dropCoveredBy(slice);
      return;
    }
    this.#pages += share;
    // A page that comes again, and ends earlier this time, tells nothing of how wide pages are.
    if (page.lastAt === undefined || from === undefined || page.lastAt < from) return;
    this.#widths.add(from, page.lastAt);
    // The page after which the next slice was meant to begin.
    if (slice.cutFrom === from) this.#correct((page.lastAt - from) / (slice.endTime + 1 - from));
  }

  take(): PageEvents | undefined {
    return this.#slices.take();
  }

  /** Earliest first: it is needed first. */
  #candidate(): Candidate | undefined {
    const unfinished = this.#slices.unfinished;
    // Each slice may end in a call of which hardly anything is its own.
    const mayCut = this.#calls + unfinished.length + 2 <= 2 * this.#pages + mostWasted;
    for (const slice of unfinished) {
      if (!slice.isUnderWay) return {slice};
      const cutAt = mayCut ? this.#cutOf(slice) : undefined;
      if (cutAt !== undefined) return {slice, cutAt};
    }
    return undefined;
  }

  /** Where the page that is under way should end; undefined where little is left behind that. */
  #cutOf({position, endTime}: Slice): number | undefined {
    const width = this.#widths.before(position, pagesLookedBack);
    if (width === undefined) return undefined;
    const cutAt = Math.max(position + 1, Math.ceil(position + width * this.#distance));
    return cutAt + width / 2 <= endTime ? cutAt : undefined;
  }

  /** @param ratio of a page's width to the distance of the cut from its start */
  #correct(ratio: number): void {
    const margin = marginOf(this.#spread);
    const error = Math.abs(ratio * margin - 1);
    this.#spread += newestWeight * (Math.min(1, error) - this.#spread);
    const better = this.#distance * margin * Math.min(10, Math.max(0.1, ratio));
    const next = this.#distance ** (1 - correction) * better ** correction;
    this.#distance = Math.min(4, Math.max(0.5, next));
  }
}

/** A cut this much before the expected end of a page costs as much of a page, one behind it a call. */
const marginOf = (spread: number) => 1 - Math.min(widestMargin, Math.max(narrowestMargin, 3 * spread));
