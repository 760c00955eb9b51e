import {ApilogsError, exitCodes} from '../errors.js';
import {type ApiAddress, parseApiAddress} from './api-address.js';

/** What was said of the API to read. */
export type WantedApi =
  /** An id, or a name that exactly one API has. */
  | {readonly kind: 'word'; readonly word: string}
  | {readonly kind: 'stack'; readonly stackName: string}
  | ApiAddress;

/** What was said of the stage to read; what was not said is undefined. */
export interface WantedStage {
  readonly api: WantedApi | undefined;
  readonly stage: string | undefined;
}

/** The words of a command line and its environment that say which stage is meant; empty ones were refused. */
export interface StageWords {
  /** The first argument. */
  readonly url: string | undefined;
  readonly apiId: string | undefined;
  readonly stackName: string | undefined;
  readonly stage: string | undefined;
  readonly region: string | undefined;
  readonly endpointUrl: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
}

export interface WantedPlace extends WantedStage {
  readonly region: string | undefined;
  readonly endpointUrl: string | undefined;
}

/**
 * Which stage is meant, and where it is. An argument or an option counts before the environment. Throws a usage
 * error where two of them contradict each other.
 */
export function wantedStage(words: StageWords): WantedPlace {
  const {env} = words;
  refuseSeveral(words);
  const ofCommandLine = words.url ?? words.apiId;
  const fromEnv = ofCommandLine === undefined && words.stackName === undefined;
  const text = ofCommandLine ?? (fromEnv ? env.APILOGS_API_ID || undefined : undefined);
  const api = toApi(text, words.stackName);
  if (api?.kind !== 'invoke') {
    // A domain name leads to a stage by itself, which another set for another API must not contradict.
    const isLedTo = api?.kind === 'domain' && !fromEnv;
    const stage = words.stage ?? (isLedTo ? undefined : env.APILOGS_STAGE || undefined);
    return {api, stage, region: words.region, endpointUrl: words.endpointUrl};
  }
  if (words.region !== undefined && api.region !== undefined && words.region !== api.region) {
    throw contradiction(`the URL is of region ${api.region}, and --region says ${words.region}`);
  }
  if (!fromEnv) refuseOtherStage(api.firstPart, words.stage);
  return {
    api,
    // Of the environment only what the URL leaves open counts: it was set with another API in mind.
    stage: words.stage ?? (api.firstPart === undefined ? env.APILOGS_STAGE || undefined : undefined),
    region: words.region ?? api.region,
    endpointUrl: words.endpointUrl ?? (hasEndpoint(env) ? undefined : api.endpointUrl),
  };
}

function toApi(text: string | undefined, stackName: string | undefined): WantedApi | undefined {
  if (stackName !== undefined) return {kind: 'stack', stackName};
  if (text === undefined) return undefined;
  return parseApiAddress(text) ?? {kind: 'word', word: text};
}

function refuseSeveral({url, apiId, stackName}: StageWords): void {
  const given = [
    ...(url === undefined ? [] : ['a URL']),
    ...(apiId === undefined ? [] : ['--api-id']),
    ...(stackName === undefined ? [] : ['--stack-name']),
  ];
  if (given.length > 1) {
    throw contradiction(`${given.join(' and ')} exclude each other: each says which API to read`);
  }
}

/** A path that begins with no stage is one of the stage `$default`. */
function refuseOtherStage(firstPart: string | undefined, stage: string | undefined): void {
  if (firstPart === undefined || stage === undefined || firstPart === stage) return;
  if (stage === '$default' || stage === 'default') return;
  throw contradiction(`the URL is of stage "${firstPart}", and --stage says "${stage}"`);
}

const hasEndpoint = (env: StageWords['env']): boolean =>
  env.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS !== 'true' &&
  Object.entries(env).some(([name, url]) => name.startsWith('AWS_ENDPOINT_URL') && Boolean(url));

const contradiction = (message: string) =>
  new ApilogsError(message, {hint: 'leave one of them out', exitCode: exitCodes.usage});
