import {closest} from '../closest.js';
import {CredentialsError} from './credentials-error.js';

/** The settings of one profile, of both files. */
export type ProfileSettings = Readonly<Record<string, string | undefined>>;
export type Profiles = Readonly<Record<string, ProfileSettings | undefined>>;

type Env = Readonly<Record<string, string | undefined>>;

/** The profiles of `~/.aws/config` and `~/.aws/credentials`; none where the files cannot be read, as in the SDK. */
export const readProfiles = (): Promise<Profiles> => parseFiles({});

/** The same as the files are now; else what was read once is remembered. */
export const readProfilesAgain = (): Promise<Profiles> => parseFiles({ignoreCache: true});

async function parseFiles(how: {readonly ignoreCache?: boolean}): Promise<Profiles> {
  const {parseKnownFiles} = await import('./sdk/profiles.js');
  return parseKnownFiles(how);
}

/** What profiles hold that no message may repeat. */
export const secretsOfProfiles = (profiles: Profiles): string[] =>
  Object.values(profiles).flatMap(settings =>
    secretSettings.flatMap(name => {
      const value = settings?.[name];
      return value ? [value] : [];
    }),
  );

const secretSettings = ['aws_access_key_id', 'aws_secret_access_key', 'aws_session_token', 'external_id'];

/** The profile that counts: the flag, `AWS_PROFILE`, or `AWS_DEFAULT_PROFILE`, which the SDK does not know. */
export const profileName = (flag: string | undefined, env: Env): string | undefined =>
  flag || env.AWS_PROFILE || env.AWS_DEFAULT_PROFILE || undefined;

/**
 * Throws where the named profile does not exist. The SDK would go on without a word and take what the machine
 * has, so that a typing error reads another account's logs.
 */
export function checkProfileExists(name: string, profiles: Profiles): void {
  // The default profile need not be written anywhere.
  if (name === 'default' || profiles[name]) return;
  const names = Object.keys(profiles).filter(isProfile);
  const meant = closest(name, names);
  throw new CredentialsError(`AWS profile "${name}" does not exist`, {
    hint: `${meant ? `did you mean ${meant}? ` : ''}\`aws configure list-profiles\` shows the profiles there are`,
  });
}

/** Sections such as `[sso-session NAME]` keep their kind in the key; the separator is the SDK's. */
const isProfile = (key: string) => !/^(sso-session|services)\./.test(key);
