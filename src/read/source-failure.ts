import type {FailedCall} from '../aws/aws-error.js';
import {
  isAborted,
  isAccessDenied,
  isExpiredCredentials,
  isNotFound,
  messageOf,
  nameOf,
  toApilogsError,
} from '../aws/aws-error.js';
import {
  isMissingCredentials,
  isRejectedCredentials,
  isUnreachable,
  isWrongProtocol,
} from '../aws/error-kind.js';
import {ApilogsError, exitCodes} from '../errors.js';
import {QueryFailure} from '../insights/query-failure.js';
import type {LogGroupReading} from './log-group-reading.js';

/**
 * Why a log group could not be read to its end. `missing`: it does not exist yet. `denied`: no permission for
 * this one. `everywhere`: nothing can be read, such as with expired credentials. `unanswered`: nothing answers, or
 * nothing that speaks for AWS; of one log group that is a failure of its own, of all of them it is the endpoint's.
 */
export type FailureKind = 'missing' | 'denied' | 'everywhere' | 'unanswered' | 'failed';

export interface SourceFailure {
  readonly reading: LogGroupReading;
  readonly kind: FailureKind;
  readonly error: ApilogsError;
  /** Whether log groups had been read by then: what does not answer any more is not the wrong endpoint. */
  readonly isCutOff?: boolean;
  /** Where it is one from which FilterLogEvents cannot read. */
  readonly logGroupClass?: string;
}

const ofLinkedAccount =
  'the ARN says region and account; is it spelt right, and is --profile of the account that monitors that one?';

/** Undefined for the end of a run that was asked to stop. */
export function toSourceFailure(
  error: unknown,
  reading: LogGroupReading,
  where: Pick<FailedCall, 'region' | 'profile' | 'endpointUrl'> & {
    /** The one that the user gave. */
    readonly filterPattern?: string | undefined;
  },
): SourceFailure | undefined {
  if (isAborted(error)) return undefined;
  const {filterPattern, ...asked} = where;
  const call = {
    action: 'logs:FilterLogEvents',
    what: `log group "${reading.logGroup}"`,
    notFoundHint: reading.logGroup.startsWith('arn:') ? ofLinkedAccount : undefined,
    ...asked,
  };
  if (filterPattern !== undefined && isAboutPattern(error))
    return {reading, kind: 'everywhere', error: refusedPattern(filterPattern, error)};
  if (error instanceof QueryFailure) return {reading, kind: 'failed', error: failedQuery(call.what, error)};
  const logGroupClass = logGroupClassOf(error);
  if (logGroupClass)
    return {reading, kind: 'failed', error: wrongClass(call.what, logGroupClass, error), logGroupClass};
  return {reading, kind: kindOf(error), error: toApilogsError(error, call)};
}

/** `Invalid filter pattern`, or that `filterPattern` is too long (seen). */
const isAboutPattern = (error: unknown) =>
  nameOf(error) === 'InvalidParameterException' && /filter ?pattern/i.test(messageOf(error));

const refusedPattern = (filterPattern: string, cause: unknown) =>
  new ApilogsError(`CloudWatch Logs refuses the filter pattern ${filterPattern}: ${messageOf(cause)}`, {
    hint: `a term with other characters than letters, digits and _ stands in double quotes, for the shell in single ones around them: --filter-pattern '"a-b"'`,
    exitCode: exitCodes.usage,
    cause,
  });

/** The failure that goes for all log groups, where nothing at all can be, or could ever be, read. */
export function failureOfAll(
  failures: readonly SourceFailure[],
  logGroups: number,
): SourceFailure | undefined {
  const unanswered = failures.filter(({kind}) => kind === 'unanswered');
  return (
    failures.find(({kind}) => kind === 'everywhere') ??
    (unanswered.length === logGroups && !unanswered.some(({isCutOff}) => isCutOff)
      ? unanswered[0]
      : undefined)
  );
}

/** `The log group NAME is of log-group-class INFREQUENT_ACCESS. FilterLogEvents is not supported …` (seen). */
export const logGroupClassOf = (error: unknown): string | undefined =>
  nameOf(error) === 'InvalidOperationException'
    ? /of log-group-class ([A-Z_]+)/.exec(messageOf(error))?.[1]
    : undefined;

const wrongClass = (what: string, logGroupClass: string, cause: unknown) =>
  new ApilogsError(
    `${what} is of class ${logGroupClass}, from which CloudWatch Logs gives no single events`,
    {
      hint: 'without --engine filter, a read queries it with Logs Insights, for which AWS bills by the GB scanned; a watch cannot',
      cause,
    },
  );

const failedQuery = (what: string, cause: QueryFailure) =>
  new ApilogsError(`cannot read ${what}: ${cause.message}`, {
    hint:
      cause.end === 'Timeout'
        ? 'ask for a shorter window'
        : 'run the command again; --engine filter reads without queries',
    cause,
  });

function kindOf(error: unknown): FailureKind {
  if (isNotFound(error)) return 'missing';
  const isEverywhere =
    isExpiredCredentials(error) || isMissingCredentials(error) || isRejectedCredentials(error);
  if (isEverywhere) return 'everywhere';
  if (isUnreachable(error) || isWrongProtocol(error)) return 'unanswered';
  return isAccessDenied(error) ? 'denied' : 'failed';
}
