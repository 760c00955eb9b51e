import {isThrottling} from '../aws/aws-error.js';
import {filterLogEventsQuota} from '../aws/call-budget.js';
import {ServerClock} from '../aws/server-clock.js';
import type {Discovery} from '../discover/discovery.js';
import type {StageDiscovery} from '../discover/stage-discovery.js';
import {exitCodes} from '../errors.js';
import {StageFollower} from '../follow/follow-stage.js';
import {Health, needsLogin} from '../follow/health.js';
import type {LogLine} from '../log-line.js';
import {type LogGroupReading, logGroupOf} from '../read/log-group-reading.js';
import {LogReader, pageLimit} from '../read/log-reader.js';
import {failureOfAll, type SourceFailure, toSourceFailure} from '../read/source-failure.js';
import {needsWholeRequests} from '../select/selection.js';
import {createStopSignal} from '../stop-signal.js';
import {describeDuration} from '../time/duration.js';
import {visibilityOf} from './correlate-lines.js';
import type {OpenStage} from './open-stage.js';
import type {Origin} from './origin.js';
import {isMisnamed, tellFailure} from './run-outcome.js';
import {readingsOfStage} from './stage-readings.js';
import type {FollowOptions, StageTask} from './stage-task.js';

/** Of the quota that colleagues and the console share. */
const watchShare = 0.5;
/**
 * All groups are polled at once, as far as the share goes: lines can leave only when the round is over. With half
 * of the quota, a second's worth at once and what is granted meanwhile stay within the quota of any second.
 */
const burstOf = ({options, aws}: StageTask) =>
  options.maxRate === undefined ? filterLogEventsQuota(aws.region) * watchShare : 1;

/** A stage, or log groups, that are being followed. */
export interface FollowedStage<Found extends Discovery = StageDiscovery>
  extends Pick<OpenStage<Found>, 'discovery' | 'sources' | 'readings' | 'notices' | 'signal'> {
  /** Correlated: the backlog in time order, then what comes, in batches that may be empty. To be read once. */
  readonly lines: AsyncGenerator<LogLine[]>;
  /** Whether the batch that was given last is of the backlog. */
  readonly isInBacklog: boolean;
  /** Epoch ms up to which lines have been put in order. */
  readonly followedUpTo: number;
  /** Log groups that are followed. */
  readonly logGroups: number;
  readonly isThrottled: boolean;
  /** What cannot be read at this moment, log groups that have not come to exist among it. */
  readonly failures: readonly SourceFailure[];
  /** Epoch ms from which a later run must start to miss nothing. */
  readonly resumeTime: number;
  /** Ends the lines; to be called however the run ended. The reason is that of `signal`. */
  stop(reason?: unknown): void;
}

/** What is found before the backlog is read. */
export interface StageToFollow
  extends Pick<OpenStage<Discovery>, 'discovery' | 'reader' | 'readings' | 'signal'> {
  /** Epoch ms by the service's clock. */
  readonly now: number;
}

/** What its surroundings decide of a watch. */
export interface FollowSurroundings<Found extends Discovery> {
  /** Whether expired credentials may be renewed while it waits; else they end it. */
  readonly canWaitForLogin: boolean;
  onDiscovered?(discovery: Found): void;
  /** Epoch ms: where the backlog begins. That of the window where absent. */
  backlogStart?(stage: StageToFollow): Promise<number>;
}

