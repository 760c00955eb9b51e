import type {Discovery} from '../discover/discovery.js';
import {type ExitCode, exitCodes} from '../errors.js';
import type {PrintedOrigin} from './printed-origin.js';
import {withStageLines} from './stage-lines.js';
import type {StageRun} from './stage-run.js';

/** Reads the window of a stage, or of log groups, to its end and prints it. */
export const readStage = <Found extends Discovery>(
  origin: PrintedOrigin<Found>,
  run: StageRun,
): Promise<ExitCode> =>
  withStageLines(origin, run, async stage => {
    // Imported while the first calls are under way.
    const [{createLinePrinter}, {finishRead}] = await Promise.all([
      import('./line-printer.js'),
      import('./finish-read.js'),
    ]);
    const printer = createLinePrinter(run.options, run.context, stage.sources, () => stage.stop());
    for await (const lines of stage.lines) {
      stage.clearProgress();
      await printer.print(lines);
      if (stage.signal.aborted) break;
    }
    await printer.flush();
    if (stage.signal.aborted) return exitCodes.ok;
    return finishRead(origin, {...run, notices: stage.notices}, {...stage, ...stage.window, printer});
  });
