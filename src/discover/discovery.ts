import type {LogSource} from '../log-source.js';
import type {Gap} from './gap.js';
import type {ExecutionLogging} from './rest-logging.js';

/** What there is to read, and what is known to be missing from it. */
export interface Discovery {
  /** Absent where log groups were named. */
  readonly api?: {readonly id: string; readonly name: string | undefined};
  readonly stage?: string;
  /** The account that owns it, where anything said it. */
  readonly accountId: string | undefined;
  /** In the order of their ranks. */
  readonly sources: readonly LogSource[];
  readonly gaps: readonly Gap[];
  readonly logging: ExecutionLogging;
}
