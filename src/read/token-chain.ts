import {ApilogsError, exitCodes} from '../errors.js';
import type {LogEvent} from '../log-event.js';
import type {LogPage} from './log-page.js';

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
  follow({events, nextToken}: LogPage, logGroup: string): LogEvent[] {
    // Seen in other listings of CloudWatch Logs: a token that leads to the page it came with.
    const isRepeated = nextToken !== undefined && nextToken === this.#nextToken;
    this.#nextToken = nextToken;
    // What a token brings that was asked with before begins with what it brought then.
    const fresh = isRepeated || this.#wasRepeated ? events.filter(event => this.#isNew(event)) : events;
    this.#wasRepeated = isRepeated;
    this.#repeats = isRepeated && fresh.length === 0 ? this.#repeats + 1 : 0;
    if (this.#repeats >= maxRepeats) throw repeatedToken(logGroup);
    if (nextToken !== undefined) this.#remember(fresh);
    return fresh;
  }

  #isNew({timestamp, eventId}: LogEvent): boolean {
    return timestamp > this.#lastAt || (timestamp === this.#lastAt && !this.#idsAtLast.includes(eventId));
  }

  #remember(events: readonly LogEvent[]): void {
    const lastAt = events.at(-1)?.timestamp;
    if (lastAt === undefined) return;
    if (lastAt !== this.#lastAt) this.#idsAtLast = [];
    this.#lastAt = lastAt;
    for (let index = events.length - 1; index >= 0; index -= 1) {
      const event = events[index];
      if (event?.timestamp !== lastAt) break;
      this.#idsAtLast.push(event.eventId);
    }
  }
}

const repeatedToken = (logGroup: string) =>
  new ApilogsError(`CloudWatch Logs keeps returning the same page token for ${logGroup}`, {
    hint: 'the rest of this log group is missing; run the command again, or with a shorter window',
    exitCode: exitCodes.partial,
  });
