import {spawn} from 'node:child_process';
import type {TestContext} from 'node:test';
import {type CliOptions, cleanEnv, program} from '../support/run-cli.js';
import {waitUntil} from '../support/wait-until.js';

/** A shell line that runs on a terminal. */
export interface TerminalRun {
  /** Resolves when the terminal shows it; also by what came before. */
  shows(match: RegExp): Promise<void>;
  /** Types this. */
  type(keys: string): void;
  /** Signals the process that has said `pid NUMBER`. */
  kill(signal: NodeJS.Signals): void;
  /** All that the terminal was sent. */
  readonly ended: Promise<string>;
}

/** Starts a shell line, in which `$apilogs` is the built program, on a terminal. */
export function startOnTerminal(t: TestContext, line: string, options: CliOptions): TerminalRun {
  // Of util-linux; it opens the terminal.
  const child = spawn(
    'script',
    ['-qfec', `export apilogs='${process.execPath} ${program}'; ${line}`, '/dev/null'],
    {
      env: {...cleanEnv(options), SHELL: '/bin/sh'},
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  );
  t.after(() => child.kill('SIGKILL'));
  let shown = '';
  let hasEnded = false;
  child.stdout.on('data', (chunk: Buffer) => (shown += chunk.toString()));
  const ended = new Promise<string>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', () => {
      hasEnded = true;
      resolve(shown);
    });
  });
  return {
    ended,
    shows: async match => {
      await waitUntil(() => hasEnded || match.test(shown));
      if (!match.test(shown)) throw new Error(`the terminal has shown:\n${shown}`);
    },
    type: keys => {
      child.stdin.write(keys);
    },
    kill: signal => {
      process.kill(Number(/pid (\d+)/.exec(shown)?.[1]), signal);
    },
  };
}
