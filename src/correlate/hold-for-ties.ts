import type {LogEvent} from '../log-event.js';
import type {LogLine} from '../log-line.js';
import type {Notices} from '../notices.js';
import type {ApiRequest} from './api-request.js';
import type {Correlator, PendingLine} from './correlator.js';
import type {Invocation, SandboxStart} from './invocation.js';
import {Queue} from './queue.js';
import {patienceMs} from './request-index.js';

export interface HoldOptions {
  readonly notices: Notices;
  /**
   * Whether lines wait until everything of their request is known: for a selection by any of its ids, or by
   * its outcome.
   */
  readonly untilRequestIsComplete: boolean;
  /** Which lines are of use, once they are decided: with it the others need not be held until it is their turn. */
  readonly isWanted?: ((line: LogLine) => boolean) | undefined;
}

const mostLines = 100_000;
const mostCharacters = 32 * 1024 * 1024;
const lowestCrowd = 0.25;
/** An authorizer that only its trace id ties is settled a moment after its request has closed. */
const completeAfterMs = 1_500;

/**
 * Gives lines on, in the order they came, once it is known which request they belong to, or that it will not
 * be known. What is held is bounded by 30 seconds of log time, 100,000 lines and 32 million characters.
 */
export async function* holdForTies(
  batches: AsyncIterable<LogEvent[]>,
  correlator: Correlator,
  options: HoldOptions,
): AsyncGenerator<LogLine[]> {
  const hold = new Hold(correlator, options);
  for await (const batch of batches) {
    hold.add(batch);
    const lines = hold.takeDecided();
    if (lines.length > 0) yield lines;
  }
  correlator.index.end();
  const rest = hold.takeAll();
  if (rest.length > 0) yield rest;
}

/** Lines in the order they came, and which of them may leave. */
export class Hold {
  readonly #correlator: Correlator;
  readonly #options: HoldOptions;
  readonly #lines = new Queue<PendingLine>();
  #characters = 0;
  /** The share of what may be held at which unwanted lines are thrown out. */
  #crowdedAt = lowestCrowd;

  constructor(correlator: Correlator, options: HoldOptions) {
    this.#correlator = correlator;
    this.#options = options;
  }

  add(events: readonly LogEvent[]): void {
    for (const event of events) {
      this.#correlator.index.advance(event.timestamp);
      this.#lines.push(this.#correlator.observe(event));
      this.#characters += event.message.length;
    }
    if (this.#options.isWanted && this.#share > this.#crowdedAt) this.#throwOut(this.#options.isWanted);
  }

  get #share(): number {
    return Math.max(this.#lines.length / mostLines, this.#characters / mostCharacters);
  }

  /** One request that lasts holds up all behind it, of which few may be wanted. */
  #throwOut(isWanted: (line: LogLine) => boolean): void {
    const {now} = this.#correlator.index;
    this.#lines.filter(line => {
      const isKept = !isDecided(line, now, this.#options) || isWanted(line.settleTies());
      if (!isKept) this.#characters -= line.event.message.length;
      return isKept;
    });
    // Twice as much has to come before it is worth another look.
    this.#crowdedAt = Math.min(1, Math.max(lowestCrowd, 2 * this.#share));
  }

  takeDecided(): LogLine[] {
    const taken: LogLine[] = [];
    for (let first = this.#lines.first; first && this.#mayLeave(first); first = this.#lines.first) {
      taken.push(this.#take(first));
    }
    return taken;
  }

  /** All that is held, with what is known of it by now. */
  takeAll(): PendingLine[] {
    const taken: PendingLine[] = [];
    for (let first = this.#lines.first; first; first = this.#lines.first) taken.push(this.#take(first));
    return taken;
  }

  #take(line: PendingLine): PendingLine {
    this.#lines.removeFirst();
    this.#characters -= line.event.message.length;
    return line.settleTies();
  }

  #mayLeave(line: PendingLine): boolean {
    const {now} = this.#correlator.index;
    if (isDecided(line, now, this.#options) || now > line.event.timestamp + patienceMs) return true;
    if (this.#lines.length <= mostLines && this.#characters <= mostCharacters) return false;
    this.#options.notices.notice(
      'traffic is so dense that some lines are printed before their request is known',
      'they carry their own ids and none of another request; a shorter window or a filter pattern helps',
    );
    return true;
  }
}

/** Whether waiting longer could not tie the line any more. */
export function isDecided(
  {request, invocation, sandboxStart, spot}: PendingLine,
  now: number,
  {untilRequestIsComplete}: Pick<HoldOptions, 'untilRequestIsComplete'>,
): boolean {
  if (sandboxStart && !isStartDecided(sandboxStart, now)) return false;
  if (spot?.isOpen(now)) return false;
  const itsInvocation =
    invocation ?? (sandboxStart?.belongs ? sandboxStart.invocation : undefined) ?? spot?.invocation();
  const itsRequest = request ?? itsInvocation?.request;
  if (itsRequest) return !untilRequestIsComplete || isComplete(itsRequest, now);
  if (!itsInvocation) return true;
  return itsInvocation.isSettled && (!untilRequestIsComplete || isOver(itsInvocation, now));
}

function isComplete({openedAt, closedAt, accessedAt = 0}: ApiRequest, now: number): boolean {
  if (closedAt !== undefined) return now > closedAt + completeAfterMs;
  // An access line may come first, and the execution lines of its request are right behind it.
  return openedAt === undefined && now > accessedAt + completeAfterMs;
}

/** Only an invocation that may stand for a request of its own is waited for: its report says how it went. */
const isOver = ({mayBeRequest, endedAt}: Invocation, now: number) =>
  !mayBeRequest || (endedAt !== undefined && now > endedAt + completeAfterMs);

/** On-demand starts are limited to ten seconds (documented); one without a START by then serves nobody yet. */
const longestSandboxStartMs = 12_000;

const isStartDecided = ({belongs, invocation, startedAt}: SandboxStart, now: number) =>
  belongs !== undefined || (!invocation && now > startedAt + longestSandboxStartMs);
