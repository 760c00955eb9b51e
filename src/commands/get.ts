import {createAwsClients} from '../aws/aws-clients.js';
import {createNotices} from '../cli/create-notices.js';
import type {Context} from '../context.js';
import type {ExitCode} from '../errors.js';
import {type GetOptions, resolveWindow} from '../options.js';
import {readStage} from './read-stage.js';
import {watchStage} from './watch-stage.js';

/** `apilogs get`: the events of a stage, merged by time, each with the request it belongs to. */
export async function run(options: GetOptions, context: Context): Promise<ExitCode> {
  const window = await resolveWindow(options, context.clock.now());
  const notices = createNotices(context.stderr, options);
  const aws = await createAwsClients(options.aws, context.env);
  try {
    const stageRun = {options, context, notices, aws, window};
    return await (options.watch ? watchStage(stageRun) : readStage(stageRun));
  } finally {
    aws.destroy();
  }
}
