import {shellNames} from '../completion/shell-name.js';
import {isApiUrl} from '../reach/api-address.js';
import type {OutputFormat} from '../render/output-format.js';
import type {RequestFormat} from '../render/request-renderer.js';
import {
  declarationOf,
  type OptionDeclaration,
  type OptionName,
  optionDeclarations,
} from './option-declarations.js';

export interface Example {
  readonly command: string;
  readonly does: string;
}

/** A word that a command takes without an option's name in front. */
export interface PositionalDeclaration {
  readonly placeholder: string;
  readonly help: string;
  /** All words there are. */
  readonly choices?: readonly string[];
  /** What is such a word although it begins with a dash. */
  readonly dashed?: RegExp;
  /** Whether it may be left out, and those behind it with it. */
  readonly isOptional?: boolean;
  /** What such a word looks like; every other is one too many. */
  readonly accepts?: (word: string) => boolean;
}

/** All that parser, help and manual know of a command. */
export interface CommandDeclaration {
  readonly name: CommandName;
  readonly summary: string;
  /** What follows the name in the line that shows its use. */
  readonly usage: string;
  readonly description: string;
  readonly positionals?: readonly PositionalDeclaration[];
  readonly options: readonly OptionName[];
  /** What an option means to this command, where that differs. */
  readonly overrides?: Partial<Record<OptionName, Partial<OptionDeclaration>>>;
  readonly examples: readonly Example[];
}

export type CommandName =
  | 'get'
  | 'tail'
  | 'trace'
  | 'requests'
  | 'sources'
  | 'apis'
  | 'groups'
  | 'streams'
  | 'demo'
  | 'completion';

const allOptions: readonly OptionName[] = optionDeclarations.map(({name}) => name);
const demoOnly: readonly OptionName[] = ['serve', 'port'];
const requestsOnly: readonly OptionName[] = ['slow', 'path', 'method', 'cold', 'sort', 'summary'];
const getOptions = allOptions.filter(name => !demoOnly.includes(name) && !requestsOnly.includes(name));
/** How far back `trace` searches without `--start`. */
export const defaultTraceStart = '24h';
/** How far back `sources` looks for newest events without `--start`: enough for those of a quiet stage. */
export const defaultSourcesStart = '24h';
const rateOfReads = "the region's quota";
export const sourcesFormats = ['text', 'json'] as const satisfies readonly OutputFormat[];
export const listFormats = ['text', 'json'] as const satisfies readonly OutputFormat[];
/** How far back `streams` looks for events without `--start`, as awslogs does. */
export const defaultStreamsStart = '1h';
export const traceFormats = ['text', 'json'] as const satisfies readonly OutputFormat[];
export const apisFormats = ['text', 'json'] as const satisfies readonly OutputFormat[];
export const requestFormats = ['text', 'json'] as const satisfies readonly RequestFormat[];
/** Where and as whom AWS is asked; the same for every command that asks it. */
const awsOptions: readonly OptionName[] = optionDeclarations
  .filter(({group}) => group === 'AWS')
  .map(({name}) => name);
/** What says which stage is meant. */
const stageOptions: readonly OptionName[] = ['api-id', 'stage', 'stack-name'];
/** What is read; the demo knows that by itself. */
const targetOptions: readonly OptionName[] = [...stageOptions, 'log-group', 'group-prefix'];
const generalOptions: readonly OptionName[] = ['verbose', 'quiet', 'help', 'version'];
/** Listing makes no FilterLogEvents calls. */
const listingAwsOptions: readonly OptionName[] = awsOptions.filter(
  name => name !== 'max-rate' && name !== 'engine' && name !== 'price-per-gb',
);

const apiUrl: PositionalDeclaration = {
  placeholder: 'URL',
  help: "the invoke URL of a stage, or one on a custom domain, in place of --api-id; with the stage's name in it, of --stage too",
  isOptional: true,
  accepts: isApiUrl,
};
const usage = '[URL | -a ID -t STAGE] [options]';
const groupWord: PositionalDeclaration = {
  placeholder: 'GROUP',
  help: 'the name or the ARN of a log group, in place of a stage; a URL here is that of a stage, as --api-id takes it',
  isOptional: true,
};
const streamWord: PositionalDeclaration = {
  placeholder: 'STREAM',
  help: 'a regular expression that fits the beginning of the names of its streams, or ALL',
  isOptional: true,
};
const usageOfGet = '{URL | -a ID -t STAGE | GROUP [STREAM]} [options]';

const sourcesOptions: readonly OptionName[] = allOptions.filter(
  name =>
    [...stageOptions, 'start', 'tz', 'output', 'max-rate', 'verbose', 'quiet', 'help', 'version'].includes(
      name,
    ) || listingAwsOptions.includes(name),
);

