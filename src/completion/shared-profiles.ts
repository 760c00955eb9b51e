import {readFileSync} from 'node:fs';
import {join} from 'node:path';

type Env = Readonly<Record<string, string | undefined>>;

/** The names of the profiles in the AWS configuration files. Only the headings are read, never a key. */
export function sharedProfiles(env: Env): string[] {
  const {AWS_CONFIG_FILE, AWS_SHARED_CREDENTIALS_FILE} = env;
  const home = env.HOME || env.USERPROFILE;
  const pathOf = (name: string) => (home ? join(home, '.aws', name) : undefined);
  return [
    ...new Set([
      ...headingsOf(AWS_CONFIG_FILE || pathOf('config')).flatMap(heading =>
        heading === 'default' ? heading : (/^profile\s(.+)$/s.exec(heading)?.[1]?.trimStart() ?? []),
      ),
      ...headingsOf(AWS_SHARED_CREDENTIALS_FILE || pathOf('credentials')),
    ]),
  ].map(withoutQuotes);
}

function headingsOf(path: string | undefined): string[] {
  if (path === undefined) return [];
  try {
    const headings = readFileSync(path, 'utf8').matchAll(/^[ \t]*\[([^\]\n]+)\]/gm);
    return [...headings].flatMap(([, heading]) => heading?.trim() ?? []);
  } catch {
    return [];
  }
}

const withoutQuotes = (name: string) => name.replace(/^(["'])(.+)\1$/, '$2');
