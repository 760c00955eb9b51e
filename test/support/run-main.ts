import type {Context} from '../../src/context.js';
import type {ExitCode} from '../../src/errors.js';
import {type CommandRunners, main} from '../../src/main.js';
import type {DemoOptions, GetOptions} from '../../src/options.js';

/** What a command line did: all it printed, and the options its command was run with. */
export interface CliRun {
  readonly exitCode: ExitCode;
  readonly stdout: string;
  readonly stderr: string;
  /** Those of `trace` and `requests` as well. */
  readonly get: readonly GetOptions[];
  readonly demo: readonly DemoOptions[];
}

export interface CliWorld {
  readonly env?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  /** What `get` does; by default nothing, and all is well. */
  readonly runGet?: CommandRunners['get'];
  /** The same for `requests`. */
  readonly runRequests?: CommandRunners['requests'];
  readonly runGroups?: CommandRunners['groups'];
  readonly runStreams?: CommandRunners['streams'];
}

/** A stream that keeps what is written to it. */
export function memoryStream() {
  const written: string[] = [];
  return {
    text: () => written.join(''),
    write: (text: string) => {
      written.push(text);
      return true;
    },
    once: () => undefined,
    on: () => undefined,
    off: () => undefined,
  };
}

export async function runMain(
  argv: readonly string[],
  {
    env = {},
    signal,
    runGet,
    runRequests,
    runGroups = async () => 0,
    runStreams = async () => 0,
  }: CliWorld = {},
): Promise<CliRun> {
  const stdout = memoryStream();
  const stderr = memoryStream();
  const get: GetOptions[] = [];
  const demo: DemoOptions[] = [];
  const context: Context = {
    stdout,
    stderr,
    env,
    clock: {now: () => Date.parse('2026-03-10T09:16:40.123Z'), sleep: async () => {}},
    signal: signal ?? new AbortController().signal,
  };
  const exitCode = await main(argv, context, {
    get: async (options, ...rest) => {
      get.push(options);
      return runGet ? runGet(options, ...rest) : 0;
    },
    trace: async options => {
      get.push(options);
      return 0;
    },
    requests: async (options, ...rest) => {
      get.push(options);
      return runRequests ? runRequests(options, ...rest) : 0;
    },
    sources: async options => {
      get.push(options);
      return 0;
    },
    groups: runGroups,
    streams: runStreams,
    demo: async options => {
      demo.push(options);
      return 0;
    },
  });
  return {exitCode, stdout: stdout.text(), stderr: stderr.text(), get, demo};
}
