import type {LogEvent} from '../log-event.js';
import type {LogLine} from '../log-line.js';

/** Whose a line is. */
type Ties = Pick<LogLine, 'apiRequestId' | 'lambdaRequestId'>;

/** Is told of such lines. */
export type LeftOut = Pick<LeftOutLines, 'add' | 'addSelected'>;

/** A response can be streamed for 15 minutes (documented); what lasts longer is forgotten. */
const rememberedMs = 16 * 60_000;

/**
 * Lines that left, not selected, before it was known how their request ends, and of those requests the first that
 * turned out to be selected. It keeps ids alone, of the last 16 minutes of log time.
 */
export class LeftOutLines {
  /** Ids of requests and invocations, with the time of the last of their lines that left so; the oldest first. */
  readonly #undecided = new Map<string, number>();
  #hasLinesWithoutId = false;
  #requestId: string | undefined;

  /** Whether lines had no id by which it could be seen later whether they are selected. */
  get hasLinesWithoutId(): boolean {
    return this.#hasLinesWithoutId;
  }

  /** The first selected request of which lines are missing. */
  get requestId(): string | undefined {
    return this.#requestId;
  }

  /** A line has left, not selected, while its request was not known to its end. */
  add({apiRequestId, lambdaRequestId, event}: Ties & {readonly event: Pick<LogEvent, 'timestamp'>}): void {
    const id = apiRequestId ?? lambdaRequestId;
    if (id === undefined) {
      this.#hasLinesWithoutId = true;
      return;
    }
    this.#undecided.delete(id);
    this.#undecided.set(id, event.timestamp);
    this.#forgetBefore(event.timestamp - rememberedMs);
  }

  /** A line leaves that belongs to a selected request. */
  addSelected({apiRequestId, lambdaRequestId}: Ties): void {
    if (this.#undecided.size === 0) return;
    const ids = [apiRequestId, lambdaRequestId].filter(id => id !== undefined);
    if (ids.filter(id => this.#undecided.delete(id)).length === 0) return;
    this.#requestId ??= apiRequestId ?? lambdaRequestId;
  }

  #forgetBefore(oldest: number): void {
    for (const [id, timestamp] of this.#undecided) {
      if (timestamp >= oldest) return;
      this.#undecided.delete(id);
    }
  }
}
