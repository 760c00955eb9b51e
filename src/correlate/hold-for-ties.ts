import type {LogEvent} from '../log-event.js';
import type {LogLine} from '../log-line.js';
import type {Notices} from '../notices.js';
import type {ApiRequest} from './api-request.js';
import type {Correlator, PendingLine} from './correlator.js';
import {HeldLines} from './held-lines.js';
import type {Invocation, SandboxStart} from './invocation.js';
import type {LeftOut} from './left-out-lines.js';
import {patienceMs} from './request-index.js';

export interface HoldOptions {
  readonly notices: Notices;
  /**
   * Whether lines wait until everything of their request is known: for a selection by any of its ids, or by
   * its outcome.
   */
  readonly untilRequestIsComplete: boolean;
  /** Which lines are of use, once they are decided: with it the others need not be held until it is their turn. */
  readonly wanted?: WantedLines | undefined;
}

/** A line is wanted for two reasons; whether for the second may turn out later. */
export interface WantedLines {
  isWantedItself(line: LogLine): boolean;
  isOfWantedRequest(line: LogLine): boolean;
  /** Is told of the lines that have to leave before that is known. */
  readonly leftOut: LeftOut;
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
    yield* inParts(() => hold.takeDecided(linesAtOnce));
  }
  correlator.index.end();
  yield* inParts(() => hold.takeAll(linesAtOnce));
}

/** All that is held may leave at once, and V8 would copy what is made of it all together. */
const linesAtOnce = 500;

function* inParts(take: () => LogLine[]): Generator<LogLine[]> {
  for (let lines = take(); lines.length > 0; lines = take()) yield lines;
}

/** Lines in the order they came, and which of them may leave. */
export class Hold {
  readonly #correlator: Correlator;
  readonly #options: HoldOptions;
  readonly #lines = new HeldLines();
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
    if (this.#options.wanted && this.#share > this.#crowdedAt) this.#throwOut(this.#options.wanted);
  }

  get #share(): number {
    return Math.max(this.#lines.length / mostLines, this.#characters / mostCharacters);
  }

  /** One request that lasts holds up all behind it, of which few may be wanted. */
  #throwOut({isWantedItself, isOfWantedRequest}: WantedLines): void {
    const {now} = this.#correlator.index;
    this.#lines.filter(line => {
      if (!isDecided(line, now, this.#options)) return true;
      line.settleTies();
      if (isWantedItself(line) && isOfWantedRequest(line)) return true;
      this.#characters -= line.event.message.length;
      this.#judge(line, 'decided');
      return false;
    });
    // Twice as much has to come before it is worth another look.
    this.#crowdedAt = Math.min(1, Math.max(lowestCrowd, 2 * this.#share));
  }

  /** @param most lines at once; more may be decided */
  takeDecided(most = Number.POSITIVE_INFINITY): LogLine[] {
    const taken: PendingLine[] = [];
    while (taken.length < most && this.#lines.length > 0) {
      const reason = this.#whyFirstMayLeave();
      if (!reason) break;
      const line = this.#takeFirst(taken);
      if (line) this.#judge(line, reason);
    }
    return taken;
  }

  /** All that is held, with what is known of it by now. */
  takeAll(most = Number.POSITIVE_INFINITY): PendingLine[] {
    const taken: PendingLine[] = [];
    while (taken.length < most && this.#lines.length > 0) {
      const line = this.#takeFirst(taken);
      if (line) this.#judge(line, 'ended');
    }
    return taken;
  }

  #takeFirst(taken: PendingLine[]): PendingLine | undefined {
    const line = this.#lines.takeFirst();
    if (!line) return undefined;
    this.#characters -= line.event.message.length;
    taken.push(line.settleTies());
    return line;
  }

  #whyFirstMayLeave(): Reason | undefined {
    const {now} = this.#correlator.index;
    if (this.#isFirstDecided(now)) return 'decided';
    if (now > this.#lines.firstTimestamp + patienceMs) return 'waited';
    if (this.#lines.length <= mostLines && this.#characters <= mostCharacters) return undefined;
    if (!this.#options.wanted)
      this.#options.notices.notice(
        'traffic is so dense that some lines are printed before their request is known',
        'they carry their own ids and none of another request; a shorter window or a filter pattern helps',
      );
    return 'crowded';
  }

  /** Notes of a line that leaves whether it may be missed, and whether lines of its request are. */
  #judge(line: PendingLine, reason: Reason): void {
    const {wanted} = this.#options;
    if (!wanted) return;
    const {leftOut} = wanted;
    if (wanted.isOfWantedRequest(line)) leftOut.addSelected(line);
    else if (wanted.isWantedItself(line) && mayBeMissed(line, reason)) leftOut.add(line);
  }

  #isFirstDecided(now: number): boolean {
    const {firstObject, firstRequest, firstInvocation} = this.#lines;
    if (firstObject) return isDecided(firstObject, now, this.#options);
    return hasItsTies(firstRequest ?? firstInvocation?.request, firstInvocation, now, this.#options);
  }
}

/** Why a line leaves: nothing is left to be known of it, it has waited for long enough, too much waits, or no more comes. */
type Reason = 'decided' | 'waited' | 'crowded' | 'ended';

/** Whether what comes later may tell that the line was one of those that are wanted. */
function mayBeMissed({request, invocation}: PendingLine, reason: Reason): boolean {
  switch (reason) {
    case 'ended':
      return false;
    case 'crowded':
      return true;
    case 'waited':
      return request !== undefined || invocation !== undefined;
    case 'decided':
      // A request closes after a while also where nothing said its end.
      return request !== undefined && request.completedAt === undefined && request.accessedAt === undefined;
  }
}

type Decision = Pick<HoldOptions, 'untilRequestIsComplete'>;

/** Whether waiting longer could not tie the line any more. */
export function isDecided(
  {request, invocation, sandboxStart, spot}: PendingLine,
  now: number,
  decision: Decision,
): boolean {
  if (sandboxStart && !isStartDecided(sandboxStart, now)) return false;
  if (spot?.isOpen(now)) return false;
  const itsInvocation =
    invocation ?? (sandboxStart?.belongs ? sandboxStart.invocation : undefined) ?? spot?.invocation();
  return hasItsTies(request ?? itsInvocation?.request, itsInvocation, now, decision);
}

function hasItsTies(
  request: ApiRequest | undefined,
  invocation: Invocation | undefined,
  now: number,
  {untilRequestIsComplete}: Decision,
): boolean {
  if (request) return !untilRequestIsComplete || isComplete(request, now);
  if (!invocation) return true;
  return invocation.isSettled && (!untilRequestIsComplete || isOver(invocation, now));
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
