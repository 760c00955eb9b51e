import {systemClock} from '../../src/clock.js';
import type {ExitCode} from '../../src/errors.js';
import type {LocalAws} from '../../src/local-aws/local-aws.js';
import {main} from '../../src/main.js';
import {cleanEnv} from './run-cli.js';
import {memoryStream} from './run-main.js';

export interface ProgramRun {
  readonly exitCode: ExitCode;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ProgramWorld {
  /** Whether stderr is a terminal. */
  readonly isTerminal?: boolean;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs a whole command line in this process, against the local AWS: starting another one takes half a second. */
export async function runProgram(
  argv: readonly string[],
  localAws: LocalAws,
  {isTerminal = false, env = {}}: ProgramWorld = {},
): Promise<ProgramRun> {
  const stdout = memoryStream();
  const stderr = {...memoryStream(), isTTY: isTerminal};
  const context = {
    stdout,
    stderr,
    env: cleanEnv({localAws, env}),
    clock: systemClock,
    signal: new AbortController().signal,
  };
  // Some of its settings the SDK takes from the environment of its own process.
  Object.assign(process.env, context.env);
  const exitCode = await main(argv, context);
  return {exitCode, stdout: stdout.text(), stderr: stderr.text()};
}
