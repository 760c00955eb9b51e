import {apisFormats, type CommandName, sourcesFormats, traceFormats} from './cli/command-declarations.js';
import type {NoticeLevel} from './cli/create-notices.js';
import {toEngineOptions} from './cli/engine-options.js';
import {foreignFormatHint} from './cli/foreign-options.js';
import {toNamedGroups} from './cli/group-options.js';
import {colorChoices, defaultHold, defaultWatchInterval, type OptionName} from './cli/option-declarations.js';
import type {OptionValues} from './cli/parse-options.js';
import {nonEmpty, toLast, toSelection} from './cli/selection-options.js';
import {usageError} from './cli/usage-error.js';
import {closest} from './closest.js';
import type {NamedGroups} from './groups/named-groups.js';
import type {Engine} from './insights/engine.js';
import {isApiUrl} from './reach/api-address.js';
import {type WantedStage, wantedStage} from './reach/wanted-stage.js';
import {type Column, columnNames, type OutputFormat, outputFormats} from './render/renderer.js';
import type {ColorChoice} from './render/use-color.js';
import type {Selection} from './select/selection.js';
import {parseDuration} from './time/duration.js';
import {resolveTimeZone} from './time/time-zone.js';

export {resolveWindow, type TimeWindow} from './time/time-window.js';

type Env = Readonly<Record<string, string | undefined>>;

/** What `get` reads, and how it prints it; the options of its command line, environment and defaults applied. */
export interface GetOptions extends Selection {
  /** Empty where log groups are named. */
  readonly apiId: string;
  readonly stage: string;
  /** In place of a stage. */
  readonly groups?: NamedGroups;
  /** As typed; `resolveWindow` reads them against the clock. */
  readonly start: string | undefined;
  readonly end: string | undefined;
  /** `utc`, `local` or an IANA name; one that exists. */
  readonly tz: string;
  readonly watch: boolean;
  /** Seconds. */
  readonly watchInterval: number;
  /** Milliseconds. */
  readonly followFor: number | undefined;
  /** Seconds. */
  readonly hold: number;
  readonly filterPattern: string | undefined;
  /** The newest of the selected lines, so many; with `watch` of the backlog. */
  readonly last: number | undefined;
  /** A JMESPath expression. */
  readonly query: string | undefined;
  readonly highlight: readonly string[];
  readonly output: OutputFormat;
  readonly columns: readonly Column[] | undefined;
  readonly timestamp: boolean;
  readonly ingestionTime: boolean;
  readonly noGroup: boolean;
  readonly noStream: boolean;
  readonly wide: boolean;
  readonly color: ColorChoice;
  readonly exitCode: boolean;
  readonly verbose: boolean;
  readonly quiet: boolean;
  /** FilterLogEvents calls a second. */
  readonly maxRate: number | undefined;
  readonly engine: Engine;
  /** USD for a GB that queries of Logs Insights scan. */
  readonly pricePerGb: number;
  readonly aws: AwsFlags;
}

/** Where and as whom AWS is asked, as far as the command line says. */
export interface AwsFlags {
  readonly region: string | undefined;
  readonly profile: string | undefined;
  readonly endpointUrl: string | undefined;
  readonly accessKeyId: string | undefined;
  readonly secretAccessKey: string | undefined;
  readonly sessionToken: string | undefined;
}

/** Options of a command for which the stage is yet to be found. */
export type Sought<Options extends GetOptions> = Omit<Options, 'apiId' | 'stage'> & {
  readonly wanted: WantedStage;
  /** What was typed, less what says which stage to read, and less secrets: command, words, options. */
  readonly commandLine: readonly string[];
};

/** `demo` runs `get` against the embedded AWS, so it has all of its options but those that say which API and AWS. */
export interface DemoOptions
  extends Omit<GetOptions, 'apiId' | 'stage' | 'groups' | 'maxRate' | 'engine' | 'pricePerGb' | 'aws'> {
  readonly serve: boolean;
  /** Undefined for one that is free. */
  readonly port: number | undefined;
}

/** What `apis` lists. */
export interface ApisOptions extends Pick<GetOptions, 'verbose' | 'quiet' | 'aws'> {
  /** What the name of an API has in it, or its id. */
  readonly text: string | undefined;
  readonly output: (typeof apisFormats)[number];
}

/** `trace` reads a stage as `get` does, and looks for one request. */
export interface TraceOptions extends GetOptions {
  /** As typed. */
  readonly id: string;
  readonly output: (typeof traceFormats)[number];
}

