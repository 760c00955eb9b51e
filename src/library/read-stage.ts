import {printedLines} from '../select/printed-lines.js';
import {type OpenStage, openStage} from '../stage/open-stage.js';
import {failuresOf, refuseIfNothingReadable, tellFailures} from '../stage/run-outcome.js';
import {stageOrigin} from '../stage/stage-origin.js';
import {checkWindow, createGuestTask, toTaskOptions} from './guest-task.js';
import {leaveAtOnce} from './leave-at-once.js';
import type {ReadStageOptions} from './library-options.js';
import type {LogGap} from './log-gap.js';
import {logGapsOf} from './log-gaps-of.js';
import type {StageLine} from './stage-line.js';
import {stopWhenLeft} from './stop-when-left.js';
import {createToStageLine} from './to-stage-line.js';
import {errorWithoutSecrets, gapsWithoutSecrets} from './without-secrets.js';

/** The lines of a stage's window. Each loop over them reads anew. */
export interface StageLines extends AsyncIterable<StageLine> {
  /** What could not be read. All of it once the loop has ended: then none means that no line is missing. */
  readonly gaps: readonly LogGap[];
}

const defaultWindowMs = 5 * 60_000;

/**
 * Reads what every log of a stage holds of a window: merged by time, each line with the request it belongs to.
 *
 * Reading begins with the loop and ends with it, also by `break`. Lines are given as they are read; memory does not
 * grow with the window. A log group that cannot be read is a gap, and does not end the others.
 *
 * @throws ApilogsError, out of the loop: `exitCode` 2 for options that make no sense, 3 for a start in the future, 4
 * without permission or credentials, 5 where the API or the stage does not exist, 1 where AWS cannot be reached
 * @throws the reason of `signal` once that aborts: the lines given until then are not all
 */
export function readStage(options: ReadStageOptions): StageLines {
  let gaps: readonly LogGap[] = [];
  const setGaps = (found: readonly LogGap[]) => {
    gaps = found;
  };
  return {
    get gaps() {
      return gaps;
    },
    [Symbol.asyncIterator]: () => leaveAtOnce(signal => lines({...options, signal}, setGaps), options.signal),
  };
}

async function* lines(
  options: ReadStageOptions,
  setGaps: (gaps: readonly LogGap[]) => void,
): AsyncGenerator<StageLine, void, undefined> {
  const {signal} = options;
  signal?.throwIfAborted();
  const task = await createReadTask(options);
  let stage: OpenStage | undefined;
  try {
    stage = await openStage(stageOrigin, task);
    const isGiven = printedLines(task.options);
    const toStageLine = createToStageLine();
    for await (const batch of stopWhenLeft(stage.lines, stage.stop)) {
      for (const line of batch) {
        signal?.throwIfAborted();
        if (isGiven(line)) yield toStageLine(line);
      }
    }
    signal?.throwIfAborted();
    const {discovery, reader, readings} = stage;
    const failures = failuresOf(reader, readings);
    setGaps(gapsWithoutSecrets(logGapsOf(discovery, failures, stage.leftOut), task.redaction));
    tellFailures({failures, logGroups: readings.length}, task.notices);
    refuseIfNothingReadable({failures, logGroups: readings.length});
  } catch (error) {
    signal?.throwIfAborted();
    throw errorWithoutSecrets(error, task.redaction);
  } finally {
    await stage?.close();
    task.aws.destroy();
  }
}

async function createReadTask(options: ReadStageOptions) {
  const now = Date.now();
  const {endTime = now, startTime = Math.min(now, endTime) - defaultWindowMs} = options;
  const window = {startTime, endTime};
  checkWindow(window, now);
  return createGuestTask(options, toTaskOptions(options, options), window);
}
