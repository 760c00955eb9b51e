import {failures} from './application-lines.js';
import type {Report} from './platform-lines.js';
import {initErrorMessage, initErrorType, SandboxLog} from './sandbox-log.js';
import type {Sandbox} from './sandbox-pool.js';
import type {FunctionModel} from './traffic-model.js';
import type {TrueInvocation} from './truth.js';
import type {LineDraft, World} from './world.js';

export type Ending = 'ok' | 'functionError' | 'functionTimeout' | 'outOfMemory' | 'initError';

export interface InvocationPlan {
  readonly model: FunctionModel;
  readonly role: TrueInvocation['role'];
  /** When the function is called, epoch ms by the one true clock. */
  readonly at: number;
  /** The trace that the call belongs to, where tracing is active. */
  readonly traceId: string | undefined;
  readonly ending: Ending;
  /** What happens from START on, whose true time it gets; `remarks` are logged. */
  readonly run: (startAt: number) => {readonly durationMs: number; readonly remarks: readonly string[]};
}

/** An invocation that has run; its lines wait to be emitted with what they belong to. */
export interface Invocation {
  readonly truth: TrueInvocation;
  readonly sandbox: Sandbox;
  /** When the answer left, by the one true clock. */
  readonly endAt: number;
  readonly lines: readonly LineDraft[];
  /** The timestamp of the line that makes INIT lines part of it; absent where INIT waited for no request. */
  readonly initSettledAt: number | undefined;
  /** The timestamp of the first line that names the trace. */
  readonly traceSeenAt: number | undefined;
  /** What the caller is told went wrong. */
  readonly errorMessage: string | undefined;
}

type InitKind = 'none' | 'waited' | 'proactive' | 'failed';

/** Runs a function once, in a sandbox that does nothing else meanwhile. */
export function invoke(world: World, {model, role, at, traceId, ending, run}: InvocationPlan): Invocation {
  const {random, behaviour} = world;
  const pool = world.poolOf(model);
  const init = initKind(world, ending);
  const calledAt = at + random.int(3, 9);
  const initAt = init === 'proactive' ? calledAt - random.int(5000, 50_000) : calledAt;
  const initMs = init === 'none' ? 0 : random.int(12_000, 45_000) / 100;
  const sandbox = init === 'none' ? pool.takeWarm(calledAt) : pool.takeCold(initAt);
  const log = new SandboxLog(model, behaviour, random, sandbox.skewMs);
  if (init === 'failed') log.failedInit(initAt, initMs);
  else if (init !== 'none') log.init(initAt, initMs);

  const startAt = init === 'proactive' ? calledAt : calledAt + (initMs === 0 ? 0 : Math.ceil(initMs) + 1);
  const lambdaRequestId = random.uuid();
  const trace = traceId === undefined ? undefined : {id: traceId, segmentId: random.hex(16)};
  log.start(startAt, lambdaRequestId, trace);
  const {durationMs, remarks} = run(startAt);
  const endAt = startAt + durationMs;
  if (ending !== 'initError') log.work(startAt, endAt, lambdaRequestId, remarks);
  const errorMessage = logEnding(log, model, ending, endAt, lambdaRequestId);
  log.end(endAt, {
    lambdaRequestId,
    durationMs: reportedDuration(world, ending, durationMs, initMs),
    initDurationMs: init === 'waited' ? initMs : undefined,
    maxMemoryUsedMb: usedMemory(world, model, ending),
    ...reportStatus(model, ending),
    trace,
  });

  // A crash or a timeout ends the environment; the next line of its stream waits for the next millisecond.
  if (ending === 'ok' || ending === 'functionError') pool.release(sandbox, endAt + 1);
  else pool.retire(sandbox);

  const startTime = log.stamp(startAt);
  const endTime = log.stamp(endAt);
  const {logStream} = sandbox;
  const {name: functionName, logGroup} = model;
  const isColdStart = init !== 'none';
  return {
    truth: {
      lambdaRequestId,
      functionName,
      logGroup,
      logStream,
      role,
      startTime,
      endTime,
      isColdStart,
      traceId,
    },
    sandbox,
    endAt,
    lines: log.lines,
    // Init Duration stands in REPORT; `Phase: invoke` before START.
    initSettledAt: init === 'waited' ? endTime : init === 'failed' ? startTime : undefined,
    traceSeenAt: traceId === undefined ? undefined : model.runtime === 'json' ? startTime : endTime,
    errorMessage,
  };
}

function initKind({random, behaviour}: World, ending: Ending): InitKind {
  if (ending === 'initError') return 'failed';
  if (!random.chance(behaviour.coldStartShare)) return 'none';
  return random.chance(behaviour.proactiveInitShare) ? 'proactive' : 'waited';
}

/** Logs how it ended; gives the error as the caller sees it. */
function logEnding(
  log: SandboxLog,
  model: FunctionModel,
  ending: Ending,
  endAt: number,
  lambdaRequestId: string,
): string | undefined {
  switch (ending) {
    case 'ok':
      return undefined;
    case 'functionError':
      log.failure(endAt, lambdaRequestId);
      return failures[model.runtime].message;
    case 'functionTimeout': {
      const seconds = (model.timeoutMs / 1000).toFixed(2);
      const time = new Date(log.stamp(endAt)).toISOString();
      const text = `${time} ${lambdaRequestId} Task timed out after ${seconds} seconds`;
      log.platformError(endAt, `${text}\n\n`);
      return text;
    }
    case 'outOfMemory': {
      const text = `RequestId: ${lambdaRequestId} Error: Runtime exited with error: signal: killed`;
      log.platformError(endAt, `${text}\nRuntime.ExitError\n`);
      return text;
    }
    case 'initError':
      return initErrorMessage(model);
  }
}

/** REPORT knows fractions of a millisecond; a timeout is exact; a repeated INIT counts (seen). */
function reportedDuration({random}: World, ending: Ending, durationMs: number, initMs: number): number {
  if (ending === 'functionTimeout') return durationMs;
  const fraction = durationMs - random.int(0, 80) / 100;
  return ending === 'initError' ? fraction + initMs / 2 : fraction;
}

function usedMemory({random}: World, {memorySizeMb}: FunctionModel, ending: Ending): number {
  if (ending === 'outOfMemory') return memorySizeMb;
  return random.int(Math.ceil(memorySizeMb * 0.4), Math.floor(memorySizeMb * 0.8));
}

/** In the text format an exception of the handler is no status (seen); the JSON format has one (documented). */
function reportStatus({runtime}: FunctionModel, ending: Ending): Pick<Report, 'status' | 'errorType'> {
  switch (ending) {
    case 'functionTimeout':
      return {status: 'timeout', errorType: undefined};
    case 'outOfMemory':
      return {status: 'error', errorType: 'Runtime.OutOfMemory'};
    case 'initError':
      return {status: 'error', errorType: initErrorType};
    case 'functionError':
      return runtime === 'json'
        ? {status: 'error', errorType: failures.json.type}
        : {status: 'success', errorType: undefined};
    case 'ok':
      return {status: 'success', errorType: undefined};
  }
}
