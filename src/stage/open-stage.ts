import {Correlator} from '../correlate/correlator.js';
import {holdForTies} from '../correlate/hold-for-ties.js';
import type {Visibility} from '../correlate/request-index.js';
import {createDiscoverPorts} from '../discover/discover-ports.js';
import {discoverStage} from '../discover/discover-stage.js';
import {executionSource} from '../discover/execution-source.js';
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
import {selectSources, selectsByName} from '../select/select-sources.js';
import {needsWholeRequests} from '../select/selection.js';
import {createStopSignal} from '../stop-signal.js';
import {readingsOfStage, withSource} from './stage-readings.js';
import type {StageOptions, StageTask} from './stage-task.js';

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
  readonly notices: Notices;
  /** Aborts when the run should end, or after `stop`. */
  readonly signal: AbortSignal;
  stop(): void;
  /** Ends what is under way; to be called however the run ended. */
  close(): Promise<void>;
}

/**
 * Finds the logs of a stage and begins to read them.
 *
 * @param onDiscovered told what was found, before its lines come
 */
export async function openStage(
  task: StageTask,
  onDiscovered: (discovery: StageDiscovery) => void = () => {},
): Promise<OpenStage> {
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
  const close = async () => {
    stop();
    await early?.return(undefined);
  };
  try {
    const discovered = await discover(task, signal);
    const discovery = early ? withSource(discovered, execution) : discovered;
    const {sources, readings} = readingsOfStage(discovery, options.filterPattern, options);
    onDiscovered(discovery);

    const limit = pageLimit(readings.length);
    const pages = readings.map(reading =>
      early && reading.sources[0] === execution ? early : reader.read(reading, {...readWindow, limit}),
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

/** What there is to read of a stage, less what the selection does not need. */
export async function discover(
  {aws, context, options, notices}: StageTask,
  signal: AbortSignal,
): Promise<StageDiscovery> {
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
  {logging}: StageDiscovery,
  {options, notices}: Pick<StageTask, 'options' | 'notices'>,
): AsyncGenerator<LogLine[]> {
  const correlator = new Correlator(visibilityOf(sources, logging, options));
  const merged = mergeByTime(pages);
  const hasCanary = sources.some(({canary}) => canary);
  return holdForTies(hasCanary ? dropCanaryTwins(merged) : merged, correlator, {
    notices,
    untilRequestIsComplete: needsWholeRequests(options),
    isWanted: needsWholeRequests(options) ? printedLines(options) : undefined,
  });
}
