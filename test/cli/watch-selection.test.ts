import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import type {LocalAws} from '../../src/local-aws/local-aws.js';
import {runCli} from '../support/run-cli.js';
import {startCli} from '../support/start-cli.js';
import {
  deploy,
  functionGroup,
  putLine,
  putLines,
  restApiId,
  startStage,
  watchArgs,
} from '../support/watched-stage.js';

const raw = [...watchArgs, '-o', 'raw'];
const limit = {timeout: 90_000};
const request = (n: number) => `aaaaaaaa-0000-4000-8000-00000000000${n}`;
const invocation = (n: number) => `bbbbbbbb-0000-4000-8000-00000000000${n}`;

/** A request whose lines can be read a moment after they were written. */
function putRequest(localAws: LocalAws, n: number, status: number, at = Date.now()): void {
  const gateway = (text: string, ms: number) =>
    putLine(localAws, `(${request(n)}) ${text}`, {timestamp: at + ms, ingestionTime: at + 100});
  const lambda = (text: string, ms: number) =>
    putLine(localAws, text, {timestamp: at + ms, ingestionTime: at + 100}, functionGroup('orders'));
  gateway(`Extended Request Id: ext${n}=`, 0);
  gateway(`Starting execution for request: ${request(n)}`, 0);
  gateway(`HTTP Method: GET, Resource Path: /orders/${n}`, 0);
  lambda(`START RequestId: ${invocation(n)} Version: $LATEST\n`, 5);
  lambda(`work on order ${n}\n`, 6);
  lambda(`END RequestId: ${invocation(n)}\n`, 9);
  lambda(
    `REPORT RequestId: ${invocation(n)}\tDuration: 4.00 ms\tBilled Duration: 4 ms\tMemory Size: 128 MB\tMax Memory Used: 60 MB\t\n`,
    9,
  );
  gateway(`Method completed with status: ${status}`, 12);
  gateway(`AWS Integration Endpoint RequestId : ${invocation(n)}`, 12);
}

describe('what --watch selects', {concurrency: 3}, () => {
  it('begins with the newest lines of the backlog with -n', limit, async t => {
    const localAws = await startStage(t);
    putLines(localAws, 'old', {from: Date.now() - 7_200_000, everyMs: 1_000, count: 500});
    const cli = startCli(t, [...raw, '-n', '3'], {localAws});
    await cli.stdout.count(3);
    putLine(localAws, 'new');
    await cli.stdout.line(/^new$/);
    assert.deepEqual(cli.stdout.lines, ['old 497', 'old 498', 'old 499', 'new']);
  });

  it('leaves the backlog out with -n 0', limit, async t => {
    const localAws = await startStage(t);
    putLines(localAws, 'old', {from: Date.now() - 100_000, everyMs: 1_000, count: 90});
    const cli = startCli(t, [...raw, '-n', '0', '-v'], {localAws});
    await cli.stderr.line(/stage prod/);
    putLine(localAws, 'new', {timestamp: Date.now() + 500});
    await cli.stdout.line(/^new$/);
    assert.deepEqual(cli.stdout.lines, ['new']);
  });

  it('counts with -n only what is selected', limit, async t => {
    const localAws = await startStage(t);
    const from = Date.now() - 60_000;
    for (let i = 0; i < 40; i += 1) {
      const text =
        i % 10 === 0 ? 'Execution failed due to a timeout error' : 'HTTP Method: GET, Resource Path: /';
      putLine(localAws, `(${request(1)}) ${text} ${i}`, {timestamp: from + i * 1_000});
    }
    const {stdout} = await runCli([...raw, '-n', '2', '--level', 'ERROR', '--for', '1s'], {localAws});
    assert.deepEqual(
      stdout
        .trimEnd()
        .split('\n')
        .map(line => line.split(' ').at(-1)),
      ['20', '30'],
    );
  });

  it(
    'prints all lines of a request by its Lambda id, also those before the function began',
    limit,
    async t => {
      const localAws = await startStage(t);
      const cli = startCli(t, [...raw, '-r', invocation(1)], {localAws});
      putRequest(localAws, 1, 200, Date.now() + 1_000);
      putRequest(localAws, 2, 200, Date.now() + 900);
      await cli.stdout.line(/AWS Integration Endpoint/);
      assert.equal(cli.stdout.lines.length, 9);
      assert.ok(cli.stdout.lines.every(line => !line.includes(request(2)) && !line.includes('order 2')));
    },
  );

  it('prints all lines of the requests that fail with --errors', limit, async t => {
    const localAws = await startStage(t);
    const cli = startCli(t, [...raw, '--errors'], {localAws});
    putRequest(localAws, 1, 200, Date.now() + 900);
    putRequest(localAws, 2, 502, Date.now() + 1_000);
    await cli.stdout.line(/AWS Integration Endpoint/);
    assert.equal(cli.stdout.lines.length, 9);
    assert.ok(cli.stdout.lines.includes('work on order 2'));
  });
});

