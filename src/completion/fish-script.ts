import type {ValueCompletion} from '../cli/option-declarations.js';
import {hiddenCommand} from './complete.js';
import {
  allNames,
  type CompletedCommand,
  type CompletedOption,
  completedCommands,
  generalOptions,
  optionCases,
} from './completed-commands.js';

/** Completion for fish from 3.0 on, which quotes what it inserts. */
export function fishScript(): string {
  const commands = completedCommands();
  return `# fish completion for apilogs. Once, and again after an update:
#   apilogs completion fish > ~/.config/fish/completions/apilogs.fish
# or in ~/.config/fish/config.fish:
#   apilogs completion fish | source

function __apilogs_is_first
    test (count (commandline -opc)) -eq 1
end

# Whether the first argument of one of these commands is being typed: commands joined by commas.
function __apilogs_is_argument
    set -l tokens (commandline -opc)
    test (count $tokens) -eq 2; and contains -- $tokens[2] (string split , -- $argv[1])
end

# Whether it is one of these commands, and none of the names that follow was given. The last word does not count
# where its value is being typed now.
function __apilogs_offers
    set -l names $argv[3..-1]
    set -l tokens (commandline -opc)
    set -e tokens[1]
    contains -- "$tokens[1]" (string split , -- $argv[2]); or return 1
    set -e tokens[1]
    if test "$argv[1]" = value; and not string match -q -- '--*=*' "$tokens[-1]"
        set -e tokens[-1]
    end
    for token in $tokens
        contains -- (string replace -r '=.*' '' -- $token) $names; and return 1
    end
    return 0
end

# Words joined by commas, each once.
function __apilogs_list
    set -l current (string replace -r '^-[^=]*=' '' -- (commandline -ct))
    set -l before (string match -r '^.*,' -- $current)
    for word in $argv
        contains -- $word (string split , -- "$before"); or echo "$before$word"
    end
end

# What differs from machine to machine.
function __apilogs_look_up
    command -q apilogs; or return
    command apilogs ${hiddenCommand} fish $argv[1] (commandline -opc) 2>/dev/null </dev/null
end

complete -c apilogs -e
complete -c apilogs -f
${[
  ...commands.map(({name, help}) => `complete -c apilogs -n __apilogs_is_first -a ${name} -d ${quote(help)}`),
  ...generalOptions.map(option => optionLine(option, option.long, '__apilogs_is_first')),
  ...commands.flatMap(argumentLines),
  ...optionCases(commands).flatMap(({commands, option}) => optionLines(commands, option)),
].join('\n')}
`;
}

const argumentLines = ({name, words}: CompletedCommand): string[] =>
  words.length > 0
    ? [`complete -c apilogs -n '__apilogs_is_argument ${name}' -a ${quote(words.join(' '))}`]
    : [];

function optionLines(commands: readonly string[], option: CompletedOption): string[] {
  const {long, aliases, isRepeatable, placeholder} = option;
  const kind = placeholder === undefined ? 'flag' : 'value';
  const names = isRepeatable ? [] : allNames(option);
  const condition = ['__apilogs_offers', kind, commands.join(','), ...names].join(' ');
  return [
    optionLine(option, long, quote(condition)),
    ...aliases.map(alias => optionLine({...option, short: undefined}, alias, quote(condition))),
  ];
}

function optionLine({short, help, placeholder, value}: CompletedOption, long: string, condition: string) {
  return [
    `complete -c apilogs -n ${condition}`,
    ...(short ? [`-s ${short.slice(1)}`] : []),
    `-l ${long.slice(2)}`,
    ...(placeholder === undefined ? [] : ['-x']),
    ...(value === undefined ? [] : [`-a ${words(value)}`]),
    `-d ${quote(help)}`,
  ].join(' ');
}

function words(value: ValueCompletion): string {
  if ('lookUp' in value) return quote(`(__apilogs_look_up ${value.lookUp})`);
  return quote(value.isList ? `(__apilogs_list ${value.words.join(' ')})` : value.words.join(' '));
}

const quote = (text: string) => `'${text.replace(/['\\]/g, '\\$&')}'`;
