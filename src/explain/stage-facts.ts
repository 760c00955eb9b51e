import type {LogSource} from '../log-source.js';
import type {SourceFailure} from '../read/source-failure.js';

/** What is known of a source's log group. */
export interface SourceFacts {
  /** Undefined where it could be read. */
  readonly failure: Pick<SourceFailure, 'kind' | 'error' | 'logGroupClass'> | undefined;
  /** Epoch ms of the window's newest event. */
  readonly newestAt: number | undefined;
  /** Whether it is known that the window has no events. */
  readonly isEmpty: boolean;
  readonly logGroupClass: string | undefined;
  readonly retentionInDays: number | undefined;
}

/** What AWS said of a stage's log groups and of the account, beside what discovery found. */
export interface StageFacts {
  readonly ofSource: ReadonlyMap<LogSource, SourceFacts>;
  /** Whether API Gateway may write logs in this region; undefined where that could not be asked. */
  readonly hasCloudWatchRole: boolean | undefined;
  /** What could not be asked for want of a permission. */
  readonly isRoleDenied: boolean;
  readonly isDescribingDenied: boolean;
}
