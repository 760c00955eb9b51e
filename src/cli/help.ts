import {
  type CommandDeclaration,
  commandDeclarations,
  type Example,
  optionsOf,
} from './command-declarations.js';
import {type OptionDeclaration, optionGroups} from './option-declarations.js';
import {wrapText} from './wrap-text.js';

const width = 80;
const indent = 26;

/** What `apilogs --help` prints. */
export function generalHelp(): string {
  return text([
    'apilogs: the logs behind an Amazon API Gateway stage, as one stream',
    '',
    'Usage: apilogs COMMAND [options]',
    '',
    'Commands:',
    ...commandDeclarations.flatMap(({name, summary}) => entry(`  ${name}`, summary)),
    ...entry('  help COMMAND', 'the same as COMMAND --help'),
    '',
    'Examples:',
    ...commandDeclarations.flatMap(({examples: [example]}) => (example ? exampleLines(example) : [])),
    '',
    'apilogs COMMAND --help lists the options of a command.',
    'apilogs --version prints the version.',
  ]);
}

/** What `apilogs COMMAND --help` prints. */
export function commandHelp(command: CommandDeclaration): string {
  const options = optionsOf(command);
  const groups = optionGroups
    .map(name => ({name, options: options.filter(({group}) => group === name)}))
    .filter(group => group.options.length > 0);
  return text([
    `Usage: apilogs ${command.name} ${command.usage}`,
    '',
    ...wrapText(command.description, width),
    ...argumentLines(command),
    ...groups.flatMap(group => ['', `${group.name}:`, ...group.options.flatMap(optionLines)]),
    '',
    'Examples:',
    ...command.examples.flatMap(exampleLines),
  ]);
}

const argumentLines = ({positionals = []}: CommandDeclaration): string[] =>
  positionals.length === 0
    ? []
    : ['', 'Arguments:', ...positionals.flatMap(({placeholder, help}) => entry(`  ${placeholder}`, help))];

function optionLines(option: OptionDeclaration): string[] {
  const {name, short, kind, placeholder} = option;
  const value = kind === 'flag' ? '' : ` ${placeholder}`;
  return entry(`  ${short ? `-${short}, ` : '    '}--${name}${value}`, `${option.help}${remarks(option)}`);
}

/** ` (default 5m; also --since)`, or nothing. */
export function remarks({fallback, env, aliases = []}: OptionDeclaration): string {
  const all = [
    ...(env && fallback ? [`default $${env}, else ${fallback}`] : []),
    ...(env && !fallback ? [`default $${env}`] : []),
    ...(!env && fallback ? [`default ${fallback}`] : []),
    ...(aliases.length > 0 ? [`also ${aliases.map(alias => `--${alias}`).join(', ')}`] : []),
  ];
  return all.length > 0 ? ` (${all.join('; ')})` : '';
}

/** A term and what it means beside it, or below where the term is long. */
function entry(term: string, meaning: string): string[] {
  const lines = wrapText(meaning, width - indent).map(line => `${' '.repeat(indent)}${line}`);
  if (term.length > indent - 2) return [term, ...lines];
  const [first = '', ...rest] = lines;
  return [`${term}${first.slice(term.length)}`, ...rest];
}

const exampleLines = ({command, does}: Example) => [`  # ${does}`, `  ${command}`];

const text = (lines: readonly string[]) => `${lines.join('\n')}\n`;
