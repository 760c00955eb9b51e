import {isAccessDenied} from '../aws/aws-error.js';
import {UnknownApi} from '../discover/unknown-api.js';
import {ApilogsError, exitCodes} from '../errors.js';
import {shellWord} from '../render/shell-word.js';
import type {InvokeAddress} from './api-address.js';
import {defaultStage, kindNames, type ListedApi} from './api-listing.js';
import {choose, lookedUpForList, severalChoices} from './choose.js';
import {findByDomain} from './find-by-domain.js';
import {findByName} from './find-by-name.js';
import {findByStack} from './find-by-stack.js';
import {listApis} from './list-apis.js';
import {explainUnreadStages, findStages, listStages} from './list-stages.js';
import type {Reach, ReachedStage} from './reach.js';
import {usualId} from './taken-for-id.js';
import type {WantedStage} from './wanted-stage.js';

/** LocalStack lets its users choose ids (its guide, "Custom IDs for REST APIs"). */
const possibleId = /^[\w-]+$/;

/**
 * The one stage that is meant by what was said of it. Throws an `ApilogsError`: code 2 where several can be meant
 * and nobody can pick one, 5 where nothing of the kind exists, 4 where it cannot be known for lack of permissions.
 */
export async function resolveStage(wanted: WantedStage, reach: Reach): Promise<ReachedStage> {
  const {api, stage} = wanted;
  switch (api?.kind) {
    case undefined:
      return anyApi(stage, reach);
    case 'invoke':
      return stage === undefined ? ofInvokeUrl(api, reach) : {apiId: api.apiId, stage};
    case 'domain': {
      const found = await findByDomain(api, stage, reach);
      if (found) return stageOf(found.apiId, found.stage, reach);
      if (api.name !== undefined) return resolveByName(api.name, stage, reach);
      throw unknownDomain(api.domainName, reach);
    }
    case 'stack':
      return ofStack(api.stackName, stage, reach);
    case 'word':
      return ofWord(api.word, stage, reach);
  }
}

/** The stage of the API that has a name. Throws as `resolveStage` does. */
export async function resolveByName(
  name: string,
  stage: string | undefined,
  reach: Reach,
): Promise<ReachedStage> {
  const api = await findByName(name, reach);
  reach.notices.detail(`"${name}" is the name of API ${api.id}`);
  return stageOf(api.id, stage, reach);
}

async function ofWord(word: string, stage: string | undefined, reach: Reach): Promise<ReachedStage> {
  if (!possibleId.test(word)) return resolveByName(word, stage, reach);
  const stages = await findStages(reach.ports, word, reach.signal);
  if (stages.kind === 'found') return {apiId: word, stage: stage ?? (await oneOf(word, stages.names, reach))};
  // Where a policy names ids, the word is denied for being none; only the list can tell.
  if (stages.kind === 'unsaid' && (usualId.test(word) || !isAccessDenied(stages.error))) {
    throw unreadStages(word, stages.error, reach);
  }
  return resolveByName(word, stage, reach);
}

/** An API that is known to exist, and its stage, also where nothing was said of that. */
async function stageOf(apiId: string, stage: string | undefined, reach: Reach): Promise<ReachedStage> {
  return {apiId, stage: stage ?? (await oneOf(apiId, await stageNames(apiId, reach), reach))};
}

async function stageNames(apiId: string, reach: Reach): Promise<readonly string[]> {
  const {ports, signal} = reach;
  const stages = await findStages(ports, apiId, signal);
  if (stages.kind === 'found') return stages.names;
  if (stages.kind === 'unsaid') throw unreadStages(apiId, stages.error, reach);
  throw new UnknownApi({apiId, region: ports.region, accountId: await ports.accountId()});
}

/** The only stage of an API, or the one that is picked. */
async function oneOf(
  apiId: string,
  names: readonly string[],
  {command, pick, notices}: Reach,
): Promise<string> {
  if (names.length === 0) {
    throw new ApilogsError(`API ${apiId} has no stages, and so no logs`, {
      hint: 'deploy it to make one; `apilogs apis` lists every API and stage',
      exitCode: exitCodes.notFound,
    });
  }
  if (names.length === 1) notices.detail(`"${names[0]}" is the only stage of API ${apiId}`);
  return choose(
    names.map(name => ({value: name, label: name})),
    `Which stage of API ${apiId}?`,
    pick,
    {
      message: `${command} needs to know what to read: no stage was given, and API ${apiId} has several`,
      hint: `give --stage ${names.slice(0, 8).map(shellWord).join(' or ')}, or set APILOGS_STAGE`,
    },
  );
}

