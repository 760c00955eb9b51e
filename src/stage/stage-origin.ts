import {executionSource} from '../discover/execution-source.js';
import type {StageDiscovery} from '../discover/stage-discovery.js';
import {selectSources} from '../select/select-sources.js';
import type {Origin} from './origin.js';
import type {StageTask} from './stage-task.js';

/** The log groups of a stage, as deployed. */
export const stageOrigin: Origin<StageDiscovery> = {
  // The name of a REST API's execution log follows from the arguments.
  knownBefore: ({options: {apiId, stage}, aws}) => executionSource(apiId, stage, aws.region),
  discover,
  lookForMore: (...followed) => {
    const look = import('./redeployment.js').then(it => it.lookForRedeployment(...followed));
    return async () => (await look)();
  },
};

/** What there is to read of a stage, less what the selection does not need. */
export async function discover(
  {aws, context, options, notices}: StageTask,
  signal: AbortSignal,
): Promise<StageDiscovery> {
  // What is known before is asked for before this is loaded.
  const [{discoverStage}, {createDiscoverPorts}] = await Promise.all([
    import('../discover/discover-stage.js'),
    import('../discover/discover-ports.js'),
  ]);
  const discovery = await discoverStage(
    createDiscoverPorts(aws, context.clock),
    {apiId: options.apiId, stage: options.stage, region: aws.region},
    notices,
    signal,
  );
  return {...discovery, sources: selectSources(discovery.sources, options)};
}