describe('what --watch follows', {concurrency: 3}, () => {
  it('does not repeat a log group that another function shares after a redeployment', limit, async t => {
    const localAws = await startStage(t);
    const shared = '/shop/shared';
    const share = (name: string) => localAws.lambda.addFunction({name, logGroup: shared});
    share('orders');
    const line = (name: string, text: string, timestamp: number) =>
      localAws.logs.putEvents(shared, `2026/03/10/${name}[$LATEST][0a1b]`, [{timestamp, message: text}]);
    for (let i = 0; i < 20; i += 1) line('orders', `before ${i}`, Date.now() - 20_000 + i);
    const cli = startCli(t, raw, {localAws});
    await cli.stdout.line(/^before 19$/);
    deploy(localAws, ['orders', 'refunds'], 'second');
    share('orders');
    share('refunds');
    line('refunds', 'of the new function', Date.now());
    await cli.stderr.line(/the stage was redeployed: following refunds as well/);
    await cli.stdout.line(/of the new function/);
    line('orders', 'after', Date.now());
    await cli.stdout.line(/^after$/);
    assert.equal(cli.stdout.lines.length, 22, cli.stdout.lines.join('\n'));
  });

  it('goes by the clock of the service where that of the machine is ahead', limit, async t => {
    const localAws = await startStage(t);
    const skew = new URL('../../../test/support/clock-ahead.cjs', import.meta.url).pathname;
    const env = {NODE_OPTIONS: `--require=${skew}`};
    const cli = startCli(t, [...raw, '-n', '0'], {localAws, env});
    await cli.stderr.line(/the clock of this machine is .* ahead of that of AWS/);
    const now = Date.now();
    putLine(localAws, 'in time', {timestamp: now + 500});
    putLine(localAws, 'late', {timestamp: now - 8_000, ingestionTime: now + 4_000});
    await cli.stdout.line(/^late$/);
    assert.deepEqual(cli.stdout.lines.toSorted(), ['in time', 'late']);
  });

  it('counts the age of the first line by the clock of the service as well', limit, async t => {
    const localAws = await startStage(t);
    const skew = new URL('../../../test/support/clock-ahead.cjs', import.meta.url).pathname;
    const env = {NODE_OPTIONS: `--require=${skew}`};
    putLine(localAws, 'four minutes ago', {timestamp: Date.now() - 4 * 60_000});
    putLine(localAws, 'six minutes ago', {timestamp: Date.now() - 6 * 60_000});
    const {stdout} = await runCli([...raw, '--for', '1s'], {localAws, env});
    assert.equal(stdout, 'four minutes ago\n');
  });
});

describe('requests --watch', {concurrency: 3}, () => {
  const requests = ['requests', '-a', restApiId, '-t', 'prod', '--watch'];

  it('prints a request when it is complete, without waiting for another line', limit, async t => {
    const localAws = await startStage(t);
    putRequest(localAws, 1, 200, Date.now() - 60_000);
    const cli = startCli(t, [...requests, '-o', 'json'], {localAws});
    await cli.stdout.count(1);
    putRequest(localAws, 2, 502);
    await cli.stdout.count(2);
    const records = cli.stdout.lines.map(line => JSON.parse(line));
    assert.deepEqual(
      records.map(({apiRequestId, status, open, functions}) => [
        apiRequestId,
        status,
        open,
        functions.length,
      ]),
      [
        [request(1), 200, false, 1],
        [request(2), 502, false, 1],
      ],
    );
    cli.kill('SIGINT');
    const {exitCode, stderr} = await cli.result;
    assert.equal(exitCode, 130);
    assert.match(stderr, /to go on from here: --start \S+\n$/);
  });

  it('selects as requests does', limit, async t => {
    const localAws = await startStage(t);
    putRequest(localAws, 1, 200, Date.now() - 60_000);
    putRequest(localAws, 2, 502, Date.now() - 50_000);
    const {stdout, exitCode} = await runCli([...requests, '--errors', '--for', '1s', '--exit-code'], {
      localAws,
    });
    assert.equal(stdout.trimEnd().split('\n').length, 1);
    assert.ok(stdout.includes(request(2)), stdout);
    assert.equal(exitCode, 10);
  });

  it('does not go with --summary or another order', async () => {
    for (const other of [['--summary'], ['--sort', 'latency']]) {
      const {stderr, exitCode} = await runCli([...requests, ...other]);
      assert.match(stderr, /^apilogs: --watch and --\w+ exclude each other\n {2}hint: /);
      assert.equal(exitCode, 2);
    }
  });
});
