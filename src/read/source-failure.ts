import type {FailedCall} from '../aws/aws-error.js';
import {
  isAborted,
  isAccessDenied,
  isExpiredCredentials,
  isNotFound,
  toApilogsError,
} from '../aws/aws-error.js';
import {
  isMissingCredentials,
  isRejectedCredentials,
  isUnreachable,
  isWrongProtocol,
} from '../aws/error-kind.js';
import type {ApilogsError} from '../errors.js';
import type {LogGroupReading} from './log-group-reading.js';

/**
 * Why a log group could not be read to its end. `missing`: it does not exist yet. `denied`: no permission for
 * this one. `everywhere`: nothing can be read, such as with expired credentials.
 */
export type FailureKind = 'missing' | 'denied' | 'everywhere' | 'failed';

export interface SourceFailure {
  readonly reading: LogGroupReading;
  readonly kind: FailureKind;
  readonly error: ApilogsError;
}

/** Undefined for the end of a run that was asked to stop. */
export function toSourceFailure(
  error: unknown,
  reading: LogGroupReading,
  where: Pick<FailedCall, 'region' | 'profile' | 'endpointUrl'>,
): SourceFailure | undefined {
  if (isAborted(error)) return undefined;
  const call = {action: 'logs:FilterLogEvents', what: `log group "${reading.logGroup}"`, ...where};
  return {reading, kind: kindOf(error), error: toApilogsError(error, call)};
}

function kindOf(error: unknown): FailureKind {
  if (isNotFound(error)) return 'missing';
  const isEverywhere =
    isExpiredCredentials(error) ||
    isMissingCredentials(error) ||
    isRejectedCredentials(error) ||
    isUnreachable(error) ||
    isWrongProtocol(error);
  if (isEverywhere) return 'everywhere';
  return isAccessDenied(error) ? 'denied' : 'failed';
}
