import {emitAccessLog, emitExecutionLog, emitInvocation} from './emit.js';
import {isLinkExpected, namesInvocation, type RequestEvidence, tieTimes} from './evidence.js';
import {
  ExecutionLog,
  logAuthorizerCall,
  logAuthorizerResult,
  logClosing,
  logFailure,
  logMethodRequest,
  logMissingToken,
  logOpening,
  logSuccess,
  logUsagePlan,
  logUsagePlanExceeded,
  type RequestFacts,
} from './execution-log.js';
import {simulateForeignInvocation} from './foreign-invocation.js';
import {type CallOwnApi, callIntegration, type IntegrationAnswer} from './integration.js';
import {type Invocation, invoke} from './invocation.js';
import type {RouteModel} from './traffic-model.js';
import type {Outcome, TrueRequest} from './truth.js';
import type {LineDraft, World} from './world.js';

/** What a request does is settled before it begins. */
interface Fate {
  readonly outcome: Outcome;
  readonly route: RouteModel;
  /** The trace it joins: of the invocation that calls the API. */
  readonly joinsTrace: string | undefined;
}

/** How the request went, as far as later lines need to know. */
interface Course {
  readonly status: number;
  readonly endAt: number;
  readonly responseLength: number;
  readonly authorizer: Invocation | undefined;
  readonly answer: IntegrationAnswer | undefined;
  /** Whether the execution log ends with the trace (not seen on requests that were turned away). */
  readonly closesWithTrace: boolean;
}

/** How many earlier requests somebody may still speak of. */
const mentionableCount = 64;

/** Runs one request that arrives at `at` and emits all its lines, and those of foreign invocations about it. */
export function simulateRequest(world: World, at: number): TrueRequest[] {
  const {random, behaviour} = world;
  const outcome = random.chance(behaviour.slowShare) ? 'slow' : random.pickWeighted(world.fates);
  const route = random.pickWeighted(world.routesFor(outcome));
  return runRequest(world, at, {outcome, route, joinsTrace: undefined});
}

function runRequest(world: World, at: number, fate: Fate): TrueRequest[] {
  const {random, behaviour} = world;
  const facts = describeRequest(world, at, fate);
  const log = new ExecutionLog(behaviour.loggingLevel);
  const children: TrueRequest[] = [];
  const callOwnApi: CallOwnApi = calledAt => {
    const [child, ...further] = runRequest(world, calledAt, {
      outcome: 'ok',
      route: random.pickWeighted(world.routesFor('slow')),
      joinsTrace: facts.traceId,
    });
    if (child !== undefined) children.push(child, ...further);
    return child;
  };

  const course = takeCourse(
    world,
    facts,
    log,
    at,
    fate,
    fate.joinsTrace === undefined ? callOwnApi : undefined,
  );
  const {authorizer, answer} = course;
  const invocations = [authorizer, answer?.invocation].filter(invocation => invocation !== undefined);
  const isCanary = random.chance(behaviour.canaryShare);
  const evidence = gatherEvidence(
    world,
    facts,
    log,
    at,
    course,
    fate.joinsTrace !== undefined || children.length > 0,
  );

  emitExecutionLog(world, facts, log, isCanary);
  emitAccessLog(world, facts, {at, ...course, authorizerId: authorizer?.truth.lambdaRequestId});
  for (const invocation of invocations) {
    const ties = tieTimes(evidence, invocation);
    const expectsLink = (line: LineDraft) => isLinkExpected(line, invocation, evidence, ties);
    emitInvocation(world, invocation, {apiRequestId: facts.apiRequestId, expectsLink});
  }
  if (namesInvocation(evidence)) {
    world.mentionable.push(facts.apiRequestId);
    if (world.mentionable.length > mentionableCount) world.mentionable.shift();
  }
  for (const _ of invocations) {
    while (random.chance(behaviour.foreignInvocationShare)) simulateForeignInvocation(world, at);
  }

  const request: TrueRequest = {
    apiRequestId: facts.apiRequestId,
    extendedRequestId: facts.extendedRequestId,
    traceId: facts.traceId,
    startTime: at,
    endTime: course.endAt,
    method: facts.method,
    path: facts.path,
    resourcePath: facts.resourcePath,
    status: course.status,
    outcome: fate.outcome,
    isCanary,
    invocations: invocations.map(({truth}) => truth),
  };
  return [request, ...children];
}

function describeRequest({api, random, behaviour, mentionable}: World, at: number, fate: Fate): RequestFacts {
  const {method, path: resourcePath} = fate.route;
  const speaksOfAnother = mentionable.length > 0 && random.chance(behaviour.foreignHeaderShare);
  return {
    api,
    apiRequestId: random.uuid(),
    extendedRequestId: extendedRequestId(random.hex(22)),
    traceId: fate.joinsTrace ?? `1-${Math.floor(at / 1000).toString(16)}-${random.hex(24)}`,
    method,
    resourcePath,
    path: resourcePath.replace('{id}', String(random.int(1, 9999))),
    ip: `203.0.113.${random.int(1, 254)}`,
    headers: speaksOfAnother ? {'X-Correlation-Id': random.pick(mentionable)} : {},
  };
}

/** 15 characters of base64 and a `=`, as seen. */
const extendedRequestId = (hex: string) => `${Buffer.from(hex, 'hex').toString('base64url').slice(0, 15)}=`;

