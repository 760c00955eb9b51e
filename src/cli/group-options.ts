import {parseLogGroupArn} from '../discover/log-group-arn.js';
import type {NamedGroup, NamedGroups} from '../groups/named-groups.js';
import {compileStreamPattern} from '../groups/stream-pattern.js';
import {restoreFromGitBash} from './git-bash-path.js';
import type {OptionName} from './option-declarations.js';
import type {OptionValues} from './parse-options.js';
import {nonEmpty} from './selection-options.js';
import {usageError} from './usage-error.js';

/** What asks for a stage, or for what only a stage's logs can tell. */
const stageOptions: readonly OptionName[] = ['api-id', 'stage', 'status', 'errors'];

/**
 * The log groups that the words and options of `get` name; undefined where they name none. Throws an ApilogsError
 * (exit code 2) for names that are none, and for options that go with a stage only.
 */
export function toNamedGroups(values: OptionValues): NamedGroups | undefined {
  const [word, stream] = values.words;
  const groups: NamedGroup[] = [
    ...(word === undefined ? [] : [{logGroup: toLogGroup('GROUP', word), ...toStreamPattern(stream)}]),
    ...nonEmpty(values, 'log-group').map(name => ({logGroup: toLogGroup('--log-group', name)})),
  ];
  const prefixes = nonEmpty(values, 'group-prefix').map(prefix => toGroupPrefix(prefix));
  const [first] = groups;
  if (!first && prefixes.length === 0) return undefined;
  refuseStageOptions(values);
  return {groups, prefixes};
}

function refuseStageOptions(values: OptionValues): void {
  const given = stageOptions.find(name => values.flag(name) || values.text(name) !== undefined);
  if (given === undefined) return;
  const ofRequests = given === 'status' || given === 'errors';
  throw usageError(
    `--${given} goes with a stage, not with log groups`,
    ofRequests
      ? 'to select lines that tell of failures, write --level ERROR'
      : 'give either --api-id and --stage, or log groups',
  );
}

/**
 * A log group's name, or its ARN without `:*`. `what` names the argument in messages. Throws an ApilogsError (exit
 * code 2) for what cannot be one.
 */
export function toLogGroup(what: string, typed: string): string {
  const text = restoreFromGitBash(typed);
  if (text === '') throw usageError(`${what} is empty`, '`apilogs groups` lists the names of log groups');
  if (text.startsWith('arn:')) {
    if (parseLogGroupArn(text)) return text.replace(/:\*$/, '');
    throw usageError(
      `${what} is the ARN of something else than a log group: ${text}`,
      'that of a log group reads arn:aws:logs:REGION:ACCOUNT:log-group:NAME',
    );
  }
  checkName(what, text);
  return text;
}

/** The beginning of log groups' names. Throws as `toLogGroup` does. */
export function toGroupPrefix(typed: string): string {
  const text = restoreFromGitBash(typed);
  checkName('--group-prefix', text);
  return text;
}

/** What AWS takes in a log group's name (documented for CreateLogGroup). */
const logGroupName = /^[\w.\-/#]{1,512}$/;

function checkName(what: string, text: string): void {
  if (logGroupName.test(text)) return;
  const beginning = /^([\w.\-/#]+)\*$/.exec(text)?.[1];
  throw usageError(
    `${what} cannot be "${text}"`,
    beginning
      ? `for every log group that begins so, write --group-prefix ${beginning}`
      : 'the name of a log group has letters, digits and . - _ / # only; `apilogs groups` lists them',
  );
}

function toStreamPattern(text: string | undefined): Pick<NamedGroup, 'streamPattern'> {
  if (text === undefined || text === 'ALL' || isEverything(text)) return {};
  return {streamPattern: text};
}

function isEverything(text: string): boolean {
  const {prefix, isPrefix} = compileStreamPattern(text);
  return isPrefix && prefix === '';
}
