import {Correlator, type PendingLine} from '../correlate/correlator.js';
import {Hold} from '../correlate/hold-for-ties.js';
import type {Visibility} from '../correlate/request-index.js';
import type {LogEvent} from '../log-event.js';
import {TwinFinder} from '../merge/drop-canary-twins.js';
import type {Notices} from '../notices.js';

/** Understands a few lines, in order, by the evidence that `get` goes by; none leaves before all are known. */
export function correlateFound(
  events: readonly LogEvent[],
  visibility: Visibility,
  notices: Notices,
): PendingLine[] {
  const correlator = new Correlator(visibility);
  const hold = new Hold(correlator, {notices, untilRequestIsComplete: true});
  const twins = new TwinFinder();
  hold.add(events.filter(event => !twins.isSecondOfTwins(event)));
  correlator.index.end();
  return hold.takeAll();
}
