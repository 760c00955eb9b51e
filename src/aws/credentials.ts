import type {fromNodeProviderChain} from '@aws-sdk/credential-providers';
import {ApilogsError, exitCodes} from '../errors.js';
import type {AskMfaCode} from './assume-role.js';
import {toCredentialFailure} from './credential-failure.js';
import {credentialRetries} from './credential-retries.js';
import type {RequestHandlerOptions} from './request-handler.js';
import {type ProfileSettings, type Profiles, readProfilesAgain} from './shared-config.js';
import {silentLogger} from './silent-logger.js';

export type CredentialProvider = ReturnType<typeof fromNodeProviderChain>;

export interface CredentialOptions {
  readonly profile: string | undefined;
  readonly accessKeyId: string | undefined;
  readonly secretAccessKey: string | undefined;
  readonly sessionToken: string | undefined;
  /** Gives the credentials in place of all the rest. */
  readonly provider?: CredentialProvider;
  /** Absent where nobody can be asked. */
  readonly askMfaCode?: AskMfaCode;
  /** Is told of each secret that is found, so that no message repeats it. */
  readonly onSecret?: (secret: string) => void;
}

/** What else decides on the credentials of a run. */
export interface CredentialSurroundings {
  readonly env: Env;
  readonly region: string;
  /** The profile that counts: the flag's or the environment's. */
  readonly profile: string | undefined;
  readonly profiles: Profiles;
  readonly requestHandler: RequestHandlerOptions;
}

type Env = Readonly<Record<string, string | undefined>>;

/** Throws a usage error when only one half of a key pair was given. */
export function checkKeyPair({accessKeyId, secretAccessKey, sessionToken}: CredentialOptions): void {
  const missing = accessKeyId
    ? !secretAccessKey && '--aws-access-key-id needs --aws-secret-access-key'
    : secretAccessKey
      ? '--aws-secret-access-key needs --aws-access-key-id'
      : sessionToken && '--aws-session-token needs --aws-access-key-id and --aws-secret-access-key';
  if (!missing) return;
  throw new ApilogsError(missing, {
    hint: 'a profile or the environment (AWS_ACCESS_KEY_ID ...) keeps keys out of the process list',
    exitCode: exitCodes.usage,
  });
}

/** Whether the keys come from a profile: one given as a flag always counts, one of the environment unless keys are given. */
export const needsProfile = ({profile, accessKeyId, provider}: CredentialOptions, env: Env): boolean =>
  Boolean(profile) || !(provider || accessKeyId || hasKeys(env));

/** The keys that a profile holds itself, and that do not serve to assume a role. */
function keysOf(settings: ProfileSettings = {}) {
  const {aws_access_key_id: accessKeyId, aws_secret_access_key: secretAccessKey} = settings;
  if (!accessKeyId || !secretAccessKey || settings.role_arn) return undefined;
  return {
    accessKeyId,
    secretAccessKey,
    ...(settings.aws_session_token && {sessionToken: settings.aws_session_token}),
    ...(settings.aws_credential_scope && {credentialScope: settings.aws_credential_scope}),
    ...(settings.aws_account_id && {accountId: settings.aws_account_id}),
  };
}

const hasKeys = (env: Env) => Boolean(env.AWS_ACCESS_KEY_ID && env.AWS_SECRET_ACCESS_KEY);

/**
 * One provider for all clients of a run, so that a session is resolved, and an MFA code asked for, once.
 * Keys given as flags win, then a profile given as a flag, then the environment's keys, then the SDK's chain.
 */
export function createCredentials(
  options: CredentialOptions,
  surroundings: CredentialSurroundings,
): CredentialProvider {
  const {accessKeyId, secretAccessKey, sessionToken} = options;
  if (accessKeyId && secretAccessKey) {
    return async () => ({accessKeyId, secretAccessKey, ...(sessionToken && {sessionToken})});
  }
  const {provider} = options;
  const profile = provider ? undefined : surroundings.profile;
  let chain = provider && Promise.resolve(provider);
  let failed: {readonly failure: unknown; readonly at: number} | undefined;
  return async identityProperties => {
    if (failed && performance.now() - failed.at < justNowMs) throw failed.failure;
    const askedAt = performance.now();
    chain ??= importChain(options, surroundings);
    try {
      const found = await (await chain)(identityProperties);
      for (const secret of [found.accessKeyId, found.secretAccessKey, found.sessionToken]) {
        if (secret !== undefined) options.onSecret?.(secret);
      }
      return found;
    } catch (error) {
      const settings = provider ? undefined : surroundings.profiles[profile ?? 'default'];
      const failure = toCredentialFailure(error, profile, settings);
      const at = performance.now();
      if (at - askedAt > justNowMs) failed = {failure, at};
      throw failure;
    }
  };
}

/** Portals of IAM Identity Center and STS answer in moments; who waits for one sees nothing at all. */
const credentialTimeoutMs = 10_000;
/** Who asks again so soon after a failure that took longer has waited for it, and need not wait once more. */
const justNowMs = 1_000;

/** Environment and profiles that hold keys are read without the SDK's chain, which has to load all that it tries. */
async function importChain(
  options: CredentialOptions,
  {env, region, profile, profiles, requestHandler}: CredentialSurroundings,
): Promise<CredentialProvider> {
  // Where the environment holds both keys and AWS_PROFILE, the AWS CLI takes the keys. The SDK takes the
  // profile and warns that this may change.
  if (!options.profile && hasKeys(env)) {
    const {fromEnv} = await import('./sdk/environment-credentials.js');
    return fromEnv({logger: silentLogger});
  }
  const name = profile ?? 'default';
  const keys = keysOf(profiles[name]);
  // Another tool may write new keys while this one runs.
  if (keys)
    return async again => (again?.forceRefresh ? keysOf((await readProfilesAgain())[name]) : keys) ?? keys;
  const [{fromNodeProviderChain}, {createRoleAssumer, unaskedMfaCode}, {roleCacheFolder}] = await Promise.all(
    [import('./sdk/credentials.js'), import('./assume-role.js'), import('./role-cache.js')],
  );
  // No region here: it would override the one an SSO session names.
  const clientConfig = {
    logger: silentLogger,
    requestHandler: {
      ...requestHandler,
      requestTimeout: credentialTimeoutMs,
      socketTimeout: credentialTimeoutMs,
    },
    retryStrategy: credentialRetries(),
  };
  return fromNodeProviderChain({
    logger: silentLogger,
    clientConfig,
    // Another tool may write new keys while this one runs; read again, they are worth nothing from memory.
    ignoreCache: true,
    ...(profile && {profile}),
    mfaCodeProvider: unaskedMfaCode,
    roleAssumer: createRoleAssumer({
      profile,
      profiles,
      region,
      clientConfig,
      cacheFolder: roleCacheFolder(env),
      askMfaCode: options.askMfaCode,
      onSecret: options.onSecret,
      now: Date.now,
    }),
  });
}
