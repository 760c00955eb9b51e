import {createAwsClients} from '../aws/aws-clients.js';
import {createNotices} from '../cli/create-notices.js';
import type {Context} from '../context.js';
import type {ExitCode} from '../errors.js';
import {type GetOptions, resolveWindow} from '../options.js';
import {createMessageQuery} from '../select/message-query.js';

/** `apilogs get`: the events of a stage, merged by time, each with the request it belongs to. */
export async function run(options: GetOptions, context: Context): Promise<ExitCode> {
  if (options.query !== undefined) await createMessageQuery(options.query);
  const window = await resolveWindow(withStart(options), context.clock.now());
  const notices = createNotices(context.stderr, options);
  const aws = await createAwsClients(options.aws, context.env);
  try {
    const stageRun = {options, context, notices, aws, window};
    if (options.watch) return await (await import('./watch-stage.js')).watchStage(stageRun);
    if (options.last === undefined) return await (await import('./read-stage.js')).readStage(stageRun);
    return await (await import('./read-last.js')).readLast(stageRun, options.last);
  } finally {
    aws.destroy();
  }
}

/** The newest events may be older than what a read without `--start` looks at. */
const lastReachesBack = '24h';

const withStart = (options: GetOptions): GetOptions =>
  options.last === undefined ? options : {...options, start: options.start ?? lastReachesBack};
