import type {Discovery} from '../discover/discovery.js';
import {ApilogsError, type ExitCode, exitCodes} from '../errors.js';
import type {LogLine} from '../log-line.js';
import {canRewriteLine} from '../render/can-rewrite-line.js';
import {createWatchStatus, type WatchStatus} from '../render/watch-status.js';
import {printedLines} from '../select/printed-lines.js';
import {
  backlogStartOf,
  type FollowedStage,
  openFollowedStage,
  type StageToFollow,
} from '../stage/followed-stage.js';
import type {Origin} from '../stage/origin.js';
import {exitCodeOf, tellFailures} from '../stage/run-outcome.js';
import {LastLines} from './last-lines.js';
import {createLinePrinter, type LinePrinter} from './line-printer.js';
import {contextMs, newestLines} from './read-last.js';
import {printHeadline, tellFilterHidesTies, tellNothingFound, tellResumeTime} from './stage-notices.js';
import type {StageRun} from './stage-run.js';

/** What a terminal shows of a watch besides its lines: a line of its own below them. */
export interface WatchScreen {
  /** Tells of what was printed. */
  update(printed: number, lines: readonly LogLine[]): void;
  /** Takes the line away before something else is printed. */
  clear(): void;
}

/** Follows for a command that makes something of the lines, and cleans up behind it. */
export async function withFollowedStage<Found extends Discovery, T>(
  origin: Origin<Found>,
  run: StageRun,
  use: (stage: FollowedStage<Found>, screen: WatchScreen) => Promise<T>,
): Promise<T> {
  const {options, context} = run;
  const status = createWatchStatus(context.stderr, context.clock, {
    isTerminal: canRewriteLine(context) && !options.quiet,
    sharesTerminal: context.stdout.isTTY === true,
  });
  run.notices.takeAway?.(status);
  let stage: FollowedStage<Found> | undefined;
  try {
    stage = await openFollowedStage(origin, run, {
      canWaitForLogin: canWaitForLogin(run),
      onDiscovered: discovery => printHeadline(run, discovery),
      backlogStart: found => backlogStart(run, found),
    });
    return await use(stage, screenOf(stage, status));
  } finally {
    status.stop();
    stage?.stop();
  }
}

const screenOf = (stage: FollowedStage<Discovery>, status: WatchStatus): WatchScreen => ({
  update: (printed, lines) =>
    status.update({
      sources: stage.logGroups,
      events: printed,
      newestAt: lines.at(-1)?.event.timestamp,
      isThrottled: stage.isThrottled,
    }),
  clear: () => status.clear(),
});

/** Prints the backlog of a stage, or of log groups, and then what comes, until it is stopped or its time is up. */
export const watchStage = <Found extends Discovery>(
  origin: Origin<Found>,
  run: StageRun,
): Promise<ExitCode> =>
  withFollowedStage(origin, run, async (stage, screen) => {
    const {options, context} = run;
    const printer = createLinePrinter(options, context, stage.sources, () => stage.stop());
    const backlog =
      options.last === undefined ? undefined : new LastLines(options.last, printedLines(options));
    for await (const lines of stage.lines) {
      if (backlog && stage.isInBacklog) {
        backlog.add(lines);
        continue;
      }
      const due = backlog ? [...backlog.take(), ...lines] : lines;
      const before = printer.printed;
      if (due.length > 0) screen.clear();
      await printer.print(due);
      screen.update(printer.printed, printer.printed > before ? due : []);
      if (options.filterPattern !== undefined && printer.hasLinesWithoutId) {
        tellFilterHidesTies({...run, notices: stage.notices});
      }
    }
    await printer.flush();
    if (printer.printed === 0 && !stage.signal.aborted) {
      const window = {startTime: run.window.startTime, endTime: context.clock.now(), isWindowToBlame: false};
      tellNothingFound({...run, notices: stage.notices}, stage.sources, window);
    }
    screen.clear();
    return endOfWatch(run, stage, printer);
  });

/** How a watch ended; says how to go on from there. */
export function endOfWatch(
  run: StageRun,
  {signal, discovery, failures, readings, resumeTime}: FollowedStage<Discovery>,
  {printed, isClosed, unwrittenSince}: Pick<LinePrinter, 'printed' | 'isClosed' | 'unwrittenSince'>,
): ExitCode {
  const error: unknown = signal.reason;
  if (!isClosed) tellResumeTime(run, Math.min(resumeTime, unwrittenSince));
  if (error instanceof ApilogsError) throw error;
  if (signal.aborted) return exitCodes.ok;
  const logGroups = readings.length;
  // While it lasted, the endpoint was what there was to tell of.
  tellFailures({failures: failures.filter(({kind}) => kind === 'unanswered'), logGroups}, run.notices);
  return exitCodeOf({
    discovery,
    failures,
    logGroups,
    printed,
    tellsWhetherPrinted: run.options.exitCode,
  });
}

/**
 * Where to begin so that the backlog holds as many of the newest lines as were asked for, and what tells of their
 * requests.
 */
async function backlogStart(run: StageRun, {signal, now, ...stage}: StageToFollow): Promise<number> {
  const {last} = run.options;
  const startTime = backlogStartOf(run, now);
  if (last === undefined) return startTime;
  const lines = last === 0 ? [] : await newestLines({...stage, run, startTime, endTime: now}, last, signal);
  const first = lines[0]?.event.timestamp ?? now;
  return Math.max(startTime, first - contextMs);
}

/**
 * Whether somebody can log in again in another window and the run can see it: at a terminal, with credentials
 * that come from files and not from the environment or from flags.
 */
function canWaitForLogin({options, context}: StageRun): boolean {
  const isAttended = context.stderr.isTTY === true && !context.env.CI;
  const isFixed = options.aws.accessKeyId !== undefined || context.env.AWS_ACCESS_KEY_ID !== undefined;
  return isAttended && !isFixed;
}
