import {readFileSync} from 'node:fs';
import {homedir} from 'node:os';
import {join} from 'node:path';
import {ApilogsError, exitCodes} from '../errors.js';
import type {ProfileSettings} from './shared-config.js';

type Env = Readonly<Record<string, string | undefined>>;

/**
 * The certificates to trust in place of Node's own, in PEM; undefined where nothing names any. The places and
 * their order are the AWS CLI's: `AWS_CA_BUNDLE`, `ca_bundle` of the profile, `REQUESTS_CA_BUNDLE`
 * (botocore's session.py and endpoint.py).
 */
export function readCaBundle(profile: ProfileSettings | undefined, env: Env): string | undefined {
  const [found] = [
    {setting: 'AWS_CA_BUNDLE', path: env.AWS_CA_BUNDLE},
    {setting: 'ca_bundle of the profile', path: profile?.ca_bundle},
    {setting: 'REQUESTS_CA_BUNDLE', path: env.REQUESTS_CA_BUNDLE},
  ].flatMap(({setting, path}) => (path ? [{setting, path}] : []));
  if (!found) return undefined;

  const {setting, path} = found;
  const text = readText(setting, expandHome(path));
  if (!/-----BEGIN (TRUSTED |X509 )?CERTIFICATE-----/.test(text)) {
    throw unusable(`${setting} "${path}" holds no certificate`);
  }
  return text;
}

function readText(setting: string, path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw unusable(`${setting} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

const unusable = (message: string) =>
  new ApilogsError(message, {
    hint: 'name a file with the certificates of the authorities to trust, in PEM',
    exitCode: exitCodes.usage,
  });

const expandHome = (path: string) => (path.startsWith('~/') ? join(homedir(), path.slice(2)) : path);
