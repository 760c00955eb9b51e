import type {fromNodeProviderChain, fromTemporaryCredentials} from '@aws-sdk/credential-providers';
import {CredentialsError} from './credentials-error.js';
import {
  isAccessDenied,
  isExpiredCredentials,
  isRejectedCredentials,
  messageOf,
  nameOf,
} from './error-kind.js';
import {type RoleCredentials, type RoleRequest, readCachedRole, writeCachedRole} from './role-cache.js';
import type {ProfileSettings, Profiles} from './shared-config.js';

export type RoleAssumer = NonNullable<
  NonNullable<Parameters<typeof fromNodeProviderChain>[0]>['roleAssumer']
>;
type SourceCredentials = Parameters<RoleAssumer>[0];
type AssumeRoleInput = Parameters<RoleAssumer>[1];

/**
 * Asks the user for the code of the device with this serial number. `refused` says that AWS did not take the
 * code given before. Rejects where the user gives none.
 */
export type AskMfaCode = (mfaSerial: string, refused: boolean) => Promise<string>;

export interface RoleAssumerOptions {
  /** The profile that counts. */
  readonly profile: string | undefined;
  readonly profiles: Profiles;
  /** Where STS is asked if the profile of the role names no region. */
  readonly region: string;
  readonly clientConfig: NonNullable<Parameters<typeof fromTemporaryCredentials>[0]['clientConfig']>;
  readonly cacheFolder: string;
  /** Absent where nobody can be asked. */
  readonly askMfaCode: AskMfaCode | undefined;
  /** Is told of what the role is assumed with. */
  readonly onSecret?: ((secret: string) => void) | undefined;
  /** Epoch ms. */
  readonly now: () => number;
}

/** A code can be mistyped, and AWS takes each only once. */
const maxCodes = 3;

/**
 * Assumes the roles of profiles, with the AWS CLI's cache in front, so that a code of an MFA device is asked for
 * once in the life of a session and not in every run.
 *
 * The SDK asks for the code before it calls this, whether or not a cache holds the role. So its own question is
 * answered with nothing (`unaskedMfaCode`), and the user is asked here.
 */
export function createRoleAssumer(options: RoleAssumerOptions): RoleAssumer {
  // Several clients need the credentials. Who gave no code that AWS takes is not asked by each of them.
  const givenUp = new Map<string, CredentialsError>();
  // The SDK renews a session in the background from five minutes before its end, and at its end once more in the
  // foreground, while the first question may still stand there.
  const underWay = new Map<string, Promise<RoleCredentials>>();

  const assume = async (source: SourceCredentials, role: RoleRequest, region: string) => {
    const cached = await readCachedRole(options.cacheFolder, role, options.now());
    if (cached) return cached;
    const failure = givenUp.get(role.roleArn);
    if (failure) throw failure;
    try {
      const credentials = await assumeRole(source, role, region, options);
      await writeCachedRole(options.cacheFolder, role, credentials);
      return credentials;
    } catch (error) {
      if (role.mfaSerial && error instanceof CredentialsError) givenUp.set(role.roleArn, error);
      throw error;
    }
  };

  return async (source, input) => {
    for (const secret of [source.accessKeyId, source.secretAccessKey, source.sessionToken]) {
      if (secret) options.onSecret?.(secret);
    }
    const settings = profileOfRole(input, options);
    const role = toRoleRequest(input, settings);
    const begun = underWay.get(role.roleArn);
    if (begun) return begun;
    const assumed = assume(source, role, settings?.region ?? options.region).finally(() =>
      underWay.delete(role.roleArn),
    );
    underWay.set(role.roleArn, assumed);
    return assumed;
  };
}

/** What the SDK is told when it asks for a code. */
export const unaskedMfaCode = async (): Promise<string> => '';

async function assumeRole(
  source: SourceCredentials,
  role: RoleRequest,
  region: string,
  {clientConfig, askMfaCode, profile}: RoleAssumerOptions,
): Promise<RoleCredentials> {
  const {fromTemporaryCredentials} = await import('./sdk/credentials.js');
  const {roleArn, mfaSerial} = role;
  if (mfaSerial && !askMfaCode) throw nobodyToAsk(profile, mfaSerial);
  for (let codes = 1; ; codes += 1) {
    const code = mfaSerial && askMfaCode ? await askMfaCode(mfaSerial, codes > 1) : undefined;
    const provide = fromTemporaryCredentials({
      masterCredentials: source,
      params: toParams(role),
      clientConfig: {...clientConfig, region},
      ...(code !== undefined && {mfaCodeProvider: async () => code}),
    });
    try {
      return toRoleCredentials(await provide(), roleArn);
    } catch (error) {
      if (code === undefined || !isCodeRefused(error)) throw toCredentialsError(error, roleArn, profile);
      if (codes >= maxCodes) throw codesRefused(error, {code, mfaSerial});
    }
  }
}

