import assert from 'node:assert/strict';
import {afterEach, beforeEach, describe, it} from 'node:test';
import {LocalAws} from '../../src/local-aws/local-aws.js';
import {generateTraffic} from '../../src/local-aws/traffic/generate-traffic.js';
import {executionLogGroup} from '../../src/local-aws/traffic/traffic-model.js';
import type {RequestsSummary} from '../../src/summarize/requests-summary.js';
import {runWithoutWaiting} from '../support/run-without-waiting.js';

const traffic = generateTraffic({seed: 61, functions: 2, requests: 20, authorizerShare: 0});
const {restApiId, stage: stageName} = traffic.api;
const times = traffic.events.map(({timestamp}) => timestamp);
const iso = (epochMs: number) => new Date(epochMs).toISOString();
const stage = ['-a', restApiId, '-t', stageName];
const window = ['-s', iso(Math.min(...times) - 1_000), '-e', iso(Math.max(...times) + 1_000)];
const costs = /^apilogs: Logs Insights: .*\n/m;

describe('--engine insights', () => {
  let localAws: LocalAws;
  beforeEach(async () => {
    localAws = await LocalAws.start();
    traffic.seedInto(localAws);
  });
  afterEach(() => localAws.stop());

  const run = (...argv: readonly string[]) => runWithoutWaiting(argv, localAws);

  it('says of nothing found what --engine filter says, with its code', async () => {
    const before = ['-s', iso(Math.min(...times) - 7_200_000), '-e', iso(Math.min(...times) - 3_600_000)];
    for (const argv of [
      ['get', ...stage, ...before],
      ['get', ...stage, ...window, '-f', '"no such text"'],
      ['get', ...stage, ...window, '-f', '"no such text"', '--exit-code'],
      ['get', ...stage, ...window, '-n', '5', '--level', 'FATAL'],
      ['get', '--log-group', executionLogGroup(traffic.api), ...before],
      ['requests', ...stage, ...before],
      ['requests', '--summary', ...stage, ...before],
      ['requests', '--summary', '--path', '/nowhere', ...stage, ...window],
      ['trace', '00000000-0000-4000-8000-000000000000', ...stage, ...window],
    ]) {
      const filter = await run(...argv, '--engine', 'filter');
      const insights = await run(...argv, '--engine', 'insights');
      const said = insights.stderr.replace(costs, '');
      assert.deepEqual(
        {...insights, stderr: said},
        filter.stdout === '' ? filter : {...filter, stdout: insights.stdout},
        argv.join(' '),
      );
      assert.notEqual(said, '', argv.join(' '));
    }
  });

  it('takes what lies before the retention of log groups for empty, also in a summary', async () => {
    localAws.insights.configure({refusesOldWindows: true});
    const old = ['-s', '2019-01-01', '-e', '2019-01-02'];
    const {stderr, exitCode} = await run('requests', '--summary', ...stage, ...old, '--engine', 'insights');
    assert.equal(exitCode, 0);
    assert.match(stderr, /^apilogs: no requests between 2019-01-01/m);
  });

  it('reads up to an end that is still to come', async () => {
    const message = {timestamp: Date.now() - 5_000, ingestionTime: Date.now(), message: 'just now'};
    localAws.logs.putEvents('/now', 'stream', [message]);
    const end = iso(Date.now() + 3_600_000);
    const {stdout} = await run('get', '/now', '-s', '1m', '-e', end, '-o', 'raw', '--engine', 'insights');
    assert.equal(stdout, 'just now\n');
  });

  const hostile = [`/a'b"c`, '/`|/', '/\\', '/a/ | limit 1', '/#', '/$1[x](y){2}+^', '/a\nb', '/*"', '/é日'];
  it('cannot be broken out of by paths', async () => {
    const execution = executionLogGroup(traffic.api);
    const summaryOf = async (...more: readonly string[]) => {
      const {stdout, stderr, exitCode} = await run(
        'requests',
        '--summary',
        '-o',
        'json',
        ...stage,
        ...window,
        ...more,
      );
      assert.equal(exitCode, 0, stderr);
      return (JSON.parse(stdout) as RequestsSummary).routes;
    };
    const at = Math.min(...times);
    localAws.logs.putEvents(
      execution,
      'hostile',
      hostile.flatMap((path, index) =>
        [
          'Starting execution',
          `HTTP Method: GET, Resource Path: ${path}`,
          'Method completed with status: 200',
        ].map(text => ({timestamp: at, ingestionTime: at, message: `(hostile-${index}) ${text}`})),
      ),
    );
    for (const path of hostile) {
      const found = await summaryOf('--path', path, '--engine', 'insights');
      assert.deepEqual(found, await summaryOf('--path', path, '--engine', 'filter'), path);
    }
    assert.equal((await summaryOf('--path', `/a'b"c`, '--engine', 'insights')).length, 1);
  });

  it('cannot be broken out of by patterns and names of streams', async () => {
    for (const [index, text] of hostile.entries()) {
      const stream = text.replaceAll(/[:*]/g, '');
      localAws.logs.putEvents('/hostile', stream, [
        {timestamp: times[0] ?? 0, ingestionTime: times[0] ?? 0, message: `${index} ${text}`},
      ]);
      const quoted = text.replaceAll(/[\\"]/g, '\\$&');
      const byPattern = await run(
        'get',
        '/hostile',
        ...window,
        '-f',
        `"${quoted}"`,
        '-o',
        'json',
        '--engine',
        'insights',
      );
      assert.equal(JSON.parse(byPattern.stdout).message, `${index} ${text}`);
      const name = stream.replaceAll(/[.*+?^$|\\[\]{}()/-]/g, '\\$&');
      const byStream = await run(
        'get',
        '/hostile',
        `^${name}$`,
        ...window,
        '-o',
        'json',
        '--engine',
        'insights',
      );
      assert.equal(JSON.parse(byStream.stdout).logStream, stream, byStream.stderr);
    }
  });

  it('cannot be broken out of by ids', async () => {
    for (const id of [
      `"12345678`,
      'abcdefgh | limit 1',
      '`abcdefgh`',
      "abcdefgh'",
      '/abcdefgh=',
      'a\\bcdefgh=',
    ]) {
      const {stdout, stderr, exitCode} = await run('trace', id, ...stage, ...window, '--engine', 'insights');
      assert.equal(stdout, '', id);
      // It is no id, or nothing has it.
      assert.ok(exitCode === 2 || exitCode === 5, stderr);
    }
    const {stdout, exitCode} = await run('get', ...stage, ...window, '-r', `"/|'x`, '--engine', 'insights');
    assert.deepEqual([stdout, exitCode], ['', 0]);
  });

  it('is refused of every watch', async () => {
    for (const argv of [
      ['tail', ...stage],
      ['requests', '--watch', ...stage],
      ['get', '-w', ...stage],
    ]) {
      const {stderr, exitCode} = await run(...argv, '--engine', 'insights');
      assert.equal(exitCode, 2);
      assert.match(stderr, /--engine insights does not follow.*\n {2}hint: /);
    }
  });

  it('counts at any price that is one, and at no other', async () => {
    const [first = ''] = [executionLogGroup(traffic.api)];
    const free = await run(
      'get',
      '--log-group',
      first,
      ...window,
      '--engine',
      'insights',
      '--price-per-gb',
      '0',
    );
    assert.match(free.stderr, /: nothing to pay\n/);
    for (const price of ['-1', '1e3', 'NaN', '0x10', ',5', '1 USD', 'Infinity', '.']) {
      const {stderr, exitCode} = await run('get', '--log-group', first, `--price-per-gb=${price}`);
      assert.equal(exitCode, 2, price);
      assert.match(stderr, /--price-per-gb takes USD for a GB scanned/);
      const wish = await runWithoutWaiting(['get', '--log-group', first], localAws, {
        env: {APILOGS_PRICE_PER_GB: price},
      });
      assert.match(wish.stderr, /APILOGS_PRICE_PER_GB takes USD/);
    }
    assert.match((await run('get', '--log-group', first, '--price-per-gb=')).stderr, /--price-per-gb/);
  });
});
