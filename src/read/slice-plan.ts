import type {LogPage} from './log-page.js';
import type {PageEvents} from './page-events.js';
import type {SliceCall} from './slice.js';

/** Which calls read a window, and how their answers come in order. It asks nobody by itself. */
export interface SlicePlan {
  /** The next call, if one were made now. */
  readonly due: DueCall | undefined;
  /** The next call, which is under way from now on. */
  next(): SliceCall | undefined;
  /**
   * Takes the answer to a call, in whatever order they come.
   *
   * @param parallel calls that quota and latency let be under way at once
   * @throws ApilogsError (exit code 8) when AWS returns one token again and again
   */
  answer(call: SliceCall, page: LogPage, parallel: number): void;
  /** The next page in time order; undefined where it has not been read yet. */
  take(): PageEvents | undefined;
  /** About what its pages take in memory that have not been taken yet. */
  readonly heldBytes: number;
  /** Whether everything has been taken. */
  readonly isFinished: boolean;
}

export interface DueCall {
  /** Epoch ms from which on it would give events. */
  readonly position: number;
  /** Whether nothing can be given before it is answered. */
  readonly isAwaited: boolean;
}