const toParams = (role: RoleRequest) => ({
  RoleArn: role.roleArn,
  ...(role.durationSeconds !== undefined && {DurationSeconds: role.durationSeconds}),
  RoleSessionName: role.roleSessionName ?? `apilogs-${Date.now()}`,
  ...(role.externalId !== undefined && {ExternalId: role.externalId}),
  ...(role.mfaSerial !== undefined && {SerialNumber: role.mfaSerial}),
});

/** What the profile itself says: the SDK fills in a name and a duration that are not part of the cache's key. */
function toRoleRequest(input: AssumeRoleInput, settings: ProfileSettings | undefined): RoleRequest {
  const duration = Number.parseInt(settings?.duration_seconds ?? '', 10);
  return {
    roleArn: input.RoleArn ?? '',
    roleSessionName: settings?.role_session_name || undefined,
    externalId: input.ExternalId,
    mfaSerial: input.SerialNumber,
    durationSeconds: Number.isNaN(duration) ? undefined : duration,
  };
}

/** The profile that describes the role: the one that counts, or one it takes its credentials from. */
function profileOfRole(input: AssumeRoleInput, {profile, profiles}: RoleAssumerOptions) {
  const seen = new Set<string>();
  for (let name: string | undefined = profile ?? 'default'; name && !seen.has(name); ) {
    seen.add(name);
    const settings: ProfileSettings | undefined = profiles[name];
    if (settings?.role_arn === input.RoleArn && settings?.mfa_serial === input.SerialNumber) return settings;
    name = settings?.source_profile;
  }
  return undefined;
}

function toRoleCredentials(
  {accessKeyId, secretAccessKey, sessionToken, expiration}: Partial<RoleCredentials>,
  roleArn: string,
): RoleCredentials {
  if (!accessKeyId || !secretAccessKey || !sessionToken || !expiration) {
    throw noSession(roleArn);
  }
  const accountId = /^arn:[^:]+:iam::(\d+):/.exec(roleArn)?.[1];
  return {accessKeyId, secretAccessKey, sessionToken, expiration, ...(accountId && {accountId})};
}

/** STS says AccessDenied for a wrong code, and ValidationError for one that is not six digits. */
const isCodeRefused = (error: unknown) =>
  /MultiFactorAuthentication failed|tokenCode/i.test(messageOf(error)) &&
  /AccessDenied|Validation/.test(nameOf(error));

function codesRefused(
  cause: unknown,
  {code, mfaSerial}: {readonly code: string; readonly mfaSerial: string | undefined},
): CredentialsError {
  const said = messageOf(cause).replaceAll(code, '***');
  return new CredentialsError(`AWS does not accept the MFA code: ${said}`, {
    hint: `is ${mfaSerial} the device you read it from, and its clock right? A code counts once, so wait for the next`,
    cause,
  });
}

const nobodyToAsk = (profile: string | undefined, mfaSerial: string) =>
  new CredentialsError(
    `profile "${profile ?? 'default'}" needs a code of MFA device ${mfaSerial}, and there is no terminal to ask for it`,
    {
      hint:
        `run \`aws sts get-caller-identity${profile ? ` --profile ${profile}` : ''}\` on a terminal first, whose ` +
        'session is then used here, or set the keys of a session in the environment',
    },
  );

const noSession = (roleArn: string, cause?: unknown) =>
  new CredentialsError(`STS gave no session for role ${roleArn}`, {
    hint: 'is there a proxy or a login page in between?',
    cause,
  });

/** What is wrong with the role; what is wrong with its source or the network stays as it is. */
function toCredentialsError(error: unknown, roleArn: string, profile: string | undefined): unknown {
  // What the SDK makes of an answer that holds none, such as a web page.
  if (/Invalid response from STS/.test(messageOf(error))) return noSession(roleArn, error);
  if (!isAccessDenied(error) || isExpiredCredentials(error) || isRejectedCredentials(error)) return error;
  const ofProfile = profile ? ` of profile "${profile}"` : '';
  return new CredentialsError(`role ${roleArn}${ofProfile} cannot be assumed: ${messageOf(error)}`, {
    hint: 'allow sts:AssumeRole on it, here and in its trust policy, which may ask for an external id or MFA',
    cause: error,
  });
}
