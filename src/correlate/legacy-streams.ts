import type {LogEvent} from '../log-event.js';
import type {ExecutionFact} from './execution-line.js';

const maxRememberedStreams = 1_000;

/**
 * Execution logs of 2016 have no `(id) ` prefix: only the first lines of a request say its id, and the lines
 * behind them in the stream go with it, as long as no other request is open in that stream.
 */
export class LegacyStreams {
  readonly #openIds = new Map<string, Set<string>>();

  /** The request of an execution line without prefix; undefined where two could be meant. */
  requestIdOf({logStream}: LogEvent, fact: ExecutionFact | undefined): string | undefined {
    if (fact?.kind === 'start') {
      this.#idsOf(logStream).add(fact.requestId);
      return fact.requestId;
    }
    const ids = this.#openIds.get(logStream);
    if (!ids) return undefined;
    const [only] = ids;
    const requestId = ids.size === 1 ? only : undefined;
    // Which of several requests has ended cannot be told either, so all of them are let go.
    if (fact?.kind === 'status') this.#openIds.delete(logStream);
    return requestId;
  }

  #idsOf(logStream: string): Set<string> {
    let ids = this.#openIds.get(logStream);
    if (!ids) {
      if (this.#openIds.size >= maxRememberedStreams) this.#openIds.clear();
      ids = new Set();
      this.#openIds.set(logStream, ids);
    }
    return ids;
  }
}
