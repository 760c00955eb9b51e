import {type LeftOut, LeftOutLines} from '../correlate/left-out-lines.js';
import type {Discovery} from '../discover/discovery.js';
import {type ExitCode, exitCodes} from '../errors.js';
import type {LogEvent} from '../log-event.js';
import type {LogLine} from '../log-line.js';
import type {LogGroupReading} from '../read/log-group-reading.js';
import {LogReader, pageLimit} from '../read/log-reader.js';
import type {NewestEvents} from '../read/read-newest.js';
import type {Progress} from '../render/progress.js';
import {printedLines} from '../select/printed-lines.js';
import {correlate} from '../stage/correlate-lines.js';
import {readingsOfStage} from '../stage/stage-readings.js';
import {createStopSignal} from '../stop-signal.js';
import {finishRead} from './finish-read.js';
import {LastLines} from './last-lines.js';
import {createLinePrinter} from './line-printer.js';
import type {PrintedOrigin} from './printed-origin.js';
import {openProgress} from './run-progress.js';
import {printHeadline} from './stage-notices.js';
import type {StageRun} from './stage-run.js';

/** Prints the newest lines of a window, in time order, without reading all of it. */
export async function readLast<Found extends Discovery>(
  origin: PrintedOrigin<Found>,
  run: StageRun,
  last: number,
): Promise<ExitCode> {
  const {options, context, aws, window, notices} = run;
  const {endTime = context.clock.now(), startTime} = window;
  const {signal, stop} = createStopSignal(context.signal);
  const {progress, onScanned, end} = openProgress(run);
  const {clock} = context;
  const {maxRate, engine, pricePerGb} = options;
  const reader = new LogReader({
    aws,
    clock,
    notices,
    signal,
    maxRate,
    quotaShare: 1,
    engine,
    pricePerGb,
    onScanned,
  });
  try {
    const discovery = await origin.discover(run, signal);
    const {sources, readings} = readingsOfStage(discovery, options.filterPattern, options);
    printHeadline(run, discovery);
    progress.update({calls: reader.statistics.calls, events: 0});
    const leftOut = new LeftOutLines();
    const stage = {run, discovery, reader, leftOut, readings, progress, startTime, endTime};
    const lines = await newestLines(stage, last, signal);
    progress.stop();
    const printer = createLinePrinter(options, context, sources, () => stop());
    await printer.print(lines);
    await printer.flush();
    if (signal.aborted) return exitCodes.ok;
    return await finishRead(origin, run, {...stage, discovery, printer});
  } finally {
    stop();
    end();
  }
}

/** A stage whose newest lines are looked for. */
export interface StageReading {
  readonly run: StageRun;
  readonly discovery: Discovery;
  readonly reader: LogReader;
  /** Is told of lines that are not selected because it is known too late that their requests are. */
  readonly leftOut?: LeftOut;
  readonly readings: readonly LogGroupReading[];
  readonly progress?: Progress;
  readonly startTime: number;
  readonly endTime: number;
}

/** What is known already of the end of a log group. */
interface Tail extends NewestEvents {
  readonly reading: LogGroupReading;
}

/** A page of fewer costs the same call, and the lines around those that are wanted tell of their requests. */
const fewestOfPage = 5_000;
const firstStepMs = 60_000;

/**
 * First the newest page of each log group; where that does not hold enough of what is selected, ever longer steps
 * back from there, each read in time order, until it does or the window is at its start.
 */
export async function newestLines(
  stage: StageReading,
  last: number,
  signal: AbortSignal,
): Promise<LogLine[]> {
  const {run, readings, reader, progress, startTime, endTime} = stage;
  const {filterPattern} = run.options;
  const limit = Math.min(pageLimit(readings.length), Math.max(fewestOfPage, 2 * last));
  const tails = await Promise.all(
    readings.map(async (reading): Promise<Tail> => {
      const newest = await reader.readNewest(reading, {startTime, endTime, filterPattern, limit});
      return {...newest, reading};
    }),
  );

  const readFrom = tails.reduce((latest, {completeFrom}) => Math.max(latest, completeFrom), startTime);
  // A request whose first lines lie before the pages would not be known by its last ones.
  let from = readFrom === startTime ? startTime : Math.min(readFrom + contextMs, endTime + 1);
  let lines = await lastLines(stage, tails, {from, to: endTime, readFrom}, last);
  let stepMs = Math.max(firstStepMs, 2 * (endTime - from));
  while (lines.length < last && from > startTime && !signal.aborted) {
    const earlier = Math.max(startTime, from - stepMs);
    const step = {from: earlier, to: from - 1, readFrom: Math.max(startTime, earlier - contextMs)};
    const older = await lastLines(stage, tails, step, last - lines.length);
    lines = [...older, ...lines];
    from = earlier;
    stepMs *= older.length === 0 ? 4 : 2;
    progress?.update({
      share: (endTime - from) / Math.max(1, endTime - startTime),
      calls: reader.statistics.calls,
      events: lines.length,
    });
  }
  return lines;
}

/** A part of the window, both ends included. */
interface Step {
  readonly from: number;
  readonly to: number;
  /** Where to begin reading, for what the lines before it tell of requests. */
  readonly readFrom: number;
}

/** An API request lasts half a minute at most, unless its owner had that raised. */
export const contextMs = 35_000;

/** The last of the selected lines of a step; those behind it are read too, for what they tell of requests. */
async function lastLines(stage: StageReading, tails: readonly Tail[], step: Step, last: number) {
  const {run, discovery, leftOut, endTime} = stage;
  if (step.from > step.to) return [];
  const isPrinted = printedLines(run.options);
  const isOfStep = ({event: {timestamp}}: {readonly event: Pick<LogEvent, 'timestamp'>}) =>
    timestamp >= step.from && timestamp <= step.to;
  const part = {startTime: step.readFrom, endTime: Math.min(endTime, step.to + contextMs)};
  const pages = tails.map(tail => pagesOf(tail, part, stage));
  const leftOutOfStep: LeftOut = {
    add: line => isOfStep(line) && leftOut?.add(line),
    addSelected: line => leftOut?.addSelected(line),
  };
  const lines = new LastLines(last, line => isOfStep(line) && isPrinted(line));
  for await (const batch of correlate(pages, discovery.sources, discovery, run, leftOutOfStep))
    lines.add(batch);
  return lines.take();
}

/** From memory where the newest page holds them all. */
async function* pagesOf(
  {events, completeFrom, reading}: Tail,
  {startTime, endTime}: {readonly startTime: number; readonly endTime: number},
  {run, reader, readings}: StageReading,
): AsyncGenerator<LogEvent[]> {
  if (completeFrom <= startTime) {
    yield events.filter(({timestamp}) => timestamp >= startTime && timestamp <= endTime);
    return;
  }
  if (reader.failures.some(failure => failure.reading === reading)) return;
  const {filterPattern} = run.options;
  yield* reader.read(reading, {startTime, endTime, filterPattern, limit: pageLimit(readings.length)});
}
