import {setImmediate as nextTurn} from 'node:timers/promises';
import type {Clock} from '../../src/clock.js';
import type {LocalAws} from '../../src/local-aws/local-aws.js';
import {main} from '../../src/main.js';
import {cleanEnv} from './run-cli.js';
import {memoryStream} from './run-main.js';
import type {ProgramRun} from './run-program.js';

export interface ImpatientWorld {
  readonly env?: Readonly<Record<string, string>>;
  readonly isTerminal?: boolean;
  readonly signal?: AbortSignal;
}

/** Runs a command line in this process by a clock on which who sleeps is awake at once. */
export async function runWithoutWaiting(
  argv: readonly string[],
  localAws: LocalAws,
  {env = {}, isTerminal = false, signal = new AbortController().signal}: ImpatientWorld = {},
): Promise<ProgramRun> {
  const stdout = memoryStream();
  const stderr = {...memoryStream(), isTTY: isTerminal};
  const own = cleanEnv({localAws, env});
  // Some of its settings the SDK takes from the environment of its own process.
  Object.assign(process.env, own);
  const exitCode = await main(argv, {stdout, stderr, env: own, clock: impatientClock(), signal});
  return {exitCode, stdout: stdout.text(), stderr: stderr.text()};
}

export function impatientClock(): Clock {
  let slept = 0;
  return {
    now: () => Date.now() + slept,
    sleep: async (ms, signal) => {
      signal?.throwIfAborted();
      slept += ms;
      await nextTurn();
      signal?.throwIfAborted();
    },
  };
}
