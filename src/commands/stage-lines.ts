import type {Discovery} from '../discover/discovery.js';
import type {StageDiscovery} from '../discover/stage-discovery.js';
import type {LogLine} from '../log-line.js';
import type {GetOptions} from '../options.js';
import {lineSelection} from '../select/line-selection.js';
import {type OpenStage, openStage} from '../stage/open-stage.js';
import type {Origin} from '../stage/origin.js';
import {openProgress} from './run-progress.js';
import {SlowReadWatch, tellSlowRead} from './slow-read-notice.js';
import {printHeadline} from './stage-notices.js';
import type {StageRun} from './stage-run.js';

/** A stage, or log groups, whose window is being read, on what may be a terminal; its notices take the progress line away. */
export interface ShownStage<Found extends Discovery = StageDiscovery> extends OpenStage<Found> {
  /** Takes the progress line away before something else is printed. */
  clearProgress(): void;
}

/** Opens what is to be read for a command that makes something of its lines, and cleans up behind it. */
export async function withStageLines<Found extends Discovery, T>(
  origin: Origin<Found>,
  run: StageRun,
  use: (stage: ShownStage<Found>) => Promise<T>,
): Promise<T> {
  const {notices} = run;
  const {progress, onScanned, end} = openProgress(run);
  const watch = new SlowReadWatch(run.options, run.context.clock);
  const onAnswer = () => tellSlowRead(watch.atAnswer(), notices);
  let stage: OpenStage<Found> | undefined;
  try {
    const task = {...run, onScanned, onAnswer, needsTies: needsTies(run.options)};
    stage = await openStage(origin, task, discovery => printHeadline(run, discovery));
    return await use({...stage, lines: withProgress(stage), clearProgress: () => progress.clear()});
  } finally {
    progress.stop();
    await stage?.close();
    end();
  }

  async function* withProgress({
    lines: batches,
    window,
    reader,
  }: OpenStage<Found>): AsyncGenerator<LogLine[]> {
    let events = 0;
    progress.update({calls: reader.statistics.calls, events});
    for await (const lines of batches) {
      yield lines;
      events += lines.length;
      const newest = lines.at(-1)?.event.timestamp ?? window.startTime;
      const share = (newest - window.startTime) / Math.max(1, window.endTime - window.startTime);
      tellSlowRead(watch.atShare(share), notices);
      progress.update({share, calls: reader.statistics.calls, events});
    }
    progress.stop();
  }
}

/** Whether what is printed, or said of it, depends on more of a line than its event. */
const needsTies = (options: GetOptions): boolean =>
  !(options.output === 'raw' || (options.output === 'classic' && !options.columns?.includes('request'))) ||
  options.query !== undefined ||
  options.filterPattern !== undefined ||
  lineSelection(options) !== undefined;
