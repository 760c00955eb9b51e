import type {Context} from '../context.js';
import type {GetOptions} from '../options.js';
import type {StageTask} from '../stage/stage-task.js';

/** Everything a read or a watch of a stage needs, on what may be a terminal. */
export interface StageRun extends StageTask<GetOptions> {
  readonly context: Context;
}
