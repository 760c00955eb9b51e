import {ApilogsError, exitCodes} from '../errors.js';
import type {LogEvent} from '../log-event.js';
import type {LogPage} from './log-page.js';
import {type PageEvents, ParsedEvents} from './page-events.js';

const maxRepeats = 3;
/** Many empty pages in a row are normal where something selects, and hardly ever come where nothing does. */
export const mostEmptyPages = {ofAll: 250, ofSelected: 100_000} as const;

/** AWS returns one token again and again, so that a listing does not go on. */
export class RepeatedTokenError extends ApilogsError {}

/** One listing, from page to page by its tokens. */
export class TokenChain {
  #nextToken: string | undefined;
  #wasRepeated = false;
  #repeats = 0;
  readonly #mostEmptyPages: number;
  #emptyPages = 0;
  /** The newest time of the page before, and the ids that it had of that time. */
  #lastAt = Number.NEGATIVE_INFINITY;
  #idsAtLast = new Set<string>();

  /** @param mostEmpty how many pages without events may come in a row */
  constructor(mostEmpty: number) {
    this.#mostEmptyPages = mostEmpty;
  }

  /** The token of the next page; undefined before the first and after the last. */
  get nextToken(): string | undefined {
    return this.#nextToken;
  }

  /**
   * Goes on to the page's token, and gives what is new of its events.
   *
   * @throws ApilogsError (exit code 8) when AWS returns one token again and again, or never comes to an end
   */
  follow(page: LogPage, logGroup: string): PageEvents {
    const {events, nextToken} = page;
    // Seen in other listings of CloudWatch Logs: a token that leads to the page it came with.
    const isRepeated = nextToken !== undefined && nextToken === this.#nextToken;
    this.#nextToken = nextToken;
    const comesAgain = isRepeated || this.#wasRepeated;
    const fresh = this.#freshOf(page, comesAgain);
    this.#wasRepeated = isRepeated || (comesAgain && fresh.count === 0);
    this.#repeats = isRepeated && fresh.count === 0 ? this.#repeats + 1 : 0;
    if (this.#repeats >= maxRepeats) throw repeatedToken(logGroup);
    this.#emptyPages = fresh.count === 0 ? this.#emptyPages + 1 : 0;
    if (nextToken !== undefined && this.#emptyPages >= this.#mostEmptyPages) throw noEnd(logGroup);
    if (nextToken !== undefined) this.#remember(events, comesAgain);
    return fresh;
  }

  /**
   * What a token brings that was asked with before begins with what it brought then. Of other pages users of
   * awslogs have seen some begin with events of the page before; its source skips them by their ids.
   */
  #freshOf({events, firstAt}: LogPage, comesAgain: boolean): PageEvents {
    if (firstAt === undefined || firstAt > this.#lastAt) return events;
    const isKnown = ({timestamp, eventId}: LogEvent) =>
      timestamp === this.#lastAt ? this.#idsAtLast.has(eventId) : comesAgain && timestamp < this.#lastAt;
    // Mostly the page goes on within the millisecond in which the one before ended, and is to stay unparsed.
    if (![...events.upTo(this.#lastAt).parts()].flat().some(isKnown)) return events;
    const fresh = [...events.parts()].flat().filter(event => !isKnown(event));
    return new ParsedEvents(fresh, events.bytes);
  }

  #remember(events: PageEvents, comesAgain: boolean): void {
    const newest = events.newest();
    const lastAt = newest[0]?.timestamp;
    if (lastAt === undefined || lastAt < this.#lastAt) return;
    if (!comesAgain || lastAt > this.#lastAt) this.#idsAtLast = new Set();
    this.#lastAt = lastAt;
    for (const {eventId} of newest) this.#idsAtLast.add(eventId);
  }
}

const noEnd = (logGroup: string) =>
  new ApilogsError(`CloudWatch Logs returns one empty page after another for ${logGroup}`, {
    hint: 'the rest of this log group is missing; run the command again, or with a shorter window',
    exitCode: exitCodes.partial,
  });

const repeatedToken = (logGroup: string) =>
  new RepeatedTokenError(`CloudWatch Logs keeps returning the same page token for ${logGroup}`, {
    hint: 'the rest of this log group is missing; run the command again, or with a shorter window',
    exitCode: exitCodes.partial,
  });
