import {readFileSync} from 'node:fs';
import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {makePrivateFolder} from '../cache/make-private-folder.js';
import {writePrivateFile} from '../cache/write-private-file.js';

/** An API as the command line names it. */
export interface KnownApi {
  readonly id: string;
  /** As somebody called it: any text. */
  readonly name: string | undefined;
  readonly kind: 'rest' | 'http' | 'websocket';
  readonly stages: readonly string[];
}

/** Where APIs were found. The same place shows the same APIs again. */
export interface ApiPlace {
  readonly region: string;
  /** Undefined for the credentials that count where no profile is named. */
  readonly profile: string | undefined;
  /** What was asked in place of AWS. */
  readonly endpointUrl: string | undefined;
}

export interface RememberedApi extends KnownApi, ApiPlace {
  /** Epoch ms, to the day: a file is not written anew for each run. */
  readonly seenAt: number;
}

export interface RememberOptions {
  /** `cacheFolder` of the environment; nothing is kept where there is none. */
  readonly folder: string | undefined;
  /** Epoch ms. */
  readonly now: number;
  /** Whether these are all APIs of the place, with all their stages: then what is not among them is forgotten. */
  readonly areAll?: boolean;
}

const fileName = 'known-apis.json';
const version = 1;

const dayMs = 86_400_000;
/** An API that nobody has read for so long is not offered any more. */
const longestAgeMs = 90 * dayMs;
/** Those seen last are kept. */
const mostApis = 2_000;
const mostStages = 100;
/** API Gateway allows 1,024 characters for the name of a REST API and 128 for that of a stage or another API. */
const longestName = 1_024;
/** Characters. A larger file was not written here. */
const largestFile = 1_000_000;

/**
 * Keeps APIs for the completion on the command line. Writes only what is new, and never throws: without a cache
 * there is less to complete.
 */
export async function rememberApis(
  apis: readonly KnownApi[],
  asked: ApiPlace,
  {folder, now, areAll = false}: RememberOptions,
): Promise<void> {
  if (folder === undefined) return;
  const {region, profile} = asked;
  const endpointUrl = withoutUser(asked.endpointUrl);
  const path = join(folder, fileName);
  const known = parseApis(await readFile(path, 'utf8').catch(() => ''), now);
  const place = {region, profile, endpointUrl};
  const seen = apis.map(api => {
    const before = areAll ? undefined : known.find(other => other.id === api.id && isAt(other, place));
    return merge({...api, ...place, seenAt: now - (now % dayMs)}, before);
  });
  const others = known.filter(api => !isAt(api, place) || (!areAll && seen.every(({id}) => id !== api.id)));
  const before = toFile(known);
  const after = toFile([...seen, ...others].filter(isRememberedApi));
  if (after !== before && makePrivateFolder(folder)) await writePrivateFile(path, after);
}

/** What earlier runs have seen; nothing where the file cannot be read or is not what this program writes. */
export function readKnownApis(folder: string | undefined, now: number): RememberedApi[] {
  if (folder === undefined) return [];
  try {
    return parseApis(readFileSync(join(folder, fileName), 'utf8'), now);
  } catch {
    return [];
  }
}

/** Whether the API was found there. Of a region that is not said any will do. */
export const isAt = (
  api: ApiPlace,
  {region, profile, endpointUrl}: Omit<ApiPlace, 'region'> & {readonly region: string | undefined},
): boolean =>
  (region === undefined || api.region === region) &&
  api.profile === profile &&
  api.endpointUrl === withoutUser(endpointUrl);

/** A URL may hold a password, which no cache shall keep. */
const withoutUser = (url: string | undefined) => url?.replace(/^([a-z]+:\/\/)[^/?#]*@/i, '$1');

const merge = (api: RememberedApi, before: RememberedApi | undefined): RememberedApi => ({
  ...api,
  name: api.name ?? before?.name,
  stages: [...new Set([...api.stages, ...(before?.stages ?? [])])].sort().slice(0, mostStages),
});

function toFile(apis: readonly RememberedApi[]): string {
  const newestFirst = [...apis].sort((a, b) => b.seenAt - a.seenAt || compare(keyOf(a), keyOf(b)));
  let count = Math.min(newestFirst.length, mostApis);
  while (toText(newestFirst.slice(0, count)).length > largestFile) count = Math.floor(count / 2);
  return toText(newestFirst.slice(0, count));
}

const toText = (apis: readonly RememberedApi[]) => `${JSON.stringify({version, apis})}\n`;

const keyOf = ({id, region, profile = '', endpointUrl = ''}: RememberedApi) =>
  [id, region, profile, endpointUrl].join(' ');

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

function parseApis(text: string, now: number): RememberedApi[] {
  if (text.length > largestFile) return [];
  try {
    const file = JSON.parse(text) as {readonly version?: unknown; readonly apis?: unknown};
    if (file.version !== version || !Array.isArray(file.apis)) return [];
    return file.apis.filter(isRememberedApi).filter(({seenAt}) => now - seenAt < longestAgeMs);
  } catch {
    return [];
  }
}

function isRememberedApi(value: unknown): value is RememberedApi {
  if (typeof value !== 'object' || value === null) return false;
  const {id, name, kind, region, profile, endpointUrl, stages, seenAt} = value as Record<string, unknown>;
  return (
    [id, kind, region].every(isName) &&
    [name, profile, endpointUrl].every(text => text === undefined || isName(text)) &&
    Array.isArray(stages) &&
    stages.length <= mostStages &&
    stages.every(isName) &&
    typeof seenAt === 'number'
  );
}

const isName = (text: unknown) => typeof text === 'string' && text.length > 0 && text.length <= longestName;
