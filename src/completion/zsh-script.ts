import type {ValueCompletion} from '../cli/option-declarations.js';
import {hiddenCommand} from './complete.js';
import {
  allNames,
  type CompletedCommand,
  type CompletedOption,
  completedCommands,
  generalOptions,
} from './completed-commands.js';

/** Completion for zsh. What comes from AWS goes to compadd, which quotes it, and is never evaluated. */
export function zshScript(): string {
  const commands = completedCommands();
  return `#compdef apilogs
# zsh completion for apilogs. In ~/.zshrc, before or behind compinit (which must be there):
#   autoload -Uz compinit && compinit
#   eval "$(apilogs completion zsh)"
# or, once and again after an update, in a folder of fpath that is named before compinit runs:
#   apilogs completion zsh > ~/.zsh/completions/_apilogs

_apilogs() {
  local curcontext=$curcontext state state_descr line
  local -a commands
  typeset -A opt_args
  _arguments -C \\
${generalOptions
  .flatMap(option => specs(option, '(- : *)'))
  .map(continued)
  .join('')}    '1:command:->command' \\
    '*::argument:->arguments' && return
  case $state in
    command)
      commands=(
${commands.map(({name, help}) => `        ${quote(`${name}:${help}`)}\n`).join('')}      )
      _describe -t commands command commands
      ;;
    arguments)
      case $words[1] in
${commands.map(commandCase).join('')}      esac
      ;;
  esac
}

# What differs from machine to machine: its last argument says what.
_apilogs_look_up() {
  local found value
  local -a values displays
  for found in "\${(@f)$(command apilogs ${hiddenCommand} zsh "$@[-1]" "\${(@Q)words[1,CURRENT-1]}" 2>/dev/null </dev/null)}"; do
    [[ -n $found ]] || continue
    value=\${found%%$'\\t'*}
    values+=("$value")
    displays+=("\${found/$'\\t'/  -- }")
  done
  compadd "\${(@)@[1,-2]}" -l -d displays -a values
}

_apilogs_register() {
  (( $+functions[compdef] )) && compdef _apilogs apilogs
  add-zsh-hook -d precmd _apilogs_register
}

if [[ $funcstack[1] == _apilogs ]]; then
  _apilogs "$@"
else
  # At the first prompt everything of ~/.zshrc has run, compinit too.
  autoload -Uz add-zsh-hook
  if (( $+functions[compdef] )); then
    compdef _apilogs apilogs
  else
    add-zsh-hook precmd _apilogs_register
  fi
fi
`;
}

/** An empty list: a message, as `:argument: ` shows, would keep zsh from inserting the option that is being typed. */
const nothingToOffer = '*:argument:( )';

const continued = (spec: string) => `    ${spec} \\\n`;

function commandCase({name, options, words, takesArguments}: CompletedCommand): string {
  const argument =
    words.length > 0
      ? [quote(`1:argument:compadd -V values -- ${words.join(' ')}`)]
      : takesArguments
        ? [quote(nothingToOffer)]
        : [];
  const all = [...options.flatMap(option => specs(option)), ...argument];
  return `        ${name})
          _arguments -s -S \\
${all.map(spec => `            ${spec}`).join(' \\\n')}
          ;;
`;
}

/** A name each: `(--others)--name=[help]:PLACEHOLDER:action`, behind * if it may be given again. */
function specs(option: CompletedOption, excluded?: string): string[] {
  const names = allNames(option);
  const lead = option.isRepeatable ? '*' : (excluded ?? (names.length > 1 ? `(${names.join(' ')})` : ''));
  return names.map(name => {
    if (option.placeholder === undefined) return quote(`${lead}${name}[${escapeHelp(option.help)}]`);
    const attached = name.startsWith('--') ? '=' : '+';
    return quote(
      `${lead}${name}${attached}[${escapeHelp(option.help)}]:${option.placeholder}:${action(option)}`,
    );
  });
}

function action({value, placeholder}: CompletedOption): string {
  if (value === undefined) return ' ';
  if ('lookUp' in value) return `_apilogs_look_up ${value.lookUp}`;
  return words(value, placeholder);
}

const words = ({words, isList}: Extract<ValueCompletion, {words: unknown}>, placeholder = 'VALUE') =>
  isList ? `_values -s , ${placeholder} ${words.join(' ')}` : `compadd -V values -- ${words.join(' ')}`;

const escapeHelp = (help: string) => help.replace(/[[\]\\:]/g, '\\$&');

const quote = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;
