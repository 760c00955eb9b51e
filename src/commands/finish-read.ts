import type {LeftOutLines} from '../correlate/left-out-lines.js';
import type {Discovery} from '../discover/discovery.js';
import type {ExitCode} from '../errors.js';
import type {LogSource} from '../log-source.js';
import type {LogGroupReading} from '../read/log-group-reading.js';
import type {LogReader} from '../read/log-reader.js';
import type {SourceFailure} from '../read/source-failure.js';
import {
  exitCodeOf,
  failuresOf,
  hasReadAnything,
  isMisnamed,
  tellFailures,
  whatIsLeftOut,
} from '../stage/run-outcome.js';
import type {LinePrinter} from './line-printer.js';
import type {PrintedOrigin} from './printed-origin.js';
import {tellFilterHidesTies, tellNothingFound} from './stage-notices.js';
import type {StageRun} from './stage-run.js';

/** What a read leaves behind. */
export interface FinishedRead<Found extends Discovery> {
  readonly discovery: Found;
  readonly reader: LogReader;
  readonly leftOut: LeftOutLines;
  readonly printer: LinePrinter;
  readonly readings: readonly LogGroupReading[];
  readonly startTime: number;
  readonly endTime: number;
}

/**
 * Says what is missing from the output, and how the run ended.
 *
 * @throws ApilogsError where a log group that the user named does not exist, and as `exitCodeOf` does
 */
export async function finishRead<Found extends Discovery>(
  origin: PrintedOrigin<Found>,
  run: StageRun,
  read: FinishedRead<Found>,
): Promise<ExitCode> {
  const {options, notices} = run;
  const {discovery, reader, leftOut, printer, readings} = read;
  const failures = failuresOf(reader, readings);
  tellFailures({failures, logGroups: readings.length}, notices);
  const missing = whatIsLeftOut(leftOut);
  if (missing) notices.notice(missing.message, missing.hint);
  const misnamed = failures.find(isMisnamed);
  if (misnamed) throw misnamed.error;
  const isFilterToBlame = options.filterPattern !== undefined && printer.hasLinesWithoutId;
  if (isFilterToBlame) tellFilterHidesTies(run);
  if (printer.printed === 0 && !missing) {
    if (hasReadAnything({failures, logGroups: readings.length}))
      tellNothingFound(run, withoutUnread(discovery.sources, failures), {
        ...read,
        isWindowToBlame: !isFilterToBlame && failures.every(({kind}) => kind === 'missing'),
      });
    if (!options.quiet) await origin.explainNothing(run, read);
  }
  return exitCodeOf({
    discovery,
    failures,
    logGroups: readings.length,
    printed: printer.printed,
    leftOut,
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