/** Throws an ApilogsError (exit code 2) for values that are none, and for options that exclude each other. */
export function toGetOptions(command: CommandName, values: OptionValues, env: Env): Sought<GetOptions> {
  const groups = command === 'get' || command === 'tail' ? toNamedGroups(values) : undefined;
  const {region, endpointUrl, ...wanted} = toWanted(command, values, env);
  return {
    ...toReadOptions(command, values, env),
    ...(groups && {groups}),
    wanted,
    commandLine: [command, ...values.typed(saysWhere)],
    maxRate: toMaxRate(values, env),
    ...toEngineOptions(values, env, {isFollowed: command === 'tail' || values.flag('watch')}),
    aws: {...toAwsFlags(values), region, endpointUrl},
  };
}

export const toAwsFlags = (values: OptionValues): AwsFlags => ({
  region: values.text('region'),
  profile: values.text('profile'),
  endpointUrl: values.text('endpoint-url'),
  accessKeyId: values.text('aws-access-key-id'),
  secretAccessKey: values.text('aws-secret-access-key'),
  sessionToken: values.text('aws-session-token'),
});

/** Throws as `toGetOptions` does. */
export function toApisOptions(values: OptionValues): ApisOptions {
  return {
    text: values.words[0],
    output: choice(values, 'output', apisFormats) ?? 'text',
    ...toNoticeLevel(values),
    aws: toAwsFlags(values),
  };
}

/** How much is said on stderr. Throws as `toGetOptions` does. */
export function toNoticeLevel(values: OptionValues): NoticeLevel {
  const verbose = values.flag('verbose');
  const quiet = values.flag('quiet');
  if (quiet && verbose) throw usageError('--quiet and --verbose exclude each other', 'give one of them');
  return {verbose, quiet};
}

/** Throws as `toGetOptions` does. */
export function toTraceOptions(values: OptionValues, env: Env): Sought<TraceOptions> {
  const output = choice(values, 'output', traceFormats) ?? 'text';
  const [id = ''] = values.words;
  const options = toGetOptions('trace', values, env);
  const [command = 'trace', ...rest] = options.commandLine;
  return {...options, commandLine: [command, id, ...rest], id, output};
}

/** Throws as `toGetOptions` does. */
export function toDemoOptions(values: OptionValues, env: Env): DemoOptions {
  const serve = values.flag('serve');
  if (serve && values.flag('watch'))
    throw usageError('--serve and --watch exclude each other', '--serve prints no logs');
  return {...toReadOptions('demo', values, env), serve, port: toPort(values.text('port'))};
}

function toReadOptions(
  command: CommandName,
  values: OptionValues,
  env: Env,
): Omit<DemoOptions, 'serve' | 'port'> {
  const watch = command === 'tail' || values.flag('watch');
  refuseContradictions(values, watch);
  return {
    start: values.text('start'),
    end: values.text('end'),
    tz: toTimeZone(values, env),
    watch,
    watchInterval: seconds(values, 'watch-interval', defaultWatchInterval, {isZeroAllowed: false}),
    followFor: toFollowFor(values.text('for'), watch),
    hold: seconds(values, 'hold', defaultHold, {isZeroAllowed: true}),
    // An empty pattern matches everything, as the FilterLogEvents API says; so does none.
    filterPattern: values.text('filter-pattern') || undefined,
    ...toSelection(values),
    last: toLast(values.text('last'), watch),
    query: values.text('query'),
    highlight: nonEmpty(values, 'highlight'),
    output: choice(values, 'output', command === 'sources' ? sourcesFormats : outputFormats) ?? 'text',
    columns: toColumns(values.text('columns')),
    timestamp: values.flag('timestamp'),
    ingestionTime: values.flag('ingestion-time'),
    noGroup: values.flag('no-group'),
    noStream: values.flag('no-stream'),
    wide: values.flag('wide'),
    color: values.flag('no-color') ? 'never' : (choice(values, 'color', colorChoices) ?? 'auto'),
    exitCode: values.flag('exit-code'),
    ...toNoticeLevel(values),
  };
}

function refuseContradictions(values: OptionValues, watch: boolean): void {
  if (watch && values.text('end') !== undefined) {
    throw usageError(
      '--end does not go with --watch, which has no end',
      'to stop after a while, write --for 10m',
    );
  }
  const color = values.text('color');
  if (values.flag('no-color') && color !== undefined && color !== 'never') {
    throw usageError(`--no-color and --color ${color} exclude each other`, 'give one of them');
  }
}

