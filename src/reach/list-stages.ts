import {isNotFound, isUnsupported, toApilogsError} from '../aws/aws-error.js';
import {allPages} from '../discover/all-pages.js';
import {type Attempt, isWithoutCredentials} from '../discover/attempt.js';
import type {ApilogsError} from '../errors.js';
import type {ListedApi, ListedStage} from './api-listing.js';
import {versions} from './list-apis.js';
import type {GatewayVersion, ReachPorts} from './reach-ports.js';

/** The stages of an API, by name; or why they cannot be read. */
export async function listStages(
  ports: ReachPorts,
  {id, kind}: Pick<ListedApi, 'id' | 'kind'>,
  signal?: AbortSignal,
): Promise<Attempt<readonly ListedStage[]>> {
  const stages = await stagesAt(kind === 'rest' ? 'v1' : 'v2', ports, id, signal);
  if (!stages.ok || kind !== 'http') return stages;
  return {ok: true, value: stages.value.map(stage => ({...stage, loggingLevel: null, dataTrace: false}))};
}

/** What the two versions of API Gateway know of the stages of an id whose kind is not known. */
export type FoundStages =
  | {readonly kind: 'found'; readonly names: readonly string[]}
  | {readonly kind: 'unknown'}
  /** One of them did not say. */
  | {readonly kind: 'unsaid'; readonly error: unknown};

export async function findStages(
  ports: ReachPorts,
  apiId: string,
  signal?: AbortSignal,
): Promise<FoundStages> {
  const answers = await Promise.all(versions.map(version => stagesAt(version, ports, apiId, signal)));
  const found = answers.find(answer => answer.ok);
  if (found) return {kind: 'found', names: found.value.map(({name}) => name)};
  const [v1, v2] = answers.map(answer => (answer.ok ? undefined : answer.error));
  if (!isNotFound(v1)) return {kind: 'unsaid', error: v1};
  return isNotFound(v2) || isUnsupported(v2) ? {kind: 'unknown'} : {kind: 'unsaid', error: v2};
}

/** Why the stages of an API could not be read. */
export const explainUnreadStages = (
  apiId: string,
  error: unknown,
  {region, asked}: ReachPorts,
): ApilogsError =>
  toApilogsError(error, {action: 'apigateway:GET', what: `the stages of API ${apiId}`, region, ...asked});

async function stagesAt(
  version: GatewayVersion,
  ports: ReachPorts,
  apiId: string,
  signal: AbortSignal | undefined,
): Promise<Attempt<readonly ListedStage[]>> {
  try {
    const stages = await allPages(next => ports.listStages[version](apiId, next, signal));
    return {ok: true, value: stages.sort((a, b) => (a.name < b.name ? -1 : 1))};
  } catch (error) {
    if (signal?.aborted) throw error;
    if (isWithoutCredentials(error)) throw explainUnreadStages(apiId, error, ports);
    return {ok: false, error};
  }
}
