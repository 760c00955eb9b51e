import type {LogEvent} from '../log-event.js';

/** Two events of one line are written by different log agents; they may differ by this much. */
const twinsWithinMs = 1_000;

interface Single {
  readonly event: LogEvent;
  isPaired: boolean;
}

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

/** Remembers lines that have met no twin yet: those of the last second, or longer where lines may come late. */
export class TwinFinder {
  readonly #rememberMs: number;
  readonly #readUntil: () => number;
  readonly #byText = new Map<string, Single[]>();
  #recent: Single[] = [];
  #oldest = 0;

  /** @param readUntil epoch ms up to which every group has been read: behind that a twin may still come */
  constructor(rememberMs = twinsWithinMs, readUntil: () => number = () => Number.POSITIVE_INFINITY) {
    this.#rememberMs = rememberMs;
    this.#readUntil = readUntil;
  }

  isSecondOfTwins(event: LogEvent): boolean {
    if (!mayHaveTwin(event)) return false;
    this.#forgetBefore(event.timestamp);
    const candidates = this.#byText.get(event.message);
    const twin = candidates?.find(
      ({isPaired, event: other}) =>
        !isPaired &&
        Math.abs(other.timestamp - event.timestamp) <= twinsWithinMs &&
        other.source.canary !== event.source.canary &&
        other.source.kind === event.source.kind &&
        // What is read a second time for correlation alone must not stand in for a line to print.
        other.source.isHidden === event.source.isHidden,
    );
    if (twin) {
      twin.isPaired = true;
      return true;
    }
    const single: Single = {event, isPaired: false};
    if (candidates) candidates.push(single);
    else this.#byText.set(event.message, [single]);
    this.#recent.push(single);
    return false;
  }

  #forgetBefore(now: number): void {
    const timestamp = now - this.#rememberMs;
    const unread = this.#readUntil() - this.#rememberMs;
    for (;;) {
      const single = this.#recent[this.#oldest];
      if (!single || single.event.timestamp >= timestamp) break;
      const mayWait = this.#recent.length - this.#oldest <= mostRemembered;
      if (mayWait && single.event.timestamp >= unread) break;
      this.#oldest += 1;
      const {message} = single.event;
      const rest = this.#byText.get(message)?.filter(other => other !== single) ?? [];
      if (rest.length > 0) this.#byText.set(message, rest);
      else this.#byText.delete(message);
    }
    if (this.#oldest > 1_000 && this.#oldest * 2 > this.#recent.length) {
      this.#recent = this.#recent.slice(this.#oldest);
      this.#oldest = 0;
    }
  }
}

/** Execution lines name their request in front and access lines hold its id; others may repeat by chance. */
const mayHaveTwin = ({source, message}: LogEvent) =>
  source.kind === 'access' ||
  (source.kind === 'execution' && (message.startsWith('(') || message.startsWith('{')));
