import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {fileURLToPath} from 'node:url';

export const program = fileURLToPath(new URL('../../bin/apilogs.js', import.meta.url));

export type Env = Readonly<Record<string, string>>;

/** What a run took; what it printed went to /dev/null. */
export interface MeasuredRun {
  readonly wallSeconds: number;
  /** User and system time, of the programs it started as well. */
  readonly cpuSeconds: number;
}

/**
 * Runs a command under bash's `time`, which sees any program's CPU time.
 *
 * Throws where it fails.
 */
export async function measureRun(command: readonly string[], env: Env = {}): Promise<MeasuredRun> {
  const script = 'TIMEFORMAT="%R %U %S"; time "$@" >/dev/null';
  const child = spawn('bash', ['-c', script, 'bash', ...command], {
    env: {...environment(), ...env},
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const said: string[] = [];
  child.stderr.setEncoding('utf8').on('data', (text: string) => said.push(text));
  const [exitCode] = await once(child, 'close');
  const text = said.join('');
  const [, wall, user, system] = /([\d.]+) ([\d.]+) ([\d.]+)\s*$/.exec(text) ?? [];
  if (exitCode !== 0 || wall === undefined) throw new Error(`${command.join(' ')} failed: ${text}`);
  return {wallSeconds: Number(wall), cpuSeconds: Number(user) + Number(system)};
}

/** Nothing of the machine's own settings of AWS. */
export function environment(): Env {
  const {PATH = ''} = process.env;
  return {
    PATH,
    AWS_CONFIG_FILE: '/nonexistent/config',
    AWS_SHARED_CREDENTIALS_FILE: '/nonexistent/credentials',
  };
}
