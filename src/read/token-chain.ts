import {ApilogsError, exitCodes} from '../errors.js';
import type {LogEvent} from '../log-event.js';
import type {LogPage} from './log-page.js';
import {type PageEvents, ParsedEvents} from './page-events.js';

const maxRepeats = 3;

/** One listing, from page to page by its tokens. */
export class TokenChain {
  #nextToken: string | undefined;
  #wasRepeated = false;
  #repeats = 0;
  /** The newest time given, and the ids given at that time. */
  #lastAt = Number.NEGATIVE_INFINITY;
  #idsAtLast: string[] = [];

  /** The token of the next page; undefined before the first and after the last. */
  get nextToken(): string | undefined {
    return this.#nextToken;
  }

  /**
   * Goes on to the page's token, and gives what is new of its events.
   *
   * @throws ApilogsError (exit code 8) when AWS returns one token again and again
   */
  follow({events, nextToken}: LogPage, logGroup: string): PageEvents {
    // Seen in other listings of CloudWatch Logs: a token that leads to the page it came with.
    const isRepeated = nextToken !== undefined && nextToken === this.#nextToken;
    this.#nextToken = nextToken;
    // What a token brings that was asked with before begins with what it brought then.
    const fresh = isRepeated || this.#wasRepeated ? this.#newOf(events) : events;
    this.#wasRepeated = isRepeated;
    this.#repeats = isRepeated && fresh.count === 0 ? this.#repeats + 1 : 0;
    if (this.#repeats >= maxRepeats) throw repeatedToken(logGroup);
    if (nextToken !== undefined) this.#remember(fresh);
    return fresh;
  }

  #newOf(events: PageEvents): PageEvents {
    const fresh = [...events.parts()].flat().filter(event => this.#isNew(event));
    return new ParsedEvents(fresh, events.bytes);
  }

  #isNew({timestamp, eventId}: LogEvent): boolean {
    return timestamp > this.#lastAt || (timestamp === this.#lastAt && !this.#idsAtLast.includes(eventId));
  }

  #remember(events: PageEvents): void {
    const newest = events.newest();
    const [first] = newest;
    if (!first) return;
    if (first.timestamp !== this.#lastAt) this.#idsAtLast = [];
    this.#lastAt = first.timestamp;
    for (const {eventId} of newest) this.#idsAtLast.push(eventId);
  }
}

const repeatedToken = (logGroup: string) =>
  new ApilogsError(`CloudWatch Logs keeps returning the same page token for ${logGroup}`, {
    hint: 'the rest of this log group is missing; run the command again, or with a shorter window',
    exitCode: exitCodes.partial,
  });
