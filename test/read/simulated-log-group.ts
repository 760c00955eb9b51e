import type {LogEvent} from '../../src/log-event.js';
import type {LogPage} from '../../src/read/log-page.js';
import {ParsedEvents} from '../../src/read/page-events.js';
import {executionSource} from '../support/events.js';

/** What a listing is asked for, as far as a log group that is simulated knows it. */
export interface ListingCall {
  readonly startTime: number;
  readonly endTime: number;
  readonly nextToken: string | undefined;
}

export interface SimulatedLogGroupOptions {
  /** Events a page. */
  readonly limit: number;
  /** Characters a page: it ends before an event that does not fit, as at 1 MB. */
  readonly mostCharacters?: number;
  readonly isWanted?: (event: LogEvent) => boolean;
  /** Events that one call looks at when it selects. */
  readonly scanLimit?: number;
  /** Whether this call gives no event, and a token that leads to where it began. */
  readonly isEmptyPage?: (call: number) => boolean;
  /** Whether this call gives the token that it was asked with, once for each, so that its page comes again. */
  readonly repeatsToken?: (call: number) => boolean;
  /** Whether this call begins with the last event of the page before. */
  readonly overlaps?: (call: number) => boolean;
  /** Whether this call gives its newest events first. */
  readonly isBackwards?: (call: number) => boolean;
}

/** A log group that answers as FilterLogEvents does: both ends inclusive, oldest first, a token where there is more. */
export class SimulatedLogGroup {
  calls = 0;
  /** How often each event was looked at. */
  readonly looks: number[];
  readonly #events: LogEvent[];
  readonly #repeated = new Set<string>();
  readonly #options: SimulatedLogGroupOptions;

  /** @param events in time order */
  constructor(events: readonly LogEvent[], options: SimulatedLogGroupOptions) {
    this.#events = [...events];
    this.looks = events.map(() => 0);
    this.#options = options;
  }

  /** Puts an event behind those of its millisecond, as one that became visible late. */
  add(event: LogEvent): void {
    const place = this.#countBefore(event.timestamp + 1);
    this.#events.splice(place, 0, event);
    this.looks.splice(place, 0, 0);
  }

  answer({startTime, endTime, nextToken}: ListingCall): LogPage {
    const {limit, scanLimit, mostCharacters, isWanted, isEmptyPage, repeatsToken, overlaps, isBackwards} =
      this.#options;
    this.calls += 1;
    const end = this.#countBefore(endTime + 1);
    const goesOnAt = nextToken === undefined ? this.#countBefore(startTime) : this.#placeOf(nextToken);
    const start = nextToken !== undefined && overlaps?.(this.calls) ? goesOnAt - 1 : goesOnAt;
    if (isEmptyPage?.(this.calls) && start < end)
      return {events: new ParsedEvents([], 0), isOrdered: true, nextToken: this.#tokenAt(start, this.calls)};
    const events: LogEvent[] = [];
    let characters = 0;
    let place = start;
    for (; place < end && events.length < limit && place - start < (scanLimit ?? end); place += 1) {
      const event = this.#events[place];
      if (!event) break;
      if (isWanted && !isWanted(event)) {
        this.looks[place] = (this.looks[place] ?? 0) + 1;
        continue;
      }
      characters += event.message.length;
      if (mostCharacters !== undefined && characters > mostCharacters && events.length > 0) break;
      this.looks[place] = (this.looks[place] ?? 0) + 1;
      events.push(event);
    }
    const [first] = events;
    const isRepeated =
      nextToken !== undefined && place < end && !this.#repeated.has(nextToken) && repeatsToken?.(this.calls);
    if (isRepeated) this.#repeated.add(nextToken);
    return {
      events: new ParsedEvents(events, characters),
      isOrdered: !isBackwards?.(this.calls),
      nextToken: isRepeated ? nextToken : place < end ? this.#tokenAt(place, 0) : undefined,
      ...(first && {firstAt: first.timestamp, lastAt: events.at(-1)?.timestamp ?? 0}),
    };
  }

  /** Names the event it goes on with, so that it stays valid when others are added; `call` makes it another one. */
  #tokenAt(place: number, call: number): string {
    return `${this.#events[place]?.eventId ?? ''} ${call}`;
  }

  #placeOf(token: string): number {
    const [eventId] = token.split(' ');
    return this.#events.findIndex(event => event.eventId === eventId);
  }

  #countBefore(timestamp: number): number {
    let low = 0;
    let high = this.#events.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#events[middle]?.timestamp ?? 0) < timestamp) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Events at these times, in order; `length` characters each. */
export const eventsAt = (timestamps: readonly number[], length: (index: number) => number = () => 1) =>
  timestamps.map(
    (timestamp, index): LogEvent => ({
      source: executionSource,
      logStream: 's',
      timestamp,
      ingestionTime: timestamp,
      eventId: String(index),
      message: 'x'.repeat(length(index)),
    }),
  );
