import type {RequestsOptions} from '../cli/requests-options.js';
import type {Context} from '../context.js';
import {type ExitCode, exitCodes} from '../errors.js';
import {resolveWindow, type Sought} from '../options.js';
import {createLineWriter} from '../output/line-writer.js';
import {RequestCollector} from '../requests/request-collector.js';
import {requestFilter} from '../requests/request-filter.js';
import type {RequestRecord} from '../requests/request-record.js';
import {exitCodeOf, failuresOf, hasReadAnything, tellFailures} from '../stage/run-outcome.js';
import {longerWindowHint} from './longer-window.js';
import {tellNoRequests, tellWhatIsSeen} from './request-notices.js';
import {createRequestOutput} from './request-output.js';
import {type ShownStage, withStageLines} from './stage-lines.js';
import {createStageOrigin} from './stage-origin.js';
import type {StageRun} from './stage-run.js';
import {watchRequests} from './watch-requests.js';
import {withStage} from './with-stage.js';

/** `apilogs requests`: one line a request, or all of them summed up. */
export async function run(sought: Sought<RequestsOptions>, context: Context): Promise<ExitCode> {
  const window = await resolveWindow(sought, context.clock.now());
  return withStage(sought, context, (reached, world) => {
    const options = {...sought, ...reached};
    const run = {...world, options, context, window};
    if (options.watch) return watchRequests(run, options);
    if (options.summary && options.engine === 'insights') return summarizeAtAws(run, options);
    return withStageLines(createStageOrigin(context), run, stage => printRequests(stage, options, context));
  });
}

async function summarizeAtAws(run: StageRun, options: RequestsOptions): Promise<ExitCode> {
  const {summarizeWithInsights} = await import('./summarize-with-insights.js');
  return summarizeWithInsights(createStageOrigin(run.context), run, options);
}

async function printRequests(
  stage: ShownStage,
  options: RequestsOptions,
  context: Context,
): Promise<ExitCode> {
  const {discovery, notices, signal} = stage;
  tellWhatIsSeen(stage);
  const writer = createLineWriter(context.stdout, context.signal, () => stage.stop());
  const output = createRequestOutput(stage, options, context);
  const collector = new RequestCollector();
  const isSelected = requestFilter(options.filter);
  let seen = 0;
  const take = (records: readonly RequestRecord[]) => {
    seen += records.length;
    return output.add(records.filter(isSelected), collector.oldestOpen);
  };
  const write = async (text: string) => {
    if (text === '') return;
    stage.clearProgress();
    await writer.write(text);
  };

  for await (const lines of stage.lines) {
    await write(take(collector.add(lines)));
    if (signal.aborted) return exitCodes.ok;
  }
  await write(take(collector.end()));
  for (const text of output.end()) await write(text);
  await writer.flush();
  if (signal.aborted) return exitCodes.ok;

  const failures = failuresOf(stage.reader, stage.readings);
  const logGroups = stage.readings.length;
  tellFailures({failures, logGroups}, notices);
  if (output.count === 0 && hasReadAnything({failures, logGroups}))
    tellNoRequests(stage, {hasAny: seen > 0, timeZone: options.tz, hint: hintOn(stage, options, context)});
  return exitCodeOf({
    discovery,
    failures,
    logGroups,
    printed: output.count,
    tellsWhetherPrinted: options.exitCode,
  });
}

/** A window is only too short where all of it was read. */
function hintOn({window, reader}: ShownStage, {end}: RequestsOptions, {clock}: Context): string | undefined {
  if (reader.failures.some(({kind}) => kind !== 'missing')) return undefined;
  const {startTime, endTime} = window;
  return longerWindowHint({startTime, endTime: end === undefined ? undefined : endTime, now: clock.now()});
}
