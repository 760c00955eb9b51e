import {Correlator} from '../correlate/correlator.js';
import {holdForTies} from '../correlate/hold-for-ties.js';
import type {Visibility} from '../correlate/request-index.js';
import {createDiscoverPorts} from '../discover/discover-ports.js';
import {discoverRestStage, type StageDiscovery} from '../discover/discover-rest-stage.js';
import {executionSource} from '../discover/execution-source.js';
import {type ExitCode, exitCodes} from '../errors.js';
import type {LogEvent} from '../log-event.js';
import type {LogLine} from '../log-line.js';
import type {LogSource} from '../log-source.js';
import {dropCanaryTwins} from '../merge/drop-canary-twins.js';
import {mergeByTime} from '../merge/merge-by-time.js';
import type {GetOptions} from '../options.js';
import type {LogGroupReading} from '../read/log-group-reading.js';
import {LogReader, pageLimit} from '../read/log-reader.js';
import {createProgress} from '../render/progress.js';
import {selectSources, selectsByName} from '../select/select-sources.js';
import {needsWholeRequests} from '../select/selection.js';
import {explainNothing} from './explain-nothing.js';
import {createLinePrinter, type LinePrinter, printedLines} from './line-printer.js';
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
  const early = selectsByName(options, execution)
    ? reader.read(
        {logGroup: execution.logGroup, region: execution.region, sources: [execution]},
        {...readWindow, limit: pageLimit(1)},
      )
    : undefined;
  try {
    const discovered = await discover(run, signal);
    const discovery = early ? withSource(discovered, execution) : discovered;
    const {sources, readings} = readingsOfStage(discovery, options.filterPattern, options);
    printHeadline(run, discovery);

    const limit = pageLimit(readings.length);
    const pages = readings.map(reading =>
      early && reading.sources[0] === execution ? early : reader.read(reading, {...readWindow, limit}),
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

    return await finishRead({...run, notices}, {discovery, reader, printer, readings, startTime, endTime});
  } finally {
    progress.stop();
    stop();
    await early?.return(undefined);
  }
}

/** What there is to read of a stage, less what the selection does not need. */
export async function discover(
  {aws, context, options, notices}: StageRun,
  signal: AbortSignal,
): Promise<StageDiscovery> {
  const discovery = await discoverRestStage(
    createDiscoverPorts(aws, context.clock),
    {restApiId: options.apiId, stage: options.stage, region: aws.region},
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

/** What a read of a stage leaves behind. */
export interface FinishedRead {
  readonly discovery: StageDiscovery;
  readonly reader: LogReader;
  readonly printer: LinePrinter;
  readonly readings: readonly LogGroupReading[];
  readonly startTime: number;
  readonly endTime: number;
}

/** Says what is missing from the output, and how the run ended. */
export async function finishRead(run: StageRun, read: FinishedRead): Promise<ExitCode> {
  const {options, notices} = run;
  const {discovery, reader, printer, readings} = read;
  for (const failure of reader.failures) tellFailure(failure, notices);
  if (options.filterPattern !== undefined && printer.hasLinesWithoutId) tellFilterHidesTies(run);
  if (printer.printed === 0) {
    tellNothingFound(run, discovery.sources, read);
    if (!options.quiet) await explainNothing(run, read);
  }
  return exitCodeOf({
    discovery,
    failures: reader.failures,
    logGroups: readings.length,
    printed: printer.printed,
    tellsWhetherPrinted: options.exitCode,
  });
}

/** The stages between reading and printing. */
export function correlate(
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
    untilRequestIsComplete: needsWholeRequests(options),
    isWanted: needsWholeRequests(options) ? printedLines(options) : undefined,
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
