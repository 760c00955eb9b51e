import type {ExitCode} from '../errors.js';
import type {TraceOptions} from '../options.js';
import {traceStage} from '../stage/trace-stage.js';
import {toRequestTrace} from '../trace/to-request-trace.js';
import type {WantedId} from '../trace/wanted-id.js';
import {rememberStage} from './remember-stage.js';
import {openProgress} from './run-progress.js';
import {SlowReadWatch, tellSlowRead} from './slow-read-notice.js';
import {printHeadline} from './stage-notices.js';
import type {StageRun} from './stage-run.js';
import {createTraceWriter, type TraceWriter} from './write-trace.js';

export interface TraceRun extends StageRun {
  readonly options: TraceOptions;
}

/** Finds a request of a stage, and prints its story. */
export async function traceRequest(wanted: WantedId, run: TraceRun): Promise<ExitCode> {
  const {notices} = run;
  const {progress, onScanned, end} = openProgress(run);
  const watch = new SlowReadWatch({...run.options, filterPattern: wanted.filterPattern}, run.context.clock);
  const onAnswer = () => tellSlowRead(watch.atAnswer(), notices);
  let writer: TraceWriter | undefined;
  try {
    const {lines, exitCode} = await traceStage(
      wanted,
      {...run, onScanned, onAnswer},
      {
        onDiscovered: discovery => {
          void rememberStage(discovery, run);
          printHeadline(run, discovery);
          writer = createTraceWriter(run, discovery.sources);
        },
        onPage: page => progress.update(page),
        onKnown: async known => {
          progress.clear();
          await writer?.open(toRequestTrace(known));
        },
      },
    );
    progress.stop();
    await writer?.write(toRequestTrace(lines));
    return exitCode;
  } finally {
    end();
  }
}
