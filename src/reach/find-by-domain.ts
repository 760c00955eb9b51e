import {isAccessDenied, isNotFound, isUnsupported, toApilogsError} from '../aws/aws-error.js';
import {allPages} from '../discover/all-pages.js';
import {attempt} from '../discover/attempt.js';
import {ApilogsError, exitCodes} from '../errors.js';
import type {DomainAddress} from './api-address.js';
import {type Choice, choose} from './choose.js';
import {versions} from './list-apis.js';
import type {Reach} from './reach.js';
import type {PathMapping} from './reach-ports.js';

/** Where a custom domain name leads; undefined where API Gateway does not know it. */
export async function findByDomain(
  address: DomainAddress,
  stage: string | undefined,
  reach: Reach,
): Promise<{apiId: string; stage: string | undefined} | undefined> {
  const {domainName, path} = address;
  const mappings = await readMappings(address, reach);
  if (!mappings) return undefined;
  const fitting = longestMatch(mappings, path);
  const ofStage = fitting.filter(mapping => stage === undefined || (mapping.stage ?? stage) === stage);
  if (ofStage.length === 0) throw noMapping({domainName, path}, stage, mappings, fitting);
  const {apiId, ...chosen} = await choose(ofStage.map(toChoice), `Which API of ${domainName}?`, reach.pick, {
    message: `several APIs answer at ${domainName}`,
    hint: 'give the path as well, or --api-id and --stage of one of them:',
  });
  const callersStage = path[chosen.path.length];
  return {apiId, stage: chosen.stage ?? stage ?? callersStage};
}

/**
 * The first version knows mappings of one part to REST APIs; the second those of several parts and to all APIs,
 * but not of edge-optimized domain names (API Gateway guide, "Use API mappings").
 */
async function readMappings(
  {domainName, name: word}: DomainAddress,
  reach: Reach,
): Promise<readonly PathMapping[] | undefined> {
  for (const name of [domainName, wildcardOf(domainName)]) {
    const {known, failure} = await askBoth(name, reach);
    const error = failure && explain(name, failure.error, reach);
    if (known.length > 0) {
      if (error) reach.notices.notice(`other mappings may lead further: ${error.message}`, error.hint);
      return withoutTwins(known.flat());
    }
    // A name with a dot in it may be that of an API.
    if (error && !(word !== undefined && isAccessDenied(error.cause))) throw error;
  }
  return undefined;
}

/** What the versions that know the domain name say, and why another did not answer. */
async function askBoth(name: string, reach: Reach) {
  const {ports, signal} = reach;
  const answers = await Promise.all(
    versions.map(version =>
      attempt(
        allPages(next => ports.listMappings[version](name, next, signal)),
        signal,
      ),
    ),
  ).catch(error => {
    throw signal?.aborted ? error : explain(name, error, reach);
  });
  const failures = answers.flatMap(answer => (answer.ok ? [] : [answer]));
  return {
    known: answers.flatMap(answer => (answer.ok ? [answer.value] : [])),
    failure: failures.find(({error}) => !isNotFound(error) && !isUnsupported(error)),
  };
}

const explain = (name: string, error: unknown, {ports: {region, asked}}: Reach) =>
  toApilogsError(error, {action: 'apigateway:GET', what: `custom domain name "${name}"`, region, ...asked});

const wildcardOf = (domainName: string) => domainName.replace(/^[^.]+/, '*');

const withoutTwins = (mappings: readonly PathMapping[]): PathMapping[] =>
  [...new Map(mappings.map(mapping => [keyOf(mapping), mapping])).values()].sort((a, b) =>
    a.path.join('/') < b.path.join('/') ? -1 : 1,
  );

const keyOf = ({path, apiId, stage}: PathMapping) => JSON.stringify([path, apiId, stage ?? null]);

/** Of the mappings whose key a path begins with, the longest; all where no path was given. */
function longestMatch(mappings: readonly PathMapping[], path: readonly string[]): readonly PathMapping[] {
  if (path.length === 0) return oneOfEachStage(mappings);
  const matching = mappings.filter(({path: key}) => key.every((part, index) => part === path[index]));
  const longest = Math.max(...matching.map(({path: key}) => key.length));
  return matching.filter(({path: key}) => key.length === longest);
}

/** Several paths may lead to one stage. */
const oneOfEachStage = (mappings: readonly PathMapping[]): PathMapping[] => [
  ...new Map(mappings.map(mapping => [`${mapping.apiId} ${mapping.stage ?? ''}`, mapping])).values(),
];

const toChoice = (mapping: PathMapping): Choice<PathMapping> => ({value: mapping, label: describe(mapping)});

const describe = ({path, apiId, stage}: PathMapping): string =>
  `/${path.join('/')}  ${apiId}${stage === undefined ? '' : `  stage ${stage}`}`;

function noMapping(
  {domainName, path}: Pick<DomainAddress, 'domainName' | 'path'>,
  stage: string | undefined,
  all: readonly PathMapping[],
  fitting: readonly PathMapping[],
): ApilogsError {
  if (all.length === 0) {
    return new ApilogsError(`custom domain name "${domainName}" leads to no API`, {
      hint: 'it has no API mappings, or uses routing rules; give --api-id and --stage',
      exitCode: exitCodes.notFound,
    });
  }
  if (fitting.length > 0) {
    const [{stage: own = ''} = {}] = fitting;
    return new ApilogsError(`${domainName} leads to stage "${own}", and --stage says "${stage}"`, {
      hint: 'leave --stage out',
      list: fitting.map(describe),
      exitCode: exitCodes.usage,
    });
  }
  return new ApilogsError(`no API answers at ${domainName}/${path.join('/')}`, {
    hint: 'its API mappings are:',
    list: all.map(describe),
    exitCode: exitCodes.notFound,
  });
}
