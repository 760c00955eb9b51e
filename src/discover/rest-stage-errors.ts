import {isNotFound} from '../aws/aws-error.js';
import {ApilogsError, exitCodes} from '../errors.js';
import {attempt, failedWith} from './attempt.js';
import type {DiscoverPorts} from './discover-ports.js';
import {UnknownApi} from './unknown-api.js';

export interface RestStageTarget {
  readonly restApiId: string;
  readonly stage: string;
  readonly region: string;
}

/** The error for an API that is not there: the region and account that were asked, since they are mostly why. */
export async function unknownApi(
  {accountId}: Pick<DiscoverPorts, 'accountId'>,
  {restApiId, region}: RestStageTarget,
  cause: unknown,
): Promise<ApilogsError> {
  return new UnknownApi({apiId: restApiId, region, accountId: await accountId()}, {cause});
}

/** The error for a stage that is not there, with those that are; or for its API, when that is not there either. */
export async function unknownStage(
  ports: Pick<DiscoverPorts, 'getStages' | 'accountId'>,
  target: RestStageTarget,
  cause: unknown,
  signal?: AbortSignal,
): Promise<ApilogsError> {
  const {restApiId, stage} = target;
  const stages = await attempt(ports.getStages(restApiId, signal), signal);
  if (failedWith(stages, isNotFound)) return unknownApi(ports, target, cause);
  const names = stages.ok ? stages.value.flatMap(({stageName}) => stageName ?? []).sort() : [];
  const others = names.length === 1 ? `its only stage is ${names[0]}` : `its stages are ${names.join(', ')}`;
  const known =
    names.length > 0 ? others : stages.ok ? 'it has no stages; deploy the API to make one' : undefined;
  return new ApilogsError(`stage "${stage}" of API ${restApiId} does not exist`, {
    hint: [known, listHint].filter(Boolean).join('; '),
    exitCode: exitCodes.notFound,
    cause,
  });
}

export const listHint = '`apilogs apis` lists every API and stage';
