import type {EventsPart} from '../aws/events-text.js';
import {levels} from '../log-line.js';
import type {LogSource} from '../log-source.js';
import {TextEvent} from '../read/text-event.js';
import type {ApiRequest} from './api-request.js';
import {PendingLine} from './correlator.js';
import type {Invocation} from './invocation.js';

const firstCapacity = 1_024;

/** What is small of a line, in 32 bits: its place in its part, where its text begins, its level, and whose it is. */
const indexBits = 8;
const textStartBits = 8;
const levelBits = 4;
const textStartShift = indexBits;
const levelShift = indexBits + textStartBits;
const platformShift = levelShift + levelBits;
const maskOf = (bits: number) => (1 << bits) - 1;

/**
 * Lines in the order they came, in a ring. One that can be made again from its page is not kept as an object, but as
 * what it belongs to: tens of thousands may be held, and V8 copied each of them twice, which took a third of the time
 * of a read.
 */
export class HeldLines {
  #capacity = firstCapacity;
  #head = 0;
  #length = 0;
  /** What the line is made again from; or the line itself. */
  #origins: (EventsPart | PendingLine | undefined)[] = new Array(firstCapacity);
  #sources: (LogSource | undefined)[] = new Array(firstCapacity);
  #requests: (ApiRequest | undefined)[] = new Array(firstCapacity);
  #invocations: (Invocation | undefined)[] = new Array(firstCapacity);
  #marks = new Int32Array(firstCapacity);

  get length(): number {
    return this.#length;
  }

  /** The first line, where it is kept as an object. */
  get firstObject(): PendingLine | undefined {
    const origin = this.#origins[this.#head];
    return origin instanceof PendingLine ? origin : undefined;
  }

  /** Of the first line, where it is none. */
  get firstRequest(): ApiRequest | undefined {
    return this.#requests[this.#head];
  }

  get firstInvocation(): Invocation | undefined {
    return this.#invocations[this.#head];
  }

  /** Epoch ms. */
  get firstTimestamp(): number {
    const origin = this.#origins[this.#head];
    if (origin instanceof PendingLine) return origin.event.timestamp;
    return origin?.timestampOf(this.#markOf(this.#head, 0, indexBits)) ?? 0;
  }

  push(line: PendingLine): void {
    if (this.#length === this.#capacity) this.#grow();
    const at = (this.#head + this.#length) & (this.#capacity - 1);
    this.#length += 1;
    const {event} = line;
    if (!(event instanceof TextEvent) || !canBeMadeAgain(line)) {
      this.#origins[at] = line;
      return;
    }
    this.#origins[at] = event.part;
    this.#sources[at] = event.source;
    this.#requests[at] = line.request;
    this.#invocations[at] = line.invocation;
    const level = line.level === undefined ? 0 : levels.indexOf(line.level) + 1;
    this.#marks[at] =
      event.index |
      (line.textStart << textStartShift) |
      (level << levelShift) |
      (line.isPlatform ? 1 << platformShift : 0);
  }

  takeFirst(): PendingLine | undefined {
    if (this.#length === 0) return undefined;
    const at = this.#head;
    const line = this.#lineAt(at);
    this.#origins[at] = undefined;
    this.#requests[at] = undefined;
    this.#invocations[at] = undefined;
    this.#head = (at + 1) & (this.#capacity - 1);
    this.#length -= 1;
    return line;
  }

  /** Leaves out what `keep` says no to. */
  filter(keep: (line: PendingLine) => boolean): void {
    for (let count = this.#length; count > 0; count -= 1) {
      const line = this.takeFirst();
      if (line && keep(line)) this.push(line);
    }
  }

  #lineAt(at: number): PendingLine | undefined {
    const origin = this.#origins[at];
    const source = this.#sources[at];
    if (origin instanceof PendingLine || !origin || !source)
      return origin instanceof PendingLine ? origin : undefined;
    const line = new PendingLine(new TextEvent(source, origin, this.#markOf(at, 0, indexBits)));
    line.textStart = this.#markOf(at, textStartShift, textStartBits);
    line.level = levels[this.#markOf(at, levelShift, levelBits) - 1];
    line.isPlatform = this.#markOf(at, platformShift, 1) === 1;
    line.request = this.#requests[at];
    line.invocation = this.#invocations[at];
    return line;
  }

  #markOf(at: number, shift: number, bits: number): number {
    return ((this.#marks[at] ?? 0) >> shift) & maskOf(bits);
  }

  #grow(): void {
    this.#origins = this.#grown(this.#origins);
    this.#sources = this.#grown(this.#sources);
    this.#requests = this.#grown(this.#requests);
    this.#invocations = this.#grown(this.#invocations);
    const marks = new Int32Array(2 * this.#capacity);
    marks.set(this.#marks.subarray(this.#head));
    marks.set(this.#marks.subarray(0, this.#head), this.#capacity - this.#head);
    this.#marks = marks;
    this.#head = 0;
    this.#capacity *= 2;
  }

  /** The full ring in order, with as much room again. */
  #grown<T>(column: readonly (T | undefined)[]): (T | undefined)[] {
    const inOrder = [...column.slice(this.#head), ...column.slice(0, this.#head)];
    inOrder.length = 2 * this.#capacity;
    return inOrder;
  }
}

/** Whether nothing of it is lost that is not in its event, or kept beside it. */
const canBeMadeAgain = ({sandboxStart, spot, payload, textStart}: PendingLine) =>
  !sandboxStart && !spot && payload === undefined && textStart <= maskOf(textStartBits);
