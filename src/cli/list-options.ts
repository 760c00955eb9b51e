import {type AwsFlags, choice, toAwsFlags, toNoticeLevel, toTimeZone} from '../options.js';
import {listFormats} from './command-declarations.js';
import {toGroupPrefix, toLogGroup} from './group-options.js';
import type {OptionValues} from './parse-options.js';

/** What every list of names has. */
interface ListOptions {
  readonly output: (typeof listFormats)[number];
  readonly verbose: boolean;
  readonly quiet: boolean;
  readonly aws: AwsFlags;
}

export interface GroupsOptions extends ListOptions {
  /** How names begin. */
  readonly prefix: string | undefined;
  /** What names contain. */
  readonly text: string | undefined;
}

export interface StreamsOptions extends ListOptions {
  /** A name, or an ARN without `:*`. */
  readonly logGroup: string;
  /** As typed. */
  readonly start: string | undefined;
  readonly end: string | undefined;
  /** `utc`, `local` or an IANA name; one that exists. */
  readonly tz: string;
}

/** Throws an ApilogsError (exit code 2) for values that are none. */
export function toGroupsOptions(values: OptionValues): GroupsOptions {
  const [text] = values.words;
  const prefix = values.text('group-prefix');
  return {
    ...toListOptions(values),
    // As awslogs has it, an empty prefix is every group's.
    prefix: prefix ? toGroupPrefix(prefix) : undefined,
    text: text ? toLogGroup('TEXT', text) : undefined,
  };
}

/** Throws as `toGroupsOptions` does. */
export function toStreamsOptions(
  values: OptionValues,
  env: Readonly<Record<string, string | undefined>>,
): StreamsOptions {
  const [logGroup = ''] = values.words;
  return {
    ...toListOptions(values),
    logGroup: toLogGroup('GROUP', logGroup),
    start: values.text('start'),
    end: values.text('end'),
    tz: toTimeZone(values, env),
  };
}

function toListOptions(values: OptionValues): ListOptions {
  return {
    output: choice(values, 'output', listFormats) ?? 'text',
    ...toNoticeLevel(values),
    aws: toAwsFlags(values),
  };
}
