import {commandDeclarations, optionsOf} from '../cli/command-declarations.js';
import type {OptionDeclaration, ValueCompletion} from '../cli/option-declarations.js';
import {shortHelp} from './short-help.js';

/** A command as the completion scripts need it. */
export interface CompletedCommand {
  readonly name: string;
  readonly help: string;
  readonly options: readonly CompletedOption[];
  /** All words that may stand for its first argument; none where it takes none, or any. */
  readonly words: readonly string[];
  readonly takesArguments: boolean;
}

export interface CompletedOption {
  /** With its dash. */
  readonly short: string | undefined;
  /** With its dashes. */
  readonly long: string;
  /** Further long names. */
  readonly aliases: readonly string[];
  readonly help: string;
  readonly isRepeatable: boolean;
  /** What stands for the value; undefined for a flag. */
  readonly placeholder: string | undefined;
  /** Undefined where nothing can be offered. */
  readonly value: ValueCompletion | undefined;
}

export const allNames = ({short, long, aliases}: CompletedOption): string[] => [
  ...(short ? [short] : []),
  long,
  ...aliases,
];

/** The commands and their options, from the declarations that parser and help come from. */
export function completedCommands(): CompletedCommand[] {
  const commands = commandDeclarations.map(command => {
    const {name, summary, positionals = []} = command;
    return {
      name,
      help: shortHelp(summary),
      options: optionsOf(command).map(toCompletedOption),
      words: positionals[0]?.choices ?? [],
      takesArguments: positionals.length > 0,
    };
  });
  const names = commands.map(({name}) => name);
  const help = {
    name: 'help',
    help: 'the same as COMMAND --help',
    options: [],
    words: names,
    takesArguments: true,
  };
  return [...commands, help];
}

/** What may stand in place of a command. */
export const generalOptions: readonly CompletedOption[] = [
  {long: '--help', short: '-h', help: 'print the help'},
  {long: '--version', short: undefined, help: 'print the version'},
].map(option => ({
  ...option,
  aliases: [],
  isRepeatable: false,
  placeholder: undefined,
  value: undefined,
}));

function toCompletedOption(option: OptionDeclaration): CompletedOption {
  const {name, short, aliases = [], kind, placeholder = 'VALUE', choices, completes} = option;
  return {
    short: short && `-${short}`,
    long: `--${name}`,
    aliases: aliases.map(alias => `--${alias}`),
    // Help that goes through the choices one by one has no beginning that speaks of all.
    help: choices?.some(choice => option.help.startsWith(choice))
      ? choices.join(', ')
      : shortHelp(option.help),
    isRepeatable: kind === 'list',
    placeholder: kind === 'flag' ? undefined : placeholder,
    value: completes ?? (choices && {words: choices}),
  };
}

/** An option with the commands to which it is the same. */
export interface OptionCase {
  readonly commands: readonly string[];
  readonly option: CompletedOption;
}

/** Each option, once for each thing that it is to its commands. */
export function optionCases(commands: readonly CompletedCommand[]): OptionCase[] {
  const cases = new Map<string, {commands: string[]; option: CompletedOption}>();
  for (const {name, options} of commands) {
    for (const option of options) {
      const key = JSON.stringify(option);
      const found = cases.get(key) ?? {commands: [], option};
      found.commands.push(name);
      cases.set(key, found);
    }
  }
  return [...cases.values()];
}
