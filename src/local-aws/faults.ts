import {actionOf} from './access-denied.js';
import type {Members} from './input.js';
import type {ServiceCall} from './service-call.js';

/** What goes wrong with a call. */
export type Fault =
  /** An error of the service; status 400 where none is given and the name implies none. */
  | {readonly error: {readonly name: string; readonly message: string; readonly status?: number}}
  /** Any other answer, byte for byte. */
  | {readonly answer: {readonly body: string; readonly status?: number; readonly contentType?: string}}
  /** The answer comes later; whatever else applies still does. */
  | {readonly delayMs: number}
  /** The page of a listing ends after so many events at most, as AWS may end any. */
  | {readonly shortPage: number}
  /** The page of a listing comes with the token that led to it in place of the next one's. */
  | 'repeat-token'
  /** The connection breaks before the first byte of the answer. */
  | 'reset'
  /** The connection breaks half way through the body. */
  | 'reset-in-body'
  /** A complete answer with status 200 whose JSON stops half way. */
  | 'truncate'
  /** A page of events whose brackets are all right, with an event in it that is no JSON. */
  | 'garbled-event'
  /** An answer with status 200 whose body is no JSON. */
  | 'not-json'
  /** The page of a proxy or captive portal, with status 200. */
  | 'html'
  /** No answer ever. */
  | 'hang'
  /** The headers of an answer and half of its body, and then nothing. */
  | 'hang-in-body'
  /** The connection breaks, and from now on the server accepts no other. */
  | 'refuse'
  /** The page that the call's token came with, with the same token again. */
  | 'repeated-page'
  /** A page with nothing on it, and a token that is new each time. */
  | 'endless-pages'
  /** No policy allows the call. */
  | 'denied';

export interface FaultRule {
  /** The operation it befalls; every one where absent. */
  readonly operation?: string;
  /** Narrows it to certain calls. */
  readonly when?: (input: Members, call: ServiceCall) => boolean;
  /** How many calls it befalls; all where absent. */
  readonly times?: number;
  readonly fault: Fault;
  /** Told of every call that it befalls, before the answer. */
  readonly onStrike?: () => void;
}

export interface FaultHandle {
  /** How many calls it has befallen. */
  readonly hits: number;
  remove(): void;
}

interface Entry {
  readonly applies: (call: ServiceCall) => boolean;
  readonly times: number;
  readonly fault: Fault;
  readonly onStrike?: (() => void) | undefined;
  hits: number;
}

/** The failures that the local AWS produces on request. */
export class Faults {
  readonly #entries = new Set<Entry>();

  /** Makes calls fail from now on; the first rule that applies wins, after all that only delay. */
  add({operation, when, times = Number.POSITIVE_INFINITY, fault, onStrike}: FaultRule): FaultHandle {
    return this.#add({
      applies: call =>
        (operation === undefined || call.operation === operation) && (!when || when(call.input, call)),
      times,
      fault,
      onStrike,
      hits: 0,
    });
  }

  /** Takes a permission away, such as `logs:FilterLogEvents` or `apigateway:GET`. */
  deny(action: string, when?: FaultRule['when']): FaultHandle {
    return this.#add({
      applies: call => actionOf(call) === action && (!when || when(call.input, call)),
      times: Number.POSITIVE_INFINITY,
      fault: 'denied',
      hits: 0,
    });
  }

  clear(): void {
    this.#entries.clear();
  }

  /** What befalls this call: how long it waits, and how it fails. Counts as one of a rule's times. */
  strike(call: ServiceCall): {
    readonly delayMs: number;
    readonly fault: Exclude<Fault, {delayMs: number}> | undefined;
  } {
    let delayMs = 0;
    for (const entry of this.#entries) {
      if (entry.hits >= entry.times || !entry.applies(call)) continue;
      entry.hits += 1;
      entry.onStrike?.();
      if (typeof entry.fault !== 'object' || !('delayMs' in entry.fault))
        return {delayMs, fault: entry.fault};
      delayMs += entry.fault.delayMs;
    }
    return {delayMs, fault: undefined};
  }

  #add(entry: Entry): FaultHandle {
    this.#entries.add(entry);
    return {
      get hits() {
        return entry.hits;
      },
      remove: () => {
        this.#entries.delete(entry);
      },
    };
  }
}
