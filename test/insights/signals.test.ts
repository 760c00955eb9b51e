import assert from 'node:assert/strict';
import {after, before, describe, it} from 'node:test';
import {LocalAws} from '../../src/local-aws/local-aws.js';
import {generateTraffic} from '../../src/local-aws/traffic/generate-traffic.js';
import {startCli, startShell} from '../support/start-cli.js';
import {waitUntil} from '../support/wait-until.js';

const traffic = generateTraffic({seed: 51, functions: 3, requests: 400, ratePerSecond: 2});
const {restApiId, stage} = traffic.api;
const times = traffic.events.map(({timestamp}) => timestamp);
const iso = (epochMs: number) => new Date(epochMs).toISOString();
const window = ['-s', iso(Math.min(...times)), '-e', iso(Math.max(...times) + 1_000)];
const options = ['-a', restApiId, '-t', stage, ...window, '--engine', 'insights'];

const commands = {
  get: ['get', ...options],
  'get -n': ['get', '-n', '5', ...options],
  trace: ['trace', traffic.requests[0]?.apiRequestId ?? '', ...options],
  'requests --summary': ['requests', '--summary', ...options],
} as const;

const scanned = /^apilogs: Logs Insights: \d+ quer(y|ies) scanned /m;
const ofProgram = 'exit $' + '{PIPESTATUS[0]}';
const limit = {timeout: 60_000};

describe('queries of a run that is ended', {concurrency: 4}, () => {
  const endless = new Map<string, LocalAws>();
  before(async () => {
    for (const name of Object.keys(commands)) {
      const localAws = await LocalAws.start();
      traffic.seedInto(localAws);
      localAws.insights.configure({runningPolls: Number.POSITIVE_INFINITY});
      endless.set(name, localAws);
    }
  });
  after(async () => {
    for (const localAws of endless.values()) await localAws.stop();
  });

  for (const [index, [name, args]] of Object.entries(commands).entries()) {
    const [signal, code] = index % 2 === 0 ? (['SIGINT', 130] as const) : (['SIGTERM', 143] as const);
    it(`are stopped: ${name}, ${signal}`, limit, async t => {
      const localAws = endless.get(name);
      assert.ok(localAws);
      const cli = startCli(t, args, {localAws});
      await waitUntil(() => localAws.calls.count('GetQueryResults') >= 2);
      const {running} = localAws.insights;
      assert.ok(running > 0);
      cli.kill(signal);
      const {stdout, stderr, exitCode} = await cli.result;
      assert.deepEqual([stdout, exitCode], ['', code]);
      assert.equal(localAws.insights.running, 0);
      assert.match(stderr, scanned);
      assert.doesNotMatch(stderr, /error|hint/);
    });
  }

  it('are stopped where the reader of the pipe has seen enough', limit, async t => {
    const localAws = await LocalAws.start();
    t.after(() => localAws.stop());
    const from = Date.parse('2026-03-10T09:30Z');
    const events = Array.from({length: 600}, (_, second) => {
      const timestamp = from + second * 1_000;
      return {timestamp, ingestionTime: timestamp, message: 'x'.repeat(999)};
    });
    localAws.logs.putEvents('/a', 'stream', events);
    // The second part of the window has more than a pipe holds, while those behind it run on.
    let parts = 0;
    const when = () => {
      parts += 1;
      if (parts === 2) localAws.insights.configure({runningPolls: Number.POSITIVE_INFINITY});
      return false;
    };
    localAws.insights.disturb({status: 'Failed', when});
    const line =
      'apilogs get /a -s 2026-03-10T09:00Z -e 2026-03-10T19:00Z --engine insights -o raw | head -1';
    const {stdout, stderr, exitCode} = await startShell(t, `${line}; ${ofProgram}`, {localAws}).result;
    assert.deepEqual([stdout.length, exitCode], [1_000, 0], stderr);
    assert.ok(localAws.calls.count('StopQuery') > 0);
    assert.equal(localAws.insights.running, 0);
    assert.match(stderr, scanned);
  });
});
