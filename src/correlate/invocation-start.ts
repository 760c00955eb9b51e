import type {LogEvent} from '../log-event.js';
import type {LogSource} from '../log-source.js';

/** Where and when a line says that an invocation started. */
export interface InvocationStart {
  readonly source: LogSource;
  readonly logStream: string;
  /** Epoch ms. */
  readonly startedAt: number;
  /** Epoch ms of END in the same stream, or of the report where the log format has no END. */
  endedAt: number | undefined;
  /**
   * Whether it lies inside another invocation of its stream, as far as lines have told by now.
   *
   * @param unknownEnd epoch ms at which one is taken to end whose END has not come; in the far future by default
   */
  isInside(unknownEnd?: number): boolean;
}

/** An invocation is tried again twice at most (documented); whoever writes more STARTs forges them. */
const mostStarts = 4;

type Place = Pick<LogEvent, 'source' | 'logStream'>;

/** A log may be read twice: once to be printed, and once for what a filter pattern hides. */
export const isSameLog = (a: LogSource, b: LogSource) =>
  a === b || (a.name === b.name && a.logGroup === b.logGroup && a.region === b.region);

/** The start in the stream of the line. */
export const startIn = (
  starts: readonly InvocationStart[],
  {source, logStream}: Place,
): InvocationStart | undefined =>
  starts.find(start => start.logStream === logStream && isSameLog(start.source, source));

/** Keeps a START in mind. One that comes again in its stream is that of another try, once the first has ended. */
export function addStart(
  starts: InvocationStart[],
  {source, logStream, timestamp}: LogEvent,
  {endedAt, isInside}: Pick<InvocationStart, 'endedAt' | 'isInside'>,
): InvocationStart | undefined {
  const known = startIn(starts, {source, logStream});
  if (known) {
    if (known.endedAt !== undefined && timestamp > known.endedAt) known.endedAt = undefined;
    return known;
  }
  if (starts.length >= mostStarts) return undefined;
  const start = {source, logStream, startedAt: timestamp, endedAt, isInside};
  starts.push(start);
  return start;
}

/**
 * Whether a line that names an invocation, or stands where it runs, can be of it: it is in the stream of its START.
 * Of several STARTs, which anybody can write who writes logs, one inside another invocation is that one's own text;
 * the others count if they came one after the other, as when an asynchronous invocation is tried again.
 */
export function mayBeOf(line: Place, {starts}: {readonly starts: readonly InvocationStart[]}): boolean {
  if (starts.length === 0) return true;
  const own = startIn(starts, line);
  if (!own || starts.length === 1) return own !== undefined;
  return (
    !own.isInside() &&
    starts.every(other => other === own || precedes(other, own) || precedes(own, other) || other.isInside())
  );
}

const precedes = ({endedAt}: InvocationStart, {startedAt}: InvocationStart) =>
  endedAt !== undefined && endedAt <= startedAt;
