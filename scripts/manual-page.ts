import {type CommandDeclaration, commandDeclarations} from '../src/cli/command-declarations.js';
import {remarks} from '../src/cli/help.js';
import {type OptionDeclaration, optionDeclarations, optionGroups} from '../src/cli/option-declarations.js';
import {
  apiKeys,
  commandsWithOption,
  environment,
  exitStatus,
  files,
  jsonKeys,
  layouts,
  requestKeys,
  sourceKeys,
  summaryKeys,
  traceKeys,
} from './manual-texts.js';

/** The manual, apilogs(1), in the man macros of groff and mandoc. */
export function renderManual(): string {
  const lines = [
    '.\\" Made from the declarations in src/cli by scripts/build-manual.ts; do not edit.',
    '.TH APILOGS 1 "" "apilogs" "User Commands"',
    '.\\" Option names broken at a line end could not be searched for, nor pasted.',
    '.nh',
    '.ad l',
    '.SH NAME',
    'apilogs \\- the logs behind an Amazon API Gateway stage, as one stream',
    '.SH SYNOPSIS',
    ...commandDeclarations.flatMap(synopsis),
    '.SH DESCRIPTION',
    ...paragraph(
      'Finds every log group that belongs to a stage of an API as it is deployed: the execution log, the access log, ' +
        'and those of its Lambda functions and authorizers. Prints their events merged by time, each with the API ' +
        'request it belongs to. Log lines go to standard output, everything else to standard error. It only reads.',
    ),
    '.SH COMMANDS',
    ...commandDeclarations.flatMap(({name, summary, positionals = []}) =>
      definition(
        bold(name),
        [sentence(summary), ...positionals.map(({placeholder, help}) => `${placeholder} is ${help}.`)]
          .map(literal)
          .join(' '),
      ),
    ),
    '.SH OPTIONS',
    ...optionGroups.flatMap(optionSection),
    '.SH OUTPUT',
    ...layouts.flatMap(({name, text}) => definition(bold(name), literal(text))),
    '.PP',
    ...paragraph(
      'The objects of json always have all of these keys, null where a value is unknown. Keys may be added; ' +
        'none is renamed or removed within a major version.',
    ),
    ...jsonKeys.flatMap(({name, text}) => definition(bold(name), literal(text))),
    '.PP',
    ...paragraph('trace -o json prints one object:'),
    ...traceKeys.flatMap(({name, text}) => definition(bold(name), literal(text))),
    '.PP',
    ...paragraph('requests -o json prints an object a line, for each request:'),
    ...requestKeys.flatMap(({name, text}) => definition(bold(name), literal(text))),
    '.PP',
    ...paragraph('requests --summary -o json prints one object:'),
    ...summaryKeys.flatMap(({name, text}) => definition(bold(name), literal(text))),
    '.PP',
    ...paragraph('apis -o json prints an object a line, for each stage:'),
    ...apiKeys.flatMap(({name, text}) => definition(bold(name), literal(text))),
    '.PP',
    ...paragraph('The objects that sources prints as json have these keys:'),
    ...sourceKeys.flatMap(({name, text}) => definition(bold(name), literal(text))),
    '.SH EXIT STATUS',
    ...exitStatus.flatMap(({name, text}) => definition(bold(name), literal(text))),
    '.SH ENVIRONMENT',
    ...[...variablesOfOptions(), ...environment].flatMap(({name, text}) =>
      definition(bold(name), literal(text)),
    ),
    '.SH FILES',
    ...files.flatMap(({name, text}) => definition(bold(name), literal(text))),
    '.SH EXAMPLES',
    ...commandDeclarations.flatMap(exampleSection),
    '.SH SEE ALSO',
    '.BR aws (1),',
    '.BR jq (1)',
  ];
  return `${lines.join('\n')}\n`;
}

const synopsis = ({name, usage}: CommandDeclaration, index: number) => [
  ...(index === 0 ? [] : ['.br']),
  `${bold('apilogs')} ${bold(name)} ${literal(usage)}`,
];

function optionSection(group: (typeof optionGroups)[number]): string[] {
  const options = (optionDeclarations as readonly OptionDeclaration[]).filter(
    option => option.group === group,
  );
  return [`.SS ${group}`, ...options.flatMap(option => definition(optionTerm(option), optionText(option)))];
}

function optionTerm({name, short, kind, placeholder = ''}: OptionDeclaration): string {
  const names = [...(short ? [`-${short}`] : []), `--${name}`].map(bold).join(', ');
  return kind === 'flag' ? names : `${names} \\fI${literal(placeholder)}\\fR`;
}

function optionText(option: OptionDeclaration): string {
  const commands = commandsWithOption(option);
  const only = commands.length < commandDeclarations.length ? `; of ${commands.join(' and ')} only` : '';
  return literal(`${option.help}${remarks(option)}${only}`);
}

function variablesOfOptions(): {name: string; text: string}[] {
  return (optionDeclarations as readonly OptionDeclaration[]).flatMap(({name, env}) =>
    env ? [{name: env, text: `The value of --${name} where it is not given.`}] : [],
  );
}

const exampleSection = ({examples}: CommandDeclaration) =>
  examples.flatMap(({command, does}) => [
    '.PP',
    literal(`${sentence(does).replace(/\.$/, '')}:`),
    '.PP',
    '.in +4n',
    '.nf',
    literal(command),
    '.fi',
    '.in',
  ]);

const definition = (term: string, text: string) => ['.TP', term, text];

const paragraph = (text: string) => [literal(text)];

const bold = (text: string) => `\\fB${literal(text)}\\fR`;

const sentence = (text: string) =>
  `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`;

/**
 * Text as roff takes it literally: in a manual a bare hyphen, apostrophe, caret or tilde may come out as a
 * typographic one, which a shell does not understand when it is pasted (groff_man_style(7)).
 */
function literal(text: string): string {
  return text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll("'", '\\(aq')
    .replaceAll('`', '\\(ga')
    .replaceAll('^', '\\(ha')
    .replaceAll('~', '\\(ti')
    .replace(/^\./, '\\&.');
}
