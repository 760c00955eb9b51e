import type {PendingLine} from '../correlate/correlator.js';
import type {SearchWindow} from './search-windows.js';

/** Three times as long as a request lasts at most, unless somebody has raised the limit (29 s, documented). */
const marginMs = 90_000;
/** The longest an invocation can last (documented), and a minute for its last lines. */
export const longestInvocationMs = 16 * 60_000;

/** Where the rest of a request lies of which these lines are known. */
export function windowAround(lines: readonly PendingLine[]): SearchWindow {
  const times = lines.map(({event}) => event.timestamp);
  const first = times.reduce((least, time) => Math.min(least, time), Number.POSITIVE_INFINITY);
  const last = times.reduce((most, time) => Math.max(most, time), Number.NEGATIVE_INFINITY);
  return {startTime: Math.max(0, first - marginMs), endTime: last + marginMs};
}
