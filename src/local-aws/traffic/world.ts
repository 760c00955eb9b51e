import {ingestedAt, type WriterLag} from './ingestion-lag.js';
import {createRandom, type Random} from './random.js';
import {SandboxPool} from './sandbox-pool.js';
import type {TrafficBehaviour} from './traffic-behaviour.js';
import {
  type ApiModel,
  canaryLogGroup,
  executionLogGroup,
  type FunctionModel,
  functionsOf,
  type RouteModel,
} from './traffic-model.js';
import {type Outcome, outcomes, type TruthEvent, type TruthEventKind} from './truth.js';

/** A log stream that API Gateway writes: many requests share it. */
export interface GatewayStream {
  readonly logGroup: string;
  readonly logStream: string;
  readonly streamKey: number;
}

/** What a line still needs before it is an event. */
export interface LineDraft {
  readonly kind: TruthEventKind;
  /** By the clock of whoever wrote it. */
  readonly timestamp: number;
  /** By the one true clock. */
  readonly writtenAt: number;
  readonly message: string;
}

/** Where a line goes, and what it truly belongs to. */
export interface LineOwner {
  readonly logGroup: string;
  readonly logStream: string;
  readonly streamKey: number;
  readonly lag: WriterLag;
  readonly apiRequestId: string | undefined;
  readonly lambdaRequestId: string | undefined;
  readonly expectsLink: boolean;
  readonly isCanaryCopy: boolean;
}

/** What requests of one simulation share. */
export interface World {
  readonly api: ApiModel;
  readonly behaviour: TrafficBehaviour;
  readonly random: Random;
  readonly functions: readonly FunctionModel[];
  readonly executionStreams: readonly GatewayStream[];
  readonly canaryStreams: readonly GatewayStream[];
  readonly accessStreams: readonly GatewayStream[];
  /** The outcomes that the API's routes allow, by weight; `slow` is apart. */
  readonly fates: readonly (readonly [Outcome, number])[];
  readonly routesFor: (outcome: Outcome) => readonly (readonly [RouteModel, number])[];
  readonly poolOf: (model: FunctionModel) => SandboxPool;
  /** The latest requests whose logs name an invocation of their own: others may mention these without harm. */
  readonly mentionable: string[];
  readonly emit: (line: LineDraft, owner: LineOwner) => void;
  /** Hands over what was emitted since the last call, by timestamp; ties as written. */
  readonly takeEvents: () => TruthEvent[];
}

/** A few streams carry all requests of a stage; each holds many, interleaved (seen in real logs). */
const executionStreamCount = 4;
const canaryStreamCount = 2;
const accessStreamCount = 3;

export function createWorld(api: ApiModel, behaviour: TrafficBehaviour, seed: number): World {
  const random = createRandom(seed);
  const streams = (logGroup: string, count: number): GatewayStream[] =>
    Array.from({length: count}, () => ({
      logGroup,
      logStream: random.hex(32),
      streamKey: random.int(0, 2 ** 31),
    }));
  const pools = new Map<FunctionModel, SandboxPool>(
    functionsOf(api).map(model => [model, new SandboxPool(model, random, behaviour.clockSkewMs)]),
  );
  let emitted: TruthEvent[] = [];
  const routesByOutcome = new Map(outcomes.map(outcome => [outcome, routesFor(api, outcome)]));
  const isPossible = (outcome: Outcome) => (routesByOutcome.get(outcome) ?? []).length > 0;

  return {
    api,
    behaviour,
    random,
    functions: [...new Set(api.routes.flatMap(route => route.function ?? []))],
    executionStreams: streams(executionLogGroup(api), executionStreamCount),
    canaryStreams: streams(canaryLogGroup(api), canaryStreamCount),
    accessStreams: streams(api.accessLogGroup, accessStreamCount),
    fates: outcomes
      .map(outcome => [outcome, behaviour.outcomes[outcome] ?? 0] as const)
      .filter(([outcome, weight]) => weight > 0 && isPossible(outcome)),
    routesFor: outcome => routesByOutcome.get(outcome) ?? [],
    poolOf: model => {
      const pool = pools.get(model);
      if (pool === undefined) throw new Error(`${model.name} is not a function of the API`);
      return pool;
    },
    mentionable: [],
    emit: (line, owner) => {
      emitted.push(toEvent(line, owner));
    },
    takeEvents: () => {
      const events = emitted.sort((a, b) => a.timestamp - b.timestamp);
      emitted = [];
      return events;
    },
  };
}

function toEvent({kind, timestamp, writtenAt, message}: LineDraft, owner: LineOwner): TruthEvent {
  const {logGroup, logStream, apiRequestId, lambdaRequestId, expectsLink, isCanaryCopy} = owner;
  return {
    logGroup,
    logStream,
    timestamp,
    ingestionTime: Math.max(timestamp, ingestedAt(owner.lag, owner.streamKey, writtenAt)),
    message,
    kind,
    ...(apiRequestId === undefined ? {} : {apiRequestId}),
    ...(lambdaRequestId === undefined ? {} : {lambdaRequestId}),
    expectsLink,
    isCanaryCopy,
  };
}

/** API Gateway gives up on an integration after this, unless the API says otherwise. */
export const integrationTimeoutMs = 29_000;

function routesFor(api: ApiModel, outcome: Outcome): (readonly [RouteModel, number])[] {
  const routes = api.routes.filter(route => allows(api, route, outcome));
  const fitting = routes.filter(
    ({function: model}) => model !== undefined && hasFittingTimeout(model, outcome),
  );
  return (fitting.length > 0 ? fitting : routes).map(route => [route, route.weight] as const);
}

function allows(api: ApiModel, {function: model, authorized}: RouteModel, outcome: Outcome): boolean {
  switch (outcome) {
    case 'ok':
    case 'usagePlanExceeded':
      return true;
    case 'denied':
    case 'missingToken':
      return authorized && api.authorizer !== undefined;
    case 'initError':
      return model?.runtime === 'nodejs' || model?.runtime === 'python';
    default:
      return model !== undefined;
  }
}

/** A function that is cut off before 29 s times out itself; the other kind lets API Gateway give up first. */
function hasFittingTimeout({timeoutMs}: FunctionModel, outcome: Outcome): boolean {
  if (outcome === 'functionTimeout') return timeoutMs < integrationTimeoutMs;
  return outcome === 'integrationTimeout' && timeoutMs > integrationTimeoutMs;
}
