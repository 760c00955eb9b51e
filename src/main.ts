import {askedText} from './cli/asked-text.js';
import {
  type CommandDeclaration,
  commandDeclarations,
  commandNamed,
  optionsOf,
} from './cli/command-declarations.js';
import {createNotices, type NoticeLevel} from './cli/create-notices.js';
import {helpTexts} from './cli/help-texts.js';
import {
  type GroupsOptions,
  type StreamsOptions,
  toGroupsOptions,
  toStreamsOptions,
} from './cli/list-options.js';
import {type OptionDeclaration, optionDeclarations} from './cli/option-declarations.js';
import {type OptionValues, parseOptions} from './cli/parse-options.js';
import {redacted} from './cli/redacted.js';
import {reportError} from './cli/report-error.js';
import {type RequestsOptions, toRequestsOptions} from './cli/requests-options.js';
import {RunCrashed, RunStopped} from './cli/run-stopped.js';
import {typedNames} from './cli/typed-names.js';
import {usageError} from './cli/usage-error.js';
import {closest} from './closest.js';
import type {Context} from './context.js';
import {type ExitCode, exitCodes} from './errors.js';
import {
  type ApisOptions,
  type DemoOptions,
  type GetOptions,
  type Sought,
  type TraceOptions,
  toApisOptions,
  toDemoOptions,
  toGetOptions,
  toTraceOptions,
} from './options.js';
import {withMfaPrompt} from './prompt/mfa-code.js';
import {createRedaction, type Redaction} from './redaction.js';

/** The commands, each loaded when it is run: the AWS clients take longer to load than all the rest. */
export interface CommandRunners {
  get(options: Sought<GetOptions>, context: Context): Promise<ExitCode>;
  trace(options: Sought<TraceOptions>, context: Context): Promise<ExitCode>;
  requests(options: Sought<RequestsOptions>, context: Context): Promise<ExitCode>;
  sources(options: Sought<GetOptions>, context: Context): Promise<ExitCode>;
  apis(options: ApisOptions, context: Context): Promise<ExitCode>;
  groups(options: GroupsOptions, context: Context): Promise<ExitCode>;
  streams(options: StreamsOptions, context: Context): Promise<ExitCode>;
  demo(options: DemoOptions, context: Context): Promise<ExitCode>;
  completion(shell: string | undefined, context: Context): Promise<ExitCode>;
}

const loadedOnDemand: CommandRunners = {
  get: async (options, context) => (await import('./commands/get.js')).run(options, context),
  trace: async (options, context) => (await import('./commands/trace.js')).run(options, context),
  requests: async (options, context) => (await import('./commands/requests.js')).run(options, context),
  sources: async (options, context) => (await import('./commands/sources.js')).run(options, context),
  apis: async (options, context) => (await import('./commands/apis.js')).run(options, context),
  groups: async (options, context) => (await import('./commands/groups.js')).run(options, context),
  streams: async (options, context) => (await import('./commands/streams.js')).run(options, context),
  demo: async (options, context) => (await import('./commands/demo.js')).run(options, context),
  completion: async (shell, context) => (await import('./commands/completion.js')).run(shell, context),
};

/** Runs one command line to its end, prints the error if there is one, and gives the exit code; never throws. */
export async function main(
  argv: readonly string[],
  world: Context,
  runners: CommandRunners = loadedOnDemand,
): Promise<ExitCode> {
  const redaction = createRedaction(world.env);
  const context = withRedactedErrors(world, redaction);
  const attempt: Attempt = {command: undefined, argv: [], values: undefined};
  try {
    const exitCode = await runCommandLine(argv, context, runners, attempt, redaction);
    return endOf(context, attempt) ?? exitCode;
  } catch (error) {
    return endOf(context, attempt) ?? report(error, context, attempt);
  }
}

/** How far a command line got, for the report of an error. */
interface Attempt {
  command: CommandDeclaration | undefined;
  /** What stands behind the command. */
  argv: readonly string[];
  values: OptionValues | undefined;
}

const withRedactedErrors = (context: Context, redaction: Redaction): Context => ({
  stdout: context.stdout,
  stderr: redacted(context.stderr, redaction),
  // Looking at it would open it.
  get stdin() {
    return context.stdin;
  },
  env: context.env,
  cacheFolder: context.cacheFolder,
  clock: context.clock,
  signal: context.signal,
  suspend: context.suspend,
  onSecret: redaction.add,
});

