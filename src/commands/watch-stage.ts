import {Correlator} from '../correlate/correlator.js';
import {Hold} from '../correlate/hold-for-ties.js';
import {ApilogsError, type ExitCode, exitCodes} from '../errors.js';
import {followLogGroups} from '../follow/follow-log-groups.js';
import {LiveGroup, overlapMs} from '../follow/live-group.js';
import {LiveLines} from '../follow/live-lines.js';
import type {LogEvent} from '../log-event.js';
import type {LogLine} from '../log-line.js';
import {TwinFinder} from '../merge/drop-canary-twins.js';
import {mergeByTime} from '../merge/merge-by-time.js';
import {LogReader, pageLimit} from '../read/log-reader.js';
import {toSourceFailure} from '../read/source-failure.js';
import {createLinePrinter} from './line-printer.js';
import {discover, visibilityOf} from './read-stage.js';
import {exitCodeOf, tellFailure} from './run-outcome.js';
import {printHeadline, resumeText} from './stage-notices.js';
import type {StageRun} from './stage-run.js';
import {readingsOfStage} from './stage-sources.js';
import {createStopSignal} from './stop-signal.js';

/** Of the quota that colleagues and the console share. */
const watchShare = 0.5;

/** Prints the backlog of a stage and then what comes, until it is stopped. */
export async function watchStage(run: StageRun): Promise<ExitCode> {
  const {options, context, notices, aws, window} = run;
  const {clock} = context;
  const {signal, stop} = createStopSignal(context.signal);
  const discovery = await discover(run, signal);
  const {sources, readings} = readingsOfStage(discovery, options.filterPattern);
  printHeadline(run, discovery);

  const reader = new LogReader({
    aws,
    clock,
    notices,
    signal,
    maxRate: options.maxRate,
    quotaShare: watchShare,
  });
  const printer = createLinePrinter(options, context, sources, () => stop());
  const correlator = new Correlator(visibilityOf(sources, discovery.logging, options), {isInOrder: false});
  const twins = sources.some(({canary}) => canary) ? new TwinFinder(overlapMs) : undefined;
  const limit = pageLimit(readings.length);
  const readUntil = clock.now();
  const groups = readings.map(
    reading =>
      new LiveGroup({
        filterLogEvents: reader.filterLogEvents(reading.region),
        reading,
        filterPattern: options.filterPattern,
        limit,
        startTime: window.startTime,
        readUntil,
      }),
  );
  const lines = new LiveLines(correlator, options.hold * 1_000);
  const withoutTwins = (events: readonly LogEvent[]) =>
    twins ? events.filter(event => !twins.isSecondOfTwins(event)) : events;

  async function printBacklog(): Promise<void> {
    const hold = new Hold(correlator, {notices, untilRequestIsComplete: false});
    const readWindow = {
      startTime: window.startTime,
      endTime: readUntil,
      filterPattern: options.filterPattern,
      limit,
    };
    const pages = groups.map(group => remembering(reader.read(group.reading, readWindow), group));
    for await (const batch of mergeByTime(pages)) {
      hold.add(withoutTwins(batch));
      await printer.print(hold.takeDecided());
      if (signal.aborted) break;
    }
    lines.adopt(hold.takeAll(), clock.now());
  }

  async function printLive(): Promise<void> {
    const rounds = followLogGroups(groups, {
      clock,
      signal,
      intervalMs: options.watchInterval * 1_000,
      until: options.followFor === undefined ? undefined : readUntil + options.followFor,
      onFailure: (group, error) => {
        const {profile, endpointUrl} = aws;
        const failure = toSourceFailure(error, group.reading, {
          region: group.reading.region,
          profile,
          endpointUrl,
        });
        if (failure?.kind === 'everywhere') stop(failure.error);
        else if (failure) tellFailure(failure, notices);
      },
      onSuccess: () => undefined,
    });
    for await (const round of rounds) {
      lines.add(withoutTwins(round.events), round.startedAt);
      await print(lines.release(round.startedAt));
    }
  }

  const print = (released: LogLine[]) => (released.length > 0 ? printer.print(released) : undefined);

  try {
    await printBacklog();
    await printLive();
    await print(lines.flush());
    await printer.flush();
  } finally {
    stop();
    if (!options.quiet && !printer.isClosed) context.stderr.write(resumeText(clock.now() - overlapMs));
  }
  if (signal.reason instanceof ApilogsError) throw signal.reason;
  if (context.signal.aborted) return exitCodes.ok;
  return exitCodeOf({
    discovery,
    failures: reader.failures,
    logGroups: readings.length,
    printed: printer.printed,
    tellsWhetherPrinted: options.exitCode,
  });
}

async function* remembering(pages: AsyncGenerator<LogEvent[]>, group: LiveGroup): AsyncGenerator<LogEvent[]> {
  for await (const page of pages) {
    for (const event of page) group.remember(event);
    yield page;
  }
}
