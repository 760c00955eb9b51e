import assert from 'node:assert/strict';
import {after, afterEach, before, describe, it} from 'node:test';
import {LocalAws} from '../../src/local-aws/local-aws.js';
import {generateTraffic} from '../../src/local-aws/traffic/generate-traffic.js';
import {executionLogGroup, functionsOf} from '../../src/local-aws/traffic/traffic-model.js';
import type {RequestsSummary} from '../../src/summarize/requests-summary.js';
import {runWithoutWaiting} from '../support/run-without-waiting.js';

const traffic = generateTraffic({seed: 31, functions: 2, requests: 40, authorizerShare: 0});
const [model] = functionsOf(traffic.api);
const functionGroup = model?.logGroup ?? '';
const executionGroup = executionLogGroup(traffic.api);
const times = traffic.events.map(({timestamp}) => timestamp);
const iso = (epochMs: number) => new Date(epochMs).toISOString();
const window = ['-s', iso(Math.min(...times) - 1_000), '-e', iso(Math.max(...times) + 1_000)];
const summary = ['requests', '--summary', '-a', traffic.api.restApiId, '-t', traffic.api.stage, ...window];

describe('a summary by queries of which some go wrong', () => {
  let localAws: LocalAws;
  let whole: RequestsSummary;
  before(async () => {
    localAws = await LocalAws.start();
    traffic.seedInto(localAws);
    whole = JSON.parse((await byQueries('-o', 'json')).stdout);
  });
  after(() => localAws.stop());
  afterEach(() => {
    localAws.faults.clear();
    localAws.insights.clear();
    localAws.calls.clear();
  });

  const byQueries = (...more: readonly string[]) =>
    runWithoutWaiting([...summary, '--engine', 'insights', ...more], localAws);
  const asksOf =
    (...logGroups: readonly string[]) =>
    ({logGroupNames}: Readonly<Record<string, unknown>>) =>
      Array.isArray(logGroupNames) && logGroups.some(logGroup => logGroupNames.includes(logGroup));
  const parsed = (stdout: string): RequestsSummary => JSON.parse(stdout);

  it('counts what a log group that may not be read leaves to be seen, with code 8', async () => {
    localAws.faults.deny('logs:StartQuery', asksOf(functionGroup));
    const {stdout, stderr, exitCode} = await byQueries('-o', 'json');
    assert.equal(exitCode, 8);
    assert.match(
      stderr,
      new RegExp(`no permission to read log group "${functionGroup}"; its lines are missing`),
    );
    assert.match(stderr, /hint: allow logs:StartQuery on/);
    const {total, functions} = parsed(stdout);
    assert.equal(total.count, whole.total.count);
    assert.deepEqual(
      functions.map(({name}) => name),
      whole.functions.flatMap(({name}) => (name === model?.name ? [] : [name])),
    );
    assert.match(stderr, /^apilogs: Logs Insights: \d+ queries scanned /m);
  });

  it('ends with code 4 where none may be read, or results may not be fetched', async () => {
    for (const action of ['logs:StartQuery', 'logs:GetQueryResults']) {
      localAws.faults.deny(action);
      const {stdout, stderr, exitCode} = await byQueries('-o', 'json');
      assert.deepEqual([stdout, exitCode], ['', 4], action);
      assert.match(stderr, new RegExp(`hint: allow ${action}`));
      assert.doesNotMatch(stderr, /no requests/);
      localAws.faults.clear();
    }
  });

  it('says that nothing tells of requests where their logs may not be read', async () => {
    localAws.faults.deny('logs:StartQuery', asksOf(executionGroup, traffic.api.accessLogGroup));
    const {stdout, stderr, exitCode} = await byQueries('-o', 'json');
    assert.deepEqual([stdout, exitCode], ['', 8]);
    assert.match(stderr, new RegExp(`no permission to read log group "${executionGroup}"`));
    assert.doesNotMatch(stderr, /no requests/);
  });

  it('starts a failed query again, and names the log groups of one that does not end', async () => {
    localAws.insights.disturb({status: 'Failed', times: 2});
    assert.deepEqual(parsed((await byQueries('-o', 'json')).stdout), whole);
    localAws.insights.clear();
    for (const [status, text] of [
      ['Failed', /the query failed at AWS, over log groups? ".*\n {2}hint: run the command again/],
      ['Cancelled', /the query was stopped by somebody else, over log groups? "/],
      ['Timeout', /took more than the 60 minutes .*\n {2}hint: choose a shorter window/],
    ] as const) {
      localAws.insights.disturb({status, when: ({logGroups}) => logGroups.includes(functionGroup)});
      const {stdout, stderr, exitCode} = await byQueries();
      assert.deepEqual([stdout, exitCode], ['', 8], status);
      assert.match(stderr, text);
      assert.match(stderr, /^apilogs: Logs Insights: \d+ quer(y|ies) scanned /m);
      localAws.insights.clear();
    }
  });

  it('stops the other queries when one has failed', async () => {
    localAws.insights.configure({runningPolls: Number.POSITIVE_INFINITY});
    localAws.insights.disturb({
      status: 'Cancelled',
      afterPolls: 1,
      when: ({logGroups}) => !logGroups.includes(functionGroup),
    });
    assert.equal((await byQueries()).exitCode, 8);
    assert.equal(localAws.insights.running, 0);
    assert.ok(localAws.calls.count('StopQuery') > 0);
  });

  it('stops them also where one is refused, before it asks again', async () => {
    localAws.faults.deny('logs:StartQuery', asksOf(functionGroup));
    let most = 0;
    localAws.faults.add({
      operation: 'StartQuery',
      when: () => {
        most = Math.max(most, localAws.insights.running);
        return false;
      },
      fault: {delayMs: 1},
    });
    localAws.insights.configure({runningPolls: 3});
    assert.equal((await byQueries()).exitCode, 8);
    const own = localAws.insights.queries.filter(({queryString}) => queryString.includes('stats'));
    assert.ok(localAws.calls.count('StopQuery') >= 2, `${localAws.calls.count('StopQuery')}`);
    assert.ok(own.length > 0 && most < own.length);
  });

  it('waits out throttling, and begins the pages again where their token is refused', async () => {
    for (const operation of ['StartQuery', 'GetQueryResults'] as const)
      localAws.faults.add({
        operation,
        times: 3,
        fault: {error: {name: 'ThrottlingException', message: 'Rate exceeded'}},
      });
    assert.deepEqual(parsed((await byQueries('-o', 'json')).stdout), whole);
  });

  it('gives up after five minutes of throttling, with what to do', async () => {
    localAws.faults.add({
      operation: 'StartQuery',
      fault: {error: {name: 'ThrottlingException', message: 'Rate exceeded'}},
    });
    const {stdout, stderr, exitCode} = await byQueries();
    assert.deepEqual([stdout, exitCode], ['', 8], stderr);
    assert.match(stderr, /AWS keeps throttling logs:StartQuery .*\n {2}hint: /);
  });

  it('ends with code 4 where the credentials expire meanwhile', async () => {
    localAws.faults.add({
      operation: 'GetQueryResults',
      fault: {error: {name: 'ExpiredTokenException', message: 'The security token is expired'}},
    });
    const {stdout, exitCode} = await byQueries();
    assert.deepEqual([stdout, exitCode], ['', 4]);
  });

  it('asks of more than 50 log groups in several queries', async () => {
    const many = generateTraffic({seed: 32, functions: 60, requests: 150, authorizerShare: 0});
    const own = await LocalAws.start();
    many.seedInto(own);
    const all = many.events.map(({timestamp}) => timestamp);
    const args = ['requests', '--summary', '-o', 'json', '-a', many.api.restApiId, '-t', many.api.stage];
    const window = ['-s', iso(Math.min(...all) - 1_000), '-e', iso(Math.max(...all) + 1_000)];
    const [read, queried] = [
      await runWithoutWaiting([...args, ...window, '--max-rate', '1000', '--engine', 'filter'], own),
      await runWithoutWaiting([...args, ...window, '--engine', 'insights'], own),
    ];
    assert.ok(parsed(read.stdout).functions.length > 48);
    assert.deepEqual(parsed(queried.stdout), parsed(read.stdout));
    const widths = own.insights.queries.map(({logGroups}) => logGroups.length);
    assert.equal(Math.max(...widths), 50);
    await own.stop();
  });

  it('leaves out of a query what does not fit into it', async () => {
    const paths = Array.from({length: 150}, (_, index) => ['--path', `/nowhere/${'x'.repeat(60)}/${index}`]);
    const {stdout, exitCode} = await byQueries('-o', 'json', ...paths.flat(), '--path', '/*');
    assert.equal(exitCode, 0);
    assert.equal(parsed(stdout).total.count, whole.total.count);
  });
});
