import {isNotFound, isUnsupported, toApilogsError} from '../aws/aws-error.js';
import type {Notices} from '../notices.js';
import {createStopSignal, type StopSignal} from '../stop-signal.js';
import {isWithoutCredentials} from './attempt.js';
import type {DiscoverPorts} from './discover-ports.js';
import {discoverRestStage} from './discover-rest-stage.js';
import {discoverV2Stage, type V2Api, type V2StageTarget} from './discover-v2-stage.js';
import type {StageDiscovery} from './stage-discovery.js';

export type StageTarget = V2StageTarget;

/**
 * Finds every log group that belongs to a stage of an API of any kind. The ids of all kinds look alike, so both
 * versions of API Gateway are asked at once, and the one that knows the API is right. REST APIs being the most,
 * the first calls for their stages do not wait for that.
 *
 * Throws as `discoverRestStage` does.
 */
export async function discoverStage(
  ports: DiscoverPorts,
  target: StageTarget,
  notices: Notices,
  signal: AbortSignal = new AbortController().signal,
): Promise<StageDiscovery> {
  const {apiId, stage, region} = target;
  const decided = createStopSignal(signal);
  const restApi = ports.getRestApi(apiId, signal);
  const v2Api = ports.v2.getApi(apiId, decided.signal);
  const kind = findKind(restApi, v2Api, ports, target);

  const isOther = createStopSignal(signal);
  const restStage = discoverRestStage(
    // Nothing is said or concluded before the kind is known.
    {...ports, getRestApi: () => kind.then(unlessOther(restApi, isOther), () => restApi)},
    {restApiId: apiId, stage, region},
    notices,
    isOther.signal,
  );
  // It may fail before the kind is known, and then only counts if this is its kind.
  restStage.catch(() => undefined);

  try {
    const found = await kind;
    if (found !== 'rest') return await discoverV2Stage(ports, target, found, notices, signal);
    decided.stop();
    return await restStage;
  } catch (error) {
    if (!isWithoutCredentials(error)) throw error;
    throw toApilogsError(error, {action: 'apigateway:GET', what: `API ${apiId}`, region, ...ports.asked});
  }
}

/** Gives the REST API where it is one, and else stops what was begun on that guess. */
const unlessOther =
  <RestApi>(restApi: Promise<RestApi>, isOther: StopSignal) =>
  (kind: 'rest' | V2Api): Promise<RestApi> => {
    if (kind !== 'rest') isOther.stop();
    return kind === 'rest' ? restApi : Promise.reject(isOther.signal.reason);
  };

/** Rejects where the API is none of REST and cannot be looked up as the others. */
async function findKind(
  restApi: Promise<unknown>,
  v2Api: Promise<V2Api>,
  ports: DiscoverPorts,
  {apiId, region}: StageTarget,
): Promise<'rest' | V2Api> {
  try {
    return await Promise.any([restApi.then(() => 'rest' as const), v2Api]);
  } catch (failure) {
    const [restError, v2Error]: unknown[] = failure instanceof AggregateError ? failure.errors : [failure];
    // Not allowed to ask, or unreachable: what is said of that is said of a REST API, whose logs have known names.
    if (!isNotFound(restError) || isUnknown(v2Error)) return 'rest';
    throw toApilogsError(v2Error, {action: 'apigateway:GET', what: `API ${apiId}`, region, ...ports.asked});
  }
}

/** Nor does the second version know the API, or there is no second version. */
const isUnknown = (error: unknown): boolean => isNotFound(error) || isUnsupported(error);
