import type {LogGroup} from '@aws-sdk/client-cloudwatch-logs';
import {isAccessDenied, toApilogsError} from '../aws/aws-error.js';
import {pagesOf} from '../discover/all-pages.js';
import type {Discovery} from '../discover/discovery.js';
import {parseLogGroupArn} from '../discover/log-group-arn.js';
import {unknownLogging} from '../discover/rest-logging.js';
import {ApilogsError, exitCodes} from '../errors.js';
import type {LogSource} from '../log-source.js';
import type {Notices} from '../notices.js';
import {chooseStreams} from './choose-streams.js';
import type {GroupPorts} from './group-ports.js';
import type {NamedGroup, NamedGroups} from './named-groups.js';
import {type FoundGroup, toNamedSources} from './named-sources.js';
import {nearestGroups} from './nearest-groups.js';

/** Log groups that were named, and what the listing said of them. */
export interface GroupsDiscovery extends Discovery {
  /** How long each keeps its events, in days, where that is limited and known. */
  readonly retention: ReadonlyMap<LogSource, number>;
}

export interface GroupsWorld {
  readonly ports: GroupPorts;
  /** The region of log groups whose names do not say theirs. */
  readonly region: string;
  readonly accountId: string | undefined;
  readonly asked: {readonly profile: string | undefined; readonly endpointUrl: string | undefined};
  readonly notices: Notices;
  readonly signal: AbortSignal;
}

/**
 * Finds the log groups that were named, each once, in the order of the names; those of a prefix by name.
 *
 * @throws ApilogsError with exit code 5 where a name or a prefix is no log group's, with 7 where no stream fits, and
 * for calls that fail. A name that may not be looked up is taken as it is.
 */
export async function findGroups(
  {groups, prefixes}: NamedGroups,
  world: GroupsWorld,
  {isFollowed}: {readonly isFollowed: boolean},
): Promise<GroupsDiscovery> {
  const found = await Promise.all([
    ...groups.map(group => findNamed(group, world, isFollowed)),
    ...prefixes.map(prefix => findByPrefix(prefix, world)),
  ]);
  const all = withoutRepeated(found.flat());
  const sources = toNamedSources(all.map(({group}) => group));
  const retention = sources.flatMap((source, index): [LogSource, number][] => {
    const days = all[index]?.listed?.retentionInDays;
    return days === undefined ? [] : [[source, days]];
  });
  return {
    accountId: world.accountId,
    sources,
    gaps: [],
    logging: unknownLogging,
    retention: new Map(retention),
  };
}

interface Found {
  readonly group: FoundGroup;
  /** Absent where it was not looked up. */
  readonly listed?: LogGroup;
}

async function findNamed(named: NamedGroup, world: GroupsWorld, isFollowed: boolean): Promise<Found[]> {
  const {ports, accountId, asked, notices, signal} = world;
  const address = parseLogGroupArn(named.logGroup);
  const isOwn = !address || address.accountId === accountId;
  const region = address?.region ?? world.region;
  const logGroup = isOwn ? (address?.logGroup ?? named.logGroup) : named.logGroup;
  // The groups of another account are listed only for a monitoring account; reading tells whether they exist.
  const listed = isOwn ? await lookUp(logGroup, region, world) : undefined;
  const streams =
    named.streamPattern === undefined
      ? {}
      : await chooseStreams(
          ports,
          {logGroup, region, pattern: named.streamPattern, isFollowed, asked},
          notices,
          signal,
        );
  return [{group: {logGroup, region, isNamed: true, ...streams}, ...(listed && {listed})}];
}

/** Undefined where nobody may say. */
async function lookUp(logGroup: string, region: string, world: GroupsWorld): Promise<LogGroup | undefined> {
  const {ports, signal} = world;
  try {
    // In the order of names, the one that is the prefix itself comes first.
    const {items} = await ports.logGroups({prefix: logGroup}, region, undefined, signal);
    const found = items.find(({logGroupName}) => logGroupName === logGroup);
    if (found) return found;
  } catch (error) {
    if (isAccessDenied(error)) return undefined;
    throw explained(error, `log group "${logGroup}"`, region, world);
  }
  throw await noSuchGroup(logGroup, region, world);
}

async function findByPrefix(prefix: string, world: GroupsWorld): Promise<Found[]> {
  const {region} = world;
  const found = await groupsOf(prefix, world);
  if (found.length > 0) return found;
  const nearest = await nearestGroups(world.ports, prefix, region, world.signal);
  throw new ApilogsError(`no log group in region ${region} has a name that begins with "${prefix}"`, {
    hint: nearestHint(nearest),
    exitCode: exitCodes.notFound,
  });
}

/** The log groups whose names begin so; none is no error. */
export async function groupsOf(prefix: string, world: GroupsWorld): Promise<Found[]> {
  const {ports, region, signal} = world;
  const found: Found[] = [];
  try {
    for await (const page of pagesOf(next => ports.logGroups({prefix}, region, next, signal))) {
      for (const listed of page)
        if (listed.logGroupName !== undefined)
          found.push({group: {logGroup: listed.logGroupName, region}, listed});
    }
  } catch (error) {
    throw explained(error, `log groups that begin with "${prefix}"`, region, world);
  }
  return found;
}

const explained = (error: unknown, what: string, region: string, {asked}: GroupsWorld) =>
  toApilogsError(error, {action: 'logs:DescribeLogGroups', what, region, ...asked});

async function noSuchGroup(logGroup: string, region: string, {ports, signal}: GroupsWorld) {
  const nearest = await nearestGroups(ports, logGroup, region, signal);
  // Names of log groups mostly have a slash; ids and names of APIs hardly ever.
  const asApi = logGroup.includes('/') ? '' : `; to read an API: -a ${logGroup}`;
  return new ApilogsError(`log group "${logGroup}" does not exist in region ${region}`, {
    hint: `${nearestHint(nearest)}${asApi}`,
    exitCode: exitCodes.notFound,
  });
}

/** What to do about a name that is no log group's. */
export const nearestHint = (nearest: readonly string[]): string =>
  nearest.length === 0
    ? '`apilogs groups` lists those there are; another region? --region; another account? --profile'
    : `did you mean ${nearest.join(', ')}? \`apilogs groups\` lists them all`;

/** A group that was named twice, or by its name and its ARN, is read once. */
function withoutRepeated(found: readonly Found[]): Found[] {
  const seen = new Set<string>();
  return found.filter(one => {
    const keys = keysOf(one);
    const isNew = !keys.some(key => seen.has(key));
    for (const key of keys) seen.add(key);
    return isNew;
  });
}

function keysOf({group: {logGroup, region}, listed}: Found): string[] {
  const arn = logGroup.startsWith('arn:') ? logGroup : listed?.logGroupArn;
  return [`${region} ${logGroup}`, ...(arn === undefined ? [] : [arn])];
}
