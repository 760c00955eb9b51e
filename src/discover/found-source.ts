import type {LogSource} from '../log-source.js';

/** A log group of the stage before its place among the others is known. */
export interface FoundSource {
  readonly source: Omit<LogSource, 'rank'>;
  /** One phrase: `integration of GET /orders`. */
  readonly foundBy: string;
  /** The function that writes into a log group which is not its own, and which others may write into. */
  readonly sharesGroupAs?: string;
}
