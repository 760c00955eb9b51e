import {
  declarationOf,
  type OptionDeclaration,
  type OptionName,
  optionDeclarations,
} from './option-declarations.js';

export interface Example {
  readonly command: string;
  readonly does: string;
}

/** All that parser, help and manual know of a command. */
export interface CommandDeclaration {
  readonly name: CommandName;
  readonly summary: string;
  /** What follows the name in the line that shows its use. */
  readonly usage: string;
  readonly description: string;
  readonly options: readonly OptionName[];
  readonly examples: readonly Example[];
}

export type CommandName = 'get' | 'tail' | 'sources' | 'demo';

const allOptions: readonly OptionName[] = optionDeclarations.map(({name}) => name);
const demoOnly: readonly OptionName[] = ['serve', 'port'];
const getOptions = allOptions.filter(name => !demoOnly.includes(name));
const stageOnly: readonly OptionName[] = ['api-id', 'stage'];

const sourcesOptions: readonly OptionName[] = allOptions.filter(
  name =>
    ['api-id', 'stage', 'start', 'tz', 'output', 'max-rate', 'verbose', 'quiet', 'help', 'version'].includes(
      name,
    ) || declarationOf(name).group === 'AWS',
);

export const commandDeclarations: readonly CommandDeclaration[] = [
  {
    name: 'get',
    summary: 'print the logs of a stage, merged by time; -w follows',
    usage: '-a ID -t STAGE [options]',
    description:
      'Finds every log group that belongs to a stage of an API as it is deployed: the execution log, the access ' +
      'log, and those of its Lambda functions and authorizers. Prints their events in one order, each with the ' +
      'API request it belongs to.',
    options: getOptions,
    examples: [
      {command: 'apilogs get -a abc123def4 -t prod', does: 'the last five minutes'},
      {command: 'apilogs get -a abc123def4 -t prod -s 2h -e 1h', does: 'from two hours ago to one hour ago'},
      {command: 'apilogs get -a abc123def4 -t prod -w', does: 'the same, and then new lines as they arrive'},
      {
        command: "apilogs get -a abc123def4 -t prod -s 1d -f '?ERROR ?Exception'",
        does: 'the failures of a day',
      },
      {command: 'apilogs get -a abc123def4 -t prod -s 1h --errors', does: 'all lines of failed requests'},
      {
        command: "apilogs get -a abc123def4 -t prod --function 'orders-*' --level WARN",
        does: 'what some functions warn of',
      },
      {command: 'apilogs get -a abc123def4 -t prod -n 100', does: 'the newest 100 events of a day'},
      {
        command: "apilogs get -a abc123def4 -t prod --source access -q '[status, path]'",
        does: 'two fields of a JSON access log',
      },
      {
        command: 'apilogs get -a abc123def4 -t prod -r 3e0f6c52-91b7-4c1a-8de3-7a5b2049cf18',
        does: 'the lines of one request',
      },
      {
        command: "apilogs get -a abc123def4 -t prod -o json | jq -r '.message'",
        does: 'every message as it is, for other programs',
      },
    ],
  },
  {
    name: 'tail',
    summary: 'follow the logs of a stage: get --watch',
    usage: '-a ID -t STAGE [options]',
    description: 'The same as get --watch: prints the last five minutes and then new lines as they arrive.',
    options: getOptions,
    examples: [
      {command: 'apilogs tail -a abc123def4 -t prod', does: 'follow until Ctrl-C'},
      {
        command: 'apilogs tail -a abc123def4 -t prod --for 10m -o json',
        does: 'follow for ten minutes, as JSON',
      },
    ],
  },
  {
    name: 'sources',
    summary: 'what get would read of a stage, and why a log may be empty',
    usage: '-a ID -t STAGE [options]',
    description:
      'Lists the logs of a stage: kind, name, log group, region and from where each is known, whether it can be ' +
      'read, and its newest event since --start (24 hours ago where that is not given). Under each stands why it ' +
      'may be empty or hold less than expected, and what to do. Output is text or json.',
    options: sourcesOptions,
    examples: [
      {command: 'apilogs sources -a abc123def4 -t prod', does: 'the logs of a stage'},
      {
        command: "apilogs sources -a abc123def4 -t prod -o json | jq -r '.logGroup // empty'",
        does: 'the names of its log groups',
      },
    ],
  },
  {
    name: 'demo',
    summary: 'try it without an AWS account, against a local one',
    usage: '[options]',
    description:
      'Runs get against an AWS that is part of the program, listens on this machine only, and has a sample API ' +
      'whose traffic keeps flowing. Needs no account and no network.',
    options: allOptions.filter(name => !stageOnly.includes(name) && declarationOf(name).group !== 'AWS'),
    examples: [
      {command: 'apilogs demo', does: 'the last five minutes of the sample API'},
      {command: 'apilogs demo --watch', does: 'follow its traffic'},
      {command: 'apilogs demo --serve --port 4567', does: 'only serve, for other programs'},
    ],
  },
];

/** The declarations of a command's options. */
export function optionsOf({options}: CommandDeclaration): OptionDeclaration[] {
  return options.map(declarationOf);
}

export const commandNamed = (name: string): CommandDeclaration | undefined =>
  commandDeclarations.find(command => command.name === name);