function takeCourse(
  world: World,
  facts: RequestFacts,
  log: ExecutionLog,
  at: number,
  {outcome, route, joinsTrace}: Fate,
  callOwnApi: CallOwnApi | undefined,
): Course {
  const {api, random, behaviour} = world;
  const turnedAway = {responseLength: 43, answer: undefined, closesWithTrace: false};
  logOpening(log, facts, at);
  if (outcome === 'missingToken') {
    logMissingToken(log, facts, at + 2);
    closeWithTrace(world, facts, log, at + 2, undefined);
    return {...turnedAway, status: 401, endAt: at + 2, authorizer: undefined, closesWithTrace: true};
  }

  let clock = at;
  let authorizer: Invocation | undefined;
  const mayAuthorize = route.authorized && api.authorizer !== undefined && joinsTrace === undefined;
  if (outcome === 'denied' || (mayAuthorize && random.chance(behaviour.authorizerShare))) {
    logAuthorizerCall(log, facts, clock + 2);
    authorizer = authorize(world, facts, clock + 2);
    clock = authorizer.endAt + random.int(3, 6);
    logAuthorizerResult(log, facts, clock, outcome === 'denied' ? 'Deny' : 'Allow');
    clock += 1;
  }
  if (outcome === 'denied') {
    // No public log shows the wording of this refusal; the status line is certain.
    logFailure(log, clock, 403, ['The client is not authorized to perform this operation.']);
    return {...turnedAway, status: 403, endAt: clock, authorizer};
  }
  if (outcome === 'usagePlanExceeded') {
    logUsagePlanExceeded(log, facts, clock);
    logFailure(log, clock + 1, 429, []);
    return {...turnedAway, status: 429, endAt: clock + 1, authorizer};
  }

  logUsagePlan(log, facts, clock);
  clock += 1;
  logMethodRequest(log, facts, clock);
  if (route.function === undefined) {
    clock += random.int(1, 3);
    logSuccess(log, facts, clock, 200, '');
    closeWithTrace(world, facts, log, clock, undefined);
    return {
      status: 200,
      endAt: clock,
      responseLength: 0,
      authorizer,
      answer: undefined,
      closesWithTrace: true,
    };
  }

  const answer = callIntegration(world, facts, log, clock, {outcome, model: route.function, callOwnApi});
  closeWithTrace(world, facts, log, answer.endAt, answer.namedId);
  const {status, endAt, responseLength} = answer;
  return {status, endAt, responseLength, authorizer, answer, closesWithTrace: true};
}

function authorize(world: World, facts: RequestFacts, at: number): Invocation {
  const {api, random, behaviour} = world;
  if (api.authorizer === undefined) throw new Error('the API has no authorizer');
  return invoke(world, {
    model: api.authorizer.function,
    role: 'authorizer',
    at,
    traceId: behaviour.xray === 'active' ? facts.traceId : undefined,
    ending: 'ok',
    run: () => ({durationMs: Math.ceil(random.logNormal(6, 0.6)), remarks: []}),
  });
}

function closeWithTrace(
  {behaviour}: World,
  {traceId}: RequestFacts,
  log: ExecutionLog,
  at: number,
  namedId: string | undefined,
): void {
  logClosing(log, at, namedId, behaviour.xray === 'off' ? undefined : traceId);
}

/** Without an X-Ray line a reader waits a little for what follows the status line. */
const closingMs = 100;

function gatherEvidence(
  {behaviour}: World,
  {apiRequestId}: RequestFacts,
  log: ExecutionLog,
  at: number,
  {answer, authorizer, endAt, closesWithTrace}: Course,
  isTraceShared: boolean,
): RequestEvidence {
  const isInfo = behaviour.loggingLevel !== 'ERROR';
  const hasFullAccess = behaviour.accessLog === 'full';
  const namedId = answer?.namedId;
  const printsTrace = isInfo && closesWithTrace && behaviour.xray !== 'off';
  const namedAt = log.lines.find(({text}) => namedId !== undefined && text.includes(namedId))?.at;
  const seesTraceAt = hasFullAccess ? at : endAt;
  // With an authorizer beside it the claim is one of two invocations, and not worth insisting on.
  const claim = authorizer === undefined ? firstMention(answer?.invocation, apiRequestId) : undefined;
  return {
    executionNames:
      namedId === undefined || namedAt === undefined ? undefined : {lambdaRequestId: namedId, at: namedAt},
    accessNames: hasFullAccess
      ? {
          lambdaRequestIds: [namedId, authorizer?.truth.lambdaRequestId].filter(id => id !== undefined),
          at,
        }
      : undefined,
    ownTraceSeenAt:
      behaviour.xray !== 'off' && !isTraceShared && (hasFullAccess || printsTrace) ? seesTraceAt : undefined,
    closesAt: log.lines.length === 0 ? undefined : printsTrace ? endAt : endAt + closingMs,
    showsEveryRequest: isInfo,
    claimedBy: claim,
  };
}

/** The first line of the invocation that holds the API request id. */
function firstMention(
  invocation: Invocation | undefined,
  apiRequestId: string,
): RequestEvidence['claimedBy'] {
  const line = invocation?.lines.find(({message}) => message.includes(apiRequestId));
  if (invocation === undefined || line === undefined) return undefined;
  return {lambdaRequestId: invocation.truth.lambdaRequestId, at: line.timestamp};
}
