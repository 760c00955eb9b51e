import {type Clock, elapsedBy} from '../clock.js';
import type {Notices} from '../notices.js';
import type {GetOptions} from '../options.js';
import {describeDuration} from '../time/duration.js';

/** For so long a read has to go on evenly before anybody says how long it takes. */
const evenMs = 10_000;
/** Of one half of that time to the other: more is a read that begins, waits or was cut off. */
const mostUnevenness = 2;
const worthTellingMs = 60_000;
/** Of a read that does not show how far it is. */
const mostSilentAnswers = 60;

type Options = Pick<GetOptions, 'engine' | 'filterPattern' | 'pricePerGb'> & {readonly summary?: boolean};

export interface SlowRead {
  readonly message: string;
  readonly hint: string;
}

/** Says so where a read turned out to be slow. */
export function tellSlowRead(slow: SlowRead | undefined, notices: Notices): void {
  if (slow) notices.notice(slow.message, slow.hint);
}

interface Sample {
  readonly at: number;
  readonly share: number;
}

/**
 * Watches how far a read by FilterLogEvents comes. Gives once, when it turns out to take minutes, what to say of that:
 * that Logs Insights could search at AWS, which costs.
 */
export class SlowReadWatch {
  readonly #options: Options;
  readonly #clock: Clock;
  #samples: Sample[] = [];
  #firstAnswerAt: number | undefined;
  #answers = 0;
  #isOver: boolean;

  constructor(options: Options, clock: Clock) {
    this.#options = options;
    this.#clock = clock;
    this.#isOver = options.engine === 'insights';
  }

  /** Takes how much of the window has been read, 0 to 1. */
  atShare(share: number): SlowRead | undefined {
    if (this.#isOver) return undefined;
    const at = elapsedBy(this.#clock);
    if (at - (this.#samples.at(-1)?.at ?? Number.NEGATIVE_INFINITY) < sampleEveryMs) return undefined;
    this.#samples.push({at, share});
    const keptFrom = this.#samples.findLastIndex(sample => at - sample.at >= evenMs);
    this.#samples = this.#samples.slice(Math.max(0, keptFrom));
    const leftMs = this.#leftMs();
    if (leftMs === undefined || leftMs < worthTellingMs) return undefined;
    const minutes = Math.round(leftMs / 60_000);
    return this.#tell(`about ${describeDuration(minutes * 60_000)} to go at this rate`);
  }

  /**
   * Takes note of an answer. One of which no line comes out does not say how far the read is, nor does AWS: what can be
   * said then is that it has taken a minute already.
   */
  atAnswer(): SlowRead | undefined {
    if (this.#isOver) return undefined;
    const at = elapsedBy(this.#clock);
    this.#firstAnswerAt ??= at;
    this.#answers += 1;
    const isLong = at - this.#firstAnswerAt >= worthTellingMs && this.#answers >= mostSilentAnswers;
    if (!isLong || this.#leftMs() !== undefined) return undefined;
    return this.#tell(
      `${this.#answers.toLocaleString('en-US')} calls so far, and AWS does not say how many are to come`,
    );
  }

  /** Undefined unless the read goes on, and evenly. */
  #leftMs(): number | undefined {
    const [first, ...others] = this.#samples;
    const last = others.at(-1);
    if (!first || !last || last.at - first.at < evenMs) return undefined;
    if (elapsedBy(this.#clock) - last.at > evenMs / 2) return undefined;
    const middle = others.find(({at}) => at >= (first.at + last.at) / 2) ?? last;
    const [before, after] = [rateOf(first, middle), rateOf(middle, last)];
    if (!(before > 0 && after > 0) || Math.max(before / after, after / before) > mostUnevenness)
      return undefined;
    return (1 - last.share) / rateOf(first, last);
  }

  #tell(message: string): SlowRead {
    this.#isOver = true;
    return {message, hint: hintFor(this.#options)};
  }
}

const sampleEveryMs = 100;

/** Of the window, per ms; not a number for two of one moment. */
const rateOf = (from: Sample, to: Sample) => (to.share - from.share) / (to.at - from.at);

function hintFor({filterPattern, pricePerGb, summary = false}: Options): string {
  const price = `for about ${pricePerGb} USD a GB scanned`;
  return filterPattern !== undefined || summary
    ? `--engine insights has AWS search, ${price}`
    : `a filter pattern (-f) has less to hand over, and with it --engine insights has AWS search, ${price}`;
}