export const commandDeclarations: readonly CommandDeclaration[] = [
  {
    name: 'get',
    summary: 'print the logs of a stage, or of log groups, merged by time; -w follows',
    usage: usageOfGet,
    description:
      'Finds every log group that belongs to a stage of an API as it is deployed: the execution log, the access ' +
      'log, and those of its Lambda functions and authorizers. Prints their events in one order, each with the ' +
      'API request it belongs to. In place of a stage, log groups can be named, one as GROUP, several with ' +
      '--log-group and --group-prefix.',
    positionals: [groupWord, streamWord],
    options: getOptions,
    examples: [
      {command: 'apilogs get -a abc123def4 -t prod', does: 'the last five minutes'},
      {command: 'apilogs get https://api.example.com/orders', does: 'the same of a stage by its URL'},
      {command: 'apilogs get -a abc123def4 -t prod -s 2h -e 1h', does: 'from two hours ago to one hour ago'},
      {command: 'apilogs get -a abc123def4 -t prod -w', does: 'the same, and then new lines as they arrive'},
      {
        command: "apilogs get -a abc123def4 -t prod -s 1d -f '?ERROR ?Exception'",
        does: 'the failures of a day',
      },
      {command: 'apilogs get -a abc123def4 -t prod -s 1h --errors', does: 'all lines of failed requests'},
      {
        command: "apilogs get -a abc123def4 -t prod --function 'orders-*' --level WARN",
        does: 'what some functions warn of',
      },
      {command: 'apilogs get -a abc123def4 -t prod -n 100', does: 'the newest 100 events of a day'},
      {
        command: "apilogs get -a abc123def4 -t prod --source access -q '[status, path]'",
        does: 'two fields of a JSON access log',
      },
      {
        command: 'apilogs get -a abc123def4 -t prod -r 3e0f6c52-91b7-4c1a-8de3-7a5b2049cf18',
        does: 'the lines of one request',
      },
      {
        command: "apilogs get -a abc123def4 -t prod -o json | jq -r '.message'",
        does: 'every message as it is, for other programs',
      },
      {command: 'apilogs get /aws/lambda/orders', does: 'one log group, whatever it belongs to'},
      {
        command: "apilogs get /aws/lambda/orders '2026/03/10.*' -s 1d",
        does: 'those of its streams that began on a day',
      },
      {
        command: 'apilogs get --log-group /ecs/web --group-prefix /aws/lambda/shop- -w',
        does: 'several log groups merged, and followed',
      },
    ],
  },
  {
    name: 'tail',
    summary: 'follow the logs of a stage, or of log groups: get --watch',
    usage: usageOfGet,
    description: 'The same as get --watch: prints the last five minutes and then new lines as they arrive.',
    positionals: [groupWord, streamWord],
    options: getOptions,
    examples: [
      {command: 'apilogs tail -a abc123def4 -t prod', does: 'follow until Ctrl-C'},
      {
        command: 'apilogs tail -a abc123def4 -t prod --for 10m -o json',
        does: 'follow for ten minutes, as JSON',
      },
    ],
  },
  {
    name: 'trace',
    summary: 'everything about one request, from any of its ids',
    usage: 'ID -a ID -t STAGE [options]',
    description:
      'Finds a request by its id and tells its story: its other ids, its outcome, where its time went, the cause if ' +
      'a line states one, and every line that belongs to it. Searches the last hour first and then further ' +
      'back; a trace id says itself when it began.',
    positionals: [
      {
        placeholder: 'ID',
        help:
          'an API request id, an extended request id, an X-Ray trace id or a Lambda request id; also a response ' +
          'header pasted whole, or the first 8 characters or more of an id',
        // An extended request id is base64, in which a dash is a digit like any other.
        dashed: /^-[\w/+-]{8,}={1,2}$/,
      },
    ],
    options: [
      ...stageOptions,
      'start',
      'end',
      'tz',
      'output',
      'wide',
      'color',
      'no-color',
      ...awsOptions,
      'verbose',
      'quiet',
      'help',
      'version',
    ],
    overrides: {
      start: {
        help: 'how far back to search at most; in the same forms as for get',
        fallback: defaultTraceStart,
      },
      output: {
        help: 'text: the story and then the lines; json: one object with the same',
        choices: traceFormats,
      },
      'max-rate': {fallback: rateOfReads},
    },
    examples: [
      {
        command: 'apilogs trace 3e0f6c52-91b7-4c1a-8de3-7a5b2049cf18 -a abc123def4 -t prod',
        does: 'a request of the last 24 hours',
      },
      {
        command: "apilogs trace 'x-amz-apigw-id: JKJaXmPLoAMFVtg=' -a abc123def4 -t prod",
        does: "by a line of the response's headers",
      },
      {
        command: 'apilogs trace 3e0f6c52 -a abc123def4 -t prod -s 7d',
        does: 'by the beginning of its id, up to a week back',
      },
      {
        command: "apilogs trace 3e0f6c52 -a abc123def4 -t prod -o json | jq '.cause'",
        does: 'the cause alone, for scripts',
      },
    ],
  },
  {
    name: 'requests',
    summary: 'one line a request: status, latency, functions, error; or a summary',
    usage,
    description:
      'Reads the logs of a stage as get does and prints one line for each request: when it began, method, path, ' +
      'status, latency, the functions that served it, whether one of them had a cold start, the error if a line ' +
      "states one, and the request's id. A request whose end lies outside of the window is marked as open.",
    positionals: [apiUrl],
    options: [
      ...stageOptions,
      'start',
      'end',
      'tz',
      'watch',
      'for',
      'hold',
      'watch-interval',
      'function',
      'status',
      'errors',
      ...requestsOnly,
      'output',
      'wide',
      'color',
      'no-color',
      ...awsOptions,
      'exit-code',
      'verbose',
      'quiet',
      'help',
      'version',
    ],
    overrides: {
      watch: {help: 'print each request when it is complete, until stopped with Ctrl-C'},
      function: {help: 'only requests that these functions served, by name, with * and ?; repeatable'},
      status: {help: 'only requests that were answered so: 502, 5xx, or a list such as 429,5xx'},
      errors: {help: 'only requests that failed: status 5xx, function errors, time-outs'},
      output: {
        choices: requestFormats,
        help: 'text: columns; json: an object a line, with --summary one object',
      },
      'exit-code': {help: 'exit with 10 when a request was printed or summed up, for scripts'},
    },
    examples: [
      {command: 'apilogs requests -a abc123def4 -t prod', does: 'the requests of the last five minutes'},
      {command: 'apilogs requests -a abc123def4 -t prod -s 1h --errors', does: 'those that failed'},
      {
        command: 'apilogs requests -a abc123def4 -t prod --watch --errors',
        does: 'those that fail from now on',
      },
      {
        command: 'apilogs requests -a abc123def4 -t prod -s 1h --slow 1s --sort latency',
        does: 'the slow ones, slowest first',
      },
      {
        command: 'apilogs requests -a abc123def4 -t prod -s 1d --summary',
        does: 'a day by route, by function and over time',
      },
      {
        command: 'apilogs requests -a abc123def4 -t prod -s 7d --summary --engine insights',
        does: 'a week of much traffic, counted at AWS',
      },
      {
        command: "apilogs requests -a abc123def4 -t prod -s 1h -o json | jq -r '.errors[0].type'",
        does: 'why requests failed, for other programs',
      },
    ],
  },
  {
    name: 'sources',
    summary: 'what get would read of a stage, and why a log may be empty',
    usage,
    description:
      'Lists the logs of a stage: kind, name, log group, region and from where each is known, whether it can be ' +
      'read, and its newest event since --start (24 hours ago where that is not given). Under each stands why it ' +
      'may be empty or hold less than expected, and what to do. Output is text or json.',
    positionals: [apiUrl],
    options: sourcesOptions,
    overrides: {
      start: {
        help: 'how far back to look for the newest event of each log; in the same forms as for get',
        fallback: defaultSourcesStart,
      },
      output: {help: 'text: a table; json: an object a line', choices: sourcesFormats},
      'max-rate': {fallback: rateOfReads},
    },
    examples: [
      {command: 'apilogs sources -a abc123def4 -t prod', does: 'the logs of a stage'},
      {
        command: "apilogs sources -a abc123def4 -t prod -o json | jq -r '.logGroup // empty'",
        does: 'the names of its log groups',
      },
    ],
  },
  {
    name: 'apis',
    summary: 'the APIs of the region and their stages',
    usage: '[TEXT] [options]',
    description:
      'Lists REST, HTTP and WebSocket APIs by name, a line for each stage: the level of its execution log (+data where ' +
      'requests and responses are logged in full), the log group or Firehose stream of its access log, and its ' +
      'invoke URL.',
    positionals: [
      {
        placeholder: 'TEXT',
        help: "a part of the API's name, in any case, or its id",
        isOptional: true,
      },
    ],
    options: ['output', ...listingAwsOptions, ...generalOptions],
    overrides: {
      output: {help: 'text: a table; json: an object a line', choices: apisFormats},
      region: {help: 'region whose APIs to list'},
    },
    examples: [
      {command: 'apilogs apis', does: 'every API and stage'},
      {
        command: "apilogs apis -o json | jq -r 'select(.accessLog == null) | .url'",
        does: 'the stages without an access log',
      },
    ],
  },
  {
    name: 'groups',
    summary: 'the names of log groups, one a line',
    usage: '[TEXT] [-p PREFIX] [options]',
    description:
      'Lists the log groups of the region by name. With TEXT, those whose names contain it, with -p those that begin ' +
      'so; upper and lower case differ.',
    positionals: [{placeholder: 'TEXT', help: 'text that the names contain', isOptional: true}],
    options: ['group-prefix', 'output', ...listingAwsOptions, ...generalOptions],
    overrides: {
      'group-prefix': {kind: 'value', help: 'only log groups whose names begin so'},
      region: {help: 'region of the log groups'},
      output: {
        help: 'text: the names alone; json: an object a line, with class, retention and size',
        choices: listFormats,
      },
    },
    examples: [
      {command: 'apilogs groups', does: 'every log group'},
      {command: 'apilogs groups -p /aws/lambda/', does: 'those of functions'},
      {
        command: "apilogs groups -o json | jq -r 'select(.retentionInDays == null).name'",
        does: 'those that keep their events for ever',
      },
    ],
  },
  {
    name: 'streams',
    summary: 'the names of the log streams of a log group, one a line',
    usage: 'GROUP [-s TIME] [-e TIME] [options]',
    description:
      'Lists the streams of a log group by name, as far as they may hold events of the window. When a stream got its ' +
      'last event AWS says up to an hour late, so a stream is left out only where that was more than an hour before ' +
      'the window.',
    positionals: [{placeholder: 'GROUP', help: 'the name or the ARN of a log group'}],
    options: ['start', 'end', 'tz', 'output', ...listingAwsOptions, ...generalOptions],
    overrides: {
      start: {
        help: 'only streams with events from then on; in the same forms as for get',
        fallback: defaultStreamsStart,
      },
      end: {help: 'only streams with events up to then'},
      tz: {help: 'utc, local or a zone such as Europe/Berlin: for times given without a zone'},
      region: {help: 'region of the log group'},
      output: {
        help: 'text: the names alone; json: an object a line, with the times of their events',
        choices: listFormats,
      },
    },
    examples: [
      {command: 'apilogs streams /aws/lambda/orders', does: 'streams of the last hour'},
      {
        command: 'apilogs streams /aws/lambda/orders -s 7d -o json',
        does: 'those of a week, with their times',
      },
    ],
  },
  {
    name: 'demo',
    summary: 'try it without an AWS account, against a local one',
    usage: '[options]',
    description:
      'Runs get against an AWS that is part of the program, listens on this machine only, and has a sample API ' +
      'whose traffic keeps flowing. Needs no account and no network.',
    options: [...getOptions, ...demoOnly].filter(
      name => !targetOptions.includes(name) && !awsOptions.includes(name),
    ),
    examples: [
      {command: 'apilogs demo', does: 'the last five minutes of the sample API'},
      {command: 'apilogs demo --watch', does: 'follow its traffic'},
      {command: 'apilogs demo --serve --port 4567', does: 'only serve, for other programs'},
    ],
  },
  {
    name: 'completion',
    summary: 'print the completion script for bash, zsh or fish',
    usage: '[SHELL]',
    description:
      'Prints a script that lets the tab key complete commands, options and their values; also profiles, and ids, ' +
      'names and stages of the APIs that earlier runs have found. The tab key asks AWS nothing. The examples show ' +
      'where the script goes; its own first lines show other places.',
    positionals: [
      {
        placeholder: 'SHELL',
        help: 'bash, zsh or fish; where it is left out, the one that SHELL names',
        choices: shellNames,
        isOptional: true,
      },
    ],
    options: ['help', 'version'],
    examples: [
      {command: 'eval "$(apilogs completion bash)"', does: 'a line for ~/.bashrc'},
      {command: 'eval "$(apilogs completion zsh)"', does: 'a line for ~/.zshrc, before or behind compinit'},
      {
        command: 'apilogs completion fish > ~/.config/fish/completions/apilogs.fish',
        does: 'once, and again after an update',
      },
    ],
  },
];

/** The declarations of a command's options. */
export function optionsOf({options, overrides = {}}: CommandDeclaration): OptionDeclaration[] {
  return options.map(name => ({...declarationOf(name), ...overrides[name]}));
}

export const commandNamed = (name: string): CommandDeclaration | undefined =>
  commandDeclarations.find(command => command.name === name);
