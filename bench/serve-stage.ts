import {LocalAws} from '../src/local-aws/local-aws.js';
import {generateTraffic, type TrafficOptions} from '../src/local-aws/traffic/generate-traffic.js';

/** What the local AWS of a measurement holds and how it answers. */
export interface StageToServe {
  readonly traffic: TrafficOptions;
  readonly latencyMs: number;
  /** FilterLogEvents calls a second. */
  readonly quota: number;
}

/** Where a program can find it. */
export interface ServedStage {
  readonly env: Readonly<Record<string, string>>;
  readonly restApiId: string;
  readonly stage: string;
  readonly logGroups: readonly string[];
  readonly events: number;
  /** Epoch ms, both included. */
  readonly startTime: number;
  readonly endTime: number;
}

process.once('message', async message => {
  const {traffic: options, latencyMs, quota} = message as StageToServe;
  const localAws = await LocalAws.start({latencyMs, filterLogEventsQuota: quota});
  const traffic = generateTraffic(options);
  traffic.seedInto(localAws);
  const {api, events} = traffic;
  const served: ServedStage = {
    env: localAws.env(),
    restApiId: api.restApiId,
    stage: api.stage,
    logGroups: [...new Set(events.map(({logGroup}) => logGroup))],
    events: events.length,
    startTime: events[0]?.timestamp ?? 0,
    endTime: events.at(-1)?.timestamp ?? 0,
  };
  process.send?.(served);
});
process.once('disconnect', () => process.exit());
