import type {Notices} from '../notices.js';
import type {PickOne} from './choose.js';
import type {ReachPorts} from './reach-ports.js';

/** What finding a stage needs of the world. */
export interface Reach {
  readonly ports: ReachPorts;
  /** Absent where nobody can be asked. */
  readonly pick: PickOne | undefined;
  readonly notices: Pick<Notices, 'detail' | 'notice'>;
  /** The command that wants it, for messages. */
  readonly command: string;
  readonly signal: AbortSignal | undefined;
}

export interface ReachedStage {
  readonly apiId: string;
  readonly stage: string;
}
