import {type CommandDeclaration, commandDeclarations} from '../src/cli/command-declarations.js';
import {remarks} from '../src/cli/help.js';
import {type OptionDeclaration, optionDeclarations, optionGroups} from '../src/cli/option-declarations.js';
import {wrapText} from '../src/cli/wrap-text.js';
import {
  commandsOf,
  differencesOf,
  environment,
  exitStatus,
  files,
  jsonPromise,
  jsonSections,
  layouts,
  manualDate,
  timeForms,
  timeRules,
  variablesOfOptions,
} from './manual-texts.js';

/** The manual, apilogs(1), in the man macros of groff and mandoc. */
export function renderManual(): string {
  const lines = [
    '.\\" Made from the declarations in src/cli by scripts/build-manual.ts; do not edit.',
    `.TH APILOGS 1 "${manualDate}" "apilogs" "User Commands"`,
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
    ...commandDeclarations.flatMap(commandSection),
    '.SH OPTIONS',
    ...optionGroups.flatMap(optionSection),
    '.SH OUTPUT',
    ...layouts.flatMap(({name, text}) => definition(bold(name), literal(text))),
    '.PP',
    ...paragraph(jsonPromise),
    ...jsonSections.flatMap(({intro, keys}) => [
      '.PP',
      ...paragraph(intro),
      ...keys.flatMap(({name, text}) => definition(bold(name), literal(text))),
    ]),
    '.SH TIMES',
    ...paragraph(timeRules),
    ...timeForms.flatMap(({name, text}) => definition(bold(name), literal(text))),
    '.SH EXIT STATUS',
    ...exitStatus.flatMap(({name, text}) => definition(bold(name), literal(text))),
    '.SH ENVIRONMENT',
    ...[...variablesOfOptions(), ...environment].flatMap(({name, text}) =>
      definition(bold(name), literal(text)),
    ),
    '.SH FILES',
    ...files.flatMap(({name, text}) => definition(bold(name), literal(text))),
    '.SH EXAMPLES',
    ...commandDeclarations.flatMap(exampleSection).slice(1),
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

function commandSection({name, summary, description, positionals = []}: CommandDeclaration): string[] {
  const lines = [
    sentence(summary),
    description,
    ...positionals.map(({placeholder, help}) => `${placeholder} is ${help}.`),
  ];
  return definition(bold(name), lines.map(literal).join(' '));
}

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
  return [`${option.help}${remarks(option)}${commandsOf(option)}`, ...differencesOf(option)]
    .map(literal)
    .join('. ');
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

const definition = (term: string, text: string) => ['.TP', term, ...fold(text)];

const paragraph = (text: string) => fold(literal(text));

/** Lines of the length that mandoc asks for, of a text that roff fills. */
function fold(text: string): string[] {
  const lines = wrapText(text, 78);
  return lines.map((line, index) => {
    // A full stop at the end of a line would be the end of a sentence, which roff sets more space after.
    const isLast = index === lines.length - 1;
    return `${/^\./.test(line) ? '\\&' : ''}${line}${!isLast && /[.?!]$/.test(line) ? '\\&' : ''}`;
  });
}

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
