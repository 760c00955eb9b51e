import {ServerClock} from '../aws/server-clock.js';
import {createDiscoverPorts} from '../discover/discover-ports.js';
import {discoverStage, type StageDiscovery} from '../discover/discover-stage.js';
import {readStageFingerprint} from '../discover/stage-fingerprint.js';
import {ApilogsError, type ExitCode, exitCodes} from '../errors.js';
import {StageFollower} from '../follow/follow-stage.js';
import {Health, needsLogin} from '../follow/health.js';
import type {LogGroupReading} from '../read/log-group-reading.js';
import {LogReader, pageLimit} from '../read/log-reader.js';
import {type SourceFailure, toSourceFailure} from '../read/source-failure.js';
import {createWatchStatus} from '../render/watch-status.js';
import {createLinePrinter} from './line-printer.js';
import {discover, visibilityOf} from './read-stage.js';
import {exitCodeOf} from './run-outcome.js';
import {printHeadline, tellResumeTime} from './stage-notices.js';
import type {StageRun} from './stage-run.js';
import {readingsOfStage} from './stage-sources.js';
import {createStopSignal} from './stop-signal.js';

/** Of the quota that colleagues and the console share. */
const watchShare = 0.5;

/** Prints the backlog of a stage and then what comes, until it is stopped or its time is up. */
export async function watchStage(outer: StageRun): Promise<ExitCode> {
  const {options, context, aws, window} = outer;
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
    serverClock,
    onThrottled: () => health.throttled(),
  });
  const failures = new Map<string, SourceFailure>();

  try {
    const discovery = await discover(run, signal);
    const {sources, readings} = readingsOfStage(discovery, options.filterPattern);
    printHeadline(run, discovery);
    const printer = createLinePrinter(options, context, sources, () => stop());

    const follower = new StageFollower({
      readings,
      visibility: visibilityOf(sources, discovery.logging, options),
      filterPattern: options.filterPattern,
      limit: pageLimit(readings.length),
      startTime: window.startTime,
      intervalMs: options.watchInterval * 1_000,
      holdMs: options.hold * 1_000,
      followForMs: options.followFor,
      clock,
      serverNow: () => serverClock.now(),
      signal,
      notices: run.notices,
      filterLogEvents: region => reader.filterLogEvents(region),
      onFailure: (reading, error) => {
        const failure = explain(run, reading, error);
        if (!failure) return;
        failures.set(reading.logGroup, failure);
        if (needsLogin(error) && !canWaitForLogin(run)) stop(failure.error);
        else health.failed(reading.logGroup, error, failure.error);
      },
      onSuccess: reading => {
        failures.delete(reading.logGroup);
        health.succeeded(reading.logGroup);
      },
      onSleep: ms => health.slept(ms),
      lookForNewReadings: lookForRedeployment(run, discovery, readings, signal),
    });

    for await (const lines of follower.lines()) {
      if (lines.length > 0) status.clear();
      await printer.print(lines);
      status.update({
        sources: follower.groups.length,
        events: printer.printed,
        newestAt: lines.at(-1)?.event.timestamp,
        isThrottled: health.isThrottled,
      });
    }
    await printer.flush();
    status.stop();
    const error: unknown = signal.reason;
    if (!printer.isClosed) tellResumeTime(run, follower.resumeTime);
    if (error instanceof ApilogsError) throw error;
    if (signal.aborted) return exitCodes.ok;
    return exitCodeOf({
      discovery,
      failures: [...failures.values()],
      logGroups: readings.length,
      printed: printer.printed,
      tellsWhetherPrinted: options.exitCode,
    });
  } finally {
    status.stop();
    stop();
  }
}

function explain({aws}: StageRun, reading: LogGroupReading, error: unknown): SourceFailure | undefined {
  const {profile, endpointUrl} = aws;
  return toSourceFailure(error, reading, {region: reading.region, profile, endpointUrl});
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

  return async () => {
    if ((await readStageFingerprint(ports, discovery, signal)) === fingerprint) return undefined;
    const anew = await discoverStage(ports, target, notices, signal);
    ({fingerprint} = anew);
    const added = readingsOfStage(anew, options.filterPattern).readings.filter(
      reading => !followed.has(keyOf(reading)),
    );
    for (const reading of added) followed.add(keyOf(reading));
    const names = [...new Set(added.flatMap(({sources}) => sources.map(({name}) => name)))];
    if (names.length > 0) notices.change(`the stage was redeployed: following ${names.join(', ')} as well`);
    return added;
  };
}

const keyOf = ({region, logGroup, sources, filterPattern}: LogGroupReading) =>
  [region, logGroup, filterPattern, ...sources.map(({name}) => name)].join(' ');
