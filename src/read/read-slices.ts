import type {Ticket} from '../aws/call-budget.js';
import {elapsedBy} from '../clock.js';
import type {LogEvent} from '../log-event.js';
import {createStopSignal} from '../stop-signal.js';
import {FilteredPlan} from './filtered-plan.js';
import {type LogGroupReading, streamOwners} from './log-group-reading.js';
import {type LogPage, toLogPage} from './log-page.js';
import {OpenPlan} from './open-plan.js';
import {type ReadWindow, requestFor} from './read-log-group.js';
import type {RegionCalls} from './region-calls.js';
import type {SliceCall} from './slice.js';
import type {DueCall, SlicePlan} from './slice-plan.js';

/** A window that has an end, without which it cannot be cut. */
export interface ClosedWindow extends ReadWindow {
  readonly endTime: number;
}

/**
 * Reads one log group in time order, page by page, with as many calls at once as quota and memory allow. Starts at
 * once. A failure comes after the pages before it.
 *
 * @throws ApilogsError (exit code 8) when AWS returns one token again and again; the SDK's error for the rest.
 */
export function readSlices(
  calls: RegionCalls,
  reading: LogGroupReading,
  window: ClosedWindow,
  signal: AbortSignal,
): AsyncGenerator<LogEvent[]> {
  const sliced = new SlicedReading(calls, reading, window, signal);
  sliced.start();
  return sliced.pages();
}

/** The largest quota is 25 calls a second, and a call takes some 150 ms; more take memory for their bodies. */
const mostUnderWay = 8;
/** Of a page of 10,000 events. */
export const bytesOfPage = 3_000_000;
const eventsOfPage = 10_000;

class SlicedReading {
  readonly #calls: RegionCalls;
  readonly #reading: LogGroupReading;
  readonly #window: ClosedWindow;
  readonly #plan: SlicePlan;
  readonly #ownerOf: ReturnType<typeof streamOwners>;
  readonly #signal: AbortSignal;
  readonly #end: () => void;
  readonly #underWay = new Set<SliceCall>();
  #isAsking = false;
  #failure: {readonly position: number; readonly error: unknown} | undefined;
  #latencyMs = Number.POSITIVE_INFINITY;
  /** What an answer may take in memory, from those before it. */
  #expectedBytes: number;
  /** Read and not given yet, or expected. */
  #heldBytes = 0;
  #isClosed = false;
  #stopListening: () => void = () => undefined;
  #wake: () => void = () => undefined;

  constructor(calls: RegionCalls, reading: LogGroupReading, window: ClosedWindow, signal: AbortSignal) {
    this.#calls = calls;
    this.#reading = reading;
    this.#window = window;
    const own = createStopSignal(signal);
    this.#signal = own.signal;
    this.#end = () => own.stop();
    this.#ownerOf = streamOwners(reading.sources);
    const {startTime, endTime, limit} = window;
    // Of a choice of streams, as of what a pattern matches, it is unknown where in time its events are.
    const isFiltered =
      (reading.filterPattern ?? window.filterPattern ?? '') !== '' ||
      reading.logStreamNames !== undefined ||
      reading.logStreamNamePrefix !== undefined;
    this.#plan = isFiltered
      ? new FilteredPlan(reading.logGroup, startTime, endTime, limit)
      : new OpenPlan(reading.logGroup, startTime, endTime);
    this.#expectedBytes = (bytesOfPage * limit) / eventsOfPage;
  }

  start(): void {
    if (this.#signal.aborted) return;
    this.#calls.readings += 1;
    this.#stopListening = this.#calls.room.onFree(() => this.#ask());
    this.#signal.addEventListener('abort', () => this.#close(), {once: true});
    this.#ask();
  }

  async *pages(): AsyncGenerator<LogEvent[]> {
    try {
      while (!this.#plan.isFinished) {
        const page = this.#plan.take();
        if (page) {
          this.#account();
          this.#ask();
          for (const events of page.parts()) yield events;
        } else {
          this.#signal.throwIfAborted();
          if (this.#failure && this.#isReadUpTo(this.#failure.position)) throw this.#failure.error;
          await new Promise<void>(resolve => {
            this.#wake = resolve;
          });
        }
      }
    } finally {
      this.#end();
    }
  }

  /** The next call that can be made; what lies behind a failure is not needed any more. */
  get #due(): DueCall | undefined {
    const {due} = this.#plan;
    return this.#failure && due && due.position >= this.#failure.position ? undefined : due;
  }

  get #mayCall(): boolean {
    const due = this.#due;
    if (!due || this.#underWay.size >= mostUnderWay || this.#signal.aborted) return false;
    return due.isAwaited || this.#calls.room.hasRoomFor(this.#expectedBytes);
  }

  readonly #urgency = () => this.#due?.position ?? Number.POSITIVE_INFINITY;

  /** Asks for permission first: which call is best is known best when it may leave. */
  #ask(): void {
    if (this.#isAsking || !this.#mayCall) return;
    this.#isAsking = true;
    this.#calls.budget.take(this.#signal, this.#urgency).then(
      ticket => {
        this.#isAsking = false;
        const call = this.#mayCall ? this.#plan.next() : undefined;
        if (!call) {
          this.#calls.budget.giveBack();
          return;
        }
        void this.#fetch(call, ticket);
        this.#ask();
      },
      () => {
        this.#isAsking = false;
        this.#wake();
      },
    );
  }

  async #fetch(call: SliceCall, ticket: Ticket): Promise<void> {
    const {clock, filterLogEvents} = this.#calls;
    this.#underWay.add(call);
    this.#account();
    try {
      const window = {...this.#window, startTime: call.startTime, endTime: call.endTime};
      const input = requestFor(this.#reading, window, call.nextToken);
      const answer = await filterLogEvents(input, this.#signal, {
        ticket,
        urgency: () => call.slice.position,
      });
      this.#latencyMs = Math.min(this.#latencyMs, elapsedBy(clock) - ticket.at);
      this.#take(call, toLogPage(answer, this.#ownerOf));
    } catch (error) {
      const {position} = call.slice;
      if (!this.#failure || position < this.#failure.position) this.#failure = {position, error};
    } finally {
      this.#underWay.delete(call);
      this.#account();
      this.#ask();
      this.#wake();
    }
  }

  #take(call: SliceCall, page: LogPage): void {
    const {budget, readings} = this.#calls;
    this.#expectedBytes = Math.max(page.events.bytes, this.#expectedBytes / 2);
    this.#plan.answer(call, page, ((budget.rate / readings) * this.#latencyMs) / 1_000);
  }

  /** Whether nothing before this will still be read. */
  #isReadUpTo(position: number): boolean {
    const isBefore = ({slice}: SliceCall) => slice.position < position;
    return this.#due === undefined && ![...this.#underWay].some(isBefore);
  }

  /** Takes what is read ahead, or expected, out of the room that all share. */
  #account(): void {
    if (this.#isClosed) return;
    const held = this.#plan.heldBytes + this.#underWay.size * this.#expectedBytes;
    const change = held - this.#heldBytes;
    this.#heldBytes = held;
    this.#calls.room.change(change);
  }

  #close(): void {
    this.#isClosed = true;
    this.#calls.readings -= 1;
    this.#stopListening();
    this.#calls.room.change(-this.#heldBytes);
    this.#wake();
  }
}
