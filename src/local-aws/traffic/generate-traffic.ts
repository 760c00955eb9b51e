import {generatedApi} from './generated-api.js';
import {type IngestionLag, noLag, realisticLag} from './ingestion-lag.js';
import {putEvents, seedApi} from './seed-api.js';
import {type TrafficBehaviour, typicalBehaviour} from './traffic-behaviour.js';
import {type ApiModel, type Runtime, runtimes} from './traffic-model.js';
import {createTrafficSimulation} from './traffic-simulation.js';
import type {TrafficTarget} from './traffic-target.js';
import type {TrueRequest, TruthEvent} from './truth.js';

/** What is not given is typical: INFO without data trace, a full access log, 10 % foreign invocations. */
export interface TrafficOptions extends Partial<Omit<TrafficBehaviour, 'ingestionLag'>> {
  readonly seed?: number;
  /** Epoch ms of the first request. */
  readonly startTime?: number;
  /** How many requests clients send; functions that call their own API add to them. */
  readonly requests?: number;
  /** Requests that arrive in a second, on average; not together with `concurrency`. */
  readonly ratePerSecond?: number;
  /** Clients that each send the next request when the last was answered. */
  readonly concurrency?: number;
  /** How many functions the API has, its authorizer not counted. */
  readonly functions?: number;
  /** What the functions are written in, in turn. */
  readonly runtimes?: readonly Runtime[];
  readonly ingestionLag?: IngestionLag | 'realistic' | 'none';
  readonly region?: string;
  readonly accountId?: string;
}

/** Generated traffic, with what each line truly belongs to. */
export interface Traffic {
  readonly api: ApiModel;
  readonly behaviour: TrafficBehaviour;
  /** By timestamp; ties as written. */
  readonly events: readonly TruthEvent[];
  /** As they were sent, each followed by those that its functions sent. */
  readonly requests: readonly TrueRequest[];
  /** Makes the API with its functions and log groups, and puts all events. */
  seedInto(localAws: TrafficTarget): void;
}

/** 2026-03-10T09:00:00Z */
const defaultStartTime = 1_773_133_200_000;

/** Traffic of an API with REST stage `prod`. The same options give the same events. Throws RangeError. */
export function generateTraffic(options: TrafficOptions = {}): Traffic {
  const {
    seed = 1,
    startTime = defaultStartTime,
    requests: count = 1000,
    ratePerSecond,
    concurrency,
  } = options;
  if (ratePerSecond !== undefined && concurrency !== undefined) {
    throw new RangeError('ratePerSecond and concurrency exclude each other');
  }
  const api = generatedApi({
    functions: options.functions ?? 4,
    runtimes: options.runtimes ?? runtimes,
    region: options.region ?? 'eu-west-1',
    accountId: options.accountId ?? '111122223333',
    hasAuthorizer: options.authorizerShare !== 0,
  });
  const behaviour = behaviourOf(options);
  const arrivals = concurrency === undefined ? {ratePerSecond: ratePerSecond ?? 100} : {concurrency};
  const simulation = createTrafficSimulation({api, behaviour, arrivals, seed, startTime});
  const {events, requests} = simulation.advanceBy(count);
  return {
    api,
    behaviour,
    events,
    requests,
    seedInto: localAws => {
      seedApi(localAws, api, behaviour);
      putEvents(localAws, events);
    },
  };
}

const lags = {realistic: realisticLag, none: noLag};

/** The options that say how traffic behaves, over what is typical. */
function behaviourOf(options: TrafficOptions): TrafficBehaviour {
  const {ingestionLag = 'realistic'} = options;
  const given = Object.fromEntries(
    Object.keys(typicalBehaviour)
      .map(key => [key, options[key as keyof TrafficBehaviour]])
      .filter(([, value]) => value !== undefined),
  );
  return {
    ...typicalBehaviour,
    ...given,
    ingestionLag: typeof ingestionLag === 'string' ? lags[ingestionLag] : ingestionLag,
  };
}
