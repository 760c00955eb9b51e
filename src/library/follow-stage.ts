import {ApilogsError} from '../errors.js';
import {createRedaction, type Redaction} from '../redaction.js';
import {printedLines, printedSources} from '../select/printed-lines.js';
import {type FollowedStage, openFollowedStage} from '../stage/followed-stage.js';
import {refuseIfNothingReadable} from '../stage/run-outcome.js';
import {stageOrigin} from '../stage/stage-origin.js';
import type {FollowOptions} from '../stage/stage-task.js';
import {checkPositive, checkWindow, createGuestTask, invalid, toTaskOptions} from './guest-task.js';
import {leaveAtOnce} from './leave-at-once.js';
import type {FollowStageOptions} from './library-options.js';
import type {LogGap} from './log-gap.js';
import {logGapsOf} from './log-gaps-of.js';
import type {StageLine} from './stage-line.js';
import {stopWhenLeft} from './stop-when-left.js';
import {createToStageLine} from './to-stage-line.js';
import {errorWithoutSecrets, gapsWithoutSecrets} from './without-secrets.js';

/** The lines of a stage as they come. Each loop over them begins anew. */
export interface FollowedLines extends AsyncIterable<StageLine> {
  /** What cannot be read at this moment; it is tried again with each poll. */
  readonly gaps: readonly LogGap[];
  /**
   * Epoch ms: the `startTime` with which a later call misses nothing. It gives some lines again, which have the same
   * `eventId`. Undefined until the stage has been found.
   */
  readonly resumeTime: number | undefined;
}

const defaultBacklogMs = 5 * 60_000;

/**
 * Follows every log of a stage: first what it holds since `startTime`, then what comes, in order, each line once and
 * with the request it belongs to. Throttling, lost connections, sleep of the machine and redeployments are ridden out.
 *
 * Ends by `break`, after `followForMs`, or quietly when `signal` aborts.
 *
 * @throws ApilogsError, out of the loop, as `readStage` does; also when the credentials expire for good
 */
export function followStage(options: FollowStageOptions): FollowedLines {
  let stage: FollowedStage | undefined;
  let redaction = createRedaction({});
  const setStage = (followed: FollowedStage, itsRedaction: Redaction) => {
    stage = followed;
    redaction = itsRedaction;
  };
  return {
    get gaps() {
      return stage ? gapsWithoutSecrets(logGapsOf(stage.discovery, stage.failures), redaction) : [];
    },
    get resumeTime() {
      return stage?.resumeTime;
    },
    [Symbol.asyncIterator]: () =>
      leaveAtOnce(signal => lines({...options, signal}, setStage), options.signal),
  };
}

async function* lines(
  options: FollowStageOptions,
  setStage: (stage: FollowedStage, redaction: Redaction) => void,
): AsyncGenerator<StageLine, void, undefined> {
  const {signal} = options;
  if (signal?.aborted) return;
  const task = await createFollowTask(options);
  let stage: FollowedStage | undefined;
  try {
    stage = await openFollowedStage(stageOrigin, task, {canWaitForLogin: false});
    setStage(stage, task.redaction);
    const isOfGivenSource = printedSources(task.options, stage.sources);
    const isGiven = printedLines(task.options);
    const toStageLine = createToStageLine();
    for await (const batch of stopWhenLeft(stage.lines, stage.stop)) {
      for (const line of batch) {
        if (isOfGivenSource(line.event.source) && isGiven(line)) yield toStageLine(line);
      }
    }
    const ended: unknown = stage.signal.reason;
    if (ended instanceof ApilogsError) throw ended;
    if (signal?.aborted) return;
    refuseIfNothingReadable({failures: stage.failures, logGroups: stage.readings.length});
  } catch (error) {
    if (signal?.aborted) return;
    throw errorWithoutSecrets(error, task.redaction);
  } finally {
    stage?.stop();
    task.aws.destroy();
  }
}

async function createFollowTask(options: FollowStageOptions) {
  const now = Date.now();
  const {startTime = now - defaultBacklogMs, watchIntervalMs = 1_000, holdMs = 2_000, followForMs} = options;
  const window = {startTime, endTime: undefined};
  checkWindow(window, now);
  checkPositive('watchIntervalMs', watchIntervalMs);
  if (followForMs !== undefined) checkPositive('followForMs', followForMs);
  if (!Number.isFinite(holdMs) || holdMs < 0)
    throw invalid(`holdMs must be a number from 0 on, not ${holdMs}`);
  const followOptions: FollowOptions = {
    ...toTaskOptions(options, options),
    watchInterval: watchIntervalMs / 1_000,
    hold: holdMs / 1_000,
    followFor: followForMs,
  };
  return createGuestTask(options, followOptions, window);
}
