import {setImmediate as nextTurn} from 'node:timers/promises';
import {Correlator} from '../correlate/correlator.js';
import {holdForTies} from '../correlate/hold-for-ties.js';
import type {Visibility} from '../correlate/request-index.js';
import {untiedLines} from '../correlate/untied-lines.js';
import {executionSource} from '../discover/execution-source.js';
import type {StageDiscovery} from '../discover/stage-discovery.js';
import type {LogEvent} from '../log-event.js';
import type {LogLine} from '../log-line.js';
import type {LogSource} from '../log-source.js';
import {dropCanaryTwins} from '../merge/drop-canary-twins.js';
import {mergeByTime} from '../merge/merge-by-time.js';
import type {Notices} from '../notices.js';
import type {GetOptions} from '../options.js';
import type {LogGroupReading} from '../read/log-group-reading.js';
import {LogReader, pageLimit} from '../read/log-reader.js';
import {lineSelection} from '../select/line-selection.js';
import {selectSources, selectsByName} from '../select/select-sources.js';
import {needsWholeRequests} from '../select/selection.js';
import {createStopSignal} from '../stop-signal.js';
import {printedLines} from './line-printer.js';
import {openProgress} from './run-progress.js';
import {printHeadline} from './stage-notices.js';
import type {StageRun} from './stage-run.js';
import {readingsOfStage, withSource} from './stage-sources.js';

/** A stage whose window is being read. */
export interface OpenStage {
  readonly discovery: StageDiscovery;
  readonly sources: readonly LogSource[];
  readonly readings: readonly LogGroupReading[];
  readonly window: {readonly startTime: number; readonly endTime: number};
  /** Correlated, in time order. To be read once. */
  readonly lines: AsyncGenerator<LogLine[]>;
  /** Knows what could not be read, as far as `lines` have come. */
  readonly reader: LogReader;
  /** Takes the progress line away before it prints. */
  readonly notices: Notices;
  /** Aborts when the run should end, or after `stop`. */
  readonly signal: AbortSignal;
  stop(): void;
  /** Takes the progress line away before something else is printed. */
  clearProgress(): void;
}

/** Opens a stage for a command that makes something of its lines, and cleans up behind it. */
export async function withStageLines<T>(run: StageRun, use: (stage: OpenStage) => Promise<T>): Promise<T> {
  const {options, context, aws} = run;
  const window = {
    startTime: run.window.startTime,
    endTime: run.window.endTime ?? context.clock.now(),
  };
  const {signal, stop} = createStopSignal(context.signal);
  const {progress, notices} = openProgress(run);
  const reader = new LogReader({
    aws,
    clock: context.clock,
    notices,
    signal,
    maxRate: options.maxRate,
    quotaShare: 1,
  });
  const readWindow = {...window, filterPattern: options.filterPattern};

  // The execution log's name is known from the arguments: its first page is on its way during discovery.
  const execution = executionSource(options.apiId, options.stage, aws.region);
  const early = selectsByName(options, execution)
    ? reader.read(
        {logGroup: execution.logGroup, region: execution.region, sources: [execution]},
        {...readWindow, limit: pageLimit(1)},
      )
    : undefined;
  try {
    if (early) await untilCallsLeave();
    const discovered = await discover(run, signal);
    const discovery = early ? withSource(discovered, execution) : discovered;
    const {sources, readings} = readingsOfStage(discovery, options.filterPattern, options);
    printHeadline(run, discovery);

    const limit = pageLimit(readings.length);
    const pages = readings.map(reading =>
      early && reading.sources[0] === execution ? early : reader.read(reading, {...readWindow, limit}),
    );
    return await use({
      discovery,
      sources,
      readings,
      window,
      lines: withProgress(correlate(pages, sources, discovery, {...run, notices})),
      reader,
      notices,
      signal,
      stop: () => stop(),
      clearProgress: () => progress.clear(),
    });
  } finally {
    progress.stop();
    stop();
    await early?.return(undefined);
  }

  async function* withProgress(batches: AsyncGenerator<LogLine[]>): AsyncGenerator<LogLine[]> {
    let events = 0;
    for await (const lines of batches) {
      yield lines;
      events += lines.length;
      const newest = lines.at(-1)?.event.timestamp ?? window.startTime;
      const share = (newest - window.startTime) / Math.max(1, window.endTime - window.startTime);
      progress.update({share, calls: reader.statistics.calls, events});
    }
    progress.stop();
  }
}

/**
 * Gives calls that were made the turns in which connections open, before code is loaded that keeps the process
 * busy. It waits for no answer.
 */
async function untilCallsLeave(): Promise<void> {
  for (let turns = 0; turns < 3; turns += 1) await nextTurn();
}

/** What there is to read of a stage, less what the selection does not need. */
export async function discover(
  {aws, context, options, notices}: StageRun,
  signal: AbortSignal,
): Promise<StageDiscovery> {
  const [{discoverStage}, {createDiscoverPorts}] = await Promise.all([
    import('../discover/discover-stage.js'),
    import('../discover/discover-ports.js'),
  ]);
  const discovery = await discoverStage(
    createDiscoverPorts(aws, context.clock),
    {apiId: options.apiId, stage: options.stage, region: aws.region},
    notices,
    signal,
  );
  return {...discovery, sources: selectSources(discovery.sources, options)};
}

/** What the logs of a stage can tell of its requests. */
export const visibilityOf = (
  sources: readonly LogSource[],
  {everyMethodAtInfo}: StageDiscovery['logging'],
  {filterPattern}: GetOptions,
): Visibility => ({
  seesWholeRequests: everyMethodAtInfo && filterPattern === undefined,
  canTie: sources.some(({kind}) => kind === 'execution' || kind === 'access'),
  missesRequests: !everyMethodAtInfo,
});

/** The stages between reading and printing. */
export function correlate(
  pages: readonly AsyncGenerator<LogEvent[]>[],
  sources: readonly LogSource[],
  {logging}: StageDiscovery,
  {options, notices}: StageRun,
): AsyncGenerator<LogLine[]> {
  const merged = mergeByTime(pages);
  const hasCanary = sources.some(({canary}) => canary);
  const events = hasCanary ? dropCanaryTwins(merged) : merged;
  if (!needsTies(options)) return untiedLines(events);
  const correlator = new Correlator(visibilityOf(sources, logging, options));
  return holdForTies(events, correlator, {
    notices,
    untilRequestIsComplete: needsWholeRequests(options),
    isWanted: needsWholeRequests(options) ? printedLines(options) : undefined,
  });
}

/** Whether what is printed, or said of it, depends on more of a line than its event. */
const needsTies = (options: GetOptions): boolean =>
  !(options.output === 'raw' || (options.output === 'classic' && !options.columns?.includes('request'))) ||
  options.query !== undefined ||
  options.filterPattern !== undefined ||
  lineSelection(options) !== undefined;
