import {LocalAws} from '../src/local-aws/local-aws.js';
import {generateTraffic, type TrafficOptions} from '../src/local-aws/traffic/generate-traffic.js';
import type {IngestionLag} from '../src/local-aws/traffic/ingestion-lag.js';

/** What the local AWS of a measurement serves, from a second after it was asked on. */
export interface ServedTraffic {
  readonly seconds: number;
  readonly requestsPerSecond: number;
  readonly traffic: Omit<TrafficOptions, 'ingestionLag'> & {readonly ingestionLag?: IngestionLag};
}

/** Where a watch can find it. */
export interface ServedStage {
  readonly env: Readonly<Record<string, string>>;
  readonly restApiId: string;
  readonly stage: string;
}

// All events are there from the start and become visible at their ingestion time, so that this process has
// nothing to do but to answer.
process.once('message', async message => {
  const {seconds, requestsPerSecond, traffic: options} = message as ServedTraffic;
  const localAws = await LocalAws.start();
  const traffic = generateTraffic({
    ...options,
    startTime: Date.now() + 1_000,
    requests: seconds * requestsPerSecond,
    ratePerSecond: requestsPerSecond,
  });
  traffic.seedInto(localAws);
  const served: ServedStage = {
    env: localAws.env(),
    restApiId: traffic.api.restApiId,
    stage: traffic.api.stage,
  };
  process.send?.(served);
});
