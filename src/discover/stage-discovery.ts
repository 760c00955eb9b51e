import type {LogSource} from '../log-source.js';
import type {AccessLog} from './access-log.js';
import type {Discovery} from './discovery.js';

/** The logs of an API's stage, as deployed, and what is missing from them. */
export interface StageDiscovery extends Discovery {
  readonly kind: 'rest' | 'http' | 'websocket';
  readonly api: {readonly id: string; readonly name: string | undefined};
  readonly stage: string;
  /** How each was found, in one phrase. */
  readonly foundBy: ReadonlyMap<LogSource, string>;
  /** Whether a log delivery sends the execution log elsewhere, so that the usual log group gets no new lines. */
  readonly executionRerouted: boolean;
  /** Where the access log goes: nowhere, to a log group, to what is none; unknown where the stage cannot be read. */
  readonly accessLogging: AccessLog['kind'] | 'unknown';
  /** Differs once the stage has been redeployed or set otherwise; undefined where the stage cannot be read. */
  readonly fingerprint: string | undefined;
}
