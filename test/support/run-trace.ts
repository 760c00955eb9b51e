import {commandNamed, optionsOf} from '../../src/cli/command-declarations.js';
import {parseOptions} from '../../src/cli/parse-options.js';
import {reportError} from '../../src/cli/report-error.js';
import {systemClock} from '../../src/clock.js';
import {run} from '../../src/commands/trace.js';
import type {ExitCode} from '../../src/errors.js';
import type {LocalAws} from '../../src/local-aws/local-aws.js';
import {toTraceOptions} from '../../src/options.js';
import type {RequestRecord} from '../../src/requests/request-record.js';
import type {TraceCause, TracePart} from '../../src/trace/request-trace.js';
import type {PrintedLine} from './compare-links.js';
import {cleanEnv} from './run-cli.js';
import {memoryStream} from './run-main.js';

/** `trace -o json`. */
export interface PrintedTrace {
  readonly request: RequestRecord | null;
  readonly parts: readonly TracePart[];
  readonly cause: TraceCause | null;
  readonly lines: readonly PrintedLine[];
}

export interface TraceRunResult {
  readonly exitCode: ExitCode;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command in this process: starting another one for each of many requests takes too long. */
export async function runTrace(
  argv: readonly string[],
  localAws: LocalAws,
  now: number,
): Promise<TraceRunResult> {
  const stdout = memoryStream();
  const stderr = memoryStream();
  const command = commandNamed('trace');
  if (!command) throw new Error('there is no trace');
  const env = cleanEnv({localAws});
  // The SDK looks for credentials in the environment of its own process.
  Object.assign(process.env, localAws.env());
  const startedAt = Date.now();
  const values = parseOptions(['--max-rate', '100000', ...argv], optionsOf(command), command.positionals);
  const context = {
    stdout,
    stderr,
    env,
    // It goes on, or the calls that may leave in a second would never do so.
    clock: {...systemClock, now: () => now + Date.now() - startedAt},
    signal: new AbortController().signal,
  };
  try {
    const exitCode = await run(toTraceOptions(values, env), context);
    return {exitCode, stdout: stdout.text(), stderr: stderr.text()};
  } catch (error) {
    const exitCode = reportError(error, {stderr, typed: undefined, verbose: true});
    return {exitCode, stdout: stdout.text(), stderr: stderr.text()};
  }
}
