import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, describe, it, type TestContext} from 'node:test';
import {fileURLToPath} from 'node:url';
import type {LocalAws} from '../../src/local-aws/local-aws.js';
import {cleanEnv, program, runCli} from '../support/run-cli.js';
import {startCli} from '../support/start-cli.js';
import {waitUntil} from '../support/wait-until.js';
import {putLine, restApiId, startWatchedStage} from '../support/watched-stage.js';
import {isWaiting, openPipe} from './open-pipe.js';
import {isWholeLine, lineCount, lineEveryMs, startPipedWorld} from './piped-world.js';
import {startOnTerminal} from './start-on-terminal.js';

// Tests are built into another folder, which holds no scripts.
const brokenNode = fileURLToPath(new URL('../../../test/support/broken-node.cjs', import.meta.url));

const endings = [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const;

const limit = {timeout: 60_000};
const read = ['get', '-a', restApiId, '-t', 'prod', '-s', '1h', '-o', 'raw', '--source', 'execution'];

function emptyFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'apilogs-'));
  t.after(() => rmSync(folder, {recursive: true}));
  return folder;
}

function assertWholeLines(stdout: string): number {
  assert.ok(stdout === '' || stdout.endsWith('\n'), `it was cut: ${stdout.slice(-80)}`);
  const lines = stdout.split('\n').slice(0, -1);
  assert.deepEqual(
    lines.filter(line => !isWholeLine(line)),
    [],
  );
  return lines.length;
}

/** All that a terminal shows on which a run asks a question and is sent a signal; it has to be as it was before. */
async function signalAtQuestion(
  t: TestContext,
  signal: NodeJS.Signals,
  {localAws, env}: {readonly localAws: LocalAws; readonly env?: Readonly<Record<string, string>>},
): Promise<string> {
  const terminal = startOnTerminal(
    t,
    'stty -g; sh -c \'echo "pid $$"; exec $apilogs get\'; echo "code $?"; stty -g',
    {localAws, env: {TERM: 'xterm', LANG: 'C.UTF-8', ...env}},
  );
  await terminal.shows(/Which API\?[\s\S]*type to narrow/);
  terminal.kill(signal);
  const shown = await terminal.ended;
  const [before, after] = shown.match(/^[\da-f]+(:[\da-f]+)+/gm) ?? [];
  assert.ok(before);
  assert.equal(after, before, 'its settings are as before');
  assert.ok(shown.lastIndexOf('\x1b[?25h') >= shown.lastIndexOf('\x1b[?25l'), 'its cursor shows');
  return shown;
}

