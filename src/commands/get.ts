import type {Context} from '../context.js';
import type {Discovery} from '../discover/discovery.js';
import type {ExitCode} from '../errors.js';
import {type GetOptions, resolveWindow, type Sought} from '../options.js';
import {createMessageQuery} from '../select/message-query.js';
import {createGroupsOrigin} from './groups-origin.js';
import type {PrintedOrigin} from './printed-origin.js';
import {readLast} from './read-last.js';
import {readStage} from './read-stage.js';
import {createStageOrigin} from './stage-origin.js';
import type {StageRun} from './stage-run.js';
import {watchStage} from './watch-stage.js';
import {withAws} from './with-aws.js';
import {withStage} from './with-stage.js';

/** `apilogs get`: the events of a stage or of log groups, merged by time, each with the request it belongs to. */
export async function run(options: Sought<GetOptions>, context: Context): Promise<ExitCode> {
  if (options.query !== undefined) await createMessageQuery(options.query);
  const window = await resolveWindow(withStart(options), context.clock.now());
  const {groups, watch} = options;
  if (groups) {
    const origin = createGroupsOrigin(groups, {isFollowed: watch});
    return withAws(options, context, world =>
      printFrom(origin, {...world, options: {...options, ...noStage}, context, window}),
    );
  }
  return withStage(options, context, (stage, world) =>
    printFrom(createStageOrigin(context), {...world, options: {...options, ...stage}, context, window}),
  );
}

function printFrom<Found extends Discovery>(origin: PrintedOrigin<Found>, run: StageRun): Promise<ExitCode> {
  const {watch, last} = run.options;
  if (watch) return watchStage(origin, run);
  return last === undefined ? readStage(origin, run) : readLast(origin, run, last);
}

const noStage = {apiId: '', stage: ''};

/** The newest events may be older than what a read without `--start` looks at. */
const lastReachesBack = '24h';

const withStart = (options: Sought<GetOptions>): Sought<GetOptions> =>
  options.last === undefined ? options : {...options, start: options.start ?? lastReachesBack};