/** The exit code of a run that was ended from outside. What it threw or returned meanwhile does not matter. */
function endOf(context: Context, attempt: Attempt): ExitCode | undefined {
  const {reason} = context.signal;
  if (reason instanceof RunCrashed) return report(reason.cause, context, attempt);
  return reason instanceof RunStopped ? reason.exitCode : undefined;
}

const report = (error: unknown, {stderr}: Context, {command, argv, values}: Attempt): ExitCode =>
  reportError(error, {
    stderr,
    typed: command && typedNames(command, argv),
    verbose: values?.flag('verbose') ?? false,
  });

async function runCommandLine(
  argv: readonly string[],
  context: Context,
  runners: CommandRunners,
  attempt: Attempt,
  redaction: Redaction,
): Promise<ExitCode> {
  const words = withCommandFirst(argv);
  const [name, ...rest] = words;
  if (name === undefined) {
    context.stderr.write(helpTexts.general);
    return exitCodes.usage;
  }
  const text = askedText(words);
  if (text !== undefined) {
    context.stdout.write(text);
    return exitCodes.ok;
  }
  if (name === 'help') throw unknownCommand(rest[0] ?? '');

  const command = commandNamed(name);
  if (!command) throw unknownCommand(name);
  attempt.command = command;
  attempt.argv = rest;
  const values = parseOptions(rest, optionsOf(command), command.positionals);
  attempt.values = values;
  for (const {value} of secretsOf(values)) redaction.add(value);

  /** For a run that asks AWS. */
  const ready = <Options extends NoticeLevel & Parameters<typeof withMfaPrompt>[0]>(
    options: Options,
  ): Options => {
    warnAboutSecrets(values, context, options);
    return withMfaPrompt(options, context);
  };
  switch (command.name) {
    case 'completion':
      return runners.completion(values.words[0], context);
    case 'demo':
      return runners.demo(toDemoOptions(values, context.env), context);
    case 'apis':
      return runners.apis(ready(toApisOptions(values)), context);
    case 'groups':
      return runners.groups(ready(toGroupsOptions(values)), context);
    case 'streams':
      return runners.streams(ready(toStreamsOptions(values, context.env)), context);
    case 'trace':
      return runners.trace(ready(toTraceOptions(values, context.env)), context);
    case 'requests':
      return runners.requests(ready(toRequestsOptions(values, context.env)), context);
    case 'sources':
      return runners.sources(ready(toGetOptions(command.name, values, context.env)), context);
    case 'get':
    case 'tail':
      return runners.get(ready(toGetOptions(command.name, values, context.env)), context);
  }
}

/** What was typed, for the report of an error: names alone. Undefined where no command is found in it. */
export function typedIn(argv: readonly string[]): string | undefined {
  const [name = '', ...rest] = withCommandFirst(argv);
  const command = commandNamed(name);
  return command && typedNames(command, rest);
}

/** The original apilogs took `-v` and `-vvv` in front of the command only. */
function withCommandFirst(argv: readonly string[]): readonly string[] {
  const [first = '', command, ...rest] = argv;
  const isVerbose = /^(?:-v+|--verbose)$/.test(first) && command !== undefined && !command.startsWith('-');
  return isVerbose ? [command, first, ...rest] : argv;
}

function unknownCommand(name: string): Error {
  const names = [...commandDeclarations.map(({name}) => name), 'help'];
  if (name.startsWith('-')) {
    const option = name.replace(/=.*$/s, '');
    return usageError(
      `a command comes first, before ${option}`,
      `write apilogs get ${option} ...; commands are ${names.join(', ')}`,
    );
  }
  const meant = closest(name, names);
  return usageError(
    `unknown command "${name}"`,
    `${meant ? `did you mean ${meant}? ` : ''}commands are ${names.join(', ')}`,
  );
}

function warnAboutSecrets(values: OptionValues, {stderr}: Context, {verbose, quiet}: NoticeLevel): void {
  const given = secretsOf(values).filter(({value}) => value !== undefined);
  if (given.length === 0) return;
  createNotices(stderr, {verbose, quiet}).notice(
    `${given.map(({name}) => `--${name}`).join(', ')} can be seen by other users of this machine, in its list of processes`,
    'use --profile, or set AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN',
  );
}

const secretOptions = optionDeclarations.filter(option => (option as OptionDeclaration).isSecret);

const secretsOf = (values: OptionValues) => secretOptions.map(({name}) => ({name, value: values.text(name)}));
