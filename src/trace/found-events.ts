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

  /** Takes a page of one search, with all that it found of each millisecond. What has been found before takes its place among what it now came with. */
  add(page: readonly LogEvent[]): void {
    const alike = new Map<string, number>();
    for (const event of page) {
      this.#place += 1;
      const key = keyOf(event, alike);
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

/** Queries give no event ids; of events that are alike in all they have, each search finds the same number. */
function keyOf(event: LogEvent, alike: Map<string, number>): string {
  const {source, logStream, timestamp, ingestionTime, message, eventId} = event;
  if (eventId !== '') return `${source.logGroup}\n${eventId}`;
  const content = `${source.logGroup}\n${logStream}\n${timestamp} ${ingestionTime}\n${message}`;
  const before = alike.get(content) ?? 0;
  alike.set(content, before + 1);
  return `${content}\n${before}`;
}
