import {type EventsText, eventsOfPart} from '../aws/events-text.js';
import type {LogEvent} from '../log-event.js';
import type {LogSource} from '../log-source.js';
import {TextEvent} from './text-event.js';

/** Events of a page, in time order. */
export interface PageEvents {
  readonly count: number;
  /** About what they take in memory. */
  readonly bytes: number;
  /** Those up to this time, epoch ms, inclusive. */
  upTo(endTime: number): PageEvents;
  /** Those of the newest millisecond, without those of streams that are nobody's. */
  newest(): LogEvent[];
  /** All of them, without those of streams that are nobody's, a part at a time. */
  parts(): Iterable<LogEvent[]>;
}

/** Events that have been parsed. */
export class ParsedEvents implements PageEvents {
  readonly #events: LogEvent[];
  readonly bytes: number;

  constructor(events: LogEvent[], bytes: number) {
    this.#events = events;
    this.bytes = bytes;
  }

  get count(): number {
    return this.#events.length;
  }

  upTo(endTime: number): PageEvents {
    const events = this.#events.filter(({timestamp}) => timestamp <= endTime);
    return new ParsedEvents(events, (events.length / Math.max(1, this.count)) * this.bytes);
  }

  newest(): LogEvent[] {
    const newestAt = this.#events.at(-1)?.timestamp;
    return this.#events.slice(this.#events.findLastIndex(({timestamp}) => timestamp !== newestAt) + 1);
  }

  parts(): Iterable<LogEvent[]> {
    return [this.#events];
  }
}

/** Events in time order that are made of their text when somebody comes to them. */
export class UnparsedEvents implements PageEvents {
  readonly #text: EventsText;
  readonly #owners: readonly (LogSource | undefined)[];
  readonly count: number;

  /** @param owners the sources that the log streams of the text belong to */
  constructor(text: EventsText, owners: readonly (LogSource | undefined)[], count = text.count) {
    this.#text = text;
    this.#owners = owners;
    this.count = count;
  }

  /** Of the whole page, however few of its events these are. */
  get bytes(): number {
    return this.#text.bytes;
  }

  upTo(endTime: number): PageEvents {
    return new UnparsedEvents(this.#text, this.#owners, this.#countUpTo(endTime));
  }

  newest(): LogEvent[] {
    const newestAt = this.#text.timestamps[this.count - 1] ?? 0;
    return this.#parse(this.#countUpTo(newestAt - 1), this.count);
  }

  *parts(): Generator<LogEvent[]> {
    for (let from = 0; from < this.count; from += eventsOfPart)
      yield this.#parse(from, Math.min(this.count, from + eventsOfPart));
  }

  #parse(from: number, to: number): LogEvent[] {
    const events: LogEvent[] = [];
    for (let index = from; index < to; ) {
      const part = this.#text.parts[Math.floor(index / eventsOfPart)];
      if (!part) break;
      const start = index - (index % eventsOfPart);
      const end = Math.min(to, start + eventsOfPart);
      for (; index < end; index += 1) {
        const source = this.#owners[part.streamOf(index - start)];
        if (source) events.push(new TextEvent(source, part, index - start));
      }
    }
    return events;
  }

  #countUpTo(endTime: number): number {
    const {timestamps} = this.#text;
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((timestamps[middle] ?? 0) <= endTime) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
