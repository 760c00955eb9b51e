import {isThrottling} from '../aws/error-kind.js';
import type {SourceKind} from '../log-source.js';

/** Why something of a stage could not be found or read. */
export type GapKind =
  /** A permission is missing. */
  | 'denied'
  /** A log group of another account; its logs need that account's credentials. */
  | 'otherAccount'
  /** A log that goes to Firehose or S3, not to CloudWatch Logs. */
  | 'notCloudWatch'
  /** An integration names a stage variable that the stage does not have. */
  | 'unresolvedVariable'
  /** An integration looks like a Lambda function and names none. */
  | 'unreadableUri'
  /** A function or alias that an integration names does not exist. */
  | 'missingFunction'
  /** A call failed for another reason. */
  | 'failed';

/** What to do about a call that failed for another reason than a missing permission. */
export const hintOfFailure = (error: unknown): string =>
  isThrottling(error)
    ? 'AWS throttled the call for long; run the command again in a while'
    : 'run the command again; -v shows more';

/** Something of the stage that is missing from what was found. */
export interface Gap {
  readonly kind: GapKind;
  /** The thing: a function's name, a log group's, a variable's. */
  readonly what: string;
  readonly message: string;
  readonly hint?: string | undefined;
  /** Whether a log of the stage cannot be read because of it, which makes the run's exit code 8. */
  readonly isPartial: boolean;
  /** The source it is about, where that is one alone. */
  readonly about?: {readonly kind: SourceKind; readonly name: string};
  /** Whether it only matters to somebody who looks for it (`-v`, `sources`). */
  readonly isQuiet?: boolean;
}
