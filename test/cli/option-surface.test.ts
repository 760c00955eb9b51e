import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import type {GroupsOptions, StreamsOptions} from '../../src/cli/list-options.js';
import type {GetOptions} from '../../src/options.js';
import {runMain} from '../support/run-main.js';

/** An option as an older program takes it, and what it means to this one. */
interface Row<Options> {
  readonly argv: readonly string[];
  readonly means: Partial<Options> | ((options: Options) => unknown);
}

const group = '/aws/lambda/orders';
const aws = <Key extends keyof GetOptions['aws']>(key: Key, value: string) => ({
  means: (options: {readonly aws: GetOptions['aws']}) => assert.equal(options.aws[key], value),
});

/** The same for every command of both: apilogs 1.3, and awslogs 0.15 of which it was made. */
const common = [
  {argv: ['--aws-access-key-id', 'x', '--aws-secret-access-key', 'y'], ...aws('accessKeyId', 'x')},
  {argv: ['--aws-secret-access-key', 'x', '--aws-access-key-id', 'y'], ...aws('secretAccessKey', 'x')},
  {argv: ['--aws-session-token', 'x'], ...aws('sessionToken', 'x')},
  {argv: ['--profile', 'dev'], ...aws('profile', 'dev')},
  {argv: ['--aws-region', 'us-east-1'], ...aws('region', 'us-east-1')},
  {argv: ['--aws-endpoint-url', 'http://localhost:4566'], ...aws('endpointUrl', 'http://localhost:4566')},
];

const get: readonly Row<GetOptions>[] = [
  ...common,
  {argv: ['-f', 'ERROR'], means: {filterPattern: 'ERROR'}},
  {argv: ['--filter-pattern', 'ERROR'], means: {filterPattern: 'ERROR'}},
  {argv: ['-w'], means: {watch: true}},
  {argv: ['--watch'], means: {watch: true}},
  {argv: ['-i', '5'], means: {watchInterval: 5}},
  {argv: ['--watch-interval', '5'], means: {watchInterval: 5}},
  {argv: ['-G'], means: {noGroup: true}},
  {argv: ['--no-group'], means: {noGroup: true}},
  {argv: ['-S'], means: {noStream: true}},
  {argv: ['--no-stream'], means: {noStream: true}},
  {argv: ['--timestamp'], means: {timestamp: true}},
  {argv: ['--ingestion-time'], means: {ingestionTime: true}},
  {argv: ['-s', '2h ago'], means: {start: '2h ago'}},
  {argv: ['--start', '2h ago'], means: {start: '2h ago'}},
  {argv: ['--start=2h ago'], means: {start: '2h ago'}},
  {argv: ['-e', '1h ago'], means: {end: '1h ago'}},
  {argv: ['--end', '1h ago'], means: {end: '1h ago'}},
  {argv: ['--no-color'], means: {color: 'never'}},
  {argv: ['--color', 'always'], means: {color: 'always'}},
  {argv: ['--color', 'never'], means: {color: 'never'}},
  {argv: ['--color=auto'], means: {color: 'auto'}},
  {argv: ['-q', 'a.b'], means: {query: 'a.b'}},
  {argv: ['--query', 'a.b'], means: {query: 'a.b'}},
  {argv: ['-H', 'a', '--highlight', 'b'], means: {highlight: ['a', 'b']}},
];

const ofStage = ['-a', 'abc123def4', '-t', 'prod'];
const namedStage = {apiId: 'abc123def4', stage: 'prod'};
const targets: readonly Row<GetOptions>[] = [
  {argv: ofStage, means: namedStage},
  {argv: ['--api-id', 'abc123def4', '--stage', 'prod'], means: namedStage},
  {argv: [group], means: {groups: {groups: [{logGroup: group}], prefixes: []}}},
  {argv: [group, 'ALL'], means: {groups: {groups: [{logGroup: group}], prefixes: []}}},
  {
    argv: [group, '2026/0[12].*'],
    means: {groups: {groups: [{logGroup: group, streamPattern: '2026/0[12].*'}], prefixes: []}},
  },
];

const groups: readonly Row<GroupsOptions>[] = [
  ...common,
  {argv: [], means: {prefix: undefined}},
  {argv: ['-p', '/aws/'], means: {prefix: '/aws/'}},
  {argv: ['--log-group-prefix', '/aws/'], means: {prefix: '/aws/'}},
];

const streams: readonly Row<StreamsOptions>[] = [
  ...common,
  {argv: [], means: {logGroup: group, start: undefined, end: undefined}},
  {argv: ['-s', '2d'], means: {start: '2d'}},
  {argv: ['--start', '2d'], means: {start: '2d'}},
  {argv: ['-e', '1d'], means: {end: '1d'}},
  {argv: ['--end', '1d'], means: {end: '1d'}},
];

function table<Options extends object>(
  command: readonly string[],
  rows: readonly Row<Options>[],
  run: (argv: readonly string[], keep: (options: Options) => Promise<0>) => ReturnType<typeof runMain>,
): void {
  for (const {argv, means} of rows) {
    it(`takes ${[...command, ...argv].join(' ')}`, async () => {
      const given: Options[] = [];
      const {exitCode, stderr} = await run([...command, ...argv], async options => {
        given.push(options);
        return 0;
      });
      assert.equal(exitCode, 0, stderr);
      const [options] = given;
      assert.ok(options);
      if (typeof means === 'function') means(options);
      else assert.deepEqual({...options, ...means}, options);
    });
  }
}

describe('the option surface of apilogs 1.3 and awslogs 0.15', () => {
  table(['get', ...ofStage], get, (argv, runGet) => runMain(argv, {runGet}));
  table(['get', group], get, (argv, runGet) => runMain(argv, {runGet}));
  table(['get'], targets, (argv, runGet) => runMain(argv, {runGet}));
  table(['groups'], groups, (argv, runGroups) => runMain(argv, {runGroups}));
  table(['streams', group], streams, (argv, runStreams) => runMain(argv, {runStreams}));

  for (const flag of ['-v', '-vvv', '--verbose']) {
    it(`takes ${flag} in front of the command`, async () => {
      const {get} = await runMain([flag, 'get', ...ofStage]);
      assert.equal(get[0]?.verbose, true);
    });
  }

  it('takes --version', async () => {
    const {stdout, exitCode} = await runMain(['--version']);
    assert.match(stdout, /^apilogs \d/);
    assert.equal(exitCode, 0);
  });

  for (const command of ['get', 'groups', 'streams']) {
    for (const flag of ['-h', '--help']) {
      it(`takes ${command} ${flag}`, async () => {
        const {stdout, exitCode} = await runMain([command, flag]);
        assert.match(stdout, new RegExp(`^Usage: apilogs ${command} `));
        assert.equal(exitCode, 0);
      });
    }
  }
});
