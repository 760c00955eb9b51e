import {accessLogMessage} from './access-log.js';
import type {ExecutionLog, RequestFacts} from './execution-log.js';
import type {Invocation} from './invocation.js';
import type {LineDraft, World} from './world.js';

/** What the logs say when a request is over. */
export interface RequestResult {
  /** When API Gateway took the request and when it answered, epoch ms. */
  readonly at: number;
  readonly endAt: number;
  readonly status: number;
  readonly responseLength: number;
  readonly authorizerId: string | undefined;
  readonly answer: {readonly namedId: string | undefined; readonly latencyMs: number} | undefined;
}

/** Emits the request's execution log; that of a canary request into both log groups. */
export function emitExecutionLog(
  world: World,
  {apiRequestId}: RequestFacts,
  log: ExecutionLog,
  isCanary: boolean,
): void {
  const {random, behaviour, executionStreams, canaryStreams} = world;
  const copies = [{stream: random.pick(executionStreams), delayMs: 0, isCanaryCopy: false}];
  if (isCanary)
    copies.push({stream: random.pick(canaryStreams), delayMs: random.int(0, 3), isCanaryCopy: true});
  for (const {stream, delayMs, isCanaryCopy} of copies) {
    const owner = {
      ...stream,
      lag: behaviour.ingestionLag.execution,
      apiRequestId,
      lambdaRequestId: undefined,
      expectsLink: true,
      isCanaryCopy,
    };
    for (const {at, text} of log.lines) {
      const message = `(${apiRequestId}) ${text}`;
      world.emit({kind: 'execution', timestamp: at + delayMs, writtenAt: at + delayMs, message}, owner);
    }
  }
}

/** Emits the request's line of the access log, where the stage has one. */
export function emitAccessLog(world: World, facts: RequestFacts, result: RequestResult): void {
  const {api, random, behaviour, accessStreams} = world;
  if (behaviour.accessLog === 'off') return;
  const {at, endAt, status, responseLength, authorizerId, answer} = result;
  const message = accessLogMessage(behaviour.accessLog, {
    requestId: facts.apiRequestId,
    extendedRequestId: facts.extendedRequestId,
    ip: facts.ip,
    requestTime: at,
    httpMethod: facts.method,
    resourcePath: facts.resourcePath,
    path: `/${api.stage}${facts.path}`,
    status,
    responseLength,
    integrationRequestId: answer?.namedId,
    authorizerRequestId: authorizerId,
    integrationLatency: answer?.latencyMs,
    responseLatency: endAt - at,
    xrayTraceId: behaviour.xray === 'off' ? undefined : facts.traceId,
  });
  // The line bears the time of the request, but cannot be written before the response.
  const line: LineDraft = {kind: 'access', timestamp: at, writtenAt: endAt, message};
  world.emit(line, {
    ...random.pick(accessStreams),
    lag: behaviour.ingestionLag.access,
    apiRequestId: facts.apiRequestId,
    lambdaRequestId: undefined,
    expectsLink: true,
    isCanaryCopy: false,
  });
}

/** What an invocation's lines truly belong to. */
export interface InvocationOwner {
  /** Absent where something other than the API invoked the function. */
  readonly apiRequestId: string | undefined;
  readonly expectsLink: (line: LineDraft) => boolean;
}

/** Emits an invocation's lines. An INIT that no request waited for belongs to none. */
export function emitInvocation(
  world: World,
  {truth, sandbox, lines, initSettledAt}: Invocation,
  {apiRequestId, expectsLink}: InvocationOwner,
): void {
  for (const line of lines) {
    const belongs = line.kind !== 'init' || initSettledAt !== undefined;
    world.emit(line, {
      logGroup: truth.logGroup,
      logStream: sandbox.logStream,
      streamKey: sandbox.streamKey,
      lag: world.behaviour.ingestionLag.lambda,
      apiRequestId: belongs ? apiRequestId : undefined,
      lambdaRequestId: belongs ? truth.lambdaRequestId : undefined,
      expectsLink: belongs && expectsLink(line),
      isCanaryCopy: false,
    });
  }
}
