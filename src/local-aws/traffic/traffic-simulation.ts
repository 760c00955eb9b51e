import {simulateRequest} from './request.js';
import type {TrafficBehaviour} from './traffic-behaviour.js';
import type {ApiModel} from './traffic-model.js';
import type {TrueRequest, TruthEvent} from './truth.js';
import {createWorld} from './world.js';

/** When requests arrive: at random at a rate, or from so many clients that wait for their answers. */
export type Arrivals = {readonly ratePerSecond: number} | {readonly concurrency: number};

export interface SimulationOptions {
  readonly api: ApiModel;
  readonly behaviour: TrafficBehaviour;
  readonly arrivals: Arrivals;
  readonly seed: number;
  /** Epoch ms of the first arrival, or a little before it. */
  readonly startTime: number;
}

/** What a part of a simulation brought; events by timestamp, ties as written. */
export interface TrafficPart {
  readonly events: TruthEvent[];
  readonly requests: TrueRequest[];
}

/**
 * Traffic that goes on for ever. A request's events come all at once when it arrives, also those of its future,
 * so how often one asks changes nothing about what comes.
 */
export interface TrafficSimulation {
  /** The requests that arrive up to `untilMs` (epoch ms, included) and have not been given yet. */
  advance(untilMs: number): TrafficPart;
  /** The next `count` requests, not counting those that functions send to their own API. */
  advanceBy(count: number): TrafficPart;
}

export function createTrafficSimulation(options: SimulationOptions): TrafficSimulation {
  const {api, behaviour, seed, startTime} = options;
  const world = createWorld(api, behaviour, seed);
  const clients = createClients(options.arrivals, startTime, world.random.exponential);

  const runNext = (): TrueRequest[] => {
    const at = clients.nextArrival();
    const requests = simulateRequest(world, at);
    clients.answered(requests[0]?.endTime ?? at);
    return requests;
  };

  return {
    advance: untilMs => {
      const requests: TrueRequest[] = [];
      while (clients.nextArrival() <= untilMs) requests.push(...runNext());
      return {events: world.takeEvents(), requests};
    },
    advanceBy: count => {
      const requests = Array.from({length: count}, runNext).flat();
      return {events: world.takeEvents(), requests};
    },
  };
}

interface Clients {
  /** Epoch ms; the same until `answered`. */
  nextArrival(): number;
  /** The request of the next arrival was answered at `at`; the one after it becomes the next. */
  answered(at: number): void;
}

/** How long a client looks at an answer before it asks again. */
const thinkMs = 20;

function createClients(arrivals: Arrivals, startTime: number, wait: (mean: number) => number): Clients {
  if ('ratePerSecond' in arrivals) {
    let next = startTime;
    return {
      nextArrival: () => Math.round(next),
      answered: () => {
        next += wait(1000 / arrivals.ratePerSecond);
      },
    };
  }
  const readyAt = Array.from({length: arrivals.concurrency}, () => startTime + Math.round(wait(thinkMs)));
  const first = () => readyAt.reduce((best, time, index) => (time < (readyAt[best] ?? 0) ? index : best), 0);
  return {
    nextArrival: () => readyAt[first()] ?? startTime,
    answered: at => {
      readyAt[first()] = at + Math.round(wait(thinkMs));
    },
  };
}
