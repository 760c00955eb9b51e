import type {GapKind} from '../discover/gap.js';
import type {SourceKind} from '../log-source.js';

/** Why a source is empty, holds less than expected, or cannot be read; first what discovery found missing. */
export const explanationKinds = [
  'denied',
  'otherAccount',
  'notCloudWatch',
  'unresolvedVariable',
  'unreadableUri',
  'missingFunction',
  'failed',
  'executionLoggingOff',
  'executionLoggingErrorsOnly',
  'executionLoggingMixed',
  'dataTraceOn',
  'dataTraceOff',
  'rerouted',
  'noAccessLog',
  'noCloudWatchRole',
  'logGroupMissing',
  'neverInvoked',
  'logGroupClass',
  'retention',
  'canary',
  'noEvents',
] as const;
export type ExplanationKind = GapKind | (typeof explanationKinds)[number];

/** One reason, and what to do about it. */
export interface Explanation {
  readonly kind: ExplanationKind;
  readonly message: string;
  readonly hint?: string | undefined;
}

/**
 * `absent`: there is nothing that could be read from here, such as an access log that is not set or goes to
 * Firehose, or the log of another account's function.
 */
export type SourceState = 'readable' | 'missing' | 'denied' | 'failed' | 'absent';

/** What `get` would read, or cannot, and why there may be nothing in it. The keys of `sources -o json`. */
export interface SourceReport {
  readonly kind: SourceKind | 'stage';
  readonly name: string;
  readonly logGroup: string | null;
  readonly region: string | null;
  readonly canary: boolean;
  /** From where it is known, in one phrase. */
  readonly foundBy: string | null;
  /** Null for the stage, which is no log. */
  readonly state: SourceState | null;
  /** ISO 8601, UTC; of the window. */
  readonly newestEvent: string | null;
  /** Null also where events are kept for ever. */
  readonly retentionInDays: number | null;
  readonly logGroupClass: string | null;
  readonly explanations: readonly Explanation[];
}
