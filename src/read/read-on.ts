import {isRefusedToken} from '../aws/error-kind.js';
import type {LogEvent} from '../log-event.js';
import type {ClosedWindow} from './read-slices.js';
import {RepeatedTokenError} from './token-chain.js';

type Listing = (window: ClosedWindow) => AsyncGenerator<LogEvent[]>;

/** In a row that bring nothing new. */
const mostFruitless = 3;

/**
 * Reads one log group in time order, and where a listing breaks in a way that another may not, goes on with another
 * from the time it had come to: a token that is refused or leads nowhere. Starts at once.
 *
 * @throws what the last listing threw
 */
export function readOn(list: Listing, window: ClosedWindow, signal: AbortSignal): AsyncGenerator<LogEvent[]> {
  return readFrom(list, list(window), window, signal);
}

async function* readFrom(
  list: Listing,
  first: AsyncGenerator<LogEvent[]>,
  window: ClosedWindow,
  signal: AbortSignal,
): AsyncGenerator<LogEvent[]> {
  const place = new Place(window.startTime);
  let listing = first;
  for (let fruitless = 0; ; ) {
    try {
      for await (const events of listing) {
        const fresh = place.freshOf(events);
        if (fresh.length === 0) continue;
        fruitless = 0;
        yield fresh;
      }
      return;
    } catch (error) {
      fruitless += 1;
      if (!isWorthAnotherListing(error) || fruitless >= mostFruitless || signal.aborted) throw error;
      place.goBack();
      listing = list({...window, startTime: place.time});
    }
  }
}

export const isWorthAnotherListing = (error: unknown): boolean =>
  error instanceof RepeatedTokenError || isRefusedToken(error);

/** How far a log group has been read. */
class Place {
  /** Epoch ms of the newest event. */
  time: number;
  /** The ids of the events at that time: the next listing begins with them. */
  #ids = new Set<string>();
  #hasGoneBack = false;

  constructor(startTime: number) {
    this.time = startTime;
  }

  /** A listing begins from here anew. */
  goBack(): void {
    this.#hasGoneBack = true;
  }

  freshOf(events: LogEvent[]): LogEvent[] {
    const fresh = this.#hasGoneBack ? events.filter(event => !this.#isKnown(event)) : events;
    const newestAt = events.at(-1)?.timestamp ?? this.time;
    if (newestAt > this.time) {
      this.time = newestAt;
      this.#ids = new Set();
      this.#hasGoneBack = false;
    }
    for (let at = fresh.length - 1; at >= 0 && fresh[at]?.timestamp === this.time; at -= 1)
      this.#ids.add(fresh[at]?.eventId ?? '');
    return fresh;
  }

  #isKnown({timestamp, eventId}: LogEvent): boolean {
    return timestamp === this.time && this.#ids.has(eventId);
  }
}
