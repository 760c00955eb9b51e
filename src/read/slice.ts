import type {LogPage} from './log-page.js';
import type {PageEvents} from './page-events.js';
import {TokenChain} from './token-chain.js';

/** One call that a plan asks for. */
export interface SliceCall {
  readonly slice: Slice;
  /** Epoch ms, both inclusive. */
  readonly startTime: number;
  readonly endTime: number;
  readonly nextToken: string | undefined;
}

/**
 * A part of a log group's window that is read by one listing, page by page. Every millisecond of the window is of
 * one slice alone, so that nothing is lost or doubled where two meet, however many events share a millisecond.
 */
export class Slice {
  readonly #logGroup: string;
  readonly #chain: TokenChain;
  readonly #mostEmptyPages: number;
  readonly #pages: PageEvents[] = [];
  readonly #startTime: number;
  #endTime: number;
  /** Sent with every token as it was with the first call: whether it may change is not documented. */
  #listedUntil: number | undefined;
  #position: number;
  #cutFrom: number | undefined;
  /** Whether a page had events that were another slice's by then. */
  #hasLeftOut = false;
  #isUnderWay = false;
  #isFinished = false;

  /** @param mostEmptyPages how many pages without events may come in a row */
  constructor(logGroup: string, startTime: number, endTime: number, mostEmptyPages: number) {
    this.#chain = new TokenChain(mostEmptyPages);
    this.#mostEmptyPages = mostEmptyPages;
    this.#logGroup = logGroup;
    this.#startTime = startTime;
    this.#endTime = endTime;
    this.#position = startTime;
  }

  get startTime(): number {
    return this.#startTime;
  }

  /** Epoch ms of its last millisecond. */
  get endTime(): number {
    return this.#endTime;
  }

  /** Epoch ms up to which it has been read; of that very millisecond there may be more. */
  get position(): number {
    return this.#position;
  }

  /** Epoch ms of its position when something was last cut off. */
  get cutFrom(): number | undefined {
    return this.#cutFrom;
  }

  get hasBegun(): boolean {
    return this.#listedUntil !== undefined;
  }

  get isUnderWay(): boolean {
    return this.#isUnderWay;
  }

  /** Whether all of it has been read. */
  get isFinished(): boolean {
    return this.#isFinished;
  }

  get hasPages(): boolean {
    return this.#pages.length > 0;
  }

  get heldBytes(): number {
    return this.#pages.reduce((sum, {bytes}) => sum + bytes, 0);
  }

  /** The first page that has not been taken yet. */
  takePage(): PageEvents | undefined {
    return this.#pages.shift();
  }

  /** Cuts off what lies from `at` on, behind its position, as a slice of its own; also while a call is under way. */
  cutOff(at: number): Slice {
    const rest = new Slice(this.#logGroup, at, this.#endTime, this.#mostEmptyPages);
    this.#endTime = at - 1;
    this.#cutFrom = this.#position;
    return rest;
  }

  /** Its next call, which is under way from now on. */
  call(): SliceCall {
    this.#listedUntil ??= this.#endTime;
    this.#isUnderWay = true;
    return {
      slice: this,
      startTime: this.#startTime,
      endTime: this.#listedUntil,
      nextToken: this.#chain.nextToken,
    };
  }

  /**
   * Takes the answer to its call. One without a token tells of all that was cut off since, which is its own again,
   * unless something of that was left out before: the page after one that is out of order comes too late for it.
   *
   * @returns the share of the answer's events that are its own, 0 to 1
   * @throws ApilogsError (exit code 8) when AWS returns one token again and again
   */
  answer(page: LogPage): number {
    this.#isUnderWay = false;
    const fresh = this.#chain.follow(page, this.#logGroup);
    const {nextToken, lastAt, firstAt} = page;
    if (nextToken === undefined && !this.#hasLeftOut) this.#endTime = this.#listedUntil ?? this.#endTime;
    const own = lastAt !== undefined && lastAt > this.#endTime ? fresh.upTo(this.#endTime) : fresh;
    this.#hasLeftOut ||= own.count < fresh.count;
    const share = fresh.count === 0 ? 1 : own.count / fresh.count;
    this.#pages.push(own);
    this.#position = Math.max(this.#position, lastAt ?? 0);
    // After a page out of order another may come that has something in time.
    const passed = page.isOrdered ? lastAt : firstAt;
    this.#isFinished = nextToken === undefined || (passed !== undefined && passed > this.#endTime);
    return share;
  }

  /** Ends the listing before the newest millisecond it has come to, and leaves that and the rest to another slice. */
  leaveRest(): Slice {
    const [page] = this.#pages.splice(0);
    const cutAt = this.#position;
    if (page) this.#pages.push(page.upTo(cutAt - 1));
    const rest = this.cutOff(cutAt);
    this.#isFinished = true;
    return rest;
  }
}
