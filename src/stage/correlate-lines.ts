import {Correlator} from '../correlate/correlator.js';
import {holdForTies} from '../correlate/hold-for-ties.js';
import {type LeftOut, LeftOutLines} from '../correlate/left-out-lines.js';
import type {Visibility} from '../correlate/request-index.js';
import {untiedLines} from '../correlate/untied-lines.js';
import type {Discovery} from '../discover/discovery.js';
import type {LogEvent} from '../log-event.js';
import type {LogLine} from '../log-line.js';
import type {LogSource} from '../log-source.js';
import {dropCanaryTwins} from '../merge/drop-canary-twins.js';
import {mergeByTime} from '../merge/merge-by-time.js';
import {wantedLines} from '../select/printed-lines.js';
import {needsWholeRequests} from '../select/selection.js';
import type {StageOptions, StageTask} from './stage-task.js';

/** What the logs of a stage can tell of its requests. */
export const visibilityOf = (
  sources: readonly LogSource[],
  {everyMethodAtInfo}: Discovery['logging'],
  {filterPattern}: Pick<StageOptions, 'filterPattern'>,
): Visibility => ({
  seesWholeRequests: everyMethodAtInfo && filterPattern === undefined,
  canTie: sources.some(({kind}) => kind === 'execution' || kind === 'access'),
  missesRequests: !everyMethodAtInfo,
});

/**
 * The stages between reading and printing.
 *
 * @param leftOut is told of lines that are not selected because it is known too late that their requests are
 */
export function correlate(
  pages: readonly AsyncGenerator<LogEvent[]>[],
  sources: readonly LogSource[],
  {logging}: Pick<Discovery, 'logging'>,
  {options, notices, needsTies = true}: Pick<StageTask, 'options' | 'notices' | 'needsTies'>,
  leftOut: LeftOut = new LeftOutLines(),
): AsyncGenerator<LogLine[]> {
  const merged = mergeByTime(pages);
  const hasCanary = sources.some(({canary}) => canary);
  const events = hasCanary ? dropCanaryTwins(merged) : merged;
  if (!needsTies) return untiedLines(events);
  const correlator = new Correlator(visibilityOf(sources, logging, options));
  return holdForTies(events, correlator, {
    notices,
    untilRequestIsComplete: needsWholeRequests(options),
    wanted: wantedLines(options, leftOut),
  });
}
