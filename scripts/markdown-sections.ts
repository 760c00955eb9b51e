import {type CommandDeclaration, commandDeclarations, optionsOf} from '../src/cli/command-declarations.js';
import {remarks} from '../src/cli/help.js';
import type {OptionDeclaration} from '../src/cli/option-declarations.js';
import {
  type Definition,
  environment,
  exitStatus,
  files,
  jsonPromise,
  jsonSections,
  timeForms,
  timeRules,
  variablesOfOptions,
} from './manual-texts.js';

/** What stands between the markers `<!-- NAME: begin -->` and `<!-- NAME: end -->` of a Markdown file. */
function sectionNamed(name: string): string {
  if (name === 'commands') return commandTable();
  if (name === 'exit codes') return table(['code', 'meaning'], exitStatus);
  if (name === 'times') return table(['form', 'meaning'], timeForms);
  const command = commandDeclarations.find(command => name === `options of ${command.name}`);
  if (command) return optionTable(command);
  throw new RangeError(`no section is called "${name}"`);
}

const marked = /^<!-- ([^\n]*): begin -->\n.*?^<!-- \1: end -->$/gms;

/** A Markdown file with its marked sections as the declarations make them. Throws for a name that there is none of. */
export function fillSections(markdown: string): string {
  return markdown.replaceAll(
    marked,
    (_, name: string) => `<!-- ${name}: begin -->\n${sectionNamed(name)}\n<!-- ${name}: end -->`,
  );
}

/** The reference: all that the manual has in lists, as one Markdown page. */
export function renderReference(): string {
  const parts = [
    '<!-- Made from the declarations in src/cli by npm run manual; do not edit. -->',
    '# Reference',
    'Everything that `man apilogs` and `apilogs COMMAND --help` list, on one page.',
    '## Commands',
    commandTable(),
    ...commandDeclarations.flatMap(command => [
      `### apilogs ${command.name}`,
      escapeText(command.description),
      '```sh\n' +
        command.examples.map(({command: line, does}) => `# ${does}\n${line}`).join('\n\n') +
        '\n```',
      optionTable(command),
    ]),
    '## Times',
    escapeText(timeRules),
    table(['form', 'meaning'], timeForms),
    '## JSON',
    escapeText(jsonPromise),
    ...jsonSections.flatMap(({intro, keys}) => [escapeText(intro), table(['key', 'value'], keys)]),
    '## Exit codes',
    table(['code', 'meaning'], exitStatus),
    '## Environment',
    table(['variable', 'meaning'], [...variablesOfOptions(), ...environment]),
    '## Files',
    table(['file', 'what for'], files),
  ];
  return `${parts.join('\n\n')}\n`;
}

function commandTable(): string {
  return rows(
    ['command', 'what it does'],
    commandDeclarations.map(({name, usage, summary}) => [
      code(`apilogs ${name} ${usage.replace(/ ?\[options\]$/, '')}`.trim()),
      escapeText(summary),
    ]),
  );
}

function optionTable(command: CommandDeclaration): string {
  return rows(['option', 'meaning'], optionsOf(command).map(optionRow));
}

function optionRow(option: OptionDeclaration): [string, string] {
  const {name, short, kind, placeholder} = option;
  const value = kind === 'flag' ? '' : ` ${placeholder}`;
  return [
    code(`${short ? `-${short}, ` : ''}--${name}${value}`),
    escapeText(`${option.help}${remarks(option)}`),
  ];
}

function table(head: readonly [string, string], definitions: readonly Definition[]): string {
  return rows(
    head,
    definitions.map(({name, text}) => [name.split(', ').map(code).join(', '), escapeText(text)]),
  );
}

function rows(head: readonly [string, string], body: readonly (readonly [string, string])[]): string {
  return [head, ['---', '---'], ...body].map(cells => `| ${cells.join(' | ')} |`).join('\n');
}

const code = (text: string) => `\`${text.replaceAll('|', '\\|')}\``;

/** Text as Markdown takes it literally, in a cell of a table too. */
function escapeText(text: string): string {
  return text.replace(/[\\`*_<>|[\]]/g, '\\$&');
}
