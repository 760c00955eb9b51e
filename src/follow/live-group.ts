import type {FilterLogEvents} from '../aws/filter-log-events.js';
import type {LogEvent} from '../log-event.js';
import type {LogGroupReading} from '../read/log-group-reading.js';
import {readLogGroup} from '../read/read-log-group.js';

/** How late an event may become visible and still be seen: a real Lambda stream delivered lines after 15 s. */
export const overlapMs = 30_000;
/** Most polls look back only so far; a whole one, every ten seconds, finds what was later than that. */
const shortLookBackMs = 5_000;
const wholePollEveryMs = 10_000;

export interface LiveGroupOptions {
  readonly filterLogEvents: FilterLogEvents;
  readonly reading: LogGroupReading;
  readonly filterPattern: string | undefined;
  readonly limit: number;
  /** Epoch ms: events before this are not followed. */
  readonly startTime: number;
  /** Epoch ms up to which the group has been read; following goes on from here. */
  readonly readUntil: number;
}

/**
 * One log group, polled. Each poll looks back further than the one before reached, because an event can become
 * visible after a later one, and knows by its id what it has given already.
 */
export class LiveGroup {
  readonly reading: LogGroupReading;
  readonly #options: LiveGroupOptions;
  readonly #seen = new Map<string, number>();
  #polledAt: number;
  #polledWholeAt: number;

  constructor(options: LiveGroupOptions) {
    this.#options = options;
    this.reading = options.reading;
    this.#polledAt = options.readUntil;
    this.#polledWholeAt = options.readUntil;
  }

  /** How many ids are remembered. */
  get remembered(): number {
    return this.#seen.size;
  }

  /** Takes note of an event that has been given already, by a read before following. */
  remember({eventId, timestamp}: LogEvent): void {
    if (timestamp >= this.#polledWholeAt - overlapMs) this.#seen.set(eventId, timestamp);
  }

  /**
   * The events that have become visible since the last poll, in time order.
   *
   * @param now epoch ms at which the poll starts, by the service's clock
   * @throws the SDK's error; the next poll then looks back as far as this one did
   */
  async poll(now: number, signal: AbortSignal): Promise<LogEvent[]> {
    const isWhole = now - this.#polledWholeAt >= wholePollEveryMs;
    const from = isWhole ? this.#polledWholeAt - overlapMs : this.#polledAt - shortLookBackMs;
    const fresh = await this.#readFrom(Math.max(from, this.#options.startTime), now, signal);
    this.#polledAt = now;
    if (isWhole) {
      this.#polledWholeAt = now;
      this.#forget();
    }
    return fresh;
  }

  async #readFrom(startTime: number, now: number, signal: AbortSignal): Promise<LogEvent[]> {
    const {filterLogEvents, reading, filterPattern, limit} = this.#options;
    const window = {startTime, endTime: undefined, filterPattern, limit};
    const fresh: LogEvent[] = [];
    for await (const page of readLogGroup(filterLogEvents, reading, window, signal)) {
      for (const event of page) {
        if (!this.#seen.has(event.eventId)) fresh.push(event);
      }
      // Past the present there are only events of the next poll, and on a busy group always more of them.
      if ((page.at(-1)?.timestamp ?? 0) > now) break;
    }
    // Only once the listing is complete: what a failed poll has read was given to nobody.
    for (const {eventId, timestamp} of fresh) this.#seen.set(eventId, timestamp);
    return fresh;
  }

  /** An id can be met again only inside the window of the polls to come. */
  #forget(): void {
    const reachable = this.#polledWholeAt - overlapMs;
    for (const [eventId, timestamp] of this.#seen) {
      if (timestamp < reachable) this.#seen.delete(eventId);
    }
  }
}
