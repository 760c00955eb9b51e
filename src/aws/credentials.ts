import type {fromNodeProviderChain} from '@aws-sdk/credential-providers';
import {ApilogsError, exitCodes} from '../errors.js';
import {silentLogger} from './silent-logger.js';

export type CredentialProvider = ReturnType<typeof fromNodeProviderChain>;

export interface CredentialOptions {
  readonly profile: string | undefined;
  readonly accessKeyId: string | undefined;
  readonly secretAccessKey: string | undefined;
  readonly sessionToken: string | undefined;
  /** Asks the user for the code of the device with this serial number; absent where nobody can be asked. */
  readonly mfaCode?: (mfaSerial: string) => Promise<string>;
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
    hint: 'a profile or the environment (AWS_ACCESS_KEY_ID …) keeps keys out of the process list',
    exitCode: exitCodes.usage,
  });
}

/**
 * One provider for all clients of a run, so that a session is resolved, and an MFA code asked for, once.
 * Keys given as flags win, then a profile given as a flag, then the environment's keys, then the SDK's chain.
 */
export function createCredentials(options: CredentialOptions, env: Env): CredentialProvider {
  const {accessKeyId, secretAccessKey, sessionToken} = options;
  if (accessKeyId && secretAccessKey) {
    return async () => ({accessKeyId, secretAccessKey, ...(sessionToken && {sessionToken})});
  }
  let chain: Promise<CredentialProvider> | undefined;
  return async identityProperties => {
    chain ??= importChain(options, env);
    return (await chain)(identityProperties);
  };
}

async function importChain(options: CredentialOptions, env: Env): Promise<CredentialProvider> {
  const {fromEnv, fromNodeProviderChain} = await import('@aws-sdk/credential-providers');
  // Where the environment holds both keys and AWS_PROFILE, the AWS CLI takes the keys. The SDK takes the
  // profile and warns that this may change.
  if (!options.profile && env.AWS_ACCESS_KEY_ID && env.AWS_SECRET_ACCESS_KEY) {
    return fromEnv({logger: silentLogger});
  }
  return fromNodeProviderChain({
    logger: silentLogger,
    // No region here: it would override the one an SSO session names.
    clientConfig: {logger: silentLogger},
    ...(options.profile && {profile: options.profile}),
    ...(options.mfaCode && {mfaCodeProvider: options.mfaCode}),
  });
}
