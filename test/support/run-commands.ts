import {PassThrough} from 'node:stream';
import {systemClock} from '../../src/clock.js';
import type {LocalAws} from '../../src/local-aws/local-aws.js';
import {main} from '../../src/main.js';
import {cleanEnv} from './run-cli.js';
import {memoryStream} from './run-main.js';

export interface CommandWorld {
  /** Nothing can be asked where absent. */
  readonly localAws?: LocalAws;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Where caches are; there are none where absent. */
  readonly cacheFolder?: string;
  /** Columns of stdout; a pipe where absent. */
  readonly columns?: number;
  /** Who sits at a terminal: what is typed when stderr shows something new. Nobody where absent. */
  readonly typist?: readonly Typed[];
}

export interface Typed {
  readonly when: RegExp;
  readonly keys: string;
}

/** A local AWS has no quota of calls unless it is given one, so nobody needs to wait for it. */
const noQuota = {APILOGS_MAX_RATE: '1000'};

/**
 * Runs a command line in this process, commands and all, against a local AWS; a tenth of what a process costs.
 * The SDK looks for settings in the environment of the process, so that is replaced as well.
 */
export async function runCommands(
  argv: readonly string[],
  {localAws, env, cacheFolder, columns, typist}: CommandWorld = {},
): Promise<{stdout: string; stderr: string; exitCode: number}> {
  const original = process.env;
  const own = cleanEnv({...(localAws && {localAws}), env: {...noQuota, ...env}});
  process.env = own;
  const stdout = {...memoryStream(), ...(columns !== undefined && {isTTY: true, columns})};
  const {stdin, stderr} = typist ? terminal(typist) : {stdin: undefined, stderr: memoryStream()};
  const {signal} = new AbortController();
  try {
    const context = {
      stdout,
      stderr,
      ...(stdin && {stdin}),
      cacheFolder,
      env: own,
      clock: systemClock,
      signal,
    };
    return {exitCode: await main(argv, context), stdout: stdout.text(), stderr: stderr.text()};
  } finally {
    process.env = original;
  }
}

function terminal(typist: readonly Typed[]) {
  const stdin = Object.assign(new PassThrough(), {isTTY: true as const, setRawMode: () => undefined});
  const stderr = {...memoryStream(), isTTY: true};
  const left = [...typist];
  let seen = 0;
  const write = (text: string) => {
    stderr.write(text);
    const [next] = left;
    if (next?.when.test(stderr.text().slice(seen))) {
      left.shift();
      seen = stderr.text().length;
      // Once the prompt that is being drawn listens.
      setImmediate(() => stdin.write(next.keys));
    }
    return true;
  };
  return {stdin, stderr: {...stderr, write}};
}
