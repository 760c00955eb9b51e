import {isNotFound} from '../aws/error-kind.js';
import type {FilterLogEvents} from '../aws/filter-log-events.js';
import type {LogEvent} from '../log-event.js';
import type {LogSource} from '../log-source.js';
import type {LogGroupReading} from '../read/log-group-reading.js';
import {readLogGroup} from '../read/read-log-group.js';

/** How late an event may become visible and still be seen: a real Lambda stream delivered lines after 15 s. */
export const overlapMs = 35_000;
/** Most polls look back only so far; a whole one finds what was later than that. */
const shortLookBackMs = 5_000;
const wholePollEveryMs = 10_000;
/** A log group that does not exist is looked for no more often than this. */
const missingPollEveryMs = 5_000;

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

/** What a poll reads up to. */
export interface PollTarget {
  /** Epoch ms by the service's clock: the moment the poll starts. */
  readonly now: number;
  /** Reads no further ahead than this in one poll: what was missed for long comes in portions, in order. */
  readonly portionMs: number;
  /** Looks back over the whole overlap even where the last such poll was a moment ago. */
  readonly isLast: boolean;
}

/**
 * One log group, polled. Each poll looks back further than the one before reached, because an event can become
 * visible after a later one, and knows by its id what it has given already. The end of a listing is never the
 * place to go on from: the newest event may lie two hours ahead (documented for PutLogEvents).
 */
export class LiveGroup {
  #reading: LogGroupReading;
  readonly #options: LiveGroupOptions;
  readonly #seen = new Map<string, number>();
  #polledUntil: number;
  #polledWholeUntil: number;
  #isMissing = false;
  #hasBeenRead = true;
  /** Epoch ms at which a missing group was last asked for. */
  #lookedForAt = Number.NEGATIVE_INFINITY;
  /** Whether the next poll has to look back over the whole overlap, whenever the last such poll was. */
  #isWholeDue = false;
  /** Of the read before following: the newest time given, and the events given at that time. */
  #givenUpTo: number | undefined;
  #givenLast: string[] = [];

  constructor(options: LiveGroupOptions) {
    this.#options = options;
    this.#reading = options.reading;
    this.#polledUntil = options.readUntil;
    this.#polledWholeUntil = options.readUntil;
  }

  get reading(): LogGroupReading {
    return this.#reading;
  }

  /** Whether this is the same log group, read with the same pattern. */
  isOf({region, logGroup, filterPattern}: LogGroupReading): boolean {
    const own = this.#reading;
    return own.region === region && own.logGroup === logGroup && own.filterPattern === filterPattern;
  }

  /** Other functions share the group as well from now on; what those write that do not any more is still followed. */
  addSources(sources: readonly LogSource[]): void {
    const known = this.#reading.sources;
    const isNew = (source: LogSource) =>
      !known.some(({kind, name}) => kind === source.kind && name === source.name);
    this.#reading = {...this.#reading, sources: [...known, ...sources.filter(isNew)]};
  }

  /** Whether the group could be read at any time. */
  get hasBeenRead(): boolean {
    return this.#hasBeenRead;
  }

  /** Epoch ms up to which all that was visible in time has been given. */
  get polledUntil(): number {
    return this.#polledUntil;
  }

  /** Whether the log group does not exist, as far as the last poll told. */
  get isMissing(): boolean {
    return this.#isMissing;
  }

  /** How many ids are remembered. */
  get remembered(): number {
    return this.#seen.size;
  }

  /** Takes note of events that a read before following has given, in time order. */
  remember(page: readonly LogEvent[]): void {
    for (const {eventId, timestamp} of page) {
      if (timestamp >= this.#polledWholeUntil - overlapMs) this.#seen.set(eventId, timestamp);
      if (timestamp !== this.#givenUpTo) this.#givenLast = [];
      this.#givenUpTo = timestamp;
      this.#givenLast.push(eventId);
    }
  }

  /** The read before following broke off: the first polls go on from where it was. */
  goOnFromBacklog(error: unknown): void {
    if (isNotFound(error)) {
      this.#isMissing = true;
      return;
    }
    this.#hasBeenRead = this.#givenUpTo !== undefined;
    const givenUpTo = this.#givenUpTo ?? this.#options.startTime;
    for (const eventId of this.#givenLast) this.#seen.set(eventId, givenUpTo);
    this.#polledUntil = Math.min(this.#polledUntil, givenUpTo + overlapMs);
    this.#polledWholeUntil = this.#polledUntil;
    this.#isWholeDue = true;
  }

  /**
   * The events that have become visible since the last poll, in time order; none of a log group that does not
   * exist.
   *
   * @throws the SDK's error; the next poll then looks back as far as this one did
   */
  async poll({now, portionMs, isLast}: PollTarget, signal: AbortSignal): Promise<LogEvent[]> {
    const until = Math.min(now, this.#polledUntil + portionMs);
    if (this.#isMissing && !isLast && until - this.#lookedForAt < missingPollEveryMs) {
      this.#polledUntil = until;
      return [];
    }
    this.#lookedForAt = until;
    const isWhole =
      isLast || this.#isWholeDue || this.#isMissing || until - this.#polledWholeUntil >= wholePollEveryMs;
    const from = isWhole ? this.#polledWholeUntil - overlapMs : this.#polledUntil - shortLookBackMs;
    const fresh = await this.#readFrom(Math.max(from, this.#options.startTime), until, until < now, signal);
    this.#polledUntil = until;
    this.#hasBeenRead = true;
    if (isWhole) {
      this.#isWholeDue = false;
      this.#polledWholeUntil = until;
      this.#forget();
    }
    return fresh;
  }

  async #readFrom(
    startTime: number,
    until: number,
    isPortion: boolean,
    signal: AbortSignal,
  ): Promise<LogEvent[]> {
    const {filterLogEvents, filterPattern, limit} = this.#options;
    const window = {startTime, endTime: isPortion ? until : undefined, filterPattern, limit};
    // By id, because a listing may bring an event twice: what comes in while it is read moves its pages.
    const fresh = new Map<string, LogEvent>();
    try {
      for await (const page of readLogGroup(filterLogEvents, this.#reading, window, signal)) {
        for (const event of page) {
          if (!this.#seen.has(event.eventId)) fresh.set(event.eventId, event);
        }
        // Past the present there are only events of the next poll, and on a busy group always more of them.
        if ((page.at(-1)?.timestamp ?? 0) > until) break;
      }
      this.#isMissing = false;
    } catch (error) {
      if (!isNotFound(error)) throw error;
      this.#isMissing = true;
    }
    // Only once the listing is complete: what a failed poll has read was given to nobody.
    for (const [eventId, {timestamp}] of fresh) this.#seen.set(eventId, timestamp);
    return [...fresh.values()];
  }

  /** An id can be met again only inside the window of the polls to come. */
  #forget(): void {
    const reachable = this.#polledWholeUntil - overlapMs;
    for (const [eventId, timestamp] of this.#seen) {
      if (timestamp < reachable) this.#seen.delete(eventId);
    }
  }
}
