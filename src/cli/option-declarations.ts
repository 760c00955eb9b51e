import {regionNames} from '../aws/region-names.js';
import type {LookUp} from '../completion/look-up.js';
import {defaultPricePerGb, engines} from '../insights/engine.js';
import {levels} from '../log-line.js';
import {columnNames, outputFormats} from '../render/renderer.js';
import type {ColorChoice} from '../render/use-color.js';
import {requestOrders} from '../requests/sorted-requests.js';
import {defaultStart} from '../time/time-window.js';

/** The headings of `--help` and of the manual, in their order. */
export const optionGroups = [
  'Reading',
  'Following',
  'Selecting',
  'Printing',
  'Demo',
  'AWS',
  'General',
] as const;
export type OptionGroup = (typeof optionGroups)[number];

/** What a shell offers for a value: words, one or several joined by commas, or what it has to look up. */
export type ValueCompletion =
  | {readonly words: readonly string[]; readonly isList?: boolean}
  | {readonly lookUp: LookUp};

/** All that parser, help, manual and completion know of an option. */
export interface OptionDeclaration {
  /** The long name, without dashes. */
  readonly name: string;
  readonly short?: string;
  /** Further long names. */
  readonly aliases?: readonly string[];
  /** `value` takes one value and may be given once, `list` once for each value, `flag` takes none. */
  readonly kind: 'flag' | 'value' | 'list';
  /** What stands for the value in the help. */
  readonly placeholder?: string;
  /** All values there are. */
  readonly choices?: readonly string[];
  /** What a shell offers in place of `choices`; nothing where there is neither. */
  readonly completes?: ValueCompletion;
  readonly group: OptionGroup;
  readonly help: string;
  /** The default, for the help. */
  readonly fallback?: string;
  /** The environment variable that says it where the option does not. */
  readonly env?: string;
  /** Whether the value must never be printed. */
  readonly isSecret?: boolean;
}

export const colorChoices = ['auto', 'always', 'never'] as const satisfies readonly ColorChoice[];

/** Defaults that more than the help needs; both in seconds. */
export const defaultHold = 2;
export const defaultWatchInterval = 1;

/** Ages that need no quotes. */
const agesToOffer = ['5m', '15m', '1h', '3h', '12h', '1d', '7d'];

