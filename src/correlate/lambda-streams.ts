import type {LogEvent} from '../log-event.js';
import type {LogSource} from '../log-source.js';
import type {Invocation, SandboxStart} from './invocation.js';
import {addStart, type InvocationStart, startIn} from './invocation-start.js';
import type {LambdaLine} from './lambda-line.js';

/** Where a line belongs in its stream. */
export interface Placement {
  readonly invocation?: Invocation | undefined;
  readonly sandboxStart?: SandboxStart | undefined;
  /**
   * When following: the line says no invocation, and which one it lies in is known once END has come; or it says
   * one whose START has not come, while another runs in the stream.
   */
  readonly spot?: StreamSpot | undefined;
}

/** A moment in a stream whose lines may still come in any order. */
export interface StreamSpot {
  /** The one invocation with START <= this moment <= END, if both are known by now. */
  invocation(): Invocation | undefined;
  /** Whether what is still to come may tell, by log time (epoch ms). */
  isOpen(now: number): boolean;
  /**
   * Whether the invocation that the line says is none of this stream, as far as is known by now. Where the line
   * cannot wait for more, it is taken for one of another as long as that may be.
   */
  isOfAnother?(canWait: boolean): boolean;
}

/**
 * A log stream is one sandbox, which runs one invocation at a time (documented for the default execution
 * model), so a line that says no id belongs to the invocation that is open in its stream.
 */
interface Stream {
  open: Invocation | undefined;
  last: Invocation | undefined;
  /** A start of the sandbox that no START has followed yet. */
  starting: StartInOrder | undefined;
  /** The start before the invocation now open, until its report tells whether it waited. */
  started: StartInOrder | undefined;
  /** The millisecond of the last END, where a line without id followed in it. */
  endSpot: {readonly at: number; isContested: boolean} | undefined;
  /** Started, by a line inside another invocation: who writes until one of them ends cannot be told. */
  doubtful: Invocation | undefined;
  isConcurrent: boolean;
  seenAt: number;
  /** When following: the invocations of late, because their lines may come in any order. */
  recent: RecentInvocation[];
}

interface RecentInvocation {
  readonly invocation: Invocation;
  /** That in this stream. */
  readonly start: InvocationStart;
}

/** A start of a sandbox whose lines come before the START behind it. */
interface StartInOrder extends SandboxStart {
  /** Whether a line said that an invocation waits for this start. */
  isInvokePhase: boolean;
  invocation: Invocation | undefined;
  belongs: boolean | undefined;
}

/** Of the invocations of a stream so many are remembered at most, and so far back as a late line may reach. */
const mostRecent = 2_048;
const rememberedMs = 60_000;
/** A START that comes twice comes soon. */
const fewInvocations = 16;
const nowhere: Placement = {};
/** The longest an invocation can last (documented), and a minute for its lines to come. */
const forgetStreamAfterMs = 16 * 60_000;

/** `isDoubtful` where the line may be a function's own text, `isStart` where it is the first of the invocation. */
type InvocationOf = (
  id: string,
  event: LogEvent,
  what?: {readonly isDoubtful?: boolean; readonly isStart?: boolean},
) => Invocation;

export class LambdaStreams {
  readonly #streams = new Map<LogSource, Map<string, Stream>>();
  readonly #invocationOf: InvocationOf;
  readonly #isInOrder: boolean;
  #sweptAt = Number.NEGATIVE_INFINITY;

  constructor(options: {
    readonly invocationOf: InvocationOf;
    /** Whether lines come in time order, as in a read; followed lines may be late. */
    readonly isInOrder: boolean;
  }) {
    this.#invocationOf = options.invocationOf;
    this.#isInOrder = options.isInOrder;
  }

