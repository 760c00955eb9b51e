import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {LocalAws} from '../../src/local-aws/local-aws.js';
import {generateTraffic} from '../../src/local-aws/traffic/generate-traffic.js';
import {parseLines} from '../support/compare-links.js';
import {runCli} from '../support/run-cli.js';
import {startCli, startShell} from '../support/start-cli.js';
import {waitUntil} from '../support/wait-until.js';
import {
  deploy,
  executionGroup,
  functionGroup,
  putLine,
  putLines,
  restApiId,
  startStage,
  watchArgs,
} from '../support/watched-stage.js';

const raw = [...watchArgs, '-o', 'raw'];
const limit = {timeout: 90_000};

describe('get --watch', {concurrency: 3}, () => {
  it('prints the backlog and then what comes, without a seam', limit, async t => {
    const localAws = await startStage(t);
    const from = Date.now() - 20_000;
    // Some lie before the start of the program, some come while it starts, some afterwards.
    const expected = putLines(localAws, 'line', {from, everyMs: 10, count: 2_600});
    const cli = startCli(t, raw, {localAws});
    await cli.stdout.line(/^line 2599$/);
    assert.deepEqual(cli.stdout.lines, expected);
  });

  it('starts with the last five minutes, or where --start says', limit, async t => {
    const localAws = await startStage(t);
    const now = Date.now();
    putLine(localAws, 'six minutes ago', {timestamp: now - 360_000});
    putLine(localAws, 'four minutes ago', {timestamp: now - 240_000});
    const byDefault = await runCli([...raw, '--for', '1s'], {localAws});
    const further = await runCli([...raw, '--for', '1s', '-s', '10m'], {localAws});
    assert.equal(byDefault.stdout, 'four minutes ago\n');
    assert.equal(further.stdout, 'six minutes ago\nfour minutes ago\n');
  });

  it('takes no end, and says why', limit, async t => {
    const localAws = await startStage(t);
    const {stderr, exitCode} = await runCli([...raw, '--end', '5m'], {localAws});
    assert.match(stderr, /^apilogs: --end does not go with --watch, which has no end\n {2}hint: .*--for/);
    assert.equal(exitCode, 2);
  });

  it('asks as often as --watch-interval says', limit, async t => {
    const localAws = await startStage(t);
    await runCli([...raw, '--for', '6s', '-i', '3', '--hold', '1'], {localAws});
    const polls = localAws.calls
      .list('FilterLogEvents')
      .filter(
        ({input}) =>
          input.logGroupName === executionGroup && input.endTime === undefined && input.limit !== 1,
      );
    // At the start, after 3 s and at the end; a machine that is very busy may skip the one between.
    assert.ok(polls.length === 3 || polls.length === 2, `${polls.length} polls`);
  });

  it('holds a line for its request no longer than --hold', limit, async t => {
    const localAws = await startStage(t);
    const start = 'START RequestId: 8d7ab1e3-6c9f-4f3b-9d6c-2f3f0a5e7b11 Version: $LATEST\n';
    putLine(localAws, start, {timestamp: Date.now()}, functionGroup('orders'));
    const cli = startCli(t, [...raw, '--hold', '4'], {localAws});
    assert.equal(await cli.stdout.line(/START/), start.trimEnd());
  });

  it('ends by itself with --for, with the codes of a finished read', limit, async t => {
    const localAws = await startStage(t);
    const nothing = await runCli([...raw, '--for', '1s', '--exit-code'], {localAws});
    assert.deepEqual([nothing.stdout, nothing.exitCode], ['', 0]);
    putLine(localAws, 'a line');
    const something = await runCli([...raw, '--for', '1s', '--exit-code'], {localAws});
    assert.deepEqual([something.stdout, something.exitCode], ['a line\n', 10]);
    const withoutFlag = await runCli([...raw, '--for', '1s'], {localAws});
    assert.deepEqual([withoutFlag.stdout, withoutFlag.exitCode], ['a line\n', 0]);
  });

  it('prints a line that can be read only with the last look of --for', limit, async t => {
    const localAws = await startStage(t);
    const cli = startCli(t, [...raw, '--for', '4s'], {localAws});
    putLine(localAws, 'first');
    await cli.stdout.line(/^first$/);
    const now = Date.now();
    putLine(localAws, 'late', {timestamp: now - 20_000, ingestionTime: now});
    const {stdout, exitCode} = await cli.result;
    assert.deepEqual([stdout, exitCode], ['first\nlate\n', 0]);
  });

  it('writes each line into a pipe as soon as it leaves', limit, async t => {
    const localAws = await startStage(t);
    const cli = startShell(t, `apilogs ${raw.join(' ')} | grep --line-buffered ERROR`, {localAws});
    putLine(localAws, 'ERROR one');
    await cli.stdout.line(/one/);
    putLine(localAws, 'ERROR two');
    await cli.stdout.line(/two/);
    assert.deepEqual(cli.stdout.lines, ['ERROR one', 'ERROR two']);
  });

  it('follows a log group that did not exist at first, and has said that it does not', limit, async t => {
    const localAws = await startStage(t);
    localAws.logs.deleteLogGroup(functionGroup('orders'));
    const cli = startCli(t, raw, {localAws});
    await cli.stderr.line(/log group "\/aws\/lambda\/orders" does not exist yet/);
    const expected = putLines(localAws, 'first invocation', {everyMs: 1, count: 5}, functionGroup('orders'));
    await cli.stdout.count(5);
    assert.deepEqual(cli.stdout.lines, expected);
  });

  it('waits where no log group exists yet, and can be stopped', limit, async t => {
    const localAws = await startStage(t);
    localAws.logs.deleteLogGroup(functionGroup('orders'));
    localAws.logs.deleteLogGroup(executionGroup);
    const cli = startCli(t, raw, {localAws});
    putLine(localAws, 'first');
    await cli.stdout.line(/^first$/);
    localAws.logs.deleteLogGroup(executionGroup);
    const polls = () => localAws.calls.list('FilterLogEvents').length;
    const seen = polls() + 4;
    await waitUntil(() => polls() >= seen);
    cli.kill('SIGINT');
    assert.equal((await cli.result).exitCode, 130);
  });

  it('notices a redeployment that adds a function, says so, and follows it', limit, async t => {
    const localAws = await startStage(t);
    const cli = startCli(t, raw, {localAws});
    putLine(localAws, 'before');
    await cli.stdout.line(/^before$/);
    deploy(localAws, ['orders', 'refunds'], 'second');
    const now = Date.now();
    const expected = putLines(
      localAws,
      'refund',
      {from: now, everyMs: 1_000, count: 30},
      functionGroup('refunds'),
    );
    await cli.stderr.line(/the stage was redeployed: following refunds as well/);
    await cli.stdout.line(/^refund 29$/);
    assert.deepEqual(cli.stdout.lines, ['before', ...expected]);
  });

  it('prints a line that comes 15 s late once, marked as late', limit, async t => {
    const localAws = await startStage(t);
    const json = startCli(t, [...watchArgs, '-o', 'json'], {localAws});
    const text = startCli(t, watchArgs, {localAws});
    putLine(localAws, 'in time');
    await Promise.all([json.stdout.line(/in time/), text.stdout.line(/in time/)]);
    const now = Date.now();
    putLine(localAws, 'fifteen seconds late', {timestamp: now - 15_000, ingestionTime: now});
    await Promise.all([json.stdout.line(/fifteen/), text.stdout.line(/fifteen/)]);
    putLine(localAws, 'in time again');
    await Promise.all([json.stdout.line(/again/), text.stdout.line(/again/)]);
    assert.deepEqual(
      json.stdout.lines.map(line => JSON.parse(line)).map(({message, late}) => [message, late]),
      [
        ['in time', false],
        ['fifteen seconds late', true],
        ['in time again', false],
      ],
    );
    const columns = text.stdout.lines.map(line => line.split(/\s+/)[1]);
    assert.deepEqual(columns, ['execution', '~execution', 'execution']);
  });

  it('takes nothing for late because another log is dated ahead', limit, async t => {
    const localAws = await startStage(t);
    putLine(localAws, 'from an hour ahead', {timestamp: Date.now() + 3_600_000, ingestionTime: Date.now()});
    const cli = startCli(t, [...watchArgs, '-o', 'json'], {localAws});
    await cli.stdout.line(/from an hour ahead/);
    putLines(localAws, 'usual', {everyMs: 300, count: 10});
    await cli.stdout.line(/usual 9/);
    const lines = cli.stdout.lines.map(line => JSON.parse(line));
    assert.equal(lines.length, 11);
    assert.deepEqual([...new Set(lines.map(({late}) => late))], [false]);
  });

  it('prints canary traffic once, which is logged in two groups', limit, async t => {
    const localAws = await LocalAws.start();
    t.after(() => localAws.stop());
    const startTime = Date.now() - 2_000;
    const traffic = generateTraffic({
      seed: 4,
      startTime,
      requests: 60,
      ratePerSecond: 15,
      functions: 2,
      canaryShare: 0.4,
      accessLog: 'off',
      clockSkewMs: 0,
      slowShare: 0,
      selfCallShare: 0,
      outcomes: {ok: 1},
      // Each copy comes by a way of its own; a straggler would be lost with this short a watch.
      ingestionLag: {
        execution: {batchMs: 400, minMs: 100, maxMs: 900, stragglerShare: 0, stragglerMs: 0},
        access: {batchMs: 0, minMs: 0, maxMs: 0, stragglerShare: 0, stragglerMs: 0},
        lambda: {batchMs: 250, minMs: 100, maxMs: 900, stragglerShare: 0, stragglerMs: 0},
      },
    });
    traffic.seedInto(localAws);
    const copies = traffic.events.filter(({isCanaryCopy}) => isCanaryCopy).length;
    assert.ok(copies > 100, `${copies} lines have a copy`);
    const {api} = traffic;
    const args = ['get', '-a', api.restApiId, '-t', api.stage, '--watch', '--for', '8s', '-o', 'json'];
    const {stdout} = await runCli(args, {localAws});
    const texts = (messages: readonly string[]) => messages.map(text => text.trimEnd()).sort();
    assert.deepEqual(
      texts(parseLines(stdout).map(({message}) => message)),
      texts(traffic.events.filter(({isCanaryCopy}) => !isCanaryCopy).map(({message}) => message)),
    );
  });

  it('says nothing with --quiet', limit, async t => {
    const localAws = await startStage(t);
    putLine(localAws, 'a line');
    const handle = localAws.faults.deny(
      'logs:FilterLogEvents',
      ({logGroupName}) => logGroupName === functionGroup('orders'),
    );
    const cli = startCli(t, [...raw, '--quiet'], {localAws});
    await cli.stdout.line(/a line/);
    assert.ok(handle.hits > 0);
    cli.kill('SIGINT');
    const {stderr, exitCode} = await cli.result;
    assert.deepEqual([stderr, exitCode], ['', 130]);
  });

  it('knows an API that is not there at once', limit, async t => {
    const localAws = await startStage(t);
    localAws.apiGateway.removeRestApi(restApiId);
    const {stderr, exitCode} = await runCli(raw, {localAws});
    assert.match(stderr, /API "watch12345" does not exist/);
    assert.equal(exitCode, 5);
  });
});
