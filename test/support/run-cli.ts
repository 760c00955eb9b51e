import {spawn} from 'node:child_process';
import {fileURLToPath} from 'node:url';
import type {LocalAws} from '../../src/local-aws/local-aws.js';

export const program = fileURLToPath(new URL('../../../bin/apilogs.js', import.meta.url));

export interface CliResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number | null;
}

export interface CliOptions {
  readonly localAws?: LocalAws;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Called when it begins to print. */
  readonly onFirstOutput?: () => void;
}

/** An environment in which nothing of the machine's own AWS settings can be found. */
export const cleanEnv = ({localAws, env}: CliOptions = {}): Record<string, string> => {
  const {PATH = ''} = process.env;
  const all = {
    PATH,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: '/nonexistent/config',
    AWS_SHARED_CREDENTIALS_FILE: '/nonexistent/credentials',
    ...localAws?.env(),
    ...env,
  };
  return Object.fromEntries(
    Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
};

/** Runs the built program to its end. */
export function runCli(args: readonly string[], options: CliOptions = {}): Promise<CliResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, ...args], {
      env: cleanEnv(options),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    child.stdout.once('data', () => options.onFirstOutput?.());
    child.on('error', reject);
    child.on('close', exitCode =>
      resolve({
        stdout: Buffer.concat(stdout).toString(),
        stderr: Buffer.concat(stderr).toString(),
        exitCode,
      }),
    );
  });
}

/** Runs a shell line in which `apilogs` is the built program. */
export function runShell(line: string, options: CliOptions = {}): Promise<CliResult> {
  return new Promise((resolve, reject) => {
    const script = `apilogs() { "${process.execPath}" "${program}" "$@"; }; ${line}`;
    const child = spawn('bash', ['-c', script], {env: cleanEnv(options), stdio: ['ignore', 'pipe', 'pipe']});
    const output = {stdout: '', stderr: ''};
    child.stdout.on('data', (chunk: Buffer) => (output.stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output.stderr += chunk.toString()));
    child.on('error', reject);
    child.on('close', exitCode => resolve({...output, exitCode}));
  });
}