  /** Places a line and remembers what it says of its stream. */
  place(event: LogEvent, line: LambdaLine): Placement {
    const stream = this.#streamOf(event);
    stream.seenAt = event.timestamp;
    switch (line.kind) {
      case 'start':
        return line.lambdaRequestId ? this.#start(stream, event, line, line.lambdaRequestId) : nowhere;
      case 'end':
      case 'report':
        return line.lambdaRequestId ? this.#end(stream, event, line, line.lambdaRequestId) : nowhere;
      case 'init':
        return this.#isInOrder ? placeInit(stream, event, line) : placeLateInit(stream, event, line);
      case 'application':
        return this.#placeApplicationLine(stream, event, line);
    }
  }

  #start(stream: Stream, event: LogEvent, line: LambdaLine, id: string): Placement {
    const {open} = stream;
    const isInsideAnother = this.#isInOrder && open !== undefined && open.id !== id && !stream.isConcurrent;
    // A function that prints the log of another writes such lines; the platform writes END first.
    const isDoubtful = isInsideAnother && !line.isJson;
    const at = event.timestamp;
    const invocation = this.#invocationOf(id, event, {isDoubtful, isStart: true});
    if (invocation.starts.length === 0) beginIn(event, invocation);
    invocation.startedAt ??= at;
    // Of followed lines, END may come first.
    const endedAt = invocation.endedIn === event.logStream ? invocation.endedAt : undefined;
    const isInside = this.#isInOrder
      ? isNever
      : (unknownEnd?: number) => isInsideOneOf(stream.recent, invocation, at, unknownEnd);
    const start = addStart(invocation.starts, event, {endedAt, isInside});
    if (stream.endSpot?.at === at) stream.endSpot.isContested = true;
    if (isInsideAnother) {
      stream.doubtful = invocation;
      return {invocation};
    }
    const {starting} = stream;
    if (starting) {
      starting.invocation = invocation;
      if (starting.isInvokePhase) starting.belongs = true;
      stream.started = starting;
      stream.starting = undefined;
    }
    // Asynchronous invocations are retried under the same id (seen in real logs).
    if (invocation.endedAt !== undefined && at > invocation.endedAt) invocation.endedAt = undefined;
    if (invocation.endedAt === undefined) stream.open = invocation;
    if (!this.#isInOrder && start) remember(stream, {invocation, start});
    return this.#named(stream, event, invocation);
  }

