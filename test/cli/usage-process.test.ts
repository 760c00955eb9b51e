import assert from 'node:assert/strict';
import {spawn, spawnSync} from 'node:child_process';
import {describe, it} from 'node:test';
import {fileURLToPath} from 'node:url';
import {generalHelp} from '../../src/cli/help.js';

const program = fileURLToPath(new URL('../../src/cli.js', import.meta.url));

describe('the process', () => {
  it('ends with the exit code, and has stdout and stderr apart', () => {
    const version = spawnSync(process.execPath, [program, '--help'], {encoding: 'utf8'});
    assert.deepEqual([version.status, version.stdout, version.stderr], [0, generalHelp(), '']);
    const usage = spawnSync(process.execPath, [program], {encoding: 'utf8'});
    assert.deepEqual([usage.status, usage.stdout, usage.stderr], [2, '', generalHelp()]);
  });

  it('says nothing but its own message about a wrong command line', () => {
    const argv = [program, 'get', '-a', 'abc123def4', '-t', 'prod', '-w', '-v', '--end', 'now'];
    const {status, stdout, stderr} = spawnSync(process.execPath, argv, {encoding: 'utf8'});
    assert.deepEqual([status, stdout], [2, '']);
    assert.equal(
      stderr,
      'apilogs: --end does not go with --watch, which has no end\n  hint: to stop after a while, write --for 10m\n',
    );
  });

  it('is quiet and content when nobody reads its output', async () => {
    const child = spawn(process.execPath, [program, 'get', '--help'], {stdio: ['ignore', 'pipe', 'pipe']});
    child.stdout.destroy();
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    const exitCode = await new Promise(resolve => child.on('close', resolve));
    assert.deepEqual([exitCode, stderr], [0, '']);
  });

  it('keeps the exit code of an error when nobody reads its output', async () => {
    const child = spawn(process.execPath, [program, 'nonsense'], {stdio: ['ignore', 'pipe', 'pipe']});
    child.stdout.destroy();
    child.stderr.resume();
    assert.equal(await new Promise(resolve => child.on('close', resolve)), 2);
  });

  it('keeps its exit code when nobody reads its errors', async () => {
    const child = spawn(process.execPath, [program, 'nonsense'], {stdio: ['ignore', 'pipe', 'pipe']});
    child.stderr.destroy();
    child.stdout.resume();
    assert.equal(await new Promise(resolve => child.on('close', resolve)), 2);
  });

  for (const [signal, exitCode] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    it(`ends a watch in good order on ${signal}, and says so by its exit code`, async () => {
      const {child, ended} = startWatch();
      child.stdout.once('data', () => child.kill(signal));
      const {status, stderr} = await ended;
      assert.equal(status, exitCode);
      assert.match(stderr, /^apilogs: to go on from here: --start \S+\n$/);
    });
  }

  it('ends a watch quietly when the reader of its output goes', async () => {
    const {child, ended} = startWatch();
    child.stdout.once('data', () => child.stdout.destroy());
    const {status, stderr} = await ended;
    assert.equal(status, 0);
    assert.doesNotMatch(stderr, /EPIPE|error|Error/);
  });
});

/** A run that would not end by itself. */
function startWatch() {
  const child = spawn(process.execPath, [program, 'demo', '--watch'], {stdio: ['ignore', 'pipe', 'pipe']});
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  child.stdout.resume();
  const ended = new Promise<{status: number | null; stderr: string}>(resolve => {
    child.on('close', status => resolve({status, stderr}));
  });
  return {child, ended};
}
