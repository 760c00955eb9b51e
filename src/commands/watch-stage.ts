import {filterLogEventsQuota} from '../aws/call-budget.js';
import {isAccessDenied} from '../aws/error-kind.js';
import {ServerClock} from '../aws/server-clock.js';
import {createDiscoverPorts} from '../discover/discover-ports.js';
import {discoverStage} from '../discover/discover-stage.js';
import type {StageDiscovery} from '../discover/stage-discovery.js';
import {readStageFingerprint} from '../discover/stage-fingerprint.js';
import {ApilogsError, type ExitCode, exitCodes} from '../errors.js';
import {StageFollower} from '../follow/follow-stage.js';
import {Health, needsLogin} from '../follow/health.js';
import type {LogLine} from '../log-line.js';
import {type LogGroupReading, logGroupOf} from '../read/log-group-reading.js';
import {LogReader, pageLimit} from '../read/log-reader.js';
import {type SourceFailure, toSourceFailure} from '../read/source-failure.js';
import {createWatchStatus} from '../render/watch-status.js';
import {selectSources} from '../select/select-sources.js';
import {needsWholeRequests} from '../select/selection.js';
import {createStopSignal} from '../stop-signal.js';
import {describeDuration} from '../time/duration.js';
import {LastLines} from './last-lines.js';
import {createLinePrinter, printedLines} from './line-printer.js';
import {contextMs, newestLines, type StageReading} from './read-last.js';
import {exitCodeOf, tellFailure} from './run-outcome.js';
import {discover, type OpenStage, visibilityOf} from './stage-lines.js';
import {printHeadline, tellFilterHidesTies, tellNothingFound, tellResumeTime} from './stage-notices.js';
import type {StageRun} from './stage-run.js';
import {readingsOfStage} from './stage-sources.js';

/** Of the quota that colleagues and the console share. */
const watchShare = 0.5;
/**
 * All groups are polled at once, as far as the share goes: lines can leave only when the round is over. With half
 * of the quota, a second's worth at once and what is granted meanwhile stay within the quota of any second.
 */
const burstOf = ({options, aws}: StageRun) =>
  options.maxRate === undefined ? filterLogEventsQuota(aws.region) * watchShare : 1;

/** A stage that is being followed. */
export interface FollowedStage
  extends Pick<OpenStage, 'discovery' | 'sources' | 'readings' | 'notices' | 'signal'> {
  /** Correlated: the backlog in time order, then what comes, in batches that may be empty. To be read once. */
  readonly lines: AsyncGenerator<LogLine[]>;
  /** Whether the batch that was given last is of the backlog. */
  readonly isInBacklog: boolean;
  /** Epoch ms up to which lines have been put in order. */
  readonly followedUpTo: number;
  /** What cannot be read at this moment. */
  readonly failures: readonly SourceFailure[];
  stop(): void;
  /** Tells of what was printed, for the status line; takes that away before something else is printed. */
  update(printed: number, lines: readonly LogLine[]): void;
  clearStatus(): void;
  /** Epoch ms from which a later run must start to miss nothing. */
  readonly resumeTime: number;
}

