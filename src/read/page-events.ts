import type {FilteredLogEvent} from '@aws-sdk/client-cloudwatch-logs';
import type {EventsText} from '../aws/events-text.js';
import type {LogEvent} from '../log-event.js';

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

/** Gives the events their sources, and leaves out those of streams that are nobody's. */
export type ToLogEvents = (events: readonly FilteredLogEvent[]) => LogEvent[];

/** So many events are parsed at once: few enough to be garbage before V8 copies them. */
const eventsOfPart = 256;

/** Events in time order that are parsed when somebody comes to them. */
export class UnparsedEvents implements PageEvents {
  readonly #text: EventsText;
  readonly #toLogEvents: ToLogEvents;
  readonly count: number;

  constructor(text: EventsText, toLogEvents: ToLogEvents, count = text.count) {
    this.#text = text;
    this.#toLogEvents = toLogEvents;
    this.count = count;
  }

  /** Of the whole page, however few of its events these are. */
  get bytes(): number {
    return this.#text.bytes;
  }

  upTo(endTime: number): PageEvents {
    return new UnparsedEvents(this.#text, this.#toLogEvents, this.#countUpTo(endTime));
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
    return this.#toLogEvents(this.#text.parse(from, to));
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