/** Stages come first in paths, save `$default`, whose paths begin with a route (guide, "Stages for HTTP APIs"). */
async function ofInvokeUrl({apiId, firstPart}: InvokeAddress, reach: Reach): Promise<ReachedStage> {
  const {ports, signal} = reach;
  const stages = await findStages(ports, apiId, signal);
  if (stages.kind === 'unknown') {
    throw new UnknownApi({apiId, region: ports.region, accountId: await ports.accountId()});
  }
  if (stages.kind === 'unsaid') {
    if (firstPart !== undefined && isAccessDenied(stages.error)) return {apiId, stage: firstPart};
    throw unreadStages(apiId, stages.error, reach);
  }
  const {names} = stages;
  if (firstPart !== undefined && names.includes(firstPart)) return {apiId, stage: firstPart};
  if (names.includes(defaultStage)) return {apiId, stage: defaultStage};
  // Discovery says that there is no such stage, and which there are.
  return {apiId, stage: firstPart ?? (await oneOf(apiId, names, reach))};
}

async function ofStack(stackName: string, stage: string | undefined, reach: Reach): Promise<ReachedStage> {
  const {apiId, stages} = await findByStack(stackName, reach);
  if (stage !== undefined) return {apiId, stage};
  const [only, ...others] = stages;
  if (only !== undefined && others.length === 0) return {apiId, stage: only};
  const names = await stageNames(apiId, reach);
  const made = names.filter(name => stages.includes(name));
  return {apiId, stage: await oneOf(apiId, made.length > 0 ? made : names, reach)};
}

/** Nothing was said of the API. */
async function anyApi(stage: string | undefined, reach: Reach): Promise<ReachedStage> {
  const {ports, signal, pick, command, notices} = reach;
  const missing = stage === undefined ? 'no API and no stage was given' : 'no API was given';
  const message = `${command} needs to know what to read: ${missing}`;
  const {apis, failures} = await listForChoice(message, reach);
  if (apis.length === 0) {
    throw new ApilogsError(`${message}, and region ${ports.region} has none`, {
      hint: 'is it in another region (--region) or account (--profile)?',
      exitCode: exitCodes.notFound,
    });
  }
  for (const {error} of failures) notices.notice(error.message, error.hint);
  const [first, second] = apis;
  // What cannot be listed may be what is meant.
  if (first && !second && failures.length === 0) return stageOf(first.id, stage, reach);
  if (!pick) throw await severalApis(apis, message, reach);
  const api = await choose(
    apis.map(it => ({value: it, label: describeApi(it)})),
    'Which API?',
    pick,
    {message, hint: ''},
  );
  if (stage !== undefined) return {apiId: api.id, stage};
  const stages = await listStages(ports, api, signal);
  if (!stages.ok) throw unreadStages(api.id, stages.error, reach);
  return {
    apiId: api.id,
    stage: await oneOf(
      api.id,
      stages.value.map(({name}) => name),
      reach,
    ),
  };
}

async function listForChoice(message: string, {ports, signal}: Reach) {
  try {
    return await listApis(ports, signal);
  } catch (error) {
    if (!(error instanceof ApilogsError) || !isAccessDenied(error.cause)) throw error;
    throw new ApilogsError(`${message}; ${error.message}`, {
      hint: `give --api-id ID and --stage NAME, or ${error.hint}`,
      exitCode: error.exitCode,
      cause: error,
    });
  }
}

async function severalApis(apis: readonly ListedApi[], message: string, reach: Reach): Promise<ApilogsError> {
  const {ports, signal} = reach;
  const labels = await Promise.all(
    apis.slice(0, lookedUpForList).map(async api => {
      const stages = await listStages(ports, api, signal);
      if (!stages.ok) return describeApi(api);
      const names = stages.value.map(({name}) => shellWord(name));
      return `${describeApi(api)}  ${names.length === 0 ? 'no stages' : `-t ${names.join(' | ')}`}`;
    }),
  );
  return severalChoices(
    labels.map(label => `-a ${label}`),
    {
      message,
      hint: 'give --api-id and --stage, or set APILOGS_API_ID and APILOGS_STAGE; `apilogs apis` lists all there are:',
    },
    apis.length,
  );
}

const describeApi = ({id, name, kind}: ListedApi): string => `${id}  ${name} (${kindNames[kind]})`;

function unreadStages(apiId: string, error: unknown, {ports}: Reach): ApilogsError {
  const explained = explainUnreadStages(apiId, error, ports);
  if (!isAccessDenied(error)) return explained;
  return new ApilogsError(explained.message, {
    hint: `give --api-id ${apiId} and --stage NAME, or ${explained.hint}`,
    exitCode: explained.exitCode,
    cause: error,
  });
}

function unknownDomain(domainName: string, {ports}: Reach): ApilogsError {
  return new ApilogsError(
    `no custom domain name of API Gateway in region ${ports.region} is "${domainName}"`,
    {
      hint: 'is it in another region (--region) or account (--profile)? Where it is that of CloudFront or a load balancer, give --api-id and --stage',
      exitCode: exitCodes.notFound,
    },
  );
}
