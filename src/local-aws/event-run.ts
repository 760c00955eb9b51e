import {comparePositions, EventBatch, type Position, type StoredEvent} from './stored-event.js';

/** Events of one log group in order of position. */
export interface EventRun {
  readonly length: number;
  at(index: number): StoredEvent;
}

/**
 * Events held in memory. They mostly come in order; those that do not wait aside and are merged in when the
 * run is next read, so that neither writing nor reading sorts what is sorted already.
 */
export class MemoryRun implements EventRun {
  readonly #sorted: StoredEvent[] = [];
  #disordered: StoredEvent[] = [];

  get length(): number {
    this.#settle();
    return this.#sorted.length;
  }

  at(index: number): StoredEvent {
    return at(this.#sorted, index);
  }

  add(event: StoredEvent): void {
    const last = this.#sorted.at(-1);
    if (this.#disordered.length === 0 && (!last || comparePositions(last, event) < 0))
      this.#sorted.push(event);
    else this.#disordered.push(event);
  }

  #settle(): void {
    if (this.#disordered.length === 0) return;
    const late = this.#disordered.sort(comparePositions);
    this.#disordered = [];
    const displaced = this.#sorted.splice(countUpTo(this.#arrayRun, at(late, 0)));
    for (const event of mergeSorted(displaced, late)) this.#sorted.push(event);
  }

  get #arrayRun(): EventRun {
    return {length: this.#sorted.length, at: index => at(this.#sorted, index)};
  }
}

/** One event as a generator gives it. */
export interface GeneratedEvent {
  readonly logStream: string;
  readonly timestamp: number;
  readonly message: string;
  readonly ingestionTime?: number;
}

/** How events come to be. */
export interface EventGenerator {
  readonly count: number;
  /** Epoch ms, at which the events that do not say so were taken in. */
  readonly now: number;
  readonly eventAt: (index: number) => GeneratedEvent;
}

/** AWS takes at most 10,000 events in one PutLogEvents request. */
export const maxBatchSize = 10_000;

/** Events that are computed whenever they are read, so that millions of them take no memory. */
export class GeneratedRun implements EventRun {
  readonly length: number;
  readonly #logGroup: string;
  readonly #firstSequence: number;
  readonly #now: number;
  readonly #eventAt: (index: number) => GeneratedEvent;
  #batch: {readonly index: number; readonly batch: EventBatch} | undefined;

  constructor(logGroup: string, firstSequence: number, {count, now, eventAt}: EventGenerator) {
    this.length = count;
    this.#now = now;
    this.#logGroup = logGroup;
    this.#firstSequence = firstSequence;
    this.#eventAt = eventAt;
  }

  at(index: number): StoredEvent {
    const {logStream, timestamp, message, ingestionTime = this.#now} = this.#eventAt(index);
    const sequence = this.#firstSequence + index;
    return {timestamp, ingestionTime, sequence, logStream, message, batch: this.#batchOf(index)};
  }

  #batchOf(eventIndex: number): EventBatch {
    const index = Math.floor(eventIndex / maxBatchSize);
    if (this.#batch?.index !== index) {
      const batch = new EventBatch(this.#logGroup, this.#firstSequence + index * maxBatchSize);
      this.#batch = {index, batch};
    }
    return this.#batch.batch;
  }
}

/** How many events of the run stand before a position. */
export const countBefore = (run: EventRun, position: Position) =>
  partition(run, event => comparePositions(event, position) < 0);

/** How many events of the run stand before or at a position. */
export const countUpTo = (run: EventRun, position: Position) =>
  partition(run, event => comparePositions(event, position) <= 0);

/** The number of leading events for which `isBefore` holds, by halving. */
function partition(run: EventRun, isBefore: (event: StoredEvent) => boolean): number {
  let low = 0;
  let high = run.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isBefore(run.at(middle))) low = middle + 1;
    else high = middle;
  }
  return low;
}

function* mergeSorted(first: readonly StoredEvent[], second: readonly StoredEvent[]): Generator<StoredEvent> {
  let index = 0;
  for (const event of second) {
    while (index < first.length && comparePositions(at(first, index), event) < 0) yield at(first, index++);
    yield event;
  }
  while (index < first.length) yield at(first, index++);
}

function at(events: readonly StoredEvent[], index: number): StoredEvent {
  const event = events[index];
  if (!event) throw new RangeError(`no event at ${index}`);
  return event;
}