  #end(stream: Stream, event: LogEvent, line: LambdaLine, id: string): Placement {
    const isOfDoubtful = stream.doubtful?.id === id;
    const invocation = isOfDoubtful && stream.doubtful ? stream.doubtful : this.#invocationOf(id, event);
    if (invocation.endedAt === undefined) {
      invocation.endedAt = event.timestamp;
      invocation.endedIn = event.logStream;
    }
    const start = startIn(invocation.starts, event);
    if (start) start.endedAt ??= event.timestamp;
    if (line.kind === 'report') invocation.hasInit ??= line.hasInit;
    if (line.kind === 'report' && stream.started?.invocation === invocation) {
      stream.started.belongs ??= line.hasInit === true;
      stream.started = undefined;
    }
    if (isOfDoubtful && line.isJson) {
      stream.doubtful = undefined;
      return {invocation};
    }
    if (stream.open === invocation || isOfDoubtful) {
      stream.open = undefined;
      stream.doubtful = undefined;
    }
    stream.last = invocation;
    return this.#named(stream, event, invocation);
  }

  /** Of an invocation that a line names. */
  #named(stream: Stream, {timestamp}: LogEvent, invocation: Invocation): Placement {
    if (this.#isInOrder || stream.isConcurrent) return {invocation};
    const spot = spotOfNamed(stream, invocation, timestamp);
    return invocation.starts.length === 0 || spot.isOpen(timestamp) ? {invocation, spot} : {invocation};
  }

  #placeApplicationLine(stream: Stream, event: LogEvent, line: LambdaLine): Placement {
    const {open} = stream;
    const {lambdaRequestId: id} = line;
    if (id !== undefined && !(open && line.isJson && isForeignId(stream, open, id, event.timestamp))) {
      const invocation = this.#invocationOf(id, event);
      if (open && overlap(invocation, open, event.timestamp)) stream.isConcurrent = true;
      return this.#named(stream, event, invocation);
    }
    if (stream.isConcurrent || stream.doubtful) return nowhere;
    if (!this.#isInOrder && stream.recent.length > 0) return {spot: spotIn(stream, event.timestamp)};
    if (open) return {invocation: open};
    if (stream.starting) {
      return {sandboxStart: this.#isInOrder ? stream.starting : startAt(stream, event.timestamp, false)};
    }
    const {last} = stream;
    return last?.startedAt !== undefined && event.timestamp <= (last.endedAt ?? 0)
      ? {spot: spotAtEnd(stream, last, event.timestamp)}
      : nowhere;
  }

  #streamOf({source, logStream, timestamp}: LogEvent): Stream {
    this.#sweep(timestamp);
    let streams = this.#streams.get(source);
    if (!streams) {
      streams = new Map();
      this.#streams.set(source, streams);
    }
    let stream = streams.get(logStream);
    if (!stream) {
      stream = {
        open: undefined,
        last: undefined,
        starting: undefined,
        started: undefined,
        endSpot: undefined,
        doubtful: undefined,
        isConcurrent: source.isConcurrent === true,
        seenAt: timestamp,
        recent: [],
      };
      streams.set(logStream, stream);
    }
    return stream;
  }

  #sweep(now: number): void {
    if (now < this.#sweptAt + forgetStreamAfterMs) return;
    this.#sweptAt = now;
    for (const streams of this.#streams.values()) {
      for (const [name, {seenAt}] of streams) {
        if (seenAt < now - forgetStreamAfterMs) streams.delete(name);
      }
    }
  }
}

const isNever = () => false;

/** What lines of other streams have said of the invocation is not the platform's word: those are of its START's stream. */
function beginIn({source, logStream}: LogEvent, invocation: Invocation): void {
  invocation.source = source;
  if (invocation.endedIn !== logStream) {
    invocation.endedAt = undefined;
    invocation.hasInit = undefined;
  }
  if (invocation.logStream !== logStream) invocation.hasFailed = false;
}

/**
 * Whether another invocation of the stream, of which no other stream has a START, runs at a moment.
 *
 * @param unknownEnd epoch ms at which one is taken to end whose END has not come
 */
const isInsideOneOf = (
  recent: readonly RecentInvocation[],
  inner: Invocation,
  at: number,
  unknownEnd = Number.POSITIVE_INFINITY,
): boolean =>
  recent.some(
    ({invocation, start: {startedAt, endedAt = unknownEnd}}) =>
      invocation !== inner && invocation.starts.length === 1 && startedAt < at && at < endedAt,
  );

/** Keeps `recent` in the order of START. */
function remember(stream: Stream, started: RecentInvocation): void {
  const {recent} = stream;
  const isKnown = ({start}: RecentInvocation) => start === started.start;
  if (recent.slice(-fewInvocations).some(isKnown)) return;
  const {startedAt} = started.start;
  const before = recent.findLastIndex(({start}) => start.startedAt <= startedAt);
  recent.splice(before + 1, 0, started);
  if (recent.length <= mostRecent) return;
  const kept = recent.filter(({start}) => start.startedAt >= startedAt - rememberedMs);
  stream.recent = kept.slice(-mostRecent / 2);
}

function spotIn(stream: Stream, at: number): StreamSpot {
  /** The last two that had started: at the border of a millisecond both may be meant. */
  const candidates = () => {
    const last = stream.recent.findLastIndex(({start}) => start.startedAt <= at);
    return last < 0 ? [] : stream.recent.slice(Math.max(0, last - 1), last + 1);
  };
  return {
    invocation() {
      if (stream.isConcurrent) return undefined;
      const [only, ...others] = candidates().filter(({start: {endedAt = at}}) => at <= endedAt);
      return others.length === 0 && only?.start.endedAt !== undefined ? only.invocation : undefined;
    },
    isOpen: () => !stream.isConcurrent && candidates().some(({start}) => start.endedAt === undefined),
  };
}

