import {createHash} from 'node:crypto';

/** Where an event stands in its log group: by time, then ingestion time, then as it was put. */
export interface Position {
  /** Epoch milliseconds, as the writer said. */
  readonly timestamp: number;
  /** Epoch milliseconds at which the service took the event in. */
  readonly ingestionTime: number;
  /** Counts the events of the group in the order in which they were put. */
  readonly sequence: number;
}

export interface StoredEvent extends Position {
  readonly logStream: string;
  readonly message: string;
  readonly batch: EventBatch;
}

/** The events that came with one PutLogEvents request; they share the middle of their ids. */
export class EventBatch {
  readonly #name: string;
  readonly #firstSequence: number;
  #id: bigint | undefined;

  constructor(logGroup: string, firstSequence: number) {
    this.#name = `${logGroup}:${firstSequence}`;
    this.#firstSequence = firstSequence;
  }

  /**
   * 56 decimal digits. Real ids have the timestamp in the top bits, 128 bits that all events of a batch
   * share, and a counter within the batch in the low 16 (seen in real subscription payloads), so events of
   * two batches within one millisecond do not sort by id as they were put.
   */
  eventId({timestamp, sequence}: Position): string {
    this.#id ??= BigInt(`0x${createHash('md5').update(this.#name).digest('hex')}`);
    const counter = BigInt((sequence - this.#firstSequence) & 0xffff);
    return ((BigInt(timestamp) << 144n) | (this.#id << 16n) | counter).toString().padStart(56, '0');
  }
}

/** Negative when `a` comes first, 0 for one and the same place. */
export const comparePositions = (a: Position, b: Position) =>
  a.timestamp - b.timestamp || a.ingestionTime - b.ingestionTime || a.sequence - b.sequence;
