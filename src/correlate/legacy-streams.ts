import type {LogEvent} from '../log-event.js';
import type {ExecutionFact} from './execution-line.js';

const maxRememberedStreams = 1_000;
/** A request that says no end is over by then. */
const longestRequestMs = 30_000;

interface LegacyStream {
  readonly openIds: Set<string>;
  /** Until then lines may belong to a request of which it is not known whether it has ended. */
  doubtfulUntil: number;
}

/**
 * Execution logs of 2016 have no `(id) ` prefix: only the first lines of a request say its id, and the lines
 * behind them in the stream go with it, as long as no other request is open in that stream.
 */
export class LegacyStreams {
  readonly #streams = new Map<string, LegacyStream>();

  /** The request of an execution line without prefix; undefined where two could be meant. */
  requestIdOf({logStream, timestamp}: LogEvent, fact: ExecutionFact | undefined): string | undefined {
    const stream = this.#streamOf(logStream);
    const {openIds} = stream;
    if (fact?.kind === 'start') {
      openIds.add(fact.requestId);
      return fact.requestId;
    }
    const [only] = openIds;
    const isCertain = openIds.size === 1 && timestamp > stream.doubtfulUntil;
    if (fact?.kind === 'status') {
      // Which of several requests has ended cannot be told.
      if (!isCertain && openIds.size > 0) stream.doubtfulUntil = timestamp + longestRequestMs;
      openIds.clear();
    }
    return isCertain ? only : undefined;
  }

  #streamOf(logStream: string): LegacyStream {
    let stream = this.#streams.get(logStream);
    if (!stream) {
      if (this.#streams.size >= maxRememberedStreams) this.#streams.clear();
      stream = {openIds: new Set(), doubtfulUntil: Number.NEGATIVE_INFINITY};
      this.#streams.set(logStream, stream);
    }
    return stream;
  }
}
