import {
  type ExecutionLog,
  logFailure,
  logIntegrationCall,
  logIntegrationResponse,
  logSuccess,
  type RequestFacts,
} from './execution-log.js';
import {type Ending, type Invocation, invoke} from './invocation.js';
import type {FunctionModel} from './traffic-model.js';
import type {Outcome, TrueRequest} from './truth.js';
import {integrationTimeoutMs, type World} from './world.js';

/** Sends a request to the same API, within the same trace. */
export type CallOwnApi = (at: number) => TrueRequest | undefined;

export interface IntegrationCall {
  readonly outcome: Outcome;
  readonly model: FunctionModel;
  /** Absent where the request is such a call itself. */
  readonly callOwnApi: CallOwnApi | undefined;
}

/** What came of calling a function. */
export interface IntegrationAnswer {
  readonly status: number;
  readonly endAt: number;
  readonly latencyMs: number;
  readonly responseLength: number;
  /** Absent where Lambda refused to run the function. */
  readonly invocation: Invocation | undefined;
  /** The Lambda request id that API Gateway got to know: none when it did not wait for the answer. */
  readonly namedId: string | undefined;
}

const endings: Readonly<Partial<Record<Outcome, Ending>>> = {
  functionError: 'functionError',
  functionTimeout: 'functionTimeout',
  outOfMemory: 'outOfMemory',
  initError: 'initError',
};

const errorBody = (message: string) => JSON.stringify({message});
const internalServerError = errorBody('Internal server error');

/** Calls the route's function and logs how API Gateway sees it. */
export function callIntegration(
  world: World,
  facts: RequestFacts,
  log: ExecutionLog,
  at: number,
  call: IntegrationCall,
): IntegrationAnswer {
  logIntegrationCall(log, facts, call.model, at);
  if (call.outcome === 'throttled') return refuse(world, log, at);

  const invocation = invokeIntegration(world, facts, at, call);
  const {lambdaRequestId} = invocation.truth;
  if (call.outcome === 'integrationTimeout') {
    const endAt = at + integrationTimeoutMs;
    logFailure(log, endAt, 504, ['Execution failed due to a timeout error']);
    const responseLength = errorBody('Endpoint request timed out').length;
    return {
      status: 504,
      endAt,
      latencyMs: integrationTimeoutMs,
      responseLength,
      invocation,
      namedId: undefined,
    };
  }

  const endAt = invocation.endAt + world.random.int(2, 8);
  const {status, body, payload, errors} = outcomeOf(call.outcome, invocation);
  logIntegrationResponse(
    log,
    facts,
    {
      lambdaRequestId,
      version: call.model.version,
      latencyMs: endAt - at,
      body: payload,
      isFunctionError: invocation.errorMessage !== undefined,
    },
    endAt,
  );
  if (errors.length > 0) logFailure(log, endAt, status, errors);
  else logSuccess(log, facts, endAt, status, body);
  return {
    status,
    endAt,
    latencyMs: endAt - at,
    responseLength: body.length,
    invocation,
    namedId: lambdaRequestId,
  };
}

/** Lambda is at its concurrency limit: an answer with an id of its own, but nothing runs (seen in 2025). */
function refuse({random}: World, log: ExecutionLog, at: number): IntegrationAnswer {
  const latencyMs = random.int(4, 12);
  const endAt = at + latencyMs;
  const namedId = random.uuid();
  logFailure(log, endAt, 500, [
    `Lambda invocation failed with status: 429. Lambda request id: ${namedId}`,
    'Execution failed due to configuration error: Rate Exceeded.',
  ]);
  const responseLength = internalServerError.length;
  return {status: 500, endAt, latencyMs, responseLength, invocation: undefined, namedId};
}

function invokeIntegration(
  world: World,
  facts: RequestFacts,
  at: number,
  {outcome, model, callOwnApi}: IntegrationCall,
): Invocation {
  const {random, behaviour} = world;
  const passesRequestId = random.chance(behaviour.passRequestIdShare);
  const callsOwnApi = outcome === 'ok' && random.chance(behaviour.selfCallShare);
  return invoke(world, {
    model,
    role: 'integration',
    at,
    traceId: behaviour.xray === 'active' ? facts.traceId : undefined,
    ending: endings[outcome] ?? 'ok',
    run: startAt => {
      const remarks = passesRequestId ? [`handling api request ${facts.apiRequestId}`] : [];
      const clientId = facts.headers['X-Correlation-Id'];
      if (clientId !== undefined) remarks.push(`client's correlation id is ${clientId}`);
      const durationMs = workMs(world, outcome, model);
      const child = callsOwnApi ? callOwnApi?.(startAt + random.int(3, 8)) : undefined;
      if (child === undefined) return {durationMs, remarks};
      // Where the logs do not show whose invocation the child's is, its id would seem to be this one's.
      if (world.mentionable.includes(child.apiRequestId)) {
        remarks.push(
          `called ${child.method} ${child.path}: ${child.status}, x-amzn-RequestId ${child.apiRequestId}`,
        );
      }
      return {durationMs: child.endTime - startAt + random.int(3, 10), remarks};
    },
  });
}

/** A slow request lasts about this long. */
const slowMs = 3000;

function workMs({random}: World, outcome: Outcome, {timeoutMs}: FunctionModel): number {
  switch (outcome) {
    case 'slow':
      return slowMs + random.int(0, 200);
    case 'functionTimeout':
      return Math.min(timeoutMs, integrationTimeoutMs - 1000);
    case 'integrationTimeout':
      return random.int(29_300, 45_000);
    case 'outOfMemory':
      return random.int(400, 2500);
    default:
      return Math.min(2000, Math.ceil(random.logNormal(25, 0.7)) + 1);
  }
}

interface ResponseParts {
  readonly status: number;
  /** What the client gets. */
  readonly body: string;
  /** What the function returned. */
  readonly payload: string;
  /** The execution log's error lines. */
  readonly errors: readonly string[];
}

function outcomeOf(outcome: Outcome, {errorMessage, truth}: Invocation): ResponseParts {
  if (errorMessage !== undefined) {
    const error = `Lambda execution failed with status 200 due to customer function error: ${errorMessage}. Lambda request id: ${truth.lambdaRequestId}`;
    return {status: 502, body: internalServerError, payload: JSON.stringify({errorMessage}), errors: [error]};
  }
  if (outcome === 'malformedResponse') {
    const error = 'Execution failed due to configuration error: Malformed Lambda proxy response';
    return {status: 502, body: internalServerError, payload: '{"ok":true,"orderId":77}', errors: [error]};
  }
  const status = outcome === 'clientError' ? 404 : 200;
  const body = outcome === 'clientError' ? errorBody('no such order') : '{"id":42,"total":"31.80"}';
  const payload = JSON.stringify({statusCode: status, headers: {'content-type': 'application/json'}, body});
  return {status, body, payload, errors: []};
}
