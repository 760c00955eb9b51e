import type {LineWriter} from './line-writer.js';

/** How far back the text goes that waits for its reader, who may never come for it. */
export class Unwritten {
  readonly #writer: Pick<LineWriter, 'hasUnwritten'>;
  #since = Number.POSITIVE_INFINITY;

  constructor(writer: Pick<LineWriter, 'hasUnwritten'>) {
    this.#writer = writer;
  }

  /** Tells, before it is written, of what time text is; epoch ms. */
  add(timestamps: readonly number[]): void {
    this.#since = timestamps.reduce((oldest, at) => Math.min(oldest, at), this.since);
  }

  /** Epoch ms of the oldest line of which a part may not have left the process; infinite where there is none. */
  get since(): number {
    return this.#writer.hasUnwritten ? this.#since : Number.POSITIVE_INFINITY;
  }
}
