import {closest} from '../closest.js';
import {type Argument, attachValues} from './attach-values.js';
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
  const values = valuesByName(args);
  return {
    flag: name => values.has(name),
    text: name => values.get(name)?.[0],
    list: name => values.get(name) ?? [],
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

/** What was given for each option; for a flag nothing. */
function valuesByName(args: readonly Argument[]): Map<string, string[]> {
  const values = new Map<string, string[]>();
  for (const argument of args) {
    if (argument.kind === 'word') continue;
    const {option, value} = argument;
    const known = values.get(option.name) ?? [];
    if (value !== undefined) known.push(value);
    values.set(option.name, known);
    if (option.kind === 'value' && known.length > 1) throw givenTwice(option, args);
  }
  return values;
}

function givenTwice({name}: OptionDeclaration, args: readonly Argument[]) {
  const times = args.filter(argument => argument.kind === 'option' && argument.option.name === name).length;
  return usageError(`--${name} was given ${times === 2 ? 'twice' : 'more than once'}`, 'it takes one value');
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
  const hasTime = given.some(({option: {name}}) => name === 'start' || name === 'end');
  const takes = (option: string) => options.some(({name}) => name === option);
  if (hasSecret) throw usageError('unexpected argument', takes('start') ? quoteHint : undefined);
  throw usageError(
    `unexpected argument "${word.text}"`,
    hintOfWord(word.text, {takes, mayBeStage: !hasStage && !hasTime}),
  );
}

const quoteHint = 'a value with spaces needs double quotes: --start "2 hours ago"';

/** What a word may have been meant for, at the place where no command takes one. */
function hintOfWord(
  word: string,
  {takes, mayBeStage}: {readonly takes: (option: string) => boolean; readonly mayBeStage: boolean},
): string | undefined {
  if (mayBeStage && takes('api-id') && !takes('log-group')) {
    return word.startsWith('/')
      ? `log groups are read by name with get: apilogs get ${word}`
      : `an API is named with -a: -a ${word}`;
  }
  return takes('start') ? quoteHint : undefined;
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
