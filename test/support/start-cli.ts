import {spawn} from 'node:child_process';
import {createInterface} from 'node:readline';
import type {Readable} from 'node:stream';
import type {TestContext} from 'node:test';
import {type CliOptions, type CliResult, cleanEnv, program} from './run-cli.js';

/** What a running program prints, line by line. */
export interface PrintedLines {
  /** All so far. */
  readonly lines: readonly string[];
  /** The first line that matches, also one printed before; rejects when the output ends without one. */
  line(match: RegExp): Promise<string>;
  /** Resolves when so many lines were printed; rejects when the output ends before. */
  count(lines: number): Promise<void>;
}

/** A program that runs until it is stopped. */
export interface RunningCli {
  readonly stdout: PrintedLines;
  readonly stderr: PrintedLines;
  readonly result: Promise<CliResult>;
  /** Signals it, as a terminal does: of a shell line, everything that runs. */
  kill(signal: NodeJS.Signals): void;
}

/** Starts the built program, which ends with the test at the latest. */
export const startCli = (t: TestContext, args: readonly string[], options: CliOptions = {}): RunningCli =>
  start(t, process.execPath, [program, ...args], options);

/** Starts a shell line in which `apilogs` is the built program. */
export const startShell = (t: TestContext, line: string, options: CliOptions = {}): RunningCli =>
  start(t, 'bash', ['-c', `apilogs() { "${process.execPath}" "${program}" "$@"; }; ${line}`], options);

function start(t: TestContext, command: string, args: readonly string[], options: CliOptions): RunningCli {
  // A group of its own, so that a shell and all that it started can be ended together.
  const child = spawn(command, args, {
    env: cleanEnv(options),
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const stdout = followLines(child.stdout);
  const stderr = followLines(child.stderr);
  const result = new Promise<CliResult>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', exitCode => resolve({stdout: textOf(stdout), stderr: textOf(stderr), exitCode}));
  });
  const kill = (signal: NodeJS.Signals) => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, signal);
    } catch {
      // It has ended by itself.
    }
  };
  t.after(() => kill('SIGKILL'));
  return {
    stdout,
    stderr,
    result,
    kill,
  };
}

const textOf = ({lines}: PrintedLines) => lines.map(line => `${line}\n`).join('');

interface Waiter {
  readonly isMet: () => boolean;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

function followLines(stream: Readable): PrintedLines {
  const lines: string[] = [];
  const waiters = new Set<Waiter>();
  let hasEnded = false;
  const settle = () => {
    for (const waiter of waiters) {
      if (waiter.isMet()) waiter.resolve();
      else if (hasEnded) waiter.reject(new Error(`the output ended with:\n${lines.slice(-20).join('\n')}`));
      else continue;
      waiters.delete(waiter);
    }
  };
  const reader = createInterface({input: stream, crlfDelay: Number.POSITIVE_INFINITY});
  reader.on('line', line => {
    lines.push(line);
    settle();
  });
  reader.on('close', () => {
    hasEnded = true;
    settle();
  });
  const until = (isMet: () => boolean) =>
    new Promise<void>((resolve, reject) => {
      waiters.add({isMet, resolve, reject});
      settle();
    });
  return {
    lines,
    count: count => until(() => lines.length >= count),
    line: async match => {
      await until(() => lines.some(line => match.test(line)));
      return lines.find(line => match.test(line)) ?? '';
    },
  };
}