/** A function that runs may write lines, and STARTs, in the name of another whose START is still to come. */
function spotOfNamed({recent}: Stream, invocation: Invocation, at: number): StreamSpot {
  const isInside = (unknownEnd: number) => {
    const [start, ...others] = invocation.starts;
    if (!start) return isInsideOneOf(recent, invocation, at, unknownEnd);
    return others.length === 0 && start.isInside(unknownEnd);
  };
  return {
    invocation: () => undefined,
    isOpen: () => isInside(Number.POSITIVE_INFINITY),
    isOfAnother: canWait => isInside(canWait ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY),
  };
}

/** When following: the START behind it may have come before, and others as well. */
function placeLateInit(stream: Stream, event: LogEvent, line: LambdaLine): Placement {
  if (stream.isConcurrent) return nowhere;
  const {open} = stream;
  if (open?.startedAt !== undefined && open.startedAt <= event.timestamp) return {invocation: open};
  if (stream.recent.length === 0) placeInit(stream, event, line);
  return {sandboxStart: startAt(stream, event.timestamp, line.isInvokePhase === true)};
}

/** A start of the sandbox at this moment: it belongs to the next START in time, if that one says it waited. */
function startAt(stream: Stream, at: number, isInvokePhase: boolean): SandboxStart {
  const next = () =>
    stream.recent[stream.recent.findLastIndex(({start}) => start.startedAt < at) + 1]?.invocation;
  return {
    startedAt: at,
    get invocation() {
      return next();
    },
    get belongs() {
      const invocation = next();
      return invocation && isInvokePhase ? true : invocation?.hasInit;
    },
  };
}

/**
 * A JSON line of the function's own making may call any id `requestId`: the API request's, its caller's, or that of
 * the invocation in which its logger was made. It counts only where it is of an invocation under way here.
 */
function isForeignId(
  {isConcurrent, doubtful, recent}: Stream,
  open: Invocation,
  id: string,
  at: number,
): boolean {
  if (isConcurrent || id === open.id || id === doubtful?.id) return false;
  return !recent.some(
    ({invocation, start: {endedAt}}) => invocation.id === id && (endedAt === undefined || at <= endedAt),
  );
}

/** In the millisecond of END: of the invocation that ended, unless another one starts in that millisecond, too. */
function spotAtEnd(stream: Stream, last: Invocation, at: number): StreamSpot {
  if (stream.endSpot?.at !== at) stream.endSpot = {at, isContested: false};
  const {endSpot} = stream;
  return {
    invocation: () => (endSpot.isContested ? undefined : last),
    isOpen: now => now <= at,
  };
}

/** Whether an invocation that started before the open one still writes while that one runs. */
const overlap = (invocation: Invocation, open: Invocation, at: number) =>
  invocation !== open &&
  invocation.startedAt !== undefined &&
  open.startedAt !== undefined &&
  invocation.startedAt <= open.startedAt &&
  at > open.startedAt &&
  invocation.endedAt === undefined;

/** A sandbox that starts anew inside an invocation (`Phase: invoke`) belongs to that one. */
function placeInit(stream: Stream, event: LogEvent, line: LambdaLine): Placement {
  if (stream.open) return stream.isConcurrent ? nowhere : {invocation: stream.open};
  stream.starting ??= {
    startedAt: event.timestamp,
    isInvokePhase: false,
    invocation: undefined,
    belongs: undefined,
  };
  if (line.isInvokePhase) stream.starting.isInvokePhase = true;
  return {sandboxStart: stream.starting};
}
