import type {LogEvent} from '../log-event.js';
import type {LogSource} from '../log-source.js';
import type {Invocation, SandboxStart} from './invocation.js';
import type {LambdaLine} from './lambda-line.js';

/** Where a line belongs in its stream. */
export interface Placement {
  readonly invocation?: Invocation | undefined;
  readonly sandboxStart?: SandboxStart | undefined;
  /** When following: the line says no invocation, and which one it lies in is known once END has come. */
  readonly spot?: StreamSpot | undefined;
}

/** A moment in a stream whose lines may still come in any order. */
export interface StreamSpot {
  /** The one invocation with START <= this moment <= END, if both are known by now. */
  invocation(): Invocation | undefined;
  /** Whether an invocation is under way at this moment, so that its END may tell. */
  isOpen(): boolean;
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
  isConcurrent: boolean;
  seenAt: number;
  /** When following: the invocations of late, because their lines may come in any order. */
  recent: Invocation[];
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

export class LambdaStreams {
  readonly #streams = new Map<LogSource, Map<string, Stream>>();
  readonly #invocationOf: (id: string, event: LogEvent) => Invocation;
  readonly #isKnown: (id: string) => boolean;
  readonly #isInOrder: boolean;
  #sweptAt = Number.NEGATIVE_INFINITY;

  constructor(options: {
    readonly invocationOf: (id: string, event: LogEvent) => Invocation;
    readonly isKnown: (id: string) => boolean;
    /** Whether lines come in time order, as in a read; followed lines may be late. */
    readonly isInOrder: boolean;
  }) {
    this.#invocationOf = options.invocationOf;
    this.#isKnown = options.isKnown;
    this.#isInOrder = options.isInOrder;
  }

  /** Places a line and remembers what it says of its stream. */
  place(event: LogEvent, line: LambdaLine): Placement {
    const stream = this.#streamOf(event);
    stream.seenAt = event.timestamp;
    switch (line.kind) {
      case 'start':
        return line.lambdaRequestId ? this.#start(stream, event, line.lambdaRequestId) : nowhere;
      case 'end':
      case 'report':
        return line.lambdaRequestId ? this.#end(stream, event, line, line.lambdaRequestId) : nowhere;
      case 'init':
        return this.#isInOrder ? placeInit(stream, event, line) : placeLateInit(stream, event, line);
      case 'application':
        return this.#placeApplicationLine(stream, event, line);
    }
  }

  #start(stream: Stream, event: LogEvent, id: string): Placement {
    const invocation = this.#invocationOf(id, event);
    invocation.startedAt ??= event.timestamp;
    const {starting} = stream;
    if (starting) {
      starting.invocation = invocation;
      if (starting.isInvokePhase) starting.belongs = true;
      stream.started = starting;
      stream.starting = undefined;
    }
    // Asynchronous invocations are retried under the same id (seen in real logs).
    if (invocation.endedAt !== undefined && event.timestamp > invocation.endedAt)
      invocation.endedAt = undefined;
    if (invocation.endedAt === undefined) stream.open = invocation;
    if (!this.#isInOrder) remember(stream, invocation);
    return {invocation};
  }

  #end(stream: Stream, event: LogEvent, line: LambdaLine, id: string): Placement {
    const invocation = this.#invocationOf(id, event);
    invocation.endedAt ??= event.timestamp;
    if (line.kind === 'report') invocation.hasInit ??= line.hasInit;
    if (line.kind === 'report' && stream.started?.invocation === invocation) {
      stream.started.belongs ??= line.hasInit === true;
      stream.started = undefined;
    }
    if (stream.open === invocation) stream.open = undefined;
    stream.last = invocation;
    return {invocation};
  }

  #placeApplicationLine(stream: Stream, event: LogEvent, line: LambdaLine): Placement {
    const {open} = stream;
    const {lambdaRequestId: id} = line;
    if (id !== undefined && !(open && line.isJson && this.#isForeignId(stream, open, id))) {
      const invocation = this.#invocationOf(id, event);
      if (open && overlap(invocation, open, event.timestamp)) stream.isConcurrent = true;
      return {invocation};
    }
    if (stream.isConcurrent) return nowhere;
    if (!this.#isInOrder && stream.recent.length > 0) return {spot: spotIn(stream, event.timestamp)};
    if (open) return {invocation: open};
    if (stream.starting) {
      return {sandboxStart: this.#isInOrder ? stream.starting : startAt(stream, event.timestamp, false)};
    }
    const {last} = stream;
    return last?.startedAt !== undefined && event.timestamp <= (last.endedAt ?? 0)
      ? {invocation: last}
      : nowhere;
  }

  /** A JSON line of the function's own making may call any id `requestId`, that of the API request above all. */
  #isForeignId(stream: Stream, open: Invocation, id: string): boolean {
    return !stream.isConcurrent && id !== open.id && !this.#isKnown(id);
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

/** Keeps `recent` in the order of START. */
function remember(stream: Stream, invocation: Invocation): void {
  const {recent} = stream;
  if (recent.includes(invocation, Math.max(0, recent.length - fewInvocations))) return;
  const startedAt = startOf(invocation);
  const before = recent.findLastIndex(other => startOf(other) <= startedAt);
  recent.splice(before + 1, 0, invocation);
  if (recent.length <= mostRecent) return;
  const kept = recent.filter(other => startOf(other) >= startedAt - rememberedMs);
  stream.recent = kept.slice(-mostRecent / 2);
}

const startOf = ({startedAt = Number.NEGATIVE_INFINITY}: Invocation) => startedAt;

function spotIn(stream: Stream, at: number): StreamSpot {
  /** The last two that had started: at the border of a millisecond both may be meant. */
  const candidates = () => {
    const last = stream.recent.findLastIndex(other => startOf(other) <= at);
    return last < 0 ? [] : stream.recent.slice(Math.max(0, last - 1), last + 1);
  };
  return {
    invocation() {
      if (stream.isConcurrent) return undefined;
      const around = candidates().filter(({endedAt}) => endedAt !== undefined && at <= endedAt);
      return around.length === 1 ? around[0] : undefined;
    },
    isOpen: () => !stream.isConcurrent && candidates().some(({endedAt}) => endedAt === undefined),
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
  const next = () => stream.recent[stream.recent.findLastIndex(other => startOf(other) < at) + 1];
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
