import type {LogEvent} from '../log-event.js';

interface FoundEvent {
  readonly event: LogEvent;
  /** Its place among events of its log group that share a millisecond. */
  place: number;
}

/** The events that several searches have found, each once. */
export class FoundEvents {
  readonly #events = new Map<string, FoundEvent>();
  #place = 0;

  get size(): number {
    return this.#events.size;
  }

  /** Takes a page of one search. What has been found before takes its place among what it now came with. */
  add(page: readonly LogEvent[]): void {
    for (const event of page) {
      this.#place += 1;
      const key = `${event.source.logGroup}\n${event.eventId}`;
      const known = this.#events.get(key);
      if (known) known.place = this.#place;
      else this.#events.set(key, {event, place: this.#place});
    }
  }

  /** By time; ties by source, then as AWS returned them. */
  inOrder(): LogEvent[] {
    return [...this.#events.values()]
      .sort(
        (a, b) =>
          a.event.timestamp - b.event.timestamp ||
          a.event.source.rank - b.event.source.rank ||
          a.place - b.place,
      )
      .map(({event}) => event);
  }
}
