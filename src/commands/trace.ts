import {defaultTraceStart} from '../cli/command-declarations.js';
import type {Context} from '../context.js';
import type {ExitCode} from '../errors.js';
import {resolveWindow, type Sought, type TimeWindow, type TraceOptions} from '../options.js';
import {parseDuration} from '../time/duration.js';
import {parseTime} from '../time/parse-time.js';
import {resolveTimeZone} from '../time/time-zone.js';
import {parseWantedId} from '../trace/wanted-id.js';
import {traceRequest} from './trace-request.js';
import {withStage} from './with-stage.js';

/** `apilogs trace ID`: everything about one request, from any of its ids. */
export async function run(options: Sought<TraceOptions>, context: Context): Promise<ExitCode> {
  const wanted = parseWantedId(options.id);
  const window = await traceWindow(options, context.clock.now());
  return withStage(options, context, (stage, world) =>
    traceRequest(wanted, {...world, options: {...options, ...stage}, context, window}),
  );
}

/** What to search at most: a day before the end where no start is given, whenever that end is. */
async function traceWindow(options: Sought<TraceOptions>, now: number): Promise<TimeWindow> {
  const {start = defaultTraceStart, end, tz} = options;
  if (options.start !== undefined || end === undefined) return resolveWindow({...options, start}, now);
  const endTime = await parseTime(end, {now, zone: resolveTimeZone(tz), option: '--end'});
  return {startTime: Math.max(0, endTime - parseDuration(start, {name: '--start'})), endTime};
}
