import {createDiscoverPorts} from '../discover/discover-ports.js';
import {discoverStage} from '../discover/discover-stage.js';
import {executionSource} from '../discover/execution-source.js';
import type {StageDiscovery} from '../discover/stage-discovery.js';
import {selectSources} from '../select/select-sources.js';
import type {Origin} from './origin.js';
import {lookForRedeployment} from './redeployment.js';
import type {StageTask} from './stage-task.js';

/** The log groups of a stage, as deployed. */
export const stageOrigin: Origin<StageDiscovery> = {
  // The name of a REST API's execution log follows from the arguments.
  knownBefore: ({options: {apiId, stage}, aws}) => executionSource(apiId, stage, aws.region),
  discover,
  lookForMore: lookForRedeployment,
};

/** What there is to read of a stage, less what the selection does not need. */
export async function discover(
  {aws, context, options, notices}: StageTask,
  signal: AbortSignal,
): Promise<StageDiscovery> {
  const discovery = await discoverStage(
    createDiscoverPorts(aws, context.clock),
    {apiId: options.apiId, stage: options.stage, region: aws.region},
    notices,
    signal,
  );
  return {...discovery, sources: selectSources(discovery.sources, options)};
}
