import {setImmediate as nextTurn} from 'node:timers/promises';
import type {LeftOutLines} from '../correlate/left-out-lines.js';
import type {Discovery} from '../discover/discovery.js';
import type {StageDiscovery} from '../discover/stage-discovery.js';
import type {LogLine} from '../log-line.js';
import type {LogSource} from '../log-source.js';
import type {Notices} from '../notices.js';
import type {LogGroupReading} from '../read/log-group-reading.js';
import {LogReader, pageLimit} from '../read/log-reader.js';
import {selectsByName} from '../select/select-sources.js';
import {createStopSignal} from '../stop-signal.js';
import type {Origin} from './origin.js';
import {readingsOfStage, withSource} from './stage-readings.js';
import type {StageTask} from './stage-task.js';

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
  /** What `lines` lacks of those that are selected, as far as they have come. */
  readonly leftOut: LeftOutLines;
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
    onAnswer: task.onAnswer,
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
    const [discovered, {correlate}, {LeftOutLines}] = await Promise.all([
      origin.discover(task, signal),
      import('./correlate-lines.js'),
      import('../correlate/left-out-lines.js'),
    ]);
    const discovery = early && known ? withSource(discovered, known) : discovered;
    const {sources, readings} = readingsOfStage(discovery, options.filterPattern, options);
    onDiscovered(discovery);

    const leftOut = new LeftOutLines();
    const limit = pageLimit(readings.length);
    const pages = readings.map(reading =>
      early && reading.sources[0] === known ? early : reader.read(reading, {...readWindow, limit}),
    );
    return {
      discovery,
      sources,
      readings: readings.map(reading => asDiscovered(reading, discovered)),
      window,
      lines: correlate(pages, sources, discovery, task, leftOut),
      reader,
      leftOut,
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

/** Of a source that was read before anything was known, whether its log group turned out to be a guess. */
function asDiscovered(reading: LogGroupReading, {sources}: Pick<Discovery, 'sources'>): LogGroupReading {
  if (reading.sources.some(source => source.isAssumed)) return reading;
  const isAssumed = sources.some(
    source => source.isAssumed && source.logGroup === reading.logGroup && source.region === reading.region,
  );
  if (!isAssumed) return reading;
  return {...reading, sources: reading.sources.map(source => ({...source, isAssumed}))};
}

/**
 * Gives calls that were made the turns in which connections open, before code is loaded that keeps the process
 * busy. It waits for no answer.
 */
async function untilCallsLeave(): Promise<void> {
  for (let turns = 0; turns < 3; turns += 1) await nextTurn();
}