/** Follows a stage for a command that makes something of its lines, and cleans up behind it. */
export async function withFollowedStage<T>(
  outer: StageRun,
  use: (stage: FollowedStage) => Promise<T>,
): Promise<T> {
  const {options, context, aws} = outer;
  const {clock} = context;
  const {signal, stop} = createStopSignal(context.signal);
  const status = createWatchStatus(context.stderr, clock, {
    isTerminal: context.stderr.isTTY === true && !options.quiet,
    sharesTerminal: context.stdout.isTTY === true,
  });
  const run: StageRun = {...outer, notices: status.around(outer.notices)};
  const health = new Health(clock, run.notices);
  const serverClock = new ServerClock(clock);
  const reader = new LogReader({
    aws,
    clock,
    notices: run.notices,
    signal,
    maxRate: options.maxRate,
    quotaShare: watchShare,
    burst: burstOf(outer),
    serverClock,
    onThrottled: () => health.throttled(),
  });
  const failures = new Map<string, SourceFailure>();

  try {
    const discovery = await discover(run, signal);
    const {sources, readings} = readingsOfStage(discovery, options.filterPattern, options);
    printHeadline(run, discovery);
    await setServerClock(run, {reader, readings, serverClock}, signal);
    const serverNow = serverClock.now();
    const startTime = await backlogStart({run, discovery, reader, readings, endTime: serverNow}, signal);

    const follower = new StageFollower({
      readings,
      visibility: visibilityOf(sources, discovery.logging, options),
      filterPattern: options.filterPattern,
      limit: pageLimit(readings.length),
      startTime,
      intervalMs: options.watchInterval * 1_000,
      holdMs: options.hold * 1_000,
      untilRequestIsComplete: needsWholeRequests(options),
      followForMs: options.followFor,
      clock,
      serverNow: () => serverClock.now(),
      signal,
      notices: run.notices,
      filterLogEvents: region => reader.filterLogEvents(region),
      readBacklog: (reading, window) => reader.pages(reading, window, signal),
      onFailure: (reading, error) => {
        const failure = explain(run, reading, error);
        if (!failure) return;
        if (failure.kind === 'missing') {
          tellFailure(failure, run.notices);
          return;
        }
        failures.set(reading.logGroup, failure);
        if (failure.error.exitCode === exitCodes.usage) stop(failure.error);
        else if (needsLogin(error) && !canWaitForLogin(run)) stop(failure.error);
        else health.failed(reading.logGroup, error, failure.error);
      },
      onSuccess: reading => {
        failures.delete(reading.logGroup);
        health.succeeded(reading.logGroup);
      },
      onSleep: ms => health.slept(ms),
      lookForNewReadings: lookForRedeployment(run, discovery, readings, signal),
    });

    return await use({
      discovery,
      sources,
      readings,
      notices: run.notices,
      signal,
      lines: follower.lines(),
      get isInBacklog() {
        return follower.isInBacklog;
      },
      get followedUpTo() {
        return follower.followedUpTo;
      },
      get failures() {
        return [...failures.values()];
      },
      get resumeTime() {
        return follower.resumeTime;
      },
      stop: () => stop(),
      update: (printed, lines) =>
        status.update({
          sources: follower.groups.length,
          events: printed,
          newestAt: lines.at(-1)?.event.timestamp,
          isThrottled: health.isThrottled,
        }),
      clearStatus: () => status.clear(),
    });
  } finally {
    status.stop();
    stop();
  }
}

/** Prints the backlog of a stage and then what comes, until it is stopped or its time is up. */
export const watchStage = (run: StageRun): Promise<ExitCode> =>
  withFollowedStage(run, async stage => {
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
      if (due.length > 0) stage.clearStatus();
      await printer.print(due);
      stage.update(printer.printed, printer.printed > before ? due : []);
      if (options.filterPattern !== undefined && printer.hasLinesWithoutId) {
        tellFilterHidesTies({...run, notices: stage.notices});
      }
    }
    await printer.flush();
    if (printer.printed === 0 && !stage.signal.aborted) {
      const window = {startTime: run.window.startTime, endTime: context.clock.now(), isWindowToBlame: false};
      tellNothingFound({...run, notices: stage.notices}, stage.sources, window);
    }
    return endOfWatch(run, stage, {printed: printer.printed, isClosed: printer.isClosed});
  });

/** How a watch ended; says how to go on from there. */
export function endOfWatch(
  run: StageRun,
  {signal, discovery, failures, readings, resumeTime, clearStatus}: FollowedStage,
  {printed, isClosed}: {readonly printed: number; readonly isClosed: boolean},
): ExitCode {
  const error: unknown = signal.reason;
  clearStatus();
  if (!isClosed) tellResumeTime(run, resumeTime);
  if (error instanceof ApilogsError) throw error;
  if (signal.aborted) return exitCodes.ok;
  return exitCodeOf({
    discovery,
    failures,
    logGroups: readings.length,
    printed,
    tellsWhetherPrinted: run.options.exitCode,
  });
}

