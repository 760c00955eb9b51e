import {setImmediate as nextTurn} from 'node:timers/promises';
import {Correlator} from '../correlate/correlator.js';
import {holdForTies} from '../correlate/hold-for-ties.js';
import type {Visibility} from '../correlate/request-index.js';
import {untiedLines} from '../correlate/untied-lines.js';
import type {Discovery} from '../discover/discovery.js';
import type {StageDiscovery} from '../discover/stage-discovery.js';
import type {LogEvent} from '../log-event.js';
import type {LogLine} from '../log-line.js';
import type {LogSource} from '../log-source.js';
import {dropCanaryTwins} from '../merge/drop-canary-twins.js';
import {mergeByTime} from '../merge/merge-by-time.js';
import type {Notices} from '../notices.js';
import type {LogGroupReading} from '../read/log-group-reading.js';
import {LogReader, pageLimit} from '../read/log-reader.js';
import {printedLines} from '../select/printed-lines.js';
import {selectsByName} from '../select/select-sources.js';
import {needsWholeRequests} from '../select/selection.js';
import {createStopSignal} from '../stop-signal.js';
import type {Origin} from './origin.js';
import {readingsOfStage, withSource} from './stage-readings.js';
import type {StageOptions, StageTask} from './stage-task.js';

/** A stage, or log groups, whose window is being read. */
export interface OpenStage<Found extends Discovery = StageDiscovery> {
  readonly discovery: Found;
  readonly sources: readonly LogSource[];
  readonly readings: readonly LogGroupReading[];
  readonly window: {readonly startTime: number; readonly endTime: number};
  /** Correlated, in time order. To be read once. */
  readonly lines: AsyncGenerator<LogLine[]>;
  /** Knows what could not be read, as far as `lines` have come. */
  readonly reader: LogReader;
  readonly notices: Notices;
  /** Aborts when the run should end, or after `stop`. */
  readonly signal: AbortSignal;
  stop(): void;
  /** Ends what is under way; to be called however the run ended. */
  close(): Promise<void>;
}

/**
 * Finds what there is to read, and begins to read it.
 *
 * @param onDiscovered told what was found, before its lines come
 */
export async function openStage<Found extends Discovery>(
  origin: Origin<Found>,
  task: StageTask,
  onDiscovered: (discovery: Found) => void = () => {},
): Promise<OpenStage<Found>> {
  const {options, context, aws, notices} = task;
  const window = {
    startTime: task.window.startTime,
    endTime: task.window.endTime ?? context.clock.now(),
  };
  const {signal, stop} = createStopSignal(context.signal);
  const reader = new LogReader({
    aws,
    clock: context.clock,
    notices,
    signal,
    maxRate: options.maxRate,
    quotaShare: 1,
    engine: options.engine,
    pricePerGb: options.pricePerGb,
    onScanned: task.onScanned,
  });
  const readWindow = {...window, filterPattern: options.filterPattern};

  const known = origin.knownBefore(task);
  const early =
    known && selectsByName(options, known)
      ? reader.read(
          {logGroup: known.logGroup, region: known.region, sources: [known]},
          {...readWindow, limit: pageLimit(1)},
        )
      : undefined;
  const close = async () => {
    stop();
    await early?.return(undefined);
  };
  try {
    if (early) await untilCallsLeave();
    const discovered = await origin.discover(task, signal);
    const discovery = early && known ? withSource(discovered, known) : discovered;
    const {sources, readings} = readingsOfStage(discovery, options.filterPattern, options);
    onDiscovered(discovery);

    const limit = pageLimit(readings.length);
    const pages = readings.map(reading =>
      early && reading.sources[0] === known ? early : reader.read(reading, {...readWindow, limit}),
    );
    return {
      discovery,
      sources,
      readings,
      window,
      lines: correlate(pages, sources, discovery, task),
      reader,
      notices,
      signal,
      stop: () => stop(),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/**
 * Gives calls that were made the turns in which connections open, before code is loaded that keeps the process
 * busy. It waits for no answer.
 */
async function untilCallsLeave(): Promise<void> {
  for (let turns = 0; turns < 3; turns += 1) await nextTurn();
}

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

/** The stages between reading and printing. */
export function correlate(
  pages: readonly AsyncGenerator<LogEvent[]>[],
  sources: readonly LogSource[],
  {logging}: Pick<Discovery, 'logging'>,
  {options, notices, needsTies = true}: Pick<StageTask, 'options' | 'notices' | 'needsTies'>,
): AsyncGenerator<LogLine[]> {
  const merged = mergeByTime(pages);
  const hasCanary = sources.some(({canary}) => canary);
  const events = hasCanary ? dropCanaryTwins(merged) : merged;
  if (!needsTies) return untiedLines(events);
  const correlator = new Correlator(visibilityOf(sources, logging, options));
  return holdForTies(events, correlator, {
    notices,
    untilRequestIsComplete: needsWholeRequests(options),
    isWanted: needsWholeRequests(options) ? printedLines(options) : undefined,
  });
}
