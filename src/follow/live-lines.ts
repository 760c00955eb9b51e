import type {Correlator, PendingLine} from '../correlate/correlator.js';
import {isDecided} from '../correlate/hold-for-ties.js';
import type {Invocation} from '../correlate/invocation.js';
import type {LogEvent} from '../log-event.js';
import type {LogLine} from '../log-line.js';
import {Lateness} from './lateness.js';

interface HeldLine {
  readonly line: PendingLine;
  /** Epoch ms at which it was seen. */
  readonly seenAt: number;
}

/** Of a round, epoch ms: up to when it looked, and when what it saw was there. */
export interface RoundTimes {
  readonly at: number;
  readonly seenAt: number;
}

export interface LiveLinesOptions {
  readonly holdMs: number;
  /** Time from round to round. */
  readonly intervalMs: number;
  /** Whether lines wait, within the hold, until all of their request is known. */
  readonly untilRequestIsComplete: boolean;
}

/** The tie of an ended invocation can be seen so soon after its END, unless there is none. */
const tieAfterEndMs = 1_000;
/** It is written right behind END, less what the clocks of API Gateway and Lambda differ by. */
const tieBehindEndMs = 250;

/** Streams in which an invocation was waited for in vain; forgetting them costs a wait each. */
const mostStreams = 1_000;

/**
 * Puts followed lines in order and ties them, within a bounded wait: a line leaves when no earlier one is
 * expected any more and its request is known, or when it has been held for `holdMs`. What comes too late for
 * its place leaves at once, marked late. A line that has left is never taken back.
 */
export class LiveLines {
  readonly #correlator: Correlator;
  readonly #holdMs: number;
  readonly #untilRequestIsComplete: boolean;
  readonly #waitedMs: number;
  readonly #lateness: Lateness;
  readonly #endSeenAt = new WeakMap<Invocation, number>();
  /** Invocations whose lines were held in vain already: the tie comes with their end, which may be far. */
  readonly #waitedInVain = new WeakSet<Invocation>();
  /** The last of those by log stream, for the lines between START and END that say no id. */
  readonly #waitedInVainIn = new Map<string, Invocation>();
  readonly #tieWaitMs: number;
  #held: HeldLine[] = [];
  /** Lines dated ahead of the present, which has no place for them yet. */
  #ahead: HeldLine[] = [];
  #printedUpTo = Number.NEGATIVE_INFINITY;
  /** Epoch ms of the last look before this round: what is new was not there yet. */
  #lookedAt = Number.NEGATIVE_INFINITY;

  constructor(correlator: Correlator, {holdMs, intervalMs, untilRequestIsComplete}: LiveLinesOptions) {
    this.#correlator = correlator;
    this.#holdMs = holdMs;
    this.#lateness = new Lateness(holdMs);
    this.#untilRequestIsComplete = untilRequestIsComplete;
    // Lines leave at the end of a round: what the next one would hold too long leaves with this one.
    this.#waitedMs = Math.max(0, holdMs - intervalMs / 2);
    this.#tieWaitMs = Math.max(0, tieAfterEndMs - intervalMs / 2);
  }

  /** Takes over from a read before following: what it printed, and the lines it could not tie yet, in order. */
  adopt(printedUpTo: number, lines: readonly PendingLine[], now: number): void {
    this.#printedUpTo = printedUpTo;
    this.#lookedAt = now;
    this.#held.push(...lines.map(line => ({line, seenAt: now})));
  }

  /** Takes in the new events of a round. */
  add(events: readonly LogEvent[], round: RoundTimes): void {
    if (events.length === 0) return;
    for (const event of events.toSorted(inOrder)) this.#hold(this.#correlator.observe(event), round);
    // Stable, so that equal times keep their rank, and within a source the order AWS returned.
    this.#held.sort((a, b) => inOrder(a.line.event, b.line.event));
  }

