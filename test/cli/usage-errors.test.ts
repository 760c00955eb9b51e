import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {commandDeclarations} from '../../src/cli/command-declarations.js';
import {runMain} from '../support/run-main.js';

const get = (text: string) => ['get', '-a', 'abc123def4', '-t', 'prod', ...text.split(' ').filter(Boolean)];

const invokeUrl = 'https://abc123def4.execute-api.eu-west-1.amazonaws.com/prod';

const commands = [...commandDeclarations.map(({name}) => name), 'help'].join(', ');

interface Case {
  readonly name: string;
  readonly argv: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly message: string;
  readonly hint: string;
}

const cases: readonly Case[] = [
  {
    name: 'an unknown command, with the one that was meant',
    argv: ['gte'],
    message: 'unknown command "gte"',
    hint: `did you mean get? commands are ${commands}`,
  },
  {
    name: 'an unknown command that is like none',
    argv: ['nonsense'],
    message: 'unknown command "nonsense"',
    hint: `commands are ${commands}`,
  },
  {
    name: 'an unknown command to help',
    argv: ['help', 'tial'],
    message: 'unknown command "tial"',
    hint: `did you mean tail? commands are ${commands}`,
  },
  {
    name: 'the AWS CLI’s way to check no certificates, with what is safe',
    argv: get('--no-verify-ssl'),
    message: 'unknown option --no-verify-ssl',
    hint: 'certificates are always checked; name the file of those to trust in AWS_CA_BUNDLE',
  },
  {
    name: 'the AWS CLI’s option for certificates, with the variable',
    argv: get('--ca-bundle /etc/ca.pem'),
    message: 'unknown option --ca-bundle',
    hint: 'name the file in AWS_CA_BUNDLE, or in ca_bundle of the profile',
  },
  {
    name: 'the AWS CLI’s --debug, with ours',
    argv: get('--debug'),
    message: 'unknown option --debug',
    hint: '-v says what is being done',
  },
  {
    name: 'a format of the AWS CLI, with the one that is like it',
    argv: get('-o table'),
    message: '--output cannot be "table"',
    hint: 'text is printed in columns; it takes text, classic, raw, json',
  },
  {
    name: 'an option before the command',
    argv: ['--region=eu-west-1', 'get'],
    message: 'a command comes first, before --region',
    hint: `write apilogs get --region ...; commands are ${commands}`,
  },
  {
    name: 'an unknown option, with the one that was meant',
    argv: get('--fitler ERROR'),
    message: 'unknown option --fitler',
    hint: 'did you mean --filter?',
  },
  {
    name: 'an abbreviated option, with what it abbreviates',
    argv: get('--high x'),
    message: 'unknown option --high',
    hint: 'did you mean --highlight?',
  },
  {
    name: 'an unknown option that is like none, without its value',
    argv: get('--password=hunter2'),
    message: 'unknown option --password',
    hint: '--help lists the options',
  },
  {
    name: 'a long option with one dash',
    argv: get('-start 5m'),
    message: 'unknown option -start',
    hint: 'did you mean --start?',
  },
  {
    name: 'an unknown letter',
    argv: get('-wx'),
    message: 'unknown option -x',
    hint: '--help lists the options',
  },
  {
    name: 'to read the newest none',
    argv: get('-n 0'),
    message: '--last 0 goes with --watch only',
    hint: 'a read of no events would print nothing',
  },
  {
    name: 'a number of lines that is none',
    argv: get('--last ten'),
    message: '--last takes a number of events, not "ten"',
    hint: 'for instance --last 100',
  },
  {
    name: 'an unknown level, with the one that was meant',
    argv: get('--level eror'),
    message: '--level takes no level "eror"',
    hint: 'did you mean ERROR? levels are TRACE, DEBUG, INFO, WARN, ERROR, FATAL',
  },
  ...['5', '600', '5xxx', '200,', 'x'].map(status => ({
    name: `the status ${status}`,
    argv: get(`--status ${status}`),
    message: `--status takes no "${status.split(',').at(-1)}"`,
    hint: 'write a status or its first digit: --status 502, --status 5xx, --status 429,5xx',
  })),
  {
    name: 'an empty source',
    argv: get('--source='),
    message: '--source is empty',
    hint: 'write --source NAME',
  },
  {
    name: 'an empty function',
    argv: get('--function='),
    message: '--function is empty',
    hint: 'write --function NAME',
  },
  {
    name: 'an option of another command',
    argv: get('--port 80'),
    message: 'unknown option --port',
    hint: '--help lists the options',
  },
  {
    name: 'a word that belongs to nothing',
    argv: get('--start 2 hours'),
    message: 'unexpected argument "hours"',
    hint: 'a value with spaces needs double quotes: --start "2 hours ago"',
  },
  {
    name: 'an API as a word of its own',
    argv: ['requests', 'abc123def4', '--errors'],
    message: 'unexpected argument "abc123def4"',
    hint: 'an API is named with -a: -a abc123def4',
  },
  {
    name: 'a part of a time where no API is named',
    argv: ['requests', '--start', '2', 'hours'],
    message: 'unexpected argument "hours"',
    hint: 'a value with spaces needs double quotes: --start "2 hours ago"',
  },
  {
    name: 'the URL of an API behind an id',
    argv: ['trace', '3e0f6c52', invokeUrl],
    message: `unexpected argument "${invokeUrl}"`,
    hint: `an API is named with -a: -a ${invokeUrl}`,
  },
  {
    name: 'a log group where only stages are read',
    argv: ['sources', '/aws/lambda/x'],
    message: 'unexpected argument "/aws/lambda/x"',
    hint: 'log groups are read by name with get: apilogs get /aws/lambda/x',
  },
  {
    name: 'words behind --',
    argv: get('-- --watch'),
    message: 'unexpected argument "--watch"',
    hint: 'a value with spaces needs double quotes: --start "2 hours ago"',
  },
  {
    name: 'a word that may be part of a secret, without showing it',
    argv: get('--aws-secret-access-key= s3cret'),
    message: 'unexpected argument',
    hint: 'a value with spaces needs double quotes: --start "2 hours ago"',
  },
  {
    name: 'such a word where a log group could stand, without showing it',
    argv: ['get', '--aws-secret-access-key=', 's3/cret'],
    message: 'unexpected argument',
    hint: 'a value with spaces needs double quotes: --start "2 hours ago"',
  },
  {
    name: 'a value given twice',
    argv: get('--stage dev'),
    message: '--stage was given twice',
    hint: 'it takes one value',
  },
  {
    name: 'a value given twice by two names',
    argv: get('--start 1h --since 2h'),
    message: '--start was given twice',
    hint: 'it takes one value',
  },
  {
    name: 'the same value given thrice',
    argv: get('-s 1h -s 1h -s 1h'),
    message: '--start was given more than once',
    hint: 'it takes one value',
  },
  {
    name: 'a value for a flag',
    argv: get('--watch=yes'),
    message: '--watch takes no value',
    hint: 'write --watch alone',
  },
  {
    name: 'a missing value at the end',
    argv: get('--start'),
    message: '--start needs a value',
    hint: 'write --start TIME',
  },
  {
    name: 'a missing value before another option',
    argv: get('--highlight -w'),
    message: '--highlight needs a value',
    hint: 'if what follows is its value, write --highlight=-w',
  },
  {
    name: 'a missing value before a long option',
    argv: get('-s --end 5m'),
    message: '-s (--start) needs a value',
    hint: 'if what follows is its value, write --start=--end',
  },
  {
    name: 'a missing value by the name that was typed',
    argv: get('--since'),
    message: '--since needs a value',
    hint: 'write --start TIME',
  },
  {
    name: 'a missing value of a secret, without showing what follows',
    argv: get('--aws-session-token --s3cret'),
    message: '--aws-session-token needs a value',
    hint: 'if what follows is its value, write --aws-session-token=TOKEN',
  },
  {
    name: 'a missing value before a secret, without showing that',
    argv: get('-H --aws-session-token=s3cret'),
    message: '-H (--highlight) needs a value',
    hint: 'if what follows is its value, write --highlight=TEXT',
  },
  {
    name: 'a bare -f, as tail has it',
    argv: get('-f'),
    message: '-f (--filter-pattern) needs a value',
    hint: 'to follow new lines, write -w; -f takes a filter pattern',
  },
  {
    name: 'a bare -f before another option',
    argv: get('-f -w'),
    message: '-f (--filter-pattern) needs a value',
    hint: 'to follow new lines, write -w; -f takes a filter pattern',
  },
  {
    name: 'a bare -t before another option',
    argv: ['get', '-t', '-a', 'abc123def4'],
    message: '-t (--stage) needs a value',
    hint: "to follow new lines, write -w; -t takes the name of a stage: prod, or '$default' in quotes",
  },
  {
    name: 'a bare -t of a command that does not follow',
    argv: ['sources', '-a', 'abc123def4', '-t'],
    message: '-t (--stage) needs a value',
    hint: "to follow new lines, write apilogs get -w; -t takes the name of a stage: prod, or '$default' in quotes",
  },
  {
    name: 'a bare -t',
    argv: ['get', '-a', 'abc123def4', '-t'],
    message: '-t (--stage) needs a value',
    hint: "to follow new lines, write -w; -t takes the name of a stage: prod, or '$default' in quotes",
  },
  {
    name: '$default that a shell took for a variable',
    argv: ['get', '-a', 'abc123def4', '--stage', '-w'],
    message: '--stage needs a value',
    hint: "--stage takes the name of a stage: prod, or '$default' in quotes",
  },
  {
    name: 'an empty stack',
    argv: ['get', '--stack-name', ''],
    message: '--stack-name is empty',
    hint: 'give the name of a CloudFormation stack',
  },
  {
    name: 'a URL and an API id',
    argv: get(invokeUrl),
    message: 'a URL and --api-id exclude each other: each says which API to read',
    hint: 'leave one of them out',
  },
  {
    name: 'a stack and an API id',
    argv: get('--stack-name shop'),
    message: '--api-id and --stack-name exclude each other: each says which API to read',
    hint: 'leave one of them out',
  },
  {
    name: 'a URL of another stage',
    argv: ['tail', invokeUrl, '-t', 'dev'],
    message: 'the URL is of stage "prod", and --stage says "dev"',
    hint: 'leave one of them out',
  },
  {
    name: 'a URL of another region',
    argv: ['requests', '-a', invokeUrl, '--region', 'us-east-1'],
    message: 'the URL is of region eu-west-1, and --region says us-east-1',
    hint: 'leave one of them out',
  },
  {
    name: 'a URL of no API',
    argv: ['sources', 'http://localhost:3000/orders'],
    message: '"http://localhost:3000/orders" is not the URL of an API',
    hint: 'give an invoke URL such as https://abc123def4.execute-api.eu-west-1.amazonaws.com/prod, or --api-id ID',
  },
  {
    name: 'a second URL',
    argv: ['get', invokeUrl, invokeUrl],
    message: `unexpected argument "${invokeUrl}"`,
    hint: 'the URL of a stage stands alone',
  },
  {
    name: 'a URL and a log group',
    argv: ['tail', invokeUrl, '--log-group', '/aws/lambda/x'],
    message: 'a URL of a stage goes without log groups',
    hint: 'give either the URL, or log groups',
  },
  {
    name: 'a stack and a log group',
    argv: ['get', '--stack-name', 'shop', '--group-prefix', '/aws'],
    message: '--stack-name goes with a stage, not with log groups',
    hint: 'give either --api-id and --stage, or log groups',
  },
  {
    name: 'an option of reading to apis',
    argv: ['apis', '--start', '5m'],
    message: 'unknown option --start',
    hint: '--help lists the options',
  },
  {
    name: 'an empty stage, also where the environment has one',
    argv: ['get', '-a', 'abc123def4', '--stage', ''],
    env: {APILOGS_STAGE: 'prod'},
    message: '--stage is empty',
    hint: "give the name of a stage, such as prod; shells take $default for a variable, so quote it: '$default'",
  },
  {
    name: 'an empty API id',
    argv: ['get', '--api-id=', '-t', 'prod'],
    message: '--api-id is empty',
    hint: 'give the id of an API, such as abc123def4',
  },
  {
    name: 'an empty request id',
    argv: get('--request-id='),
    message: '--request-id is empty',
    hint: 'write --request-id ID',
  },
  {
    name: 'an end of a watch',
    argv: get('-w --end now'),
    message: '--end does not go with --watch, which has no end',
    hint: 'to stop after a while, write --for 10m',
  },
  {
    name: 'a duration without a watch',
    argv: get('--for 10m'),
    message: '--for goes with --watch only',
    hint: 'to read a window of time, write --start and --end',
  },
  {
    name: 'a duration that is none',
    argv: get('-w --for 10'),
    message: '--for takes a duration, not "10"',
    hint: 'write 500ms, 30s, 5m, 1h30m, 2d or 1w',
  },
  {
    name: 'a duration of nothing',
    argv: get('-w --for 0s'),
    message: '--for must be longer than nothing',
    hint: 'write 30s, 10m or 1h',
  },
  {
    name: 'an interval that is no number',
    argv: get('-w -i soon'),
    message: '--watch-interval takes a duration, not "soon"',
    hint: 'write a number of seconds, or 500ms, 30s, 5m, 1h30m, 2d or 1w',
  },
  {
    name: 'an interval of zero',
    argv: get('-w -i 0'),
    message: '--watch-interval must be above 0',
    hint: 'its default is 1',
  },
  {
    name: 'a negative hold',
    argv: get('-w --hold -1'),
    message: '--hold takes a duration, not "-1"',
    hint: 'write a number of seconds, or 500ms, 30s, 5m, 1h30m, 2d or 1w',
  },
  {
    name: 'a rate that is no number',
    argv: get('--max-rate fast'),
    message: '--max-rate takes a number of calls a second above 0, not "fast"',
    hint: 'for instance 5, or 0.5',
  },
  {
    name: 'a rate of zero in the environment, by the name of the variable',
    argv: get(''),
    env: {APILOGS_MAX_RATE: '0'},
    message: 'APILOGS_MAX_RATE takes a number of calls a second above 0, not "0"',
    hint: 'for instance 5, or 0.5',
  },
  {
    name: 'a format that does not exist',
    argv: get('-o jsonl'),
    message: '--output cannot be "jsonl"',
    hint: 'did you mean json? it takes text, classic, raw, json',
  },
  {
    name: 'a column that does not exist',
    argv: get('--columns time,sauce'),
    message: '--columns has no column "sauce"',
    hint: 'did you mean source? it takes time, ingestion, source, request, group, stream',
  },
  {
    name: 'a column named twice',
    argv: get('--columns time,time'),
    message: '--columns names "time" twice',
    hint: 'once is enough',
  },
  {
    name: 'a zone that does not exist',
    argv: get('--tz Berlin'),
    message: '"Berlin" is not a time zone',
    hint: '--tz takes utc, local, or a zone name such as Europe/Berlin, America/New_York or Asia/Kolkata',
  },
  {
    name: 'colour and no colour',
    argv: get('--no-color --color always'),
    message: '--no-color and --color always exclude each other',
    hint: 'give one of them',
  },
  {
    name: 'quiet and verbose',
    argv: get('--quiet -v'),
    message: '--quiet and --verbose exclude each other',
    hint: 'give one of them',
  },
  {
    name: 'quiet and verbose of a list',
    argv: ['apis', '--quiet', '-v'],
    message: '--quiet and --verbose exclude each other',
    hint: 'give one of them',
  },
  {
    name: 'a port that is none',
    argv: ['demo', '--serve', '--port', '70000'],
    message: '--port takes a number from 1 to 65535, not "70000"',
    hint: 'leave it out for a port that is free',
  },
  {
    name: 'a demo that serves and watches',
    argv: ['demo', '--serve', '--watch'],
    message: '--serve and --watch exclude each other',
    hint: '--serve prints no logs',
  },
  {
    name: 'control characters, made visible',
    argv: ['\x1b[2J'],
    message: 'unknown command "\\x1b[2J"',
    hint: `commands are ${commands}`,
  },
];

describe('a usage error', () => {
  for (const {name, argv, env = {}, message, hint} of cases) {
    it(`is ${name}`, async () => {
      assert.deepEqual(await runMain(argv, {env}), {
        exitCode: 2,
        stdout: '',
        stderr: `apilogs: ${message}\n  hint: ${hint}\n`,
        get: [],
        apis: [],
        demo: [],
      });
    });
  }
});