/**
 * Where to begin so that the backlog holds as many of the newest lines as were asked for, and what tells of their
 * requests.
 */
async function backlogStart(stage: Omit<StageReading, 'startTime'>, signal: AbortSignal): Promise<number> {
  const {options, window} = stage.run;
  const {endTime} = stage;
  // By a clock that is ahead the window may begin in the future.
  const startTime = Math.min(window.startTime, endTime);
  if (options.last === undefined) return startTime;
  const lines = options.last === 0 ? [] : await newestLines({...stage, startTime}, options.last, signal);
  const first = lines[0]?.event.timestamp ?? endTime;
  return Math.max(startTime, first - contextMs);
}

/** A clock that is so far off is worth a word. */
const worthTellingMs = 10_000;
const mostAsked = 3;

/** Asks for the service's time before anything is followed by it, in an answer that costs one call. */
async function setServerClock(
  {context, notices}: StageRun,
  {reader, readings, serverClock}: Followed,
  signal: AbortSignal,
): Promise<void> {
  for (const {region, logGroup} of readings.slice(0, mostAsked)) {
    const startTime = context.clock.now();
    const answer = await reader
      .filterLogEvents(region)({...logGroupOf(logGroup), startTime, limit: 1}, signal)
      // Whatever is wrong here is met, and told, when the group is read.
      .catch(() => undefined);
    if (answer) break;
  }
  const difference = serverClock.differenceMs;
  if (Math.abs(difference) < worthTellingMs) return;
  const how = `${describeDuration(Math.abs(difference))} ${difference > 0 ? 'behind' : 'ahead of'}`;
  notices.notice(`the clock of this machine is ${how} that of AWS`, 'lines are followed by the clock of AWS');
}

interface Followed {
  readonly reader: LogReader;
  readonly readings: readonly LogGroupReading[];
  readonly serverClock: ServerClock;
}

function explain(
  {aws, options}: StageRun,
  reading: LogGroupReading,
  error: unknown,
): SourceFailure | undefined {
  const {profile, endpointUrl} = aws;
  const {filterPattern} = options;
  return toSourceFailure(error, reading, {region: reading.region, profile, endpointUrl, filterPattern});
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

/** Asks for the stage alone; only where its deployment or its settings have changed is it discovered anew. */
function lookForRedeployment(
  run: StageRun,
  discovery: StageDiscovery,
  readings: readonly LogGroupReading[],
  signal: AbortSignal,
): () => Promise<readonly LogGroupReading[] | undefined> {
  const {options, context, aws, notices} = run;
  const ports = createDiscoverPorts(aws, context.clock);
  const target = {apiId: options.apiId, stage: discovery.stage, region: aws.region};
  let {fingerprint} = discovery;
  const followed = new Set(readings.map(keyOf));
  const followedNames = new Set(readings.flatMap(({sources}) => sources.map(({name}) => name)));

  return async () => {
    const now = await readStageFingerprint(ports, discovery, signal).catch((error: unknown) => {
      if (isAccessDenied(error)) {
        notices.notice(
          'redeployments of the stage go unnoticed: no permission to read it any more',
          'allow apigateway:GET on the stage',
        );
      }
      throw error;
    });
    if (now === fingerprint) return undefined;
    const found = await discoverStage(ports, target, notices, signal);
    ({fingerprint} = found);
    const anew = {sources: selectSources(found.sources, options)};
    const added = readingsOfStage(anew, options.filterPattern, options).readings.filter(
      reading => !followed.has(keyOf(reading)),
    );
    for (const reading of added) followed.add(keyOf(reading));
    const names = new Set(added.flatMap(({sources}) => sources.map(({name}) => name)));
    for (const name of names) if (followedNames.has(name)) names.delete(name);
    for (const name of names) followedNames.add(name);
    if (names.size > 0)
      notices.change(`the stage was redeployed: following ${[...names].join(', ')} as well`);
    return added;
  };
}

const keyOf = ({region, logGroup, sources, filterPattern}: LogGroupReading) =>
  [region, logGroup, filterPattern, ...sources.map(({name}) => name)].join(' ');
