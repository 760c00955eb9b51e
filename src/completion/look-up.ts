import {cacheFolder} from '../cache/cache-folder.js';
import {isPlain, showControlCharacters} from '../render/control-characters.js';
import {isAt, type RememberedApi, readKnownApis} from './known-apis.js';
import {sharedProfiles} from './shared-profiles.js';

type Env = Readonly<Record<string, string | undefined>>;

/** What is offered for a value and cannot stand in a script, since it differs from machine to machine. */
export type LookUp = 'apis' | 'stages' | 'profiles' | 'zones';

export interface Candidate {
  /** Without control characters: a line of text. */
  readonly value: string;
  readonly description: string;
}

/** A command line as far as it has been typed. */
export interface TypedLine {
  /** Before the word that is being completed, without the quotes of the shell. */
  readonly words: readonly string[];
  readonly env: Env;
  /** Epoch ms. */
  readonly now: number;
}

/** The options that say where an API is and which; a test holds them against the declarations. */
export const placeOptions = {
  api: ['--api-id', '-a'],
  region: ['--region', '--aws-region'],
  profile: ['--profile'],
  endpointUrl: ['--endpoint-url', '--aws-endpoint-url'],
} as const;

/** Candidates from files of this machine. Asks no network; what cannot be read offers nothing. */
export function lookUp(what: string, line: TypedLine): Candidate[] {
  const find: Readonly<Record<LookUp, (line: TypedLine) => Candidate[]>> = {
    apis: apiCandidates,
    stages: stageCandidates,
    profiles: ({env}) => sharedProfiles(env).map(value => ({value, description: ''})),
    zones: zoneCandidates,
  };
  if (!Object.hasOwn(find, what)) return [];
  // A value that holds a control character cannot be typed, and would end the line it is handed over in.
  return find[what as LookUp](line).filter(({value}) => isPlain(value) && !value.includes('\t'));
}

function apiCandidates(line: TypedLine): Candidate[] {
  const apis = knownApis(line);
  const isOnlyOne = (api: RememberedApi) => apis.every(({id, name}) => name !== api.name || id === api.id);
  return unique([
    ...apis.map(api => ({value: api.id, description: describe(api.name ?? '', api)})),
    ...apis.flatMap(api =>
      api.name !== undefined && isOnlyOne(api) ? [{value: api.name, description: describe(api.id, api)}] : [],
    ),
  ]);
}

const describe = (what: string, {kind, region}: RememberedApi) =>
  `${showControlCharacters(what).replaceAll('\t', ' ')} (${kind}, ${region})`.trimStart();

function stageCandidates(line: TypedLine): Candidate[] {
  const wanted = givenValue(placeOptions.api, line.words) ?? (line.env.APILOGS_API_ID || undefined);
  const apis = knownApis(line).filter(
    ({id, name}) => wanted === undefined || id === wanted || name === wanted,
  );
  return unique(
    apis.flatMap(({id, name, stages}) =>
      stages.map(value => ({
        value,
        description: wanted === undefined ? showControlCharacters(name ?? id).replaceAll('\t', ' ') : '',
      })),
    ),
  );
}

function knownApis({words, env, now}: TypedLine): RememberedApi[] {
  const place = {
    region: givenValue(placeOptions.region, words) || env.AWS_REGION || env.AWS_DEFAULT_REGION || undefined,
    profile:
      givenValue(placeOptions.profile, words) || env.AWS_PROFILE || env.AWS_DEFAULT_PROFILE || undefined,
    endpointUrl: givenValue(placeOptions.endpointUrl, words) || env.AWS_ENDPOINT_URL || undefined,
  };
  return readKnownApis(cacheFolder(env), now).filter(api => isAt(api, place));
}

const zoneCandidates = (): Candidate[] =>
  ['utc', 'local', ...Intl.supportedValuesOf('timeZone')].map(value => ({value, description: ''}));

/** The value that one of the names was given, as `--name value`, `--name=value`, `-n value` or `-nvalue`. */
function givenValue(names: readonly string[], words: readonly string[]): string | undefined {
  for (const [index, word] of words.entries()) {
    const name = names.find(known => word.startsWith(known));
    if (name === undefined) continue;
    if (word === name) return words[index + 1];
    const attached = word.slice(name.length);
    if (attached.startsWith('=')) return attached.slice(1);
    if (!name.startsWith('--')) return attached;
  }
  return undefined;
}

const unique = (candidates: readonly Candidate[]): Candidate[] => [
  ...new Map(candidates.map(candidate => [candidate.value, candidate])).values(),
];
