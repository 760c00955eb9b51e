import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {startCuttableNetwork} from '../support/cuttable-network.js';
import {runCli} from '../support/run-cli.js';
import {startCli} from '../support/start-cli.js';
import {functionGroup, putLine, putLines, startStage, watchArgs} from '../support/watched-stage.js';

const raw = [...watchArgs, '-o', 'raw'];
const limit = {timeout: 90_000};
const ofOrders = ({logGroupName}: Readonly<Record<string, unknown>>) =>
  logGroupName === functionGroup('orders');
const expired = {
  error: {
    name: 'ExpiredTokenException',
    message: 'The security token included in the request is expired',
  },
};

describe('get --watch, where something fails', {concurrency: 3}, () => {
  it('goes on after the network was lost, says so once and once when it is over', limit, async t => {
    const localAws = await startStage(t);
    const network = await startCuttableNetwork(localAws);
    t.after(() => network.cut());
    const everyMs = 50;
    const expected = putLines(localAws, 'line', {everyMs, count: 600});
    const cli = startCli(t, raw, {localAws, env: {AWS_ENDPOINT_URL: network.endpoint}});
    await cli.stdout.line(/^line 20$/);
    await network.cut();
    await cli.stderr.line(/cannot be reached/);
    const printedBefore = cli.stdout.lines.length;
    assert.ok(printedBefore < 400, 'the network was lost in the middle');
    await network.mend();
    await cli.stdout.line(/^line 599$/);
    assert.deepEqual(cli.stdout.lines, expected);
    const said = cli.stderr.lines.filter(line => line.startsWith('apilogs: '));
    assert.equal(said.length, 2, said.join('\n'));
    assert.match(said[0] ?? '', /cannot be reached.*; still trying$/);
    assert.match(said[1] ?? '', /answers again after .*; nothing was missed$/);
  });

  it('takes a storm of throttling for slow, and loses and repeats nothing', limit, async t => {
    const localAws = await startStage(t);
    const expected = putLines(localAws, 'line', {everyMs: 50, count: 400});
    const cli = startCli(t, raw, {localAws});
    await cli.stdout.line(/^line 20$/);
    const storm = localAws.faults.add({
      operation: 'FilterLogEvents',
      times: 9,
      fault: {error: {name: 'ThrottlingException', message: 'Rate exceeded'}},
    });
    await cli.stdout.line(/^line 399$/);
    assert.equal(storm.hits, 9);
    assert.deepEqual(cli.stdout.lines, expected);
    // More than ten seconds without an answer are worth a word, and another when they are over.
    const said = cli.stderr.lines.filter(line => line.startsWith('apilogs: '));
    assert.equal(said.length, 2, said.join('\n'));
    assert.match(said[0] ?? '', /AWS throttles FilterLogEvents/);
    assert.match(said[1] ?? '', /AWS answers again after .*; nothing was missed/);
  });

  for (const [name, fault] of [
    ['errors of the service', {error: {name: 'ServiceUnavailableException', message: 'later', status: 503}}],
    ['connections that break in the middle of an answer', 'reset-in-body'],
    ['answers that are no JSON', 'not-json'],
  ] as const) {
    it(`gets over ${name} without a word, where the next try succeeds`, limit, async t => {
      const localAws = await startStage(t);
      const expected = putLines(localAws, 'line', {everyMs: 50, count: 200});
      const cli = startCli(t, raw, {localAws});
      await cli.stdout.line(/^line 20$/);
      const handle = localAws.faults.add({operation: 'FilterLogEvents', times: 3, fault});
      await cli.stdout.line(/^line 199$/);
      assert.equal(handle.hits, 3);
      assert.deepEqual(cli.stdout.lines, expected);
      assert.deepEqual(cli.stderr.lines, []);
    });
  }

  it('says that a log group fails, and what came meanwhile when it does no more', limit, async t => {
    const localAws = await startStage(t);
    const cli = startCli(t, raw, {localAws});
    putLine(localAws, 'before');
    await cli.stdout.line(/^before$/);
    const handle = localAws.faults.add({
      operation: 'FilterLogEvents',
      when: ofOrders,
      fault: {error: {name: 'InternalFailure', message: 'oops'}},
    });
    const meanwhile = putLines(localAws, 'meanwhile', {everyMs: 10, count: 50}, functionGroup('orders'));
    await cli.stderr.line(/cannot read log group "\/aws\/lambda\/orders": .*oops.*; still trying/);
    putLine(localAws, 'the others go on');
    await cli.stdout.line(/the others go on/);
    handle.remove();
    await cli.stdout.line(/^meanwhile 49$/);
    assert.deepEqual(cli.stdout.lines, ['before', 'the others go on', ...meanwhile]);
    await cli.stderr.line(/answers again|can be read again/);
    assert.equal(cli.stderr.lines.filter(line => line.startsWith('apilogs: ')).length, 2);
  });

  it('says once which log group may not be read, goes on with the rest, and ends with 8', limit, async t => {
    const localAws = await startStage(t);
    localAws.faults.deny('logs:FilterLogEvents', ofOrders);
    putLine(localAws, 'of the stage');
    putLine(localAws, 'of the function', {}, functionGroup('orders'));
    const {stdout, stderr, exitCode} = await runCli([...raw, '--for', '3s'], {localAws});
    assert.equal(stdout, 'of the stage\n');
    assert.equal(stderr.match(/no permission to read log group "\/aws\/lambda\/orders"/g)?.length, 1, stderr);
    assert.match(stderr, /hint: allow logs:FilterLogEvents/);
    assert.equal(exitCode, 8);
  });

  it('says when a log group may be read again, and prints what it held', limit, async t => {
    const localAws = await startStage(t);
    const denial = localAws.faults.deny('logs:FilterLogEvents', ofOrders);
    putLine(localAws, 'of the function', {}, functionGroup('orders'));
    const cli = startCli(t, raw, {localAws});
    await cli.stderr.line(/no permission/);
    denial.remove();
    await cli.stderr.line(/log group "\/aws\/lambda\/orders" can be read again after .*; nothing was missed/);
    await cli.stdout.line(/of the function/);
    assert.deepEqual(cli.stdout.lines, ['of the function']);
  });

  it('ends with 4 when no log group may be read', limit, async t => {
    const localAws = await startStage(t);
    localAws.faults.deny('logs:FilterLogEvents');
    const {stdout, stderr, exitCode} = await runCli([...raw, '--for', '1s'], {localAws});
    assert.deepEqual([stdout, exitCode], ['', 4]);
    assert.match(stderr, /no permission to read any of the log groups/);
  });

  it('ends with 4 when credentials expire, after what it held, with what to do', limit, async t => {
    const localAws = await startStage(t);
    const cli = startCli(t, [...raw, '--hold', '60'], {localAws});
    putLine(localAws, 'before');
    await cli.stdout.line(/^before$/);
    const start = 'START RequestId: 8d7ab1e3-6c9f-4f3b-9d6c-2f3f0a5e7b11 Version: $LATEST';
    putLine(localAws, start, {}, functionGroup('orders'));
    // Two rounds see the line; then the credentials are of no use any more.
    const calls = localAws.calls.list('FilterLogEvents').length;
    localAws.faults.add({
      when: () => localAws.calls.list('FilterLogEvents').length > calls + 6,
      fault: expired,
    });
    const {stdout, stderr, exitCode} = await cli.result;
    assert.equal(stdout, `before\n${start}\n`);
    assert.match(stderr, /to go on from here: --start \S+\n/);
    assert.equal(stderr.match(/expired/g)?.length, 1, stderr);
    assert.match(stderr, /\n {2}hint: .+\n$/);
    assert.equal(exitCode, 4);
  });

  it('goes on through a redeployment that it may not look up', limit, async t => {
    const localAws = await startStage(t);
    const cli = startCli(t, raw, {localAws});
    putLine(localAws, 'first');
    await cli.stdout.line(/^first$/);
    const denial = localAws.faults.deny('apigateway:GET');
    putLines(localAws, 'line', {everyMs: 1_000, count: 29});
    await cli.stdout.line(/^line 28$/);
    assert.ok(denial.hits > 0, 'the stage was looked at');
    assert.deepEqual(cli.stderr.lines, [
      'apilogs: redeployments of the stage go unnoticed: no permission to read it any more',
      '  hint: allow apigateway:GET on the stage',
    ]);
  });
});