/** Finds what there is to follow, and begins to follow it. */
export async function openFollowedStage<Found extends Discovery>(
  origin: Origin<Found>,
  task: StageTask<FollowOptions>,
  surroundings: FollowSurroundings<Found>,
): Promise<FollowedStage<Found>> {
  const {options, context, aws, notices} = task;
  const {clock} = context;
  const {signal, stop} = createStopSignal(context.signal);
  const health = new Health(clock, notices);
  const serverClock = new ServerClock(clock);
  let openedAt = Number.POSITIVE_INFINITY;
  let follower: StageFollower | undefined;
  const endsAt = () => {
    if (follower) return follower.endsAt;
    return options.followFor === undefined ? undefined : openedAt + options.followFor;
  };
  const reader = new LogReader({
    aws,
    clock,
    notices,
    signal,
    maxRate: options.maxRate,
    quotaShare: watchShare,
    burst: burstOf(task),
    // A watch asks again and again, and all that a query looks through is billed.
    engine: 'filter',
    serverClock,
    onThrottled: () => health.throttled(),
    endsAt,
  });
  const failures = new Map<string, SourceFailure>();
  /** Log groups that did not exist as the watch began. */
  const missing: SourceFailure[] = [];

  try {
    const discovery = await origin.discover(task, signal);
    const {sources, readings} = readingsOfStage(discovery, options.filterPattern, options);
    surroundings.onDiscovered?.(discovery);
    openedAt = clock.now();
    await setServerClock(task, {reader, readings, serverClock, endsAt}, signal);
    const now = serverClock.now();
    const startTime =
      (await surroundings.backlogStart?.({discovery, reader, readings, signal, now})) ??
      backlogStartOf(task, now);

    const lookForNewReadings = origin.lookForMore(task, discovery, readings, signal);
    const following = new StageFollower({
      readings,
      visibility: visibilityOf(sources, discovery.logging, options),
      filterPattern: options.filterPattern,
      limit: pageLimit(readings.length),
      startTime,
      intervalMs: options.watchInterval * 1_000,
      holdMs: options.hold * 1_000,
      untilRequestIsComplete: needsWholeRequests(options),
      followForMs: options.followFor,
      openedAt,
      clock,
      serverNow: () => serverClock.now(),
      signal,
      notices,
      filterLogEvents: region => reader.filterLogEvents(region),
      readBacklog: (reading, window) => reader.pages(reading, window, signal),
      onFailure: (reading, error) => {
        const failure = explain(task, reading, error);
        if (!failure) return;
        if (isMisnamed(failure)) {
          stop(failure.error);
          return;
        }
        if (failure.kind === 'missing') {
          missing.push(failure);
          tellFailure(failure, notices);
          return;
        }
        failures.set(reading.logGroup, failure);
        if (failure.error.exitCode === exitCodes.usage) stop(failure.error);
        else if (needsLogin(error) && !surroundings.canWaitForLogin) stop(failure.error);
        else health.failed(reading.logGroup, error, failure.error);
      },
      onSuccess: reading => {
        failures.delete(reading.logGroup);
        health.succeeded(reading.logGroup);
      },
      onSleep: ms => health.slept(ms),
      ...(lookForNewReadings && {lookForNewReadings}),
    });
    follower = following;
    /** An endpoint that answered before is not the wrong one. */
    const asOfNow = (all: readonly SourceFailure[]): readonly SourceFailure[] =>
      following.hasRead && failureOfAll(all, readings.length)?.kind === 'unanswered'
        ? all.map(failure => ({...failure, kind: 'failed'}))
        : all;

    return {
      discovery,
      sources,
      readings,
      notices,
      signal,
      lines: following.lines(),
      get isInBacklog() {
        return following.isInBacklog;
      },
      get followedUpTo() {
        return following.followedUpTo;
      },
      get logGroups() {
        return following.groups.length;
      },
      get isThrottled() {
        return health.isThrottled;
      },
      get failures() {
        const stillMissing = missing.filter(({reading}) => following.isMissing(reading));
        return asOfNow([...failures.values(), ...stillMissing]);
      },
      get resumeTime() {
        return following.resumeTime;
      },
      stop: reason => stop(reason),
    };
  } catch (error) {
    stop();
    throw error;
  }
}

/**
 * An age counts by the service's clock as well. By a clock that is ahead any window may begin in the future.
 *
 * @param now epoch ms by the service's clock
 */
export function backlogStartOf(
  {window, context}: Pick<StageTask, 'window' | 'context'>,
  now: number,
): number {
  const difference = window.startIsAge ? now - context.clock.now() : 0;
  return Math.min(window.startTime + difference, now);
}

/** A clock that is so far off is worth a word. */
const worthTellingMs = 10_000;
const mostAsked = 3;

/** Asks for the service's time before anything is followed by it, in an answer that costs one call. */
async function setServerClock(
  {context, notices}: StageTask,
  {reader, readings, serverClock, endsAt}: Followed,
  signal: AbortSignal,
): Promise<void> {
  for (const {region, logGroup} of readings.slice(0, mostAsked)) {
    const startTime = context.clock.now();
    const answer = await reader
      .filterLogEvents(region)({...logGroupOf(logGroup), startTime, limit: 1}, signal)
      // Whatever is wrong here is met, and told, when the group is read.
      .catch((error: unknown) => error);
    // What is throttled for one log group is for the others, and has taken minutes.
    if (!(answer instanceof Error) || isThrottling(answer)) break;
    if (context.clock.now() >= (endsAt() ?? Number.POSITIVE_INFINITY)) break;
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
  readonly endsAt: () => number | undefined;
}

function explain(
  {aws, options}: StageTask,
  reading: LogGroupReading,
  error: unknown,
): SourceFailure | undefined {
  const {profile, endpointUrl} = aws;
  const {filterPattern} = options;
  return toSourceFailure(error, reading, {region: reading.region, profile, endpointUrl, filterPattern});
}
