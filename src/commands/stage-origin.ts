import {executionSource} from '../discover/execution-source.js';
import type {StageDiscovery} from '../discover/stage-discovery.js';
import {explainNothing} from './explain-nothing.js';
import type {Origin} from './origin.js';
import {discover} from './stage-lines.js';
import {lookForRedeployment} from './watch-stage.js';

/** The log groups of a stage, as deployed. */
export const stageOrigin: Origin<StageDiscovery> = {
  // The name of a REST API's execution log follows from the arguments.
  knownBefore: ({options: {apiId, stage}, aws}) => executionSource(apiId, stage, aws.region),
  discover,
  lookForMore: lookForRedeployment,
  explainNothing,
};
