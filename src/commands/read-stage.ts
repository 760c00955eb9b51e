import type {StageDiscovery} from '../discover/stage-discovery.js';
import {type ExitCode, exitCodes} from '../errors.js';
import type {LogSource} from '../log-source.js';
import type {LogGroupReading} from '../read/log-group-reading.js';
import type {LogReader} from '../read/log-reader.js';
import type {SourceFailure} from '../read/source-failure.js';
import {createLinePrinter, type LinePrinter} from './line-printer.js';
import {exitCodeOf, hasReadAnything, tellFailures} from './run-outcome.js';
import {withStageLines} from './stage-lines.js';
import {tellFilterHidesTies, tellNothingFound} from './stage-notices.js';
import type {StageRun} from './stage-run.js';

/** Reads a stage's window to its end and prints it. */
export const readStage = (run: StageRun): Promise<ExitCode> =>
  withStageLines(run, async stage => {
    const printer = createLinePrinter(run.options, run.context, stage.sources, () => stage.stop());
    for await (const lines of stage.lines) {
      stage.clearProgress();
      await printer.print(lines);
      if (stage.signal.aborted) break;
    }
    await printer.flush();
    if (stage.signal.aborted) return exitCodes.ok;
    return finishRead({...run, notices: stage.notices}, {...stage, ...stage.window, printer});
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
  const failures = failuresOf(reader, readings);
  tellFailures({failures, logGroups: readings.length}, notices);
  const isFilterToBlame = options.filterPattern !== undefined && printer.hasLinesWithoutId;
  if (isFilterToBlame) tellFilterHidesTies(run);
  if (printer.printed === 0) {
    if (hasReadAnything({failures, logGroups: readings.length}))
      tellNothingFound(run, withoutUnread(discovery.sources, failures), {
        ...read,
        isWindowToBlame: !isFilterToBlame && failures.every(({kind}) => kind === 'missing'),
      });
    if (!options.quiet) await (await import('./explain-nothing.js')).explainNothing(run, read);
  }
  return exitCodeOf({
    discovery,
    failures,
    logGroups: readings.length,
    printed: printer.printed,
    tellsWhetherPrinted: options.exitCode,
  });
}

/** Of a source that could not be read, nobody knows whether it has events. */
const withoutUnread = (sources: readonly LogSource[], failures: readonly SourceFailure[]): LogSource[] => {
  const unread = new Set(
    failures.filter(({kind}) => kind !== 'missing').flatMap(({reading}) => reading.sources),
  );
  return sources.filter(source => !unread.has(source));
};

/** The log group that was read on the guess that the API is a REST API is none of another kind's, and no loss. */
export const failuresOf = (
  {failures}: Pick<LogReader, 'failures'>,
  readings: readonly LogGroupReading[],
): SourceFailure[] =>
  failures.filter(({reading}) =>
    readings.some(({logGroup, region}) => logGroup === reading.logGroup && region === reading.region),
  );
