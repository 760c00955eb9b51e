import type {Level} from '../log-line.js';
import type {SourceKind} from '../log-source.js';

/**
 * One log event of a stage and the request it belongs to: the object that `get -o json` prints. Every key is always
 * there, `null` where its value is not known.
 */
export interface StageLine {
  /** When the event happened, as its writer said; ISO 8601 in UTC. */
  readonly timestamp: string | null;
  /** The same in epoch ms. */
  readonly timestampMs: number;
  /** When CloudWatch Logs took the event in; ISO 8601 in UTC. */
  readonly ingestionTime: string | null;
  readonly source: SourceKind;
  /** `execution`, `access`, a function's name, or a log group's. */
  readonly name: string;
  /** The API request the line belongs to; found by evidence alone, never by nearness in time. */
  readonly apiRequestId: string | null;
  /** The Lambda invocation the line belongs to. */
  readonly lambdaRequestId: string | null;
  readonly level: Level | null;
  /** Whether the stage's canary served the request. */
  readonly canary: boolean;
  /** When following: whether the line came too late to be given in its place. */
  readonly late: boolean;
  /** The log group's name, or its ARN where it lies in a linked account. */
  readonly logGroup: string;
  readonly logStream: string;
  /** The id that CloudWatch Logs gave the event; tells events apart. Null where Logs Insights read it, which gives none. */
  readonly eventId: string | null;
  /**
   * As it was logged, without the line breaks at its end. Whoever can make a program log can put control characters
   * in here: make them visible before it goes to a terminal.
   */
  readonly message: string;
}
