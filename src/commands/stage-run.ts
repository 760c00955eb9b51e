import type {AwsClients} from '../aws/aws-clients.js';
import type {Context} from '../context.js';
import type {Notices} from '../notices.js';
import type {GetOptions, TimeWindow} from '../options.js';

/** Everything a read or a watch of a stage needs. */
export interface StageRun {
  readonly options: GetOptions;
  readonly context: Context;
  readonly notices: Notices;
  readonly aws: AwsClients;
  readonly window: TimeWindow;
}
