import type {LogLine} from '../log-line.js';
import {type OpenStage, openStage} from '../stage/open-stage.js';
import {openProgress} from './run-progress.js';
import {printHeadline} from './stage-notices.js';
import type {StageRun} from './stage-run.js';

/** A stage whose window is being read, on what may be a terminal; its notices take the progress line away. */
export interface ShownStage extends OpenStage {
  /** Takes the progress line away before something else is printed. */
  clearProgress(): void;
}

/** Opens a stage for a command that makes something of its lines, and cleans up behind it. */
export async function withStageLines<T>(run: StageRun, use: (stage: ShownStage) => Promise<T>): Promise<T> {
  const {progress, notices} = openProgress(run);
  let stage: OpenStage | undefined;
  try {
    stage = await openStage({...run, notices}, discovery => printHeadline(run, discovery));
    return await use({...stage, lines: withProgress(stage), clearProgress: () => progress.clear()});
  } finally {
    progress.stop();
    await stage?.close();
  }

  async function* withProgress({lines: batches, window, reader}: OpenStage): AsyncGenerator<LogLine[]> {
    let events = 0;
    for await (const lines of batches) {
      yield lines;
      events += lines.length;
      const newest = lines.at(-1)?.event.timestamp ?? window.startTime;
      const share = (newest - window.startTime) / Math.max(1, window.endTime - window.startTime);
      progress.update({share, calls: reader.statistics.calls, events});
    }
    progress.stop();
  }
}
