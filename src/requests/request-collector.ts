import {Timers} from '../correlate/timers.js';
import type {LogLine, RequestIds} from '../log-line.js';
import {type AccessParser, accessParser} from './access-parser.js';
import {RequestDraft} from './request-draft.js';
import type {RequestRecord} from './request-record.js';

/** The clocks of services differ, and a function's report is written behind the response. */
const graceMs = 1_500;
/** A function may run on after API Gateway has given up on it; this long its report is waited for. */
const reportPatienceMs = 60_000;
/** An access log line alone, without a latency, does not say when its invocations will be over. */
const unknownEndMs = 30_000;
/** The longest that a response can be streamed is 15 minutes (documented), and a minute for lines to come. */
const openPatienceMs = 16 * 60_000;
const mostOpen = 100_000;
/** A timer keeps what it is for, so none is set further ahead. */
const lookAgainMs = 10_000;

/**
 * Makes records of requests from lines that have been correlated, in the order of reading. Keeps no lines, only
 * what the records of the requests under way need: of 100,000 at most, the oldest given early beyond that. A
 * record comes when its request has ended and its invocations have reported, with 60 seconds of patience.
 */
export class RequestCollector {
  readonly #parseAccess: AccessParser = accessParser();
  /** In the order in which they began. */
  readonly #drafts = new Map<string, RequestDraft>();
  /** Requests whose records are out: lines that come later change nothing. */
  readonly #done = new WeakSet<RequestIds>();
  #ready: RequestRecord[] = [];
  readonly #timers = new Timers();

  /** When the oldest request began of those whose records are still to come, epoch ms; undefined for none. */
  get oldestOpen(): number | undefined {
    for (const draft of this.#drafts.values()) return draft.startTime;
    return undefined;
  }

  /** Takes lines in time order; gives the records of the requests that are complete. */
  add(lines: readonly LogLine[]): RequestRecord[] {
    for (const line of lines) {
      this.#timers.runBefore(line.event.timestamp);
      const {apiRequestId: id, request} = line;
      if (id === undefined || (request && this.#done.has(request))) continue;
      const draft = this.#draftOf(id, line);
      draft.add(line);
      this.#schedule(id, draft, line.event.timestamp);
    }
    return this.#takeReady();
  }

  /** When following: tells that log time has come so far, also where no line did; gives what is complete. */
  advance(now: number): RequestRecord[] {
    this.#timers.runBefore(now);
    return this.#takeReady();
  }

  /** No more lines come: gives all that is left, with `open` where no end was seen. */
  end(): RequestRecord[] {
    for (const [id, draft] of this.#drafts) this.#finish(id, draft);
    return this.#takeReady();
  }

  #draftOf(id: string, line: LogLine): RequestDraft {
    const known = this.#drafts.get(id);
    if (known && !isAnotherRequest(known, line)) return known;
    if (known) this.#finish(id, known);
    const draft = new RequestDraft(id, line, this.#parseAccess);
    this.#drafts.set(id, draft);
    if (this.#drafts.size > mostOpen) {
      for (const [oldestId, oldest] of this.#drafts) {
        this.#finish(oldestId, oldest);
        break;
      }
    }
    return draft;
  }

  /** Looks again when the request may be complete; a timer that is not the draft's last one does nothing. */
  #schedule(id: string, draft: RequestDraft, now: number): void {
    const at = Math.min(dueTime(draft), now + lookAgainMs);
    if (draft.timerAt !== undefined && draft.timerAt <= at) return;
    draft.timerAt = at;
    this.#timers.at(at, () => {
      if (draft.timerAt !== at || this.#drafts.get(id) !== draft) return;
      draft.timerAt = undefined;
      if (dueTime(draft) <= at) this.#finish(id, draft);
      else this.#schedule(id, draft, at);
    });
  }

  #finish(id: string, draft: RequestDraft): void {
    this.#drafts.delete(id);
    if (draft.ids) this.#done.add(draft.ids);
    this.#ready.push(draft.toRecord());
  }

  #takeReady(): RequestRecord[] {
    const ready = this.#ready;
    this.#ready = [];
    return ready;
  }
}

/** A client may send its own request id, and send it twice. */
const isAnotherRequest = ({hasEnded, ids}: RequestDraft, {request}: LogLine) =>
  hasEnded && request !== undefined && ids !== undefined && request !== ids;

/** Log time at which a request is taken for complete, if no line changes that. */
function dueTime({startTime, endTime, hasEnded, isUnderWay, hasUnreportedInvocations}: RequestDraft): number {
  if (endTime !== undefined) return endTime + (hasUnreportedInvocations ? reportPatienceMs : graceMs);
  return startTime + (hasEnded && !isUnderWay ? unknownEndMs : openPatienceMs);
}
