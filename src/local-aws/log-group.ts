import {type EventRun, type GeneratedEvent, GeneratedRun, MemoryRun, maxBatchSize} from './event-run.js';
import {countWithin, type Scan, scanEvents} from './scan-events.js';
import {EventBatch, type StoredEvent} from './stored-event.js';

export type LogGroupClass = 'STANDARD' | 'INFREQUENT_ACCESS' | 'DELIVERY';

export interface LogGroupSettings {
  readonly logGroupClass?: LogGroupClass;
  readonly retentionInDays?: number;
  /** Epoch milliseconds; now where absent. */
  readonly creationTime?: number;
}

export interface LogStream {
  readonly name: string;
  readonly creationTime: number;
  firstEventTimestamp?: number;
  lastEventTimestamp?: number;
  lastIngestionTime?: number;
}

/** An event with everything settled that a writer may leave to the service. */
export interface IncomingEvent {
  readonly timestamp: number;
  readonly ingestionTime: number;
  readonly message: string;
}

/** One log group: its events in order, and its streams. */
export class LogGroup {
  readonly name: string;
  readonly creationTime: number;
  readonly logGroupClass: LogGroupClass;
  readonly retentionInDays: number | undefined;
  readonly #streams = new Map<string, LogStream>();
  readonly #put = new MemoryRun();
  readonly #generated: GeneratedRun[] = [];
  #unlisted: GeneratedRun[] = [];
  #sequence = 0;

  constructor(name: string, settings: LogGroupSettings & {readonly creationTime: number}) {
    this.name = name;
    this.creationTime = settings.creationTime;
    this.logGroupClass = settings.logGroupClass ?? 'STANDARD';
    this.retentionInDays = settings.retentionInDays;
  }

  /** The streams, also those that only generated events mention. */
  get streams(): ReadonlyMap<string, LogStream> {
    this.#listGeneratedStreams();
    return this.#streams;
  }

  /** The stream of this name, made where it is not there yet. */
  stream(name: string, creationTime: number): LogStream {
    const known = this.#streams.get(name);
    if (known) return known;
    const stream: LogStream = {name, creationTime};
    this.#streams.set(name, stream);
    return stream;
  }

  add(stream: LogStream, events: Iterable<IncomingEvent>): void {
    let batch = new EventBatch(this.name, this.#sequence);
    let size = 0;
    for (const {timestamp, ingestionTime, message} of events) {
      if (size === maxBatchSize) {
        batch = new EventBatch(this.name, this.#sequence);
        size = 0;
      }
      const sequence = this.#sequence++;
      this.#put.add({timestamp, ingestionTime, sequence, logStream: stream.name, message, batch});
      noteEvent(stream, timestamp, ingestionTime);
      size += 1;
    }
  }

  /** @param now epoch ms, at which the events that do not say so were taken in */
  addGenerated(count: number, now: number, eventAt: (index: number) => GeneratedEvent): void {
    const run = new GeneratedRun(this.name, this.#sequence, {count, now, eventAt});
    this.#sequence += count;
    this.#generated.push(run);
    this.#unlisted.push(run);
  }

  scan(scan: Scan): Generator<StoredEvent> {
    const runs: EventRun[] = [this.#put, ...this.#generated];
    return scanEvents(runs, scan);
  }

  /** How many events the window holds, both ends inclusive, in epoch milliseconds. */
  count(startTime: number, endTime: number): number {
    const runs: EventRun[] = [this.#put, ...this.#generated];
    return runs.reduce((sum, run) => sum + countWithin(run, startTime, endTime), 0);
  }

  #listGeneratedStreams(): void {
    const runs = this.#unlisted;
    this.#unlisted = [];
    for (const run of runs) {
      for (let index = 0; index < run.length; index += 1) {
        const {logStream, timestamp, ingestionTime} = run.at(index);
        noteEvent(this.stream(logStream, timestamp), timestamp, ingestionTime);
      }
    }
  }
}

function noteEvent(stream: LogStream, timestamp: number, ingestionTime: number): void {
  stream.firstEventTimestamp = Math.min(stream.firstEventTimestamp ?? timestamp, timestamp);
  stream.lastEventTimestamp = Math.max(stream.lastEventTimestamp ?? timestamp, timestamp);
  stream.lastIngestionTime = Math.max(stream.lastIngestionTime ?? ingestionTime, ingestionTime);
}
