import {createAwsClients} from '../aws/aws-clients.js';
import {createNotices} from '../cli/create-notices.js';
import type {Context} from '../context.js';
import type {Discovery} from '../discover/discovery.js';
import type {ExitCode} from '../errors.js';
import type {NamedGroups} from '../groups/named-groups.js';
import {type GetOptions, resolveWindow} from '../options.js';
import {createMessageQuery} from '../select/message-query.js';
import type {PrintedOrigin} from './printed-origin.js';
import {printedStageOrigin} from './stage-origin.js';
import type {StageRun} from './stage-run.js';

/** `apilogs get`: the events of a stage or of log groups, merged by time, each with the request it belongs to. */
export async function run(options: GetOptions, context: Context): Promise<ExitCode> {
  if (options.query !== undefined) await createMessageQuery(options.query);
  const window = await resolveWindow(withStart(options), context.clock.now());
  const notices = createNotices(context.stderr, options);
  const aws = await createAwsClients(options.aws, context.env);
  try {
    const stageRun = {options, context, notices, aws, window};
    return await (options.groups
      ? printGroups(options.groups, stageRun)
      : printFrom(printedStageOrigin, stageRun));
  } finally {
    aws.destroy();
  }
}

async function printFrom<Found extends Discovery>(
  origin: PrintedOrigin<Found>,
  run: StageRun,
): Promise<ExitCode> {
  const {watch, last} = run.options;
  if (watch) return (await import('./watch-stage.js')).watchStage(origin, run);
  if (last === undefined) return (await import('./read-stage.js')).readStage(origin, run);
  return (await import('./read-last.js')).readLast(origin, run, last);
}

async function printGroups(named: NamedGroups, run: StageRun): Promise<ExitCode> {
  const {createGroupsOrigin} = await import('./groups-origin.js');
  return printFrom(createGroupsOrigin(named, {isFollowed: run.options.watch}), run);
}

/** The newest events may be older than what a read without `--start` looks at. */
const lastReachesBack = '24h';

const withStart = (options: GetOptions): GetOptions =>
  options.last === undefined ? options : {...options, start: options.start ?? lastReachesBack};
