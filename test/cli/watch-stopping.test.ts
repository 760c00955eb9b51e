import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {runCli} from '../support/run-cli.js';
import {type RunningCli, startCli, startShell} from '../support/start-cli.js';
import {waitUntil} from '../support/wait-until.js';
import {functionGroup, putLine, putLines, startStage, watchArgs} from '../support/watched-stage.js';

const raw = [...watchArgs, '-o', 'raw'];
const limit = {timeout: 60_000};
const start = 'START RequestId: 8d7ab1e3-6c9f-4f3b-9d6c-2f3f0a5e7b11 Version: $LATEST';

/** The `--start` that the last line on stderr says. */
function resumeTime(stderr: string): string {
  const lines = stderr.trimEnd().split('\n');
  const [, time] = /^apilogs: to go on from here: --start (\S+)$/.exec(lines.at(-1) ?? '') ?? [];
  assert.ok(time, `the last line says where to go on:\n${stderr}`);
  return time;
}

async function stop(cli: RunningCli, signal: NodeJS.Signals) {
  cli.kill(signal);
  return cli.result;
}

describe('get --watch, when it is stopped', {concurrency: 3}, () => {
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    it(`prints on ${signal} what it held, says where to go on, and ends with ${code}`, limit, async t => {
      const localAws = await startStage(t);
      // An invocation that nothing ties is held as long as --hold allows.
      const cli = startCli(t, [...raw, '--hold', '60'], {localAws});
      putLine(localAws, 'before');
      await cli.stdout.line(/^before$/);
      putLine(localAws, start, {}, functionGroup('orders'));
      const polls = () => localAws.calls.list('FilterLogEvents').length;
      const seen = polls() + 6;
      // Six more polls of two log groups are three rounds: the line has been seen in them.
      await waitUntil(() => polls() >= seen);
      assert.deepEqual(cli.stdout.lines, ['before'], 'it is held');
      const {stdout, stderr, exitCode} = await stop(cli, signal);
      assert.equal(stdout, `before\n${start}\n`);
      assert.ok(Date.parse(resumeTime(stderr)) < Date.now());
      assert.equal(exitCode, code);
    });
  }

  it('misses nothing when it is started again where it said', limit, async t => {
    const localAws = await startStage(t);
    const expected = putLines(localAws, 'line', {from: Date.now() - 90_000, everyMs: 50, count: 2_100});
    const first = startCli(t, [...raw, '-s', '2m'], {localAws});
    await first.stdout.line(/^line 1850$/);
    const stopped = await stop(first, 'SIGINT');
    const second = startCli(t, [...raw, '-s', resumeTime(stopped.stderr)], {localAws});
    await second.stdout.line(/^line 2099$/);
    assert.notEqual(first.stdout.lines.length, expected.length, 'it was stopped before the end');
    assert.notEqual(second.stdout.lines[0], 'line 0', 'it goes on and does not begin anew');
    const both = new Set([...first.stdout.lines, ...second.stdout.lines]);
    assert.deepEqual(
      expected.filter(line => !both.has(line)),
      [],
    );
  });

  it('misses nothing either when it was stopped in the middle of the backlog', limit, async t => {
    const localAws = await startStage(t);
    const everyMs = 10;
    const count = 60_000;
    const expected = putLines(localAws, 'line', {from: Date.now() - count * everyMs, everyMs, count});
    putLines(localAws, 'other', {from: Date.now() - 60_000, everyMs, count: 100}, functionGroup('orders'));
    // From the fourth page on, answers take longer than this test.
    let pages = 0;
    localAws.faults.add({
      operation: 'FilterLogEvents',
      when: ({nextToken}) => nextToken !== undefined && ++pages > 2,
      fault: 'hang',
    });
    const first = startCli(t, [...raw, '-s', '15m'], {localAws});
    await first.stdout.count(15_000);
    const {stderr, stdout, exitCode} = await stop(first, 'SIGINT');
    assert.equal(exitCode, 130);
    const printed = new Set(stdout.split('\n'));
    localAws.faults.clear();
    const rest = await runCli([...raw, '-s', resumeTime(stderr), '--for', '1s'], {localAws});
    assert.ok(!rest.stdout.includes('line 0\n'), 'it goes on and does not begin anew');
    for (const line of rest.stdout.split('\n')) printed.add(line);
    assert.deepEqual(
      expected.filter(line => !printed.has(line)),
      [],
    );
  });

  it('ends on Ctrl-C while AWS does not answer', limit, async t => {
    const localAws = await startStage(t);
    const cli = startCli(t, raw, {localAws});
    putLine(localAws, 'before');
    await cli.stdout.line(/^before$/);
    const hang = localAws.faults.add({fault: 'hang'});
    await waitUntil(() => hang.hits > 0);
    const {stdout, exitCode} = await stop(cli, 'SIGINT');
    assert.deepEqual([stdout, exitCode], ['before\n', 130]);
  });

  it('ends on Ctrl-C although nobody reads what is left', limit, async t => {
    const localAws = await startStage(t);
    putLines(localAws, `line ${'x'.repeat(1_000)}`, {from: Date.now() - 20_000, everyMs: 1, count: 5_000});
    // The shell and the sleep ignore Ctrl-C, and the pipe between is soon full.
    const line = `trap '' INT; { apilogs ${raw.join(' ')}; echo "code $?" >&2; } | sleep 600`;
    const cli = startShell(t, line, {localAws});
    await waitUntil(() => localAws.calls.list('FilterLogEvents').length >= 2);
    cli.kill('SIGINT');
    await cli.stderr.line(/to go on from here/);
    await cli.stderr.line(/^code 130$/);
  });

  it('ends quietly with code 0 when its reader has seen enough', limit, async t => {
    const localAws = await startStage(t);
    const code = 'echo "code $' + '{PIPESTATUS[0]}" >&2';
    const head = startShell(t, `apilogs ${raw.join(' ')} | head -5; ${code}`, {localAws});
    const grep = startShell(t, `apilogs ${raw.join(' ')} | grep -m1 'line 3'; ${code}`, {localAws});
    putLines(localAws, 'line', {everyMs: 200, count: 60});
    const results = await Promise.all([head.result, grep.result]);
    assert.deepEqual(
      results.map(({stdout, stderr}) => [stdout, stderr]),
      [
        ['line 0\nline 1\nline 2\nline 3\nline 4\n', 'code 0\n'],
        ['line 3\n', 'code 0\n'],
      ],
    );
  });
});
