import {sampleApi, sampleBehaviour} from './sample-api.js';
import {putEvents} from './seed-api.js';
import {createTrafficSimulation} from './traffic-simulation.js';
import type {TrafficTarget} from './traffic-target.js';
import type {TruthEvent} from './truth.js';

export interface LiveTrafficOptions {
  /** Epoch ms. */
  readonly now: () => number;
  readonly seed: number;
  /** How much of the past to fill, in minutes. Default 10. */
  readonly pastMinutes?: number;
  /** Requests that arrive in a second, on average. Default 1.5. */
  readonly ratePerSecond?: number;
}

/** Traffic of the sample API that keeps flowing as long as somebody ticks. */
export interface LiveTraffic {
  /**
   * The events of the requests that arrive up to `untilMs` (epoch ms) and have not been given yet, also those of
   * the requests' future. Puts nothing; how often it is called changes nothing about what comes.
   */
  advance(untilMs: number): TruthEvent[];
  /** Puts all that has happened up to now; the first time that is the past. Gives the number of events. */
  tick(): number;
}

/** Traffic for the sample API of `seedSampleApi`, from some minutes ago on. */
export function liveTraffic(localAws: TrafficTarget, options: LiveTrafficOptions): LiveTraffic {
  const {now, seed, pastMinutes = 10, ratePerSecond = 1.5} = options;
  const simulation = createTrafficSimulation({
    api: sampleApi(localAws),
    behaviour: sampleBehaviour,
    arrivals: {ratePerSecond},
    seed,
    startTime: now() - pastMinutes * 60_000,
  });
  const advance = (untilMs: number) => simulation.advance(untilMs).events;
  return {
    advance,
    tick: () => {
      const events = advance(now());
      putEvents(localAws, events);
      return events.length;
    },
  };
}
