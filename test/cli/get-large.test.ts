import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {createInterface} from 'node:readline';
import {after, before, describe, it} from 'node:test';
import {LocalAws} from '../../src/local-aws/local-aws.js';
import {cleanEnv, program, runCli} from '../support/run-cli.js';

const functionArn = (name: string) => `arn:aws:lambda:eu-west-1:111122223333:function:${name}`;
const uri = (name: string) =>
  `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${functionArn(name)}/invocations`;
const atInfo = {'*/*': {loggingLevel: 'INFO'}} as const;

describe('get of a large stage', () => {
  let localAws: LocalAws;
  before(async () => {
    localAws = await LocalAws.start();
  });
  after(() => localAws.stop());

  it('finds 40 functions behind 300 routes with no more than 60 calls', async () => {
    const names = Array.from({length: 40}, (_, i) => `fn-${i}`);
    for (const name of names) localAws.lambda.addFunction({name});
    localAws.apiGateway.addRestApi({
      id: 'large12345',
      name: 'large',
      deployed: {
        routes: Array.from({length: 300}, (_, i) => ({
          path: `/things/${i}`,
          method: 'GET',
          integration: {type: 'AWS_PROXY', uri: uri(`fn-${i % 40}`)},
        })),
        authorizers: [],
      },
      stages: [{stageName: 'prod', methodSettings: atInfo}],
    });
    localAws.calls.clear();
    await runCli(['get', '-a', 'large12345', '-t', 'prod'], {localAws});
    const calls = localAws.calls.list().filter(({operation}) => operation !== 'FilterLogEvents');
    assert.ok(calls.length <= 60, `${calls.length} calls`);
    const read = new Set(localAws.calls.list('FilterLogEvents').map(({input}) => input.logGroupName));
    for (const name of names) assert.ok(read.has(`/aws/lambda/${name}`), name);
  });

  it('passes 1,000,000 events through in less than 300 MB of memory', async () => {
    const start = Date.UTC(2026, 2, 10, 9);
    const eventsPerGroup = 250_000;
    const names = ['one', 'two', 'three', 'four'];
    for (const name of names) {
      localAws.lambda.addFunction({name});
      localAws.logs.putGenerated(`/aws/lambda/${name}`, eventsPerGroup, i => ({
        logStream: `2026/03/10/[$LATEST]${name}`,
        timestamp: start + i * 4,
        message: `2026-03-10T09:00:00.000Z\tundefined\tINFO\tevent ${i} of ${name}, as long as lines usually are\n`,
      }));
    }
    localAws.apiGateway.addRestApi({
      id: 'million123',
      name: 'million',
      deployed: {
        routes: names.map(name => ({
          path: `/${name}`,
          method: 'GET',
          integration: {type: 'AWS_PROXY', uri: uri(name)},
        })),
        authorizers: [],
      },
      stages: [{stageName: 'prod', methodSettings: atInfo}],
    });
    const args = [
      'get',
      '-a',
      'million123',
      '-t',
      'prod',
      '-s',
      new Date(start).toISOString(),
      '-e',
      '2026-03-10T10:00Z',
    ];
    const child = spawn(
      '/usr/bin/env',
      [
        process.execPath,
        '--require',
        peakMemory,
        program,
        ...args,
        '-o',
        'raw',
        '--quiet',
        '--max-rate',
        '1000',
      ],
      {
        env: cleanEnv({localAws}),
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    let lines = 0;
    let stderr = '';
    child.stderr.on('data', chunk => (stderr += chunk));
    for await (const _ of createInterface({input: child.stdout})) lines += 1;
    const peakMb = Number(/peak (\d+) kB/.exec(stderr)?.[1]) / 1024;
    assert.equal(lines, eventsPerGroup * names.length);
    assert.ok(peakMb < 300, `${peakMb} MB`);
  });
});

describe('get of many pages', () => {
  const start = Date.UTC(2026, 2, 10, 9);
  const logGroup = 'API-Gateway-Execution-Logs_pages12345/prod';
  // 1,022 events of 1,000 characters fill a page of 1 MB.
  const pages = 20;
  const count = pages * 1_022 - 10;
  const window = ['-s', '2026-03-10T09:00Z', '-e', '2026-03-10T10:00Z', '-o', 'raw', '--quiet'];

  for (const [shape, timeOf] of Object.entries({
    even: (index: number) => index * 100,
    'in bursts of a page and a half': (index: number) =>
      Math.floor(index / 1_533) * 200_000 + (index % 1_533),
    'in one second': (index: number) => 1_800_000 + Math.floor(index / 21),
  })) {
    it(`prints every line once and in order, with two calls a page and 25 at most: ${shape}`, async t => {
      const localAws = await LocalAws.start({latencyMs: 100, filterLogEventsQuota: 50});
      t.after(() => localAws.stop());
      localAws.apiGateway.addRestApi({
        id: 'pages12345',
        name: 'pages',
        deployed: {routes: [], authorizers: []},
        stages: [{stageName: 'prod', methodSettings: atInfo}],
      });
      localAws.logs.putGenerated(logGroup, count, index => ({
        logStream: 's',
        timestamp: start + timeOf(index),
        message: `${index} `.padEnd(1_000, '.'),
      }));
      const args = ['get', '-a', 'pages12345', '-t', 'prod', ...window, '--max-rate', '50'];
      const {stdout, stderr, exitCode} = await runCli(args, {localAws});
      assert.equal(stderr, '');
      assert.equal(exitCode, 0);
      const printed = stdout
        .trimEnd()
        .split('\n')
        .map(line => Number.parseInt(line, 10));
      assert.deepEqual(printed, [...Array(count).keys()]);
      const calls = localAws.calls.count('FilterLogEvents');
      assert.ok(calls <= 2 * pages + 25, `${calls} calls`);
      const starts = localAws.calls.list('FilterLogEvents').map(({input}) => input.startTime);
      assert.ok(new Set(starts).size > 3, 'not one chain of tokens');
    });
  }
});

/** Says at the end of a process how much memory it had at most. */
const peakMemory = new URL('../../../test/support/peak-memory.cjs', import.meta.url).pathname;
