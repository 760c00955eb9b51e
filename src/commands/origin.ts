import type {Discovery} from '../discover/discovery.js';
import type {FollowOptions} from '../follow/follow-stage.js';
import type {LogSource} from '../log-source.js';
import type {LogGroupReading} from '../read/log-group-reading.js';
import type {FinishedRead} from './read-stage.js';
import type {StageRun} from './stage-run.js';

/** Where the log groups of a run come from: a stage of an API, or their own names. */
export interface Origin<Found extends Discovery = Discovery> {
  /** A log group that is known before the others are found, so that it can be read meanwhile. */
  knownBefore(run: StageRun): LogSource | undefined;
  /** What there is to read, less what the selection does not need. */
  discover(run: StageRun, signal: AbortSignal): Promise<Found>;
  /** How to look for log groups that come to belong to it while it is followed; undefined where none can. */
  lookForMore(
    run: StageRun,
    discovery: Found,
    readings: readonly LogGroupReading[],
    signal: AbortSignal,
  ): FollowOptions['lookForNewReadings'];
  /** Says after a read that found nothing why that may be so. */
  explainNothing(run: StageRun, read: FinishedRead<Found>): Promise<void>;
}
