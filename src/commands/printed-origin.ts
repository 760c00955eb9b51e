import type {Discovery} from '../discover/discovery.js';
import type {Origin} from '../stage/origin.js';
import type {FinishedRead} from './finish-read.js';
import type {StageRun} from './stage-run.js';

/** An origin that can say more than that nothing was found. */
export interface PrintedOrigin<Found extends Discovery = Discovery> extends Origin<Found> {
  /** Says after a read that found nothing why that may be so. */
  explainNothing(run: StageRun, read: FinishedRead<Found>): Promise<void>;
}