export const optionDeclarations = [
  {
    name: 'api-id',
    short: 'a',
    kind: 'value',
    placeholder: 'ID',
    completes: {lookUp: 'apis'},
    group: 'Reading',
    help:
      'the API: its id, its name when one API has it, its invoke URL, which says stage and region too, or a custom ' +
      'domain name, with a path where that leads to several',
    env: 'APILOGS_API_ID',
  },
  {
    name: 'stage',
    short: 't',
    kind: 'value',
    placeholder: 'NAME',
    completes: {lookUp: 'stages'},
    group: 'Reading',
    help: "its stage; an API's only one needs no name",
    env: 'APILOGS_STAGE',
  },
  {
    name: 'stack-name',
    kind: 'value',
    placeholder: 'NAME',
    group: 'Reading',
    help: 'the CloudFormation, SAM or CDK stack that made the API, in place of --api-id',
  },
  {
    name: 'log-group',
    kind: 'list',
    placeholder: 'NAME',
    group: 'Reading',
    help: 'in place of a stage, this log group, by its name or its ARN; repeatable',
  },
  {
    name: 'group-prefix',
    short: 'p',
    aliases: ['log-group-prefix'],
    kind: 'list',
    placeholder: 'PREFIX',
    group: 'Reading',
    help: 'in place of a stage, every log group whose name begins so; repeatable',
  },
  {
    name: 'start',
    short: 's',
    aliases: ['since'],
    kind: 'value',
    placeholder: 'TIME',
    completes: {words: [...agesToOffer, 'today', 'yesterday']},
    group: 'Reading',
    help:
      'from when to read: 30s, 5m, "2h ago", 14:05, "yesterday 14:00", "10 mar 9:16", 2026-03-10T09:16:40Z, epoch ' +
      'milliseconds. No time means 00:00, no date or year the most recent past',
    fallback: defaultStart,
  },
  {
    name: 'end',
    short: 'e',
    aliases: ['until'],
    kind: 'value',
    placeholder: 'TIME',
    completes: {words: ['now', ...agesToOffer]},
    group: 'Reading',
    help: 'up to when to read, in the same forms',
    fallback: 'now',
  },
  {
    name: 'tz',
    kind: 'value',
    placeholder: 'ZONE',
    completes: {lookUp: 'zones'},
    group: 'Reading',
    help:
      'utc, local or a zone such as Europe/Berlin: for times given without a zone, and for times printed (json ' +
      'stays UTC)',
    fallback: 'utc',
    env: 'APILOGS_TZ',
  },
  {
    name: 'watch',
    short: 'w',
    aliases: ['follow'],
    kind: 'flag',
    group: 'Following',
    help: 'print new lines as they arrive, until stopped with Ctrl-C',
  },
  {
    name: 'for',
    kind: 'value',
    placeholder: 'DURATION',
    completes: {words: ['1m', '10m', '1h']},
    group: 'Following',
    help: 'with --watch: end by itself after 90s, 10m or 1h30m, as a finished read does',
  },
  {
    name: 'hold',
    kind: 'value',
    placeholder: 'SECONDS',
    group: 'Following',
    help: 'how long a new line may wait to be printed in order and with its request',
    fallback: String(defaultHold),
  },
  {
    name: 'watch-interval',
    short: 'i',
    kind: 'value',
    placeholder: 'SECONDS',
    group: 'Following',
    help: 'time between two looks for new lines',
    fallback: String(defaultWatchInterval),
  },
  {
    name: 'filter-pattern',
    short: 'f',
    aliases: ['filter'],
    kind: 'value',
    placeholder: 'PATTERN',
    group: 'Selecting',
    help: "only lines that match this CloudWatch Logs filter pattern, for instance '?ERROR ?WARN'; AWS applies it",
  },
  {
    name: 'request-id',
    short: 'r',
    aliases: ['request'],
    kind: 'list',
    placeholder: 'ID',
    group: 'Selecting',
    help: 'only lines of this request, by its API, Lambda, extended or trace id; repeatable',
  },
  {
    name: 'source',
    kind: 'list',
    placeholder: 'NAME',
    completes: {words: ['execution', 'access', 'lambda', 'authorizer']},
    group: 'Selecting',
    help:
      'only these sources: execution, access, lambda, authorizer, or a name as the source column prints it; * ' +
      'and ? stand for other characters; repeatable',
  },
  {
    name: 'function',
    kind: 'list',
    placeholder: 'NAME',
    group: 'Selecting',
    help: 'only these functions, by name, with * and ?; repeatable',
  },
  {
    name: 'level',
    kind: 'value',
    placeholder: 'LEVEL',
    choices: levels,
    group: 'Selecting',
    help:
      'only lines of this level and above: TRACE, DEBUG, INFO, WARN, ERROR or FATAL. Known failures are ERROR, ' +
      'other execution log lines INFO; lines without a level are left out',
  },
  {
    name: 'status',
    kind: 'value',
    placeholder: 'LIST',
    completes: {words: ['4xx', '5xx', '403', '429', '500', '502', '503', '504'], isList: true},
    group: 'Selecting',
    help: 'only requests that were answered so, all their lines: 502, 5xx, or a list such as 429,5xx',
  },
  {
    name: 'errors',
    kind: 'flag',
    group: 'Selecting',
    help: 'only requests that failed, all their lines: status 5xx, function errors, time-outs',
  },
  {
    name: 'slow',
    kind: 'value',
    placeholder: 'DURATION',
    completes: {words: ['100ms', '500ms', '1s', '3s', '10s', '29s']},
    group: 'Selecting',
    help: 'only requests that took so long or longer: 1s, 250ms',
  },
  {
    name: 'path',
    kind: 'list',
    placeholder: 'GLOB',
    group: 'Selecting',
    help:
      'only requests to these paths, as called (/orders/42) or as the API defines them (/orders/{id}), with * and ' +
      '?; repeatable',
  },
  {
    name: 'method',
    kind: 'value',
    placeholder: 'LIST',
    completes: {words: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'], isList: true},
    group: 'Selecting',
    help: 'only requests with this method, or one of a list: GET, PUT,POST',
  },
  {
    name: 'cold',
    kind: 'flag',
    group: 'Selecting',
    help: 'only requests that waited for a function to start',
  },
  {
    name: 'sort',
    kind: 'value',
    placeholder: 'ORDER',
    choices: requestOrders,
    group: 'Printing',
    help:
      'time: as they began; latency: slowest first; status: highest first. The last two print at the end, 100,000 ' +
      'requests at most',
    fallback: 'time',
  },
  {
    name: 'summary',
    kind: 'flag',
    group: 'Printing',
    help: 'in place of each request: figures by route and by function, and a histogram',
  },
  {
    name: 'last',
    short: 'n',
    kind: 'value',
    placeholder: 'NUMBER',
    group: 'Selecting',
    help:
      'only the newest so many of the selected events, over all sources; without --start from the last 24 hours. ' +
      'With --watch: of the events before it begins',
  },
  {
    name: 'query',
    short: 'q',
    kind: 'value',
    placeholder: 'EXPRESSION',
    group: 'Printing',
    help:
      'in place of a JSON message print what this JMESPath expression finds in it; other messages are printed as ' +
      'they are',
  },
  {
    name: 'highlight',
    short: 'H',
    kind: 'list',
    placeholder: 'TEXT',
    group: 'Printing',
    help: 'mark this text; repeatable',
  },
  {
    name: 'output',
    short: 'o',
    kind: 'value',
    placeholder: 'FORMAT',
    choices: outputFormats,
    group: 'Printing',
    help:
      'text: time, source, request id, message; classic: log group, log stream, message; raw: the message alone; ' +
      'json: an object a line',
    fallback: 'text',
  },
  {
    name: 'columns',
    kind: 'value',
    placeholder: 'LIST',
    completes: {words: columnNames, isList: true},
    group: 'Printing',
    help: `what to print before the message, in this order: any of ${columnNames.join(',')}`,
  },
  {
    name: 'timestamp',
    kind: 'flag',
    group: 'Printing',
    help: 'classic: add the time of the event',
  },
  {
    name: 'ingestion-time',
    kind: 'flag',
    group: 'Printing',
    help: 'add the time at which CloudWatch Logs took the event in',
  },
  {name: 'no-group', short: 'G', kind: 'flag', group: 'Printing', help: 'classic: leave the log group out'},
  {name: 'no-stream', short: 'S', kind: 'flag', group: 'Printing', help: 'classic: leave the log stream out'},
  {name: 'wide', kind: 'flag', group: 'Printing', help: 'on a terminal, print in full, as into a pipe'},
  {
    name: 'color',
    kind: 'value',
    placeholder: 'WHEN',
    choices: colorChoices,
    group: 'Printing',
    help: 'auto (on a terminal), always or never; NO_COLOR and FORCE_COLOR are obeyed',
    fallback: 'auto',
  },
  {name: 'no-color', kind: 'flag', group: 'Printing', help: 'the same as --color never'},
  {
    name: 'serve',
    kind: 'flag',
    group: 'Demo',
    help: 'only serve the local AWS, and say how to reach it with apilogs or the AWS CLI',
  },
  {
    name: 'port',
    kind: 'value',
    placeholder: 'NUMBER',
    group: 'Demo',
    help: 'port of the local AWS',
    fallback: 'one that is free',
  },
  {
    name: 'region',
    aliases: ['aws-region'],
    kind: 'value',
    placeholder: 'NAME',
    completes: {words: regionNames},
    group: 'AWS',
    help: 'region of the API',
    fallback: 'as in the AWS CLI',
  },
  {
    name: 'profile',
    kind: 'value',
    placeholder: 'NAME',
    completes: {lookUp: 'profiles'},
    group: 'AWS',
    help: 'profile of the AWS configuration files',
    fallback: 'as in the AWS CLI',
  },
  {
    name: 'endpoint-url',
    aliases: ['aws-endpoint-url'],
    kind: 'value',
    placeholder: 'URL',
    group: 'AWS',
    help:
      'ask this address in place of AWS, for instance LocalStack; a URL that LocalStack gave an API on this machine ' +
      'implies it',
  },
  {
    name: 'max-rate',
    kind: 'value',
    placeholder: 'NUMBER',
    group: 'AWS',
    help: 'FilterLogEvents calls a second at most; the quota is one for the account',
    fallback: "the region's quota, half of it with --watch",
    env: 'APILOGS_MAX_RATE',
  },
  {
    name: 'engine',
    kind: 'value',
    placeholder: 'NAME',
    choices: engines,
    group: 'AWS',
    help:
      'what reads: filter (FilterLogEvents, which costs nothing), or insights (queries of Logs Insights, which AWS ' +
      'bills by the GB scanned; not with --watch); auto queries only log groups of the class Infrequent Access, and ' +
      'says so',
    fallback: 'auto',
    env: 'APILOGS_ENGINE',
  },
  {
    name: 'price-per-gb',
    kind: 'value',
    placeholder: 'USD',
    group: 'AWS',
    help:
      'what AWS bills for a GB that queries scan, for the costs that are printed; the default is long known of ' +
      'us-east-1 and was not checked since 2025, other regions differ',
    fallback: String(defaultPricePerGb),
    env: 'APILOGS_PRICE_PER_GB',
  },
  {
    name: 'aws-access-key-id',
    kind: 'value',
    placeholder: 'ID',
    group: 'AWS',
    help: 'visible to other users of the machine; prefer a profile or AWS_ACCESS_KEY_ID',
    isSecret: true,
  },
  {
    name: 'aws-secret-access-key',
    kind: 'value',
    placeholder: 'KEY',
    group: 'AWS',
    help: 'visible to other users of the machine, too',
    isSecret: true,
  },
  {
    name: 'aws-session-token',
    kind: 'value',
    placeholder: 'TOKEN',
    group: 'AWS',
    help: 'visible to other users of the machine, too',
    isSecret: true,
  },
  {
    name: 'exit-code',
    kind: 'flag',
    group: 'General',
    help: 'exit with 10 when something was printed, for scripts',
  },
  {name: 'verbose', short: 'v', kind: 'flag', group: 'General', help: 'say on stderr what is being done'},
  {name: 'quiet', kind: 'flag', group: 'General', help: 'no notices on stderr; errors are still printed'},
  {name: 'help', short: 'h', kind: 'flag', group: 'General', help: 'print this help'},
  {name: 'version', kind: 'flag', group: 'General', help: 'print the version'},
] as const satisfies readonly OptionDeclaration[];

export type OptionName = (typeof optionDeclarations)[number]['name'];

/** The declaration of an option that has one. */
export function declarationOf(name: OptionName): OptionDeclaration {
  return (optionDeclarations as readonly OptionDeclaration[]).find(
    option => option.name === name,
  ) as OptionDeclaration;
}
