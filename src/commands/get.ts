import type {Context} from '../context.js';
import type {Discovery} from '../discover/discovery.js';
import type {ExitCode} from '../errors.js';
import type {NamedGroups} from '../groups/named-groups.js';
import {type GetOptions, resolveWindow, type Sought} from '../options.js';
import {createMessageQuery} from '../select/message-query.js';
import type {PrintedOrigin} from './printed-origin.js';
import {createStageOrigin} from './stage-origin.js';
import type {StageRun} from './stage-run.js';
import {withAws} from './with-aws.js';
import {withStage} from './with-stage.js';

/** `apilogs get`: the events of a stage or of log groups, merged by time, each with the request it belongs to. */
export async function run(options: Sought<GetOptions>, context: Context): Promise<ExitCode> {
  if (options.query !== undefined) await createMessageQuery(options.query);
  const window = await resolveWindow(withStart(options), context.clock.now());
  const {groups} = options;
  if (groups)
    return withAws(options, context, world =>
      printGroups(groups, {...world, options: {...options, ...noStage}, context, window}),
    );
  return withStage(options, context, (stage, world) =>
    printFrom(createStageOrigin(context), {...world, options: {...options, ...stage}, context, window}),
  );
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

const noStage = {apiId: '', stage: ''};

/** The newest events may be older than what a read without `--start` looks at. */
const lastReachesBack = '24h';

const withStart = (options: Sought<GetOptions>): Sought<GetOptions> =>
  options.last === undefined ? options : {...options, start: options.start ?? lastReachesBack};
