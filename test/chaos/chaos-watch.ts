import {generateTraffic} from '../../src/local-aws/traffic/generate-traffic.js';
import {type IngestionLag, realisticLag} from '../../src/local-aws/traffic/ingestion-lag.js';
import {chanceOf} from '../../src/local-aws/traffic/random.js';
import {putEvents, seedApi} from '../../src/local-aws/traffic/seed-api.js';
import type {TruthEvent} from '../../src/local-aws/traffic/truth.js';
import {runCli} from '../support/run-cli.js';
import {hanging, passingFaults, passingLogFaults, refusedToken} from './chaos-faults.js';
import {type ChaosResult, judge} from './chaos-result.js';
import {startChaosWorld} from './chaos-world.js';
import {stormsOf, unleash} from './storms.js';

export interface ChaosWatchOptions {
  readonly seed: number;
  readonly seconds: number;
  readonly requestsPerSecond: number;
  /** Calls that are never answered; each blinds the watch for half a minute. */
  readonly hangs: number;
  readonly longestStormMs: number;
  readonly clockAheadMs: number;
}

/** Lines that come 25 s after they were written are within what a watch looks back (35 s). */
const lag: IngestionLag = {
  ...realisticLag,
  lambda: {...realisticLag.lambda, stragglerShare: 0.01, stragglerMs: 25_000},
};
/** What comes so much later than it was written is promised to nobody. */
const beyondOverlapMs = 60_000;
const beyondOverlapShare = 0.001;
/** In the last seconds nothing fails any more, and what comes in the very last is nobody's to print. */
const calmSeconds = 8;
const unseenSeconds = 3;
const hangSeconds = 45;

/** Follows traffic that flows while calls fail and the network comes and goes. */
export async function chaosWatch({
  seed,
  seconds,
  requestsPerSecond,
  hangs,
  longestStormMs,
  clockAheadMs,
}: ChaosWatchOptions): Promise<ChaosResult> {
  const world = await startChaosWorld({
    seed,
    faults: passingFaults,
    logFaults: {...passingLogFaults, ...refusedToken, ...hanging(seconds > hangSeconds ? hangs : 0, 0.005)},
    quota: 10,
    clockAheadMs,
  });
  try {
    const startTime = Date.now() + 1_000;
    const endTime = startTime + seconds * 1_000;
    const traffic = generateTraffic({
      seed,
      startTime,
      requests: seconds * requestsPerSecond,
      ratePerSecond: requestsPerSecond,
      functions: 3,
      authorizerShare: 0.3,
      canaryShare: seed % 2 === 0 ? 0.1 : 0,
      clockSkewMs: 50,
      ingestionLag: lag,
    });
    const events = traffic.events
      .map(delayBeyondOverlap(seed))
      .filter(({ingestionTime}) => ingestionTime < endTime - unseenSeconds * 1_000);
    seedApi(world.localAws, traffic.api, traffic.behaviour);
    putEvents(world.localAws, events);

    const storms = stormsOf({
      seed,
      from: 5_000,
      until: (seconds - calmSeconds) * 1_000,
      longestMs: longestStormMs,
    });
    const calmTimer = setTimeout(() => world.calmDown(), (seconds - calmSeconds) * 1_000);
    const {restApiId, stage} = traffic.api;
    const args = ['get', '-a', restApiId, '-t', stage, '--watch', '--for', `${seconds}s`, '-o', 'json'];
    // A stage that cannot be looked up as the watch begins ends it; after that nothing may.
    const result = await runCli(args, {
      ...world,
      onFirstOutput: () => void unleash(storms, world, startTime),
    });
    clearTimeout(calmTimer);
    return judge({
      name: `get --watch for ${seconds} s, seed ${seed}`,
      truth: withoutLoneCopies(events.filter(event => !isBeyondOverlap(event))),
      beyondOverlap: events.filter(isBeyondOverlap),
      result,
      faults: world.faults.counts,
    });
  } finally {
    await world.stop();
  }
}

/** Where a line of a canary comes too late to be seen, and its copy does not, the copy is the line to print. */
function withoutLoneCopies(events: readonly TruthEvent[]): TruthEvent[] {
  const firsts = new Set(events.filter(({isCanaryCopy}) => !isCanaryCopy).map(({message}) => message));
  return events.map(event => ({
    ...event,
    isCanaryCopy: event.isCanaryCopy && firsts.has(event.message),
  }));
}

const isBeyondOverlap = ({timestamp, ingestionTime}: TruthEvent) =>
  ingestionTime - timestamp >= beyondOverlapMs;

const delayBeyondOverlap = (seed: number) => (event: TruthEvent, index: number) =>
  event.kind === 'application' && chanceOf(seed, index) < beyondOverlapShare
    ? {...event, ingestionTime: event.timestamp + beyondOverlapMs}
    : event;
