import type {Context} from '../context.js';
import type {ExitCode} from '../errors.js';
import {type GetOptions, resolveWindow, type Sought} from '../options.js';
import {createMessageQuery} from '../select/message-query.js';
import {readLast} from './read-last.js';
import {readStage} from './read-stage.js';
import {watchStage} from './watch-stage.js';
import {withStage} from './with-stage.js';

/** `apilogs get`: the events of a stage, merged by time, each with the request it belongs to. */
export async function run(options: Sought<GetOptions>, context: Context): Promise<ExitCode> {
  if (options.query !== undefined) await createMessageQuery(options.query);
  const window = await resolveWindow(withStart(options), context.clock.now());
  return withStage(options, context, (stage, world) => {
    const run = {...world, options: {...options, ...stage}, context, window};
    if (options.watch) return watchStage(run);
    return options.last === undefined ? readStage(run) : readLast(run, options.last);
  });
}

/** The newest events may be older than what a read without `--start` looks at. */
const lastReachesBack = '24h';

const withStart = (options: Sought<GetOptions>): Sought<GetOptions> =>
  options.last === undefined ? options : {...options, start: options.start ?? lastReachesBack};
