import {closest} from '../closest.js';
import type {PositionalDeclaration} from './command-declarations.js';
import {foreignOptionHint} from './foreign-options.js';
import type {OptionDeclaration} from './option-declarations.js';
import {usageError} from './usage-error.js';

/** An argument that was recognised: an option, its value attached, or a word that is none. */
export type Argument =
  | {readonly kind: 'option'; readonly option: OptionDeclaration; readonly value: string | undefined}
  | {readonly kind: 'word'; readonly text: string};

/**
 * Tells options, their values and other words apart. A value may begin with a dash unless it reads as an
 * option: `-f -ERROR` and `-s -2h` have values, `-f -w` lacks one.
 *
 * Throws an ApilogsError (exit code 2) for an unknown option, for a missing value, and for a value given to a flag.
 */
export function attachValues(
  argv: readonly string[],
  options: readonly OptionDeclaration[],
  positionals: readonly PositionalDeclaration[] = [],
): Argument[] {
  const isWord = (text: string) => positionals.some(({dashed}) => dashed?.test(text));
  const args: Argument[] = [];
  const rest = [...argv];
  for (let text = rest.shift(); text !== undefined; text = rest.shift()) {
    if (text === '--') {
      args.push(...rest.splice(0).map(word => ({kind: 'word' as const, text: word})));
    } else if (isWord(text)) {
      args.push({kind: 'word', text});
    } else if (text.startsWith('--')) {
      args.push(takeLong(text, rest, options));
    } else if (text.startsWith('-') && text !== '-') {
      args.push(...takeShort(text, rest, options));
    } else {
      args.push({kind: 'word', text});
    }
  }
  return args;
}

function takeLong(text: string, rest: string[], options: readonly OptionDeclaration[]): Argument {
  const {name, value} = splitLong(text);
  const option = findLong(name, options);
  if (!option) throw unknownOption(`--${name}`, options);
  if (option.kind !== 'flag')
    return {kind: 'option', option, value: value ?? takeValue(`--${name}`, option, rest, options)};
  if (value !== undefined) throw usageError(`--${name} takes no value`, `write --${name} alone`);
  return {kind: 'option', option, value: undefined};
}

/** Short options may be joined, `-wv`, and the last may have its value attached, `-s5m`. */
function* takeShort(
  text: string,
  rest: string[],
  options: readonly OptionDeclaration[],
): Generator<Argument> {
  // A slip of long standing: -start would be read as -s with the value tart.
  const [name = ''] = text.slice(1).split('=', 1);
  if (name.length > 1 && longNames(options).includes(name)) throw unknownOption(`-${name}`, options);

  for (let index = 1; index < text.length; index += 1) {
    const letter = text.charAt(index);
    const option = findShort(letter, options);
    if (!option) throw unknownOption(`-${letter}`, options);
    if (option.kind === 'flag') {
      yield {kind: 'option', option, value: undefined};
      continue;
    }
    const attached = text.slice(index + 1).replace(/^=/, '');
    const isAttached = text.length > index + 1;
    yield {
      kind: 'option',
      option,
      value: isAttached ? attached : takeValue(`-${letter}`, option, rest, options),
    };
    return;
  }
}

function takeValue(
  typed: string,
  option: OptionDeclaration,
  rest: string[],
  options: readonly OptionDeclaration[],
): string {
  const [next] = rest;
  if (next === undefined || next.startsWith('--') || isShortOptions(next, options)) {
    throw usageError(
      `${nameWithLong(typed, option)} needs a value`,
      missingValueHint(typed, option, {next, options}),
    );
  }
  rest.shift();
  return next;
}

function missingValueHint(
  typed: string,
  option: OptionDeclaration,
  {next, options}: {next: string | undefined; options: readonly OptionDeclaration[]},
): string {
  // Both letters are near at hand for someone who thinks of `tail -f`.
  const watch = options.some(({name}) => name === 'watch') ? '-w' : 'apilogs get -w';
  const toFollow = typed === '-f' || typed === '-t' ? `to follow new lines, write ${watch}; ` : '';
  // A shell makes of $default, where it stands without quotes, no argument at all.
  if (option.name === 'stage')
    return `${toFollow}${typed} takes the name of a stage: prod, or '$default' in quotes`;
  if (toFollow !== '') return `${toFollow}${typed} takes a filter pattern`;
  const placeholder = option.placeholder ?? 'VALUE';
  if (next === undefined || next === '--') return `write --${option.name} ${placeholder}`;
  // What follows may be a secret, or an option that has one attached.
  const shown = option.isSecret || next.includes('=') ? placeholder : next;
  return `if what follows is its value, write --${option.name}=${shown}`;
}

const isShortOptions = (text: string, options: readonly OptionDeclaration[]) =>
  /^-[^-]/.test(text) && [...text.slice(1)].every(letter => findShort(letter, options));

const findLong = (name: string, options: readonly OptionDeclaration[]) =>
  options.find(option => option.name === name || option.aliases?.includes(name));

const findShort = (letter: string, options: readonly OptionDeclaration[]) =>
  options.find(option => option.short === letter);

function splitLong(text: string): {name: string; value: string | undefined} {
  const equals = text.indexOf('=');
  return equals === -1
    ? {name: text.slice(2), value: undefined}
    : {name: text.slice(2, equals), value: text.slice(equals + 1)};
}

function unknownOption(typed: string, options: readonly OptionDeclaration[]) {
  const meant = closest(typed.replace(/^-+/, ''), longNames(options));
  return usageError(
    `unknown option ${typed}`,
    foreignOptionHint(typed) ?? (meant ? `did you mean --${meant}?` : '--help lists the options'),
  );
}

const longNames = (options: readonly OptionDeclaration[]) =>
  options.flatMap(({name, aliases = []}) => [name, ...aliases]);

const nameWithLong = (typed: string, {name}: OptionDeclaration) =>
  typed.startsWith('--') ? typed : `${typed} (--${name})`;
