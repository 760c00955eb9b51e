import type {LeftOutLines} from '../correlate/left-out-lines.js';
import type {Discovery} from '../discover/discovery.js';
import {ApilogsError, type ExitCode, exitCodes} from '../errors.js';
import {missingText, whyMissing} from '../explain/missing-log-group.js';
import type {Notices} from '../notices.js';
import type {LogGroupReading} from '../read/log-group-reading.js';
import type {LogReader} from '../read/log-reader.js';
import {failureOfAll, type SourceFailure} from '../read/source-failure.js';

/** What a finished run knows of itself. */
export interface RunFacts {
  readonly discovery: Pick<Discovery, 'gaps'>;
  readonly failures: readonly SourceFailure[];
  /** Log groups that were to be read. */
  readonly logGroups: number;
  readonly printed: number;
  readonly leftOut?: LeftOutLines | undefined;
  /** Whether `--exit-code` was given. */
  readonly tellsWhetherPrinted: boolean;
}

/**
 * The exit code of a run that came to its end.
 *
 * @throws ApilogsError where nothing could be read at all: the reason, with its own exit code
 */
export function exitCodeOf({
  discovery,
  failures,
  logGroups,
  printed,
  leftOut,
  tellsWhetherPrinted,
}: RunFacts): ExitCode {
  refuseIfNothingReadable({failures, logGroups});
  if (tellsWhetherPrinted && printed > 0) return exitCodes.printed;
  const isPartial =
    failures.some(isLoss) ||
    discovery.gaps.some(gap => gap.isPartial) ||
    whatIsLeftOut(leftOut) !== undefined;
  return isPartial ? exitCodes.partial : exitCodes.ok;
}

/** @throws ApilogsError where nothing could be read at all: the reason, with its own exit code */
export function refuseIfNothingReadable({
  failures,
  logGroups,
}: Pick<RunFacts, 'failures' | 'logGroups'>): void {
  const ofAll = failureOfAll(failures, logGroups);
  if (ofAll) throw ofAll.error;
  const denied = failures.filter(({kind}) => kind === 'denied');
  const [firstDenied] = denied;
  const existing = existingLogGroups({failures, logGroups});
  if (firstDenied && denied.length === existing) throw allDenied(firstDenied, existing);
}

/** The log group that was read on the guess that the API is a REST API is none of another kind's, and no loss. */
export const failuresOf = (
  {failures}: Pick<LogReader, 'failures'>,
  readings: readonly LogGroupReading[],
): SourceFailure[] =>
  failures.flatMap(failure => {
    // What was read before the stage was known is known better by now.
    const reading = readings.find(
      ({logGroup, region}) => logGroup === failure.reading.logGroup && region === failure.reading.region,
    );
    return reading ? [{...failure, reading}] : [];
  });

/** A log group that does not exist yet is no loss, unless it was only assumed to be the right one. */
export const isLoss = (failure: SourceFailure): boolean =>
  failure.kind !== 'missing' || assumedFor(failure).length > 0;

/** Whether the user named a log group that does not exist, which ends the run with that as its error. */
export const isMisnamed = ({kind, reading}: SourceFailure): boolean =>
  kind === 'missing' && reading.sources.some(({isNamed}) => isNamed);

const assumedFor = ({reading}: SourceFailure): string[] =>
  reading.sources.filter(({isAssumed}) => isAssumed).map(({name}) => name);

/** Whether a log group could be read to its end, or none exists: "no events" can only be said of these. */
export const hasReadAnything = (facts: Pick<RunFacts, 'failures' | 'logGroups'>): boolean => {
  const existing = existingLogGroups(facts);
  return existing === 0 || facts.failures.filter(({kind}) => kind !== 'missing').length < existing;
};

const existingLogGroups = ({failures, logGroups}: Pick<RunFacts, 'failures' | 'logGroups'>): number =>
  logGroups - failures.filter(({kind}) => kind === 'missing').length;

const allDenied = ({error}: SourceFailure, logGroups: number) =>
  new ApilogsError(logGroups === 1 ? error.message : 'no permission to read any of the log groups', {
    hint: error.hint,
    exitCode: exitCodes.denied,
    cause: error,
  });

/** Says on stderr what is missing from the output because of failures; what goes for all of them ends the run. */
export function tellFailures(
  {failures, logGroups}: Pick<RunFacts, 'failures' | 'logGroups'>,
  notices: Notices,
): void {
  if (failureOfAll(failures, logGroups)?.kind === 'unanswered') return;
  for (const failure of failures) if (!isMisnamed(failure)) tellFailure(failure, notices);
}

/** What is missing because it was known too late that it is selected; undefined where nothing is. */
export function whatIsLeftOut(
  leftOut: LeftOutLines | undefined,
): {readonly message: string; readonly hint: string} | undefined {
  if (!leftOut) return undefined;
  const {requestId, hasLinesWithoutId} = leftOut;
  const readAll = 'a shorter window, or a read without the selection, leaves none out';
  if (requestId !== undefined)
    return {
      message: `lines of selected requests are missing, of ${requestId} for one: it was known too late that the request is one of those`,
      hint: `\`apilogs trace ${requestId}\` finds all of it; ${readAll}`,
    };
  if (!hasLinesWithoutId) return undefined;
  return {
    message:
      'traffic is so dense that lines without an id had to be left out before it was known whether they are selected',
    hint: readAll,
  };
}

/** Says what is missing because of one failure. */
export function tellFailure(failure: SourceFailure, notices: Notices): void {
  const {kind, reading, error} = failure;
  switch (kind) {
    case 'missing':
      tellMissing(failure, notices);
      break;
    case 'denied':
    case 'failed':
      notices.notice(`${error.message}; ${whatIsMissing(reading)}`, error.hint);
      break;
    case 'unanswered':
      notices.notice(
        `log group "${reading.logGroup}" cannot be read: ${error.message}; ${whatIsMissing(reading)}`,
        'run the command again',
      );
      break;
    case 'everywhere':
      break;
  }
}

function tellMissing(failure: SourceFailure, notices: Notices): void {
  const {logGroup, sources} = failure.reading;
  const [assumed] = assumedFor(failure);
  if (assumed === undefined) notices.notice(missingText(logGroup), whyMissing(sources[0]));
  else if (sources.some(({kind}) => kind === 'execution'))
    notices.notice(
      `log group "${logGroup}" does not exist, and whether a log delivery sends the execution log elsewhere could not be seen: its lines may be missing`,
      'allow logs:DescribeDeliverySources, logs:DescribeDeliveries and logs:GetDeliveryDestination',
    );
  else
    notices.notice(
      `log group "${logGroup}" does not exist, and function ${assumed} could not be looked up: its lines may be missing`,
      'to which log group it writes is known once lambda:GetFunctionConfiguration succeeds',
    );
}

const whatIsMissing = ({sources}: SourceFailure['reading']) =>
  sources.every(({isHidden}) => isHidden) ? 'lines may lack their request' : 'its lines are missing';
