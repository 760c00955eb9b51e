import {createHash} from 'node:crypto';
import {readFile} from 'node:fs/promises';
import {homedir} from 'node:os';
import {join} from 'node:path';
import {writePrivateFile} from '../cache/write-private-file.js';

type Env = Readonly<Record<string, string | undefined>>;

/** What a profile says about the role it assumes; undefined where it says nothing. */
export interface RoleRequest {
  readonly roleArn: string;
  readonly roleSessionName: string | undefined;
  readonly externalId: string | undefined;
  readonly mfaSerial: string | undefined;
  readonly durationSeconds: number | undefined;
}

/** The credentials of an assumed role. */
export interface RoleCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiration: Date;
  readonly accountId?: string;
}

/** The SDK takes credentials with less time left for expired and asks for new ones. */
const minimalValidityMs = 5 * 60_000;

/** Where the AWS CLI keeps the credentials of assumed roles (awscli/customizations/assumerole.py). */
export const roleCacheFolder = (env: Env): string =>
  join(env.HOME || env.USERPROFILE || homedir(), '.aws', 'cli', 'cache');

/**
 * The credentials that the AWS CLI or an earlier run has cached for the role, if they are good for some time yet.
 * A cache that cannot be read counts as empty.
 */
export async function readCachedRole(
  folder: string,
  role: RoleRequest,
  now: number,
): Promise<RoleCredentials | undefined> {
  try {
    const cached = toCredentials(JSON.parse(await readFile(pathOf(folder, role), 'utf8')));
    return cached && cached.expiration.getTime() - now >= minimalValidityMs ? cached : undefined;
  } catch {
    return undefined;
  }
}

/** Keeps the credentials for later runs and for the AWS CLI. Where that is not possible, later runs ask again. */
export const writeCachedRole = (
  folder: string,
  role: RoleRequest,
  credentials: RoleCredentials,
): Promise<void> => writePrivateFile(pathOf(folder, role), toJson(credentials));

const pathOf = (folder: string, role: RoleRequest) => join(folder, `${cacheKey(role)}.json`);

/** The AWS CLI's name for a role as a profile describes it: botocore's `_create_cache_key` in credentials.py. */
export function cacheKey(role: RoleRequest): string {
  // In the order of their names, as Python's sort_keys has them.
  const args = {
    DurationSeconds: role.durationSeconds,
    ExternalId: role.externalId,
    RoleArn: role.roleArn,
    RoleSessionName: role.roleSessionName,
    SerialNumber: role.mfaSerial,
  };
  const pairs = Object.entries(args).flatMap(([name, value]) =>
    value === undefined ? [] : [`"${name}": ${toPythonJson(value)}`],
  );
  return createHash('sha1')
    .update(`{${pairs.join(', ')}}`)
    .digest('hex');
}

/** Python's `json.dumps` escapes all but the visible characters of ASCII. */
const toPythonJson = (value: string | number): string =>
  JSON.stringify(value).replace(
    /[^ -~]/g,
    character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

/** The answer of AssumeRole as botocore writes it: times as `2026-03-10T10:16:40UTC`. */
function toJson({
  accessKeyId,
  secretAccessKey,
  sessionToken,
  expiration,
  accountId,
}: RoleCredentials): string {
  return JSON.stringify({
    Credentials: {
      AccessKeyId: accessKeyId,
      SecretAccessKey: secretAccessKey,
      SessionToken: sessionToken,
      Expiration: expiration.toISOString().replace(/\.\d+Z$/, 'UTC'),
      ...(accountId && {AccountId: accountId}),
    },
  });
}

function toCredentials(json: unknown): RoleCredentials | undefined {
  const {Credentials} = json as {Credentials: Readonly<Record<string, unknown>>};
  const {AccessKeyId, SecretAccessKey, SessionToken, Expiration, AccountId} = Credentials;
  if (typeof AccessKeyId !== 'string' || typeof SecretAccessKey !== 'string') return undefined;
  if (typeof SessionToken !== 'string' || typeof Expiration !== 'string') return undefined;
  const expiration = new Date(Expiration.replace(/UTC$/, 'Z'));
  if (Number.isNaN(expiration.getTime())) return undefined;
  return {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    sessionToken: SessionToken,
    expiration,
    ...(typeof AccountId === 'string' && {accountId: AccountId}),
  };
}
