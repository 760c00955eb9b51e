import type {LogEvent} from '../log-event.js';
import type {LogSource} from '../log-source.js';

/** Two events of one line are written by different log agents; they may differ by this much. */
const twinsWithinMs = 1_000;

/** How many lines of one text wait for their twins, by the epoch ms they were written at, the first seen first. */
type Waiting = Map<number, number>;

/** A line that waits, or has waited, for its twin. */
interface Single {
  readonly timestamp: number;
  readonly message: string;
  readonly side: WaitingByText;
}

/** The lines of one side: of one group of the two, and of one kind. */
type WaitingByText = Map<string, Waiting>;

/**
 * Leaves out the second copy of each line of canary traffic, which API Gateway writes to the stage's log group
 * and to the canary's under two event ids ("Set up an API Gateway canary release deployment").
 *
 * Copies are one from each group, with the same text, within a second. Expects events in time order.
 */
export async function* dropCanaryTwins(batches: AsyncIterable<LogEvent[]>): AsyncGenerator<LogEvent[]> {
  const singles = new TwinFinder();
  for await (const batch of batches) yield batch.filter(event => !singles.isSecondOfTwins(event));
}

/** While one of the two groups cannot be read, so many lines of the other wait for their twins at most. */
const mostRemembered = 200_000;

/**
 * Remembers lines that have met no twin yet: those of the last second, or longer where lines may come late. What a
 * line costs does not depend on how many others have the same text: strangers may write as many as they like.
 */
export class TwinFinder {
  readonly #rememberMs: number;
  readonly #readUntil: () => number;
  readonly #sides = new Map<string, WaitingByText>();
  #recent: Single[] = [];
  #oldest = 0;

  /** @param readUntil epoch ms up to which every group has been read: behind that a twin may still come */
  constructor(rememberMs = twinsWithinMs, readUntil: () => number = () => Number.POSITIVE_INFINITY) {
    this.#rememberMs = rememberMs;
    this.#readUntil = readUntil;
  }

  isSecondOfTwins({timestamp, message, source}: LogEvent): boolean {
    if (!mayHaveTwin(source, message)) return false;
    this.#forgetBefore(timestamp);
    if (takeNear(timestamp, message, this.#sideOf(source, !source.canary))) return true;
    const side = this.#sideOf(source, source.canary);
    const waiting = side.get(message);
    if (waiting) waiting.set(timestamp, (waiting.get(timestamp) ?? 0) + 1);
    else side.set(message, new Map([[timestamp, 1]]));
    this.#recent.push({timestamp, message, side});
    return false;
  }

  #sideOf({kind, isHidden}: LogSource, canary: boolean): WaitingByText {
    // What is read a second time for correlation alone must not stand in for a line to print.
    const key = `${canary} ${kind} ${isHidden}`;
    const known = this.#sides.get(key);
    if (known) return known;
    const side: WaitingByText = new Map();
    this.#sides.set(key, side);
    return side;
  }

  #forgetBefore(now: number): void {
    const before = now - this.#rememberMs;
    const unread = this.#readUntil() - this.#rememberMs;
    for (;;) {
      const single = this.#recent[this.#oldest];
      if (!single || single.timestamp >= before) break;
      const mayWait = this.#recent.length - this.#oldest <= mostRemembered;
      if (mayWait && single.timestamp >= unread) break;
      this.#oldest += 1;
      const waiting = single.side.get(single.message);
      // The others of its millisecond are as old.
      if (waiting) remove(single.timestamp, single, waiting);
    }
    if (this.#oldest > 1_000 && this.#oldest * 2 > this.#recent.length) {
      this.#recent = this.#recent.slice(this.#oldest);
      this.#oldest = 0;
    }
  }
}

/** Takes the line that has waited longest of those within a second of the time; false where there is none. */
function takeNear(timestamp: number, message: string, side: WaitingByText): boolean {
  const waiting = side.get(message);
  if (!waiting) return false;
  for (const at of nearTimes(timestamp, waiting)) {
    const count = waiting.get(at);
    if (count === undefined) continue;
    if (count > 1) waiting.set(at, count - 1);
    else remove(at, {message, side}, waiting);
    return true;
  }
  return false;
}

function remove(at: number, {message, side}: Pick<Single, 'message' | 'side'>, waiting: Waiting): void {
  waiting.delete(at);
  if (waiting.size === 0) side.delete(message);
}

/** The times within a second at which a line may wait, found by as many looks as there are ms in two, at most. */
function* nearTimes(timestamp: number, waiting: Waiting): Generator<number> {
  if (waiting.size <= 2 * twinsWithinMs) {
    for (const at of waiting.keys()) if (Math.abs(at - timestamp) <= twinsWithinMs) yield at;
    return;
  }
  for (let at = timestamp - twinsWithinMs; at <= timestamp + twinsWithinMs; at += 1) yield at;
}

/** Execution lines name their request in front and access lines hold its id; others may repeat by chance. */
const mayHaveTwin = ({kind}: LogSource, message: string) =>
  kind === 'access' || (kind === 'execution' && (message.startsWith('(') || message.startsWith('{')));
