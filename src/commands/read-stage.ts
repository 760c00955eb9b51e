import {Correlator} from '../correlate/correlator.js';
import {holdForTies} from '../correlate/hold-for-ties.js';
import type {Visibility} from '../correlate/request-index.js';
import {createDiscoverPorts} from '../discover/discover-ports.js';
import {discoverStage, type StageDiscovery} from '../discover/discover-stage.js';
import {executionSource} from '../discover/execution-source.js';
import {type ExitCode, exitCodes} from '../errors.js';
import type {LogEvent} from '../log-event.js';
import type {LogLine} from '../log-line.js';
import type {LogSource} from '../log-source.js';
import {dropCanaryTwins} from '../merge/drop-canary-twins.js';
import {mergeByTime} from '../merge/merge-by-time.js';
import type {GetOptions} from '../options.js';
import {LogReader, pageLimit} from '../read/log-reader.js';
import type {SourceFailure} from '../read/source-failure.js';
import {createProgress} from '../render/progress.js';
import {createLinePrinter} from './line-printer.js';
import {exitCodeOf, tellFailure} from './run-outcome.js';
import {printHeadline, tellFilterHidesTies, tellNothingFound} from './stage-notices.js';
import type {StageRun} from './stage-run.js';
import {readingsOfStage, withSource} from './stage-sources.js';
import {createStopSignal} from './stop-signal.js';

/** Reads a stage's window to its end and prints it. */
export async function readStage(run: StageRun): Promise<ExitCode> {
  const {options, context, aws, window} = run;
  const {endTime = context.clock.now(), startTime} = window;
  const {signal, stop} = createStopSignal(context.signal);
  const progress = createProgress(context.stderr, context.clock, {
    isTerminal: context.stderr.isTTY === true && !options.quiet,
  });
  const notices = {
    ...run.notices,
    notice: (message: string, hint?: string) => {
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
  const readWindow = {startTime, endTime, filterPattern: options.filterPattern};

  // The execution log's name is known from the arguments: its first page is on its way during discovery.
  const execution = executionSource(options.apiId, options.stage, aws.region);
  const early = reader.read(
    {logGroup: execution.logGroup, region: execution.region, sources: [execution]},
    {...readWindow, limit: pageLimit(1)},
  );
  try {
    const discovery = withSource(await discover(run, signal), execution);
    const {sources, readings} = readingsOfStage(discovery, options.filterPattern);
    printHeadline(run, discovery);

    const limit = pageLimit(readings.length);
    const pages = readings.map(reading =>
      reading.sources[0] === execution ? early : reader.read(reading, {...readWindow, limit}),
    );
    const printer = createLinePrinter(options, context, sources, () => stop());
    for await (const lines of correlate(pages, sources, discovery, {...run, notices})) {
      progress.clear();
      await printer.print(lines);
      if (signal.aborted) break;
      progress.update(stateOf(lines, {startTime, endTime}, reader.statistics.calls, printer.printed));
    }
    progress.stop();
    await printer.flush();
    if (signal.aborted) return exitCodes.ok;

    // The early read's group is none of an HTTP or WebSocket API's, and so no loss.
    const isOfStage = ({reading}: SourceFailure) =>
      readings.some(({logGroup, region}) => logGroup === reading.logGroup && region === reading.region);
    const failures = reader.failures.filter(isOfStage);
    for (const failure of failures) tellFailure(failure, notices);
    if (options.filterPattern !== undefined && printer.hasLinesWithoutId) tellFilterHidesTies(run);
    if (printer.printed === 0) tellNothingFound(run, sources, {startTime, endTime});
    return exitCodeOf({
      discovery,
      failures,
      logGroups: readings.length,
      printed: printer.printed,
      tellsWhetherPrinted: options.exitCode,
    });
  } finally {
    progress.stop();
    stop();
    await early.return(undefined);
  }
}

export const discover = (
  {aws, context, options, notices}: StageRun,
  signal: AbortSignal,
): Promise<StageDiscovery> =>
  discoverStage(
    createDiscoverPorts(aws, context.clock),
    {apiId: options.apiId, stage: options.stage, region: aws.region},
    notices,
    signal,
  );

/** What the logs of a stage can tell of its requests. */
export const visibilityOf = (
  sources: readonly LogSource[],
  {everyMethodAtInfo}: StageDiscovery['logging'],
  {filterPattern}: GetOptions,
): Visibility => ({
  seesWholeRequests: everyMethodAtInfo && filterPattern === undefined,
  canTie: sources.some(({kind}) => kind === 'execution' || kind === 'access'),
});

/** The stages between reading and printing. */
function correlate(
  pages: readonly AsyncGenerator<LogEvent[]>[],
  sources: readonly LogSource[],
  {logging}: StageDiscovery,
  {options, notices}: StageRun,
): AsyncGenerator<LogLine[]> {
  const correlator = new Correlator(visibilityOf(sources, logging, options));
  const merged = mergeByTime(pages);
  const hasCanary = sources.some(({canary}) => canary);
  return holdForTies(hasCanary ? dropCanaryTwins(merged) : merged, correlator, {
    notices,
    untilRequestIsComplete: options.requestIds.length > 0,
  });
}

function stateOf(
  lines: readonly LogLine[],
  {startTime, endTime}: {startTime: number; endTime: number},
  calls: number,
  events: number,
) {
  const newest = lines.at(-1)?.event.timestamp ?? startTime;
  return {share: (newest - startTime) / Math.max(1, endTime - startTime), calls, events};
}
