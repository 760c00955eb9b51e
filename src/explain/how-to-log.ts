import {howToSetAccessLog, howToLogAtInfo as restAtInfo} from '../discover/rest-stage-gaps.js';
import type {StageDiscovery} from '../discover/stage-discovery.js';
import {howToLogExecution, howToLogAccess as v2Access} from '../discover/v2-stage-gaps.js';

type Stage = Pick<StageDiscovery, 'kind' | 'api' | 'stage'>;

/** What has the execution log of a stage say every request. */
export const howToLogAtInfo = ({kind, api, stage}: Stage, region: string): string =>
  kind === 'rest'
    ? restAtInfo({restApiId: api.id, stage, region})
    : howToLogExecution({apiId: api.id, stage, region});

/** The command that sets a stage an access log. */
export const howToLogAccess = ({kind, api, stage}: Stage, region: string): string =>
  kind === 'rest'
    ? `${howToSetAccessLog({restApiId: api.id, stage, region})} and a format`
    : v2Access({apiId: api.id, stage, region});
