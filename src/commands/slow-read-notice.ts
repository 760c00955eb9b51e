import type {Clock} from '../clock.js';
import type {GetOptions} from '../options.js';
import {describeDuration} from '../time/duration.js';

/** From then on a read tells how long it takes. */
const patienceMs = 10_000;
const worthTellingMs = 60_000;

type Options = Pick<GetOptions, 'engine' | 'filterPattern' | 'pricePerGb'> & {readonly summary?: boolean};

export interface SlowRead {
  readonly message: string;
  readonly hint: string;
}

/**
 * Watches how far a read by FilterLogEvents comes. Gives once, when it turns out to take minutes, what to say of that:
 * that Logs Insights could search at AWS, which costs.
 */
export function createSlowReadWatch(options: Options, clock: Clock): (share: number) => SlowRead | undefined {
  const startedAt = clock.now();
  let isOver = options.engine === 'insights';
  return share => {
    const elapsedMs = clock.now() - startedAt;
    if (isOver || elapsedMs < patienceMs || !(share > 0)) return undefined;
    isOver = true;
    const leftMs = elapsedMs / share - elapsedMs;
    if (leftMs < worthTellingMs) return undefined;
    const minutes = Math.round(leftMs / 60_000);
    return {
      message: `about ${describeDuration(minutes * 60_000)} to go at this rate`,
      hint: hintFor(options),
    };
  };
}

function hintFor({filterPattern, pricePerGb, summary = false}: Options): string {
  const price = `for about ${pricePerGb} USD a GB scanned`;
  return filterPattern !== undefined || summary
    ? `--engine insights has AWS search, ${price}`
    : `a filter pattern (-f) has less to hand over, and with it --engine insights has AWS search, ${price}`;
}
