import {Correlator} from '../correlate/correlator.js';
import {holdForTies} from '../correlate/hold-for-ties.js';
import type {StageDiscovery} from '../discover/discover-rest-stage.js';
import {executionSource} from '../discover/execution-source.js';
import type {LogLine} from '../log-line.js';
import type {LogSource} from '../log-source.js';
import {dropCanaryTwins} from '../merge/drop-canary-twins.js';
import {mergeByTime} from '../merge/merge-by-time.js';
import type {Notices} from '../notices.js';
import {LogReader, pageLimit} from '../read/log-reader.js';
import type {SourceFailure} from '../read/source-failure.js';
import {createProgress} from '../render/progress.js';
import {discover, visibilityOf} from './read-stage.js';
import {printHeadline} from './stage-notices.js';
import type {StageRun} from './stage-run.js';
import {readingsOfStage, withSource} from './stage-sources.js';
import {createStopSignal} from './stop-signal.js';

/** A stage whose window is being read. */
export interface OpenStage {
  readonly discovery: StageDiscovery;
  readonly sources: readonly LogSource[];
  /** Log groups that are read. */
  readonly logGroups: number;
  readonly window: {readonly startTime: number; readonly endTime: number};
  /** Correlated, in time order. To be read once. */
  readonly lines: AsyncGenerator<LogLine[]>;
  /** What could not be read, as far as `lines` have come. */
  readonly failures: readonly SourceFailure[];
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
  const progress = createProgress(context.stderr, context.clock, {
    isTerminal: context.stderr.isTTY === true && !options.quiet,
  });
  const notices: Notices = {
    ...run.notices,
    notice: (message, hint) => {
      progress.clear();
      run.notices.notice(message, hint);
    },
  };
  const reader = new LogReader({
    aws,
    clock: context.clock,
    notices,
    signal,
    maxRate: options.maxRate,
    quotaShare: 1,
  });
  const readWindow = {...window, filterPattern: undefined};

  // The execution log's name is known from the arguments: its first page is on its way during discovery.
  const execution = executionSource(options.apiId, options.stage, aws.region);
  const early = reader.read(
    {logGroup: execution.logGroup, region: execution.region, sources: [execution]},
    {...readWindow, limit: pageLimit(1)},
  );
  try {
    const discovery = withSource(await discover(run, signal), execution);
    const {sources, readings} = readingsOfStage(discovery, undefined);
    printHeadline(run, discovery);

    const limit = pageLimit(readings.length);
    const pages = readings.map(reading =>
      reading.sources[0] === execution ? early : reader.read(reading, {...readWindow, limit}),
    );
    const merged = mergeByTime(pages);
    const hasCanary = sources.some(({canary}) => canary);
    const lines = holdForTies(
      hasCanary ? dropCanaryTwins(merged) : merged,
      new Correlator(visibilityOf(sources, discovery.logging, options)),
      {notices, untilRequestIsComplete: false},
    );
    return await use({
      discovery,
      sources,
      logGroups: readings.length,
      window,
      lines: withProgress(lines),
      failures: reader.failures,
      notices,
      signal,
      stop: () => stop(),
      clearProgress: () => progress.clear(),
    });
  } finally {
    progress.stop();
    stop();
    await early.return(undefined);
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
