import type {ValueCompletion} from '../cli/option-declarations.js';
import {hiddenCommand} from './complete.js';
import {
  type CompletedCommand,
  type CompletedOption,
  completedCommands,
  generalOptions,
  optionCases,
} from './completed-commands.js';

/**
 * Completion for bash from 3.2 (macOS) on; needs no bash-completion. Nothing that comes from AWS is ever evaluated:
 * it is read line by line into COMPREPLY.
 */
export function bashScript(): string {
  const commands = completedCommands();
  return `# bash completion for apilogs. In ~/.bashrc:
#   eval "$(apilogs completion bash)"
# or, where the package bash-completion is installed, once and again after an update:
#   mkdir -p ~/.local/share/bash-completion/completions
#   apilogs completion bash > ~/.local/share/bash-completion/completions/apilogs

_apilogs() {
  local IFS=$' \\t\\n'
  local words option value prefix= given= entries=() arguments=
  COMPREPLY=()
  _apilogs_read_words
  local last=$((\${#words[@]} - 1)) command=\${words[1]}
  value=\${words[last]}
  case $value in
    [\\"\\']*) value=\${value:1} ;;
  esac
  if ((last < 2)); then
    entries=(${generalOptions.map(entry).join(' ')})
    case $value in
      -*) _apilogs_offer_options ;;
      *) _apilogs_offer ${commands.map(({name}) => name).join(' ')} ;;
    esac
    return
  fi

  case $value in
    --*=*)
      option=\${value%%=*}
      value=\${value#*=}
      # Readline puts a completion behind the = only where that ends a word.
      [[ $COMP_WORDBREAKS == *=* ]] || prefix=$option=
      ;;
    *) option=\${words[last - 1]} ;;
  esac
  case $command:$option in
${optionCases(commands)
  .filter(({option}) => option.placeholder !== undefined)
  .map(
    ({commands: [...names], option}) =>
      `    ${patterns(names, option)})\n      ${offer(option.value)}\n      return\n      ;;`,
  )
  .join('\n')}
  esac

  case $command in
${commands.map(commandCase).join('\n')}
  esac
  case $value in
    -*) _apilogs_offer_options ;;
    *)
      if [[ -n $arguments ]]; then
        ((last == 2)) && _apilogs_offer $arguments
      elif [[ -z $value ]]; then
        _apilogs_offer_options
      fi
      ;;
  esac
}

# The words up to the cursor: bash splits at = and : too, and says so in COMP_WORDS only.
_apilogs_read_words() {
  local line=\${COMP_LINE:0:COMP_POINT} index word space
  words=()
  for ((index = 0; index <= COMP_CWORD; index++)); do
    word=\${COMP_WORDS[index]}
    space=\${line%%[![:space:]]*}
    line=\${line#"$space"}
    ((index == COMP_CWORD)) && word=$line
    line=\${line#"$word"}
    if [[ -n $space ]] || ((index == 0)); then
      words+=("$word")
    else
      words[\${#words[@]} - 1]+=$word
    fi
  done
}

_apilogs_offer() {
  local word
  for word in "$@"; do
    [[ $word == "$value"* ]] && COMPREPLY+=("$prefix$word")
  done
}

# Words joined by commas, each once.
_apilogs_offer_list() {
  local word before=
  [[ $value == *,* ]] && before=\${value%,*},
  for word in "$@"; do
    [[ ,$before == *,$word,* ]] || [[ $before$word != "$value"* ]] || COMPREPLY+=("$prefix$before$word")
  done
  compopt -o nospace 2>/dev/null
}

# What differs from machine to machine, ready to stand in the line.
_apilogs_look_up() {
  local line
  while IFS= read -r line; do
    [[ -n $line ]] && COMPREPLY+=("$line")
  done <<<"$(command apilogs ${hiddenCommand} bash "$1" "\${COMP_LINE:0:COMP_POINT}" "$COMP_WORDBREAKS" 2>/dev/null </dev/null)"
}

# Names of an option stand in one entry, behind + if it may be given again, with the lesser ones behind /.
_apilogs_offer_options() {
  local word entry name index
  for ((index = 2; index < \${#words[@]} - 1; index++)); do
    [[ \${words[index]} == -- ]] && return
    given+=" \${words[index]%%=*} "
  done
  for entry in \${entries[@]+"\${entries[@]}"}; do
    for name in $entry; do
      [[ $entry != +* && $given == *" $name "* ]] && continue 2
    done
    for name in $entry; do
      case $name in
        +) ;;
        /) [[ \${#value} -gt 2 ]] || break ;;
        --*) _apilogs_offer "$name" ;;
        *) [[ -z $value ]] || _apilogs_offer "$name" ;;
      esac
    done
  done
}

complete -F _apilogs apilogs
`;
}

const entry = ({short, long, aliases, isRepeatable}: CompletedOption): string => {
  const names = [...(isRepeatable ? ['+'] : []), ...(short ? [short] : []), long];
  return `'${[...names, ...(aliases.length > 0 ? ['/', ...aliases] : [])].join(' ')}'`;
};

const patterns = (commands: readonly string[], {short, long, aliases}: CompletedOption): string =>
  [...(short ? [short] : []), long, ...aliases]
    .flatMap(name => commands.map(command => `${command}:${name}`))
    .join(' | ');

/** What is declared as words is plain: letters, digits, and signs that mean nothing to a shell. */
function offer(value: ValueCompletion | undefined): string {
  if (value === undefined) return ':';
  if ('lookUp' in value) return `_apilogs_look_up ${value.lookUp}`;
  return `_apilogs_offer${value.isList ? '_list' : ''} ${value.words.join(' ')}`;
}

const commandCase = ({name, options, words}: CompletedCommand): string => `    ${name})
      entries=(${options.map(entry).join(' ')})
      arguments='${words.join(' ')}'
      ;;`;