describe('a signal', {concurrency: 4}, () => {
  let localAws: LocalAws;
  before(async () => {
    localAws = await startPipedWorld();
  });
  after(() => localAws.stop());

  for (const [signal, code] of endings) {
    it(`${signal} before the first call ends the run with ${code}, quietly`, limit, async () => {
      const env = {NODE_OPTIONS: `--require ${brokenNode}`, BREAK_BY: 'signal', BREAK_SIGNAL: signal};
      const result = await runCli(read, {localAws, env});
      assert.deepEqual(result, {stdout: '', stderr: '', exitCode: code});
    });

    it(`${signal} during the look-up ends it with ${code}`, limit, async t => {
      const own = await startWatchedStage();
      t.after(() => own.stop());
      const hang = own.faults.add({operation: 'GetStage', fault: 'hang'});
      const cli = startCli(t, read, {localAws: own});
      await waitUntil(() => hang.hits > 0);
      cli.kill(signal);
      assert.deepEqual(await cli.result, {stdout: '', stderr: '', exitCode: code});
    });

    it(
      `${signal} while the output waits for its reader ends it with ${code}, and cuts no line`,
      limit,
      async t => {
        const pipe = openPipe(t);
        const child = spawn(process.execPath, [program, ...read], {
          env: cleanEnv({localAws}),
          stdio: ['ignore', pipe.input, 'inherit'],
        });
        pipe.closeInput();
        await waitUntil(() => isWaiting(child.pid) && pipe.hasText());
        child.kill(signal);
        const [exitCode] = await once(child, 'exit');
        assert.equal(exitCode, code);
        const printed = assertWholeLines(pipe.read());
        assert.ok(printed > 100 && printed < lineCount, `${printed} lines`);
      },
    );

    it(`${signal} at a question ends it with ${code}, and gives the terminal back`, limit, async t => {
      const shown = await signalAtQuestion(t, signal, {localAws});
      assert.match(shown, new RegExp(`code ${code}\\r\\n`));
    });
  }

  it('gives the terminal back also where a run crashes at a question', limit, async t => {
    const env = {NODE_OPTIONS: `--require ${brokenNode}`};
    const shown = await signalAtQuestion(t, 'SIGUSR2', {localAws, env});
    assert.match(
      shown,
      /apilogs: unexpected error: TypeError: broken by the test\r\n {2}hint: [\s\S]*code 1\r\n/,
    );
  });

  it('of Ctrl-Z stops a question; it is asked again when the run goes on', limit, async t => {
    const terminal = startOnTerminal(t, 'PS1="shell> " bash --norc --noediting -i', {
      localAws,
      env: {TERM: 'xterm', LANG: 'C.UTF-8'},
    });
    await terminal.shows(/shell> $/);
    terminal.type('$apilogs get -s 1h --source orders -o raw\r');
    await terminal.shows(/Which API\?[\s\S]*type to narrow/);
    terminal.type('\x1a');
    await terminal.shows(/Which API\?[\s\S]*\x1b\[\?25h[\s\S]*Stopped[\s\S]*shell> $/);
    terminal.type('fg\r');
    await terminal.shows(/shell> fg[\s\S]*Which API\?[\s\S]*type to narrow/);
    terminal.type('watched\r');
    await terminal.shows(/\nhello\r\n[\s\S]*shell> $/);
    terminal.type('exit\r');
    assert.doesNotMatch(await terminal.ended, /unexpected error/);
  });

  it(
    'SIGTERM while a code is asked for ends the run, and nothing is typed into the next command',
    limit,
    async t => {
      const folder = emptyFolder(t);
      const config = join(folder, 'config');
      writeFileSync(
        config,
        '[profile base]\naws_access_key_id = AKIDBASE\naws_secret_access_key = x\n' +
          '[profile mfa]\nrole_arn = arn:aws:iam::111122223333:role/reader\nsource_profile = base\n' +
          'mfa_serial = arn:aws:iam::111122223333:mfa/me\n',
      );
      const env = {
        TERM: 'xterm',
        HOME: folder,
        AWS_CONFIG_FILE: config,
        AWS_ACCESS_KEY_ID: undefined,
        AWS_SECRET_ACCESS_KEY: undefined,
      };
      const line = `sh -c 'echo "pid $$"; exec $apilogs get -a ${restApiId} -t prod --profile mfa'; echo "code $?"`;
      const terminal = startOnTerminal(t, line, {localAws, env});
      await terminal.shows(/MFA code for .*: $/);
      terminal.kill('SIGTERM');
      assert.match(await terminal.ended, /code 143\r\n/);
    },
  );

  it('says of a watch whose reader has not taken all where its next line is', limit, async t => {
    const pipe = openPipe(t);
    const child = spawn(process.execPath, [program, ...read.with(-3, 'json'), '--watch'], {
      env: cleanEnv({localAws}),
      stdio: ['ignore', pipe.input, 'pipe'],
    });
    t.after(() => child.kill('SIGKILL'));
    pipe.closeInput();
    let stderr = '';
    assert.ok(child.stderr);
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    await waitUntil(() => isWaiting(child.pid) && pipe.hasText());
    child.kill('SIGINT');
    await once(child, 'close');
    const last: {readonly timestampMs: number} = JSON.parse(pipe.read().trimEnd().split('\n').at(-1) ?? '');
    const [, resumed = ''] = /to go on from here: --start (\S+)\n$/.exec(stderr) ?? [];
    assert.ok(Date.parse(resumed) <= last.timestampMs + lineEveryMs, `${resumed}, not ${last.timestampMs}`);
  });

  it('that comes a second time ends at once what does not end at the first', limit, async t => {
    const pipe = openPipe(t);
    const child = spawn(process.execPath, [program, ...read, '--watch'], {
      env: cleanEnv({localAws, env: {NODE_OPTIONS: `--require ${brokenNode}`, BREAK_BY: 'patience'}}),
      stdio: ['ignore', pipe.input, 'pipe'],
    });
    t.after(() => child.kill('SIGKILL'));
    pipe.closeInput();
    await waitUntil(() => isWaiting(child.pid) && pipe.hasText());
    child.kill('SIGINT');
    assert.ok(child.stderr);
    await once(child.stderr, 'data');
    assert.deepEqual([child.exitCode, child.signalCode], [null, null]);
    child.kill('SIGINT');
    assert.deepEqual(await once(child, 'exit'), [130, null]);
  });

  it('SIGHUP ends a watch that waits, which says where to go on', limit, async t => {
    const own = await startWatchedStage();
    t.after(() => own.stop());
    putLine(own, 'before');
    const cli = startCli(t, [...read, '--watch'], {localAws: own});
    await cli.stdout.line(/^before$/);
    cli.kill('SIGHUP');
    const {stdout, stderr, exitCode} = await cli.result;
    assert.deepEqual([stdout, exitCode], ['before\n', 129]);
    assert.match(stderr, /^apilogs: to go on from here: --start \S+\n$/);
  });

  it('SIGPIPE, and a stop that is continued, leave a watch as it is', limit, async t => {
    const own = await startWatchedStage();
    t.after(() => own.stop());
    putLine(own, 'one');
    const cli = startCli(t, [...read, '--watch'], {localAws: own});
    await cli.stdout.line(/^one$/);
    cli.kill('SIGPIPE');
    putLine(own, 'two');
    await cli.stdout.line(/^two$/);
    cli.kill('SIGSTOP');
    putLine(own, 'three');
    cli.kill('SIGCONT');
    await cli.stdout.line(/^three$/);
    cli.kill('SIGINT');
    const {stdout, exitCode} = await cli.result;
    assert.deepEqual([stdout, exitCode], ['one\ntwo\nthree\n', 130]);
  });
});
