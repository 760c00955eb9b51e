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

/** The tie of an ended invocation follows its END closely, unless there is none. */
const tieAfterEndMs = 1_000;

/**
 * Puts followed lines in order and ties them, within a bounded wait: a line leaves when no earlier one is
 * expected any more and its request is known, or when it has been held for `holdMs`. What comes too late for
 * its place leaves at once, marked late. A line that has left is never taken back.
 */
export class LiveLines {
  readonly #correlator: Correlator;
  readonly #holdMs: number;
  readonly #lateness = new Lateness();
  readonly #endSeenAt = new WeakMap<Invocation, number>();
  #held: HeldLine[] = [];
  #printedUpTo = Number.NEGATIVE_INFINITY;

  constructor(correlator: Correlator, holdMs: number) {
    this.#correlator = correlator;
    this.#holdMs = holdMs;
  }

  /** Takes in the new events of a round that started at `now` (epoch ms). */
  add(events: readonly LogEvent[], now: number): void {
    for (const event of events) {
      this.#lateness.add(now - event.timestamp, now);
      const line = this.#correlator.observe(event);
      line.late = event.timestamp < this.#printedUpTo;
      const {invocation} = line;
      if (invocation?.endedAt !== undefined && !this.#endSeenAt.has(invocation)) {
        this.#endSeenAt.set(invocation, now);
      }
      this.#held.push({line, seenAt: now});
    }
    // Stable, so that equal times keep their rank, and within a source the order AWS returned.
    this.#held.sort((a, b) => inOrder(a.line.event, b.line.event));
  }

  /** Takes over lines that a read before following could not tie yet. */
  adopt(lines: readonly PendingLine[], now: number): void {
    this.#held.unshift(...lines.map(line => ({line, seenAt: now})));
  }

  /** The lines that may leave at the end of the round that started at `now`, in order. */
  release(now: number): LogLine[] {
    const settledUpTo = now - Math.min(this.#lateness.percentile99() ?? 0, this.#holdMs);
    this.#correlator.index.advance(settledUpTo);
    const isReady = ({line}: HeldLine) =>
      line.late || (line.event.timestamp <= settledUpTo && this.#isTiedEnough(line, now));
    const firstToWait = this.#held.findIndex(held => !isReady(held));
    const ready = firstToWait < 0 ? this.#held.length : firstToWait;
    // Nothing is held longer than promised, and what stands before it leaves with it.
    const expired = this.#held.findLastIndex(({seenAt}) => now - seenAt >= this.#holdMs) + 1;
    return this.#take(Math.max(ready, expired));
  }

  /** Everything that is held, in order: for the end. */
  flush(): LogLine[] {
    return this.#take(this.#held.length);
  }

  #take(count: number): LogLine[] {
    const taken = this.#held.splice(0, count).map(({line}) => line.settleTies());
    for (const {event} of taken) this.#printedUpTo = Math.max(this.#printedUpTo, event.timestamp);
    return taken;
  }

  #isTiedEnough(line: PendingLine, now: number): boolean {
    if (isDecided(line, this.#correlator.index.now, {untilRequestIsComplete: false})) return true;
    const endSeenAt = line.invocation && this.#endSeenAt.get(line.invocation);
    return endSeenAt !== undefined && now - endSeenAt >= tieAfterEndMs;
  }
}

const inOrder = (a: LogEvent, b: LogEvent) => a.timestamp - b.timestamp || a.source.rank - b.source.rank;
