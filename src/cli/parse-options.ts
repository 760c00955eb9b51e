import yargs, {type Options as YargsOptions} from 'yargs';
import {closest} from '../closest.js';
import {attachValues} from './attach-values.js';
import type {PositionalDeclaration} from './command-declarations.js';
import type {OptionDeclaration, OptionName} from './option-declarations.js';
import {usageError} from './usage-error.js';

/** What was typed for the options of a command. */
export interface OptionValues {
  flag(name: OptionName): boolean;
  /** The value of an option that takes one; undefined where it was not given. */
  text(name: OptionName): string | undefined;
  list(name: OptionName): readonly string[];
  /** The words that are no options, one for each that the command declares and that was given. */
  readonly words: readonly string[];
  /** The options as they can be typed again, less these and those that are secrets. */
  typed(without: readonly OptionName[]): readonly string[];
}

/**
 * Reads the arguments behind a command's name. Environment variables and defaults are not its matter.
 *
 * Throws an ApilogsError (exit code 2) for what the declarations do not allow.
 */
export function parseOptions(
  argv: readonly string[],
  options: readonly OptionDeclaration[],
  positionals: readonly PositionalDeclaration[] = [],
): OptionValues {
  const args = attachValues(argv, options, positionals);
  const words = takeWords(args, options, positionals);
  const values = parseWithYargs(args.flatMap(toToken), options);
  return {
    flag: name => values[name] === true,
    text: name => textOf(values[name]),
    list: name => listOf(values[name]),
    words,
    typed: without =>
      args.flatMap(argument =>
        argument.kind === 'word' || argument.option.isSecret || isOneOf(without, argument.option)
          ? []
          : typedAgain(argument),
      ),
  };
}

const isOneOf = (names: readonly string[], {name}: OptionDeclaration) => names.includes(name);

/** With `=` where the value could be read as an option. */
function typedAgain({
  option: {name},
  value,
}: {
  option: OptionDeclaration;
  value: string | undefined;
}): string[] {
  if (value === undefined) return [`--${name}`];
  return value.startsWith('-') ? [`--${name}=${value}`] : [`--${name}`, value];
}

// yargs takes the quotes off a value that begins and ends with one, which would turn the filter pattern
// "a b" (the phrase) into a b (both words). It does so once, so every value gets a pair of its own.
const toToken = (argument: ReturnType<typeof attachValues>[number]): string[] => {
  if (argument.kind === 'word') return [];
  const {option, value} = argument;
  return [value === undefined ? `--${option.name}` : `--${option.name}="${value}"`];
};

function parseWithYargs(
  tokens: readonly string[],
  options: readonly OptionDeclaration[],
): Record<string, unknown> {
  return (
    yargs([...tokens])
      .help(false)
      // Before the options, or it warns of one that is called version.
      .version(false)
      .parserConfiguration({
        'camel-case-expansion': false,
        'dot-notation': false,
        'boolean-negation': false,
        'parse-numbers': false,
        'duplicate-arguments-array': true,
        'greedy-arrays': false,
      })
      .options(Object.fromEntries(options.map(option => [option.name, toYargsOption(option)])))
      .check(values => refuseRepeated(values, options))
      .strict()
      .locale('en')
      .exitProcess(false)
      .fail((message, error) => {
        throw error ?? usageError(message, '--help lists the options');
      })
      .parseSync()
  );
}

const toYargsOption = ({kind}: OptionDeclaration): YargsOptions =>
  kind === 'flag' ? {type: 'boolean'} : {type: 'string', ...(kind === 'list' && {array: true})};

function refuseRepeated(values: Record<string, unknown>, options: readonly OptionDeclaration[]): true {
  for (const {name, kind} of options) {
    if (kind === 'value' && Array.isArray(values[name])) {
      throw usageError(
        `--${name} was given ${values[name].length === 2 ? 'twice' : 'more than once'}`,
        'it takes one value',
      );
    }
  }
  return true;
}

function takeWords(
  args: ReturnType<typeof attachValues>,
  options: readonly OptionDeclaration[],
  positionals: readonly PositionalDeclaration[],
): string[] {
  const words = joinHeader(args.filter(argument => argument.kind === 'word'));
  const missing = positionals[words.length];
  if (missing && !missing.isOptional)
    throw usageError(`${missing.placeholder} is missing`, `${missing.placeholder} is ${missing.help}`);
  const refused = positionals.findIndex(({accepts}, index) => {
    const text = words[index]?.text;
    return accepts && text !== undefined && !accepts(text);
  });
  const given = args.filter(argument => argument.kind === 'option');
  // Beside a stage a word without a slash is rather a part of a time than a log group.
  const hasStage = given.some(({option: {name}}) => ['api-id', 'stage', 'stack-name'].includes(name));
  // A secret torn off its option, as in `--aws-secret-access-key= s3cret`, is a word and must not be printed.
  const hasSecret = given.some(({option}) => option.isSecret);
  const isSecretTorn = given.some(({option, value}) => option.isSecret && value === '');
  const isStray = isSecretTorn || (hasStage && !words[0]?.text.includes('/'));
  const taken = isStray ? positionals.filter(({isOptional}) => !isOptional) : positionals;
  const word = words[refused === -1 ? taken.length : Math.min(refused, taken.length)];
  if (!word) return words.map(({text}, index) => checkWord(text, positionals[index]));
  const takesStart = options.some(({name}) => name === 'start');
  throw usageError(
    hasSecret ? 'unexpected argument' : `unexpected argument "${word.text}"`,
    takesStart ? 'a value with spaces needs double quotes: --start "2 hours ago"' : undefined,
  );
}

function checkWord(text: string, positional: PositionalDeclaration | undefined): string {
  const {placeholder, choices} = positional ?? {};
  if (!choices || choices.includes(text)) return text;
  const meant = closest(text, choices);
  throw usageError(
    `${placeholder} cannot be "${text}"`,
    `${meant ? `did you mean ${meant}? ` : ''}it is one of ${choices.join(', ')}`,
  );
}

/** `x-amzn-RequestId: 3e0f…` without quotes is two words to a shell. */
function joinHeader<Word extends {readonly text: string}>([first, second, ...rest]: readonly Word[]): Word[] {
  if (!first || !second) return first ? [first] : [];
  return /^[A-Za-z][\w-]*:$/.test(first.text)
    ? [{...first, text: `${first.text} ${second.text}`}, ...rest]
    : [first, second, ...rest];
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : undefined);

const listOf = (value: unknown) =>
  Array.isArray(value) ? value.filter(item => typeof item === 'string') : [];