/** What says where the stage is. */
const saysWhere: readonly OptionName[] = ['api-id', 'stage', 'stack-name', 'region', 'endpoint-url'];

function toWanted(command: CommandName, values: OptionValues, env: Env) {
  const [apiId, stage, stackName] = [values.text('api-id'), values.text('stage'), values.text('stack-name')];
  if (apiId === '') throw usageError('--api-id is empty', 'give the id of an API, such as abc123def4');
  if (stackName === '') throw usageError('--stack-name is empty', 'give the name of a CloudFormation stack');
  if (stage === '') {
    throw usageError(
      '--stage is empty',
      "give the name of a stage, such as prod; shells take $default for a variable, so quote it: '$default'",
    );
  }
  return wantedStage({
    url: command === 'trace' ? undefined : values.words.find(isApiUrl),
    apiId,
    stage,
    stackName,
    region: values.text('region'),
    endpointUrl: values.text('endpoint-url'),
    env,
  });
}

export function toTimeZone(values: OptionValues, env: Env): string {
  const tz = values.text('tz') ?? (env.APILOGS_TZ || 'utc');
  resolveTimeZone(tz);
  return tz;
}

function toFollowFor(text: string | undefined, watch: boolean): number | undefined {
  if (text === undefined) return undefined;
  if (!watch)
    throw usageError('--for goes with --watch only', 'to read a window of time, write --start and --end');
  const ms = parseDuration(text, {name: '--for'});
  if (ms <= 0) throw usageError('--for must be longer than nothing', 'write 30s, 10m or 1h');
  return ms;
}

function toColumns(text: string | undefined): readonly Column[] | undefined {
  if (text === undefined) return undefined;
  const names = text.split(',').map(name => name.trim());
  return names.map((name, index) => {
    const column = columnNames.find(known => known === name);
    if (!column) throw unknownChoice(`--columns has no column "${name}"`, name, columnNames);
    if (names.indexOf(name) !== index) throw usageError(`--columns names "${name}" twice`, 'once is enough');
    return column;
  });
}

function toMaxRate(values: OptionValues, env: Env): number | undefined {
  const flag = values.text('max-rate');
  const text = flag ?? (env.APILOGS_MAX_RATE || undefined);
  if (text === undefined) return undefined;
  const rate = toNumber(text);
  if (rate !== undefined && rate > 0) return rate;
  const name = flag === undefined ? 'APILOGS_MAX_RATE' : '--max-rate';
  throw usageError(
    `${name} takes a number of calls a second above 0, not "${text}"`,
    'for instance 5, or 0.5',
  );
}

function toPort(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const port = toNumber(text);
  if (port !== undefined && Number.isInteger(port) && port >= 1 && port <= 65_535) return port;
  throw usageError(
    `--port takes a number from 1 to 65535, not "${text}"`,
    'leave it out for a port that is free',
  );
}

function seconds(
  values: OptionValues,
  name: OptionName,
  fallback: number,
  {isZeroAllowed}: {isZeroAllowed: boolean},
): number {
  const text = values.text(name);
  if (text === undefined) return fallback;
  const ms = parseDuration(text, {name: `--${name}`, bareSeconds: true});
  if (ms > 0 || isZeroAllowed) return ms / 1000;
  throw usageError(`--${name} must be above 0`, `its default is ${fallback}`);
}

/** The value of an option that has choices, one of them. Throws an ApilogsError (exit code 2) for another. */
export function choice<T extends string>(
  values: OptionValues,
  name: OptionName,
  choices: readonly T[],
): T | undefined {
  const text = values.text(name);
  if (text === undefined) return undefined;
  const found = choices.find(known => known === text);
  if (found === undefined) {
    const message = `--${name} cannot be "${text}"`;
    const hint = name === 'output' ? foreignFormatHint(text) : undefined;
    throw hint
      ? usageError(message, `${hint}; it takes ${choices.join(', ')}`)
      : unknownChoice(message, text, choices);
  }
  return found;
}

function unknownChoice(message: string, text: string, choices: readonly string[]) {
  const meant = closest(text, choices);
  return usageError(message, `${meant ? `did you mean ${meant}? ` : ''}it takes ${choices.join(', ')}`);
}

const toNumber = (text: string) => (/^\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : undefined);
