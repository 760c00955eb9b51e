import {generateTraffic, type TrafficOptions} from '../../src/local-aws/traffic/generate-traffic.js';
import {runCli} from '../support/run-cli.js';
import {hanging, passingFaults, passingLogFaults} from './chaos-faults.js';
import {type ChaosResult, judge} from './chaos-result.js';
import {startChaosWorld} from './chaos-world.js';

export interface ChaosGetOptions {
  readonly seed: number;
  readonly requests: number;
  /** Calls that are never answered; each costs half a minute. */
  readonly hangs: number;
  readonly clockAheadMs: number;
}

/** Reads sealed traffic while calls fail. */
export async function chaosGet({seed, requests, hangs, clockAheadMs}: ChaosGetOptions): Promise<ChaosResult> {
  const world = await startChaosWorld({
    seed,
    faults: passingFaults,
    logFaults: {...passingLogFaults, ...hanging(hangs, 0.12)},
    quota: 20,
    clockAheadMs,
  });
  try {
    const traffic = generateTraffic({...settings[seed % settings.length], seed, requests, ratePerSecond: 40});
    traffic.seedInto(world.localAws);
    const {api, events} = traffic;
    const window = ['-s', String(events[0]?.timestamp), '-e', String(events.at(-1)?.timestamp)];
    const args = ['get', '-a', api.restApiId, '-t', api.stage, ...window, '--max-rate', '20', '-o', 'json'];
    const result = await runCli(args, world);
    return judge({name: `get, seed ${seed}`, truth: events, result, faults: world.faults.counts});
  } finally {
    await world.stop();
  }
}

/** Ways of logging in which the logs tell the request of nearly every line. */
const settings: readonly TrafficOptions[] = [
  {clockSkewMs: 50, authorizerShare: 0.3},
  {canaryShare: 0.2, xray: 'active', selfCallShare: 0.05},
  {accessLog: 'off', foreignInvocationShare: 0.3, coldStartShare: 0.1},
  {loggingLevel: 'INFO+trace', passRequestIdShare: 0.5, foreignHeaderShare: 0.2},
];