  /** The lines that may leave at the end of a round, in order. */
  release({at, seenAt: now}: RoundTimes): LogLine[] {
    this.#lookedAt = at;
    const settledUpTo = at - Math.min(this.#lateness.percentile99() ?? 0, this.#holdMs);
    this.#correlator.index.advance(settledUpTo);
    const mayLeave = ({line}: HeldLine) =>
      line.late || (line.event.timestamp <= settledUpTo && this.#isTiedEnough(line, settledUpTo, now));
    const hasWaited = ({seenAt}: HeldLine) => now - seenAt >= this.#waitedMs;
    // Nothing is held longer than promised, and what stands before it leaves with it.
    const overdue = this.#take(this.#held.findLastIndex(hasWaited) + 1);
    const firstToWait = this.#held.findIndex(held => !mayLeave(held));
    const ready = this.#take(firstToWait < 0 ? this.#held.length : firstToWait);
    const ahead = this.#ahead.filter(hasWaited);
    if (ahead.length > 0) this.#ahead = this.#ahead.filter(held => !hasWaited(held));
    return [...overdue, ...ready, ...ahead.map(({line}) => line.settleTies())];
  }

  /** Everything that is held, in order: for the end. */
  flush(): LogLine[] {
    const ahead = this.#ahead.map(({line}) => line.settleTies());
    this.#ahead = [];
    return [...this.#take(this.#held.length), ...ahead];
  }

  #hold(line: PendingLine, {seenAt: now}: RoundTimes): void {
    const {timestamp, ingestionTime} = line.event;
    line.late = timestamp < this.#printedUpTo;
    const {invocation} = line;
    if (invocation?.endedAt !== undefined && !this.#endSeenAt.has(invocation)) {
      this.#endSeenAt.set(invocation, now);
    }
    if (timestamp > now + this.#holdMs) {
      this.#ahead.push({line, seenAt: now});
      return;
    }
    // When it could first be read: as CloudWatch Logs says, but since the look before and until now.
    const visibleAt = Math.max(this.#lookedAt, Math.min(ingestionTime, now));
    this.#lateness.add(visibleAt - timestamp, now);
    this.#held.push({line, seenAt: now});
  }

  #take(count: number): LogLine[] {
    const taken = this.#held.splice(0, count).map(({line}) => line.settleTies());
    for (const line of taken) this.#noteVainWait(line);
    const newest = taken.at(-1)?.event.timestamp;
    if (newest !== undefined) this.#printedUpTo = Math.max(this.#printedUpTo, newest);
    return taken;
  }

  #noteVainWait({invocation, event}: PendingLine): void {
    if (!invocation || invocation.request || invocation.endedAt !== undefined) return;
    this.#waitedInVain.add(invocation);
    if (this.#waitedInVainIn.size >= mostStreams) this.#waitedInVainIn.clear();
    this.#waitedInVainIn.set(streamOf(event), invocation);
  }

  #isTiedEnough(line: PendingLine, settledUpTo: number, now: number): boolean {
    if (isDecided(line, this.#correlator.index.now, {untilRequestIsComplete: this.#untilRequestIsComplete}))
      return true;
    const invocation = line.invocation ?? this.#waitedInVainIn.get(streamOf(line.event));
    if (!invocation) return false;
    if (invocation.endedAt === undefined) return this.#waitedInVain.has(invocation);
    // An authorizer's tie comes with the end of its request, which goes on after it.
    const isDue =
      invocation.source.kind !== 'authorizer' && settledUpTo >= invocation.endedAt + tieBehindEndMs;
    const endSeenAt = this.#endSeenAt.get(invocation);
    return isDue || (endSeenAt !== undefined && now - endSeenAt >= this.#tieWaitMs);
  }
}

const streamOf = ({source, logStream}: LogEvent) => `${source.name} ${logStream}`;
const inOrder = (a: LogEvent, b: LogEvent) => a.timestamp - b.timestamp || a.source.rank - b.source.rank;
