import type {Discovery} from '../discover/discovery.js';
import type {FollowOptions} from '../follow/follow-stage.js';
import type {LogSource} from '../log-source.js';
import type {LogGroupReading} from '../read/log-group-reading.js';
import type {StageTask} from './stage-task.js';

/** Where the log groups of a run come from: a stage of an API, or their own names. */
export interface Origin<Found extends Discovery = Discovery> {
  /** A log group that is known before the others are found, so that it can be read meanwhile. */
  knownBefore(task: StageTask): LogSource | undefined;
  /** What there is to read, less what the selection does not need. */
  discover(task: StageTask, signal: AbortSignal): Promise<Found>;
  /** How to look for log groups that come to belong to it while it is followed; undefined where none can. */
  lookForMore(
    task: StageTask,
    discovery: Found,
    readings: readonly LogGroupReading[],
    signal: AbortSignal,
  ): FollowOptions['lookForNewReadings'];
}
