import type {RequestRecord} from '../requests/request-record.js';
import {traceStage} from '../stage/trace-stage.js';
import type {TraceCause, TracePart} from '../trace/request-trace.js';
import {toRequestTrace} from '../trace/to-request-trace.js';
import {parseWantedId} from '../trace/wanted-id.js';
import {checkWindow, createGuestTask, toTaskOptions} from './guest-task.js';
import type {TraceOptions} from './library-options.js';
import type {LogGap} from './log-gap.js';
import {logGapsOf} from './log-gaps-of.js';
import type {StageLine} from './stage-line.js';
import {createToStageLine} from './to-stage-line.js';
import {errorWithoutSecrets, gapsWithoutSecrets} from './without-secrets.js';

/** The story of one request: the object that `trace -o json` prints, and what could not be read of it. */
export interface Trace {
  /** Null for an invocation that no API request caused. */
  readonly request: RequestRecord | null;
  /** Where the time went, in the order in which it began. */
  readonly parts: readonly TracePart[];
  /** What made the request fail, if a line states it. */
  readonly cause: TraceCause | null;
  /** All lines of the request, in order. */
  readonly lines: readonly StageLine[];
  /** What could not be read: none means that no line is missing. */
  readonly gaps: readonly LogGap[];
}

const defaultWindowMs = 24 * 3_600_000;

/**
 * Finds everything about one request of a stage, from any of its ids, by searching the logs for it.
 *
 * @throws ApilogsError: `exitCode` 5 where no request has the id, 8 where none was found and something could not be
 * read, 2 where several have it or the options make no sense; and as `readStage` does
 * @throws the reason of `signal` once that aborts
 */
export async function trace(options: TraceOptions): Promise<Trace> {
  const {signal} = options;
  signal?.throwIfAborted();
  const wanted = parseWantedId(options.id);
  const task = await createTraceTask(options);
  try {
    const {lines, discovery, search} = await traceStage(wanted, task);
    signal?.throwIfAborted();
    const story = toRequestTrace(lines);
    return {
      ...story,
      lines: lines.map(createToStageLine()),
      gaps: [
        ...gapsWithoutSecrets(logGapsOf(discovery, search.failures), task.redaction),
        ...(search.isFull ? [endedEarly] : []),
      ],
    };
  } catch (error) {
    signal?.throwIfAborted();
    throw errorWithoutSecrets(error, task.redaction);
  } finally {
    task.aws.destroy();
  }
}

const endedEarly: LogGap = {
  message: 'so many lines were found that the search ended early',
  hint: null,
  logGroup: null,
};

async function createTraceTask(options: TraceOptions) {
  const now = Date.now();
  const {endTime = now, startTime = Math.min(now, endTime) - defaultWindowMs} = options;
  const window = {startTime, endTime};
  checkWindow(window, now);
  const {region, profile, endpointUrl} = options;
  const traceOptions = {
    ...toTaskOptions(options),
    end: options.endTime === undefined ? undefined : new Date(endTime).toISOString(),
    tz: 'utc',
    aws: {region, profile, endpointUrl},
  };
  return createGuestTask(options, traceOptions, window);
}
