import {createAwsClients} from '../aws/aws-clients.js';
import {createNotices} from '../cli/create-notices.js';
import type {Context} from '../context.js';
import type {Discovery} from '../discover/discovery.js';
import type {ExitCode} from '../errors.js';
import {type GetOptions, resolveWindow} from '../options.js';
import {createMessageQuery} from '../select/message-query.js';
import {createGroupsOrigin} from './groups-origin.js';
import type {PrintedOrigin} from './printed-origin.js';
import {readLast} from './read-last.js';
import {readStage} from './read-stage.js';
import {createStageOrigin} from './stage-origin.js';
import type {StageRun} from './stage-run.js';
import {watchStage} from './watch-stage.js';

/** `apilogs get`: the events of a stage or of log groups, merged by time, each with the request it belongs to. */
export async function run(options: GetOptions, context: Context): Promise<ExitCode> {
  if (options.query !== undefined) await createMessageQuery(options.query);
  const window = await resolveWindow(withStart(options), context.clock.now());
  const notices = createNotices(context.stderr, options);
  const aws = await createAwsClients(options.aws, context.env);
  try {
    const stageRun = {options, context, notices, aws, window};
    return await (options.groups
      ? printFrom(createGroupsOrigin(options.groups, {isFollowed: options.watch}), stageRun)
      : printFrom(createStageOrigin(context), stageRun));
  } finally {
    aws.destroy();
  }
}

function printFrom<Found extends Discovery>(origin: PrintedOrigin<Found>, run: StageRun): Promise<ExitCode> {
  const {watch, last} = run.options;
  if (watch) return watchStage(origin, run);
  return last === undefined ? readStage(origin, run) : readLast(origin, run, last);
}

/** The newest events may be older than what a read without `--start` looks at. */
const lastReachesBack = '24h';

const withStart = (options: GetOptions): GetOptions =>
  options.last === undefined ? options : {...options, start: options.start ?? lastReachesBack};
