import assert from 'node:assert/strict';
import {after, before, describe, it} from 'node:test';
import {fileURLToPath} from 'node:url';
import type {LocalAws} from '../../src/local-aws/local-aws.js';
import {version} from '../../src/version.js';
import {type CliOptions, runCli, runShell} from '../support/run-cli.js';
import {putLine, startWatchedStage, watchArgs} from '../support/watched-stage.js';

// Tests are built into another folder, which holds no scripts.
const brokenNode = fileURLToPath(new URL('../../../test/support/broken-node.cjs', import.meta.url));

type Way = 'exception' | 'rejection' | 'halt' | 'completion';

const get = watchArgs.filter(argument => argument !== '--watch');
const where = `apilogs ${version}, Node ${process.version}, ${process.platform} ${process.arch}`;
const hint = '  hint: this is a bug in apilogs; please report these lines to whom you have it from: ';
const typed = 'apilogs get --api-id ... --stage ...';

describe('an error that nothing catches', {concurrency: 3}, () => {
  let localAws: LocalAws;
  before(async () => {
    localAws = await startWatchedStage();
  });
  after(() => localAws.stop());

  const broken = (way: Way, env: Readonly<Record<string, string>> = {}): CliOptions => ({
    localAws,
    env: {NODE_OPTIONS: `--require ${brokenNode}`, BREAK_BY: way, ...env},
  });

  for (const way of ['exception', 'rejection'] as const) {
    it(`is told in one paragraph, with what to report and no value that was typed: ${way}`, async () => {
      const {stdout, stderr, exitCode} = await runCli([...get, '-f', 's3cret'], broken(way));
      assert.deepEqual([stdout, exitCode], ['', 1]);
      assert.equal(
        stderr,
        'apilogs: unexpected error: TypeError: broken by the test\n' +
          `${hint}${where}, command: ${typed} --filter-pattern ... (with -v it shows where it happened)\n`,
      );
    });
  }

  it('shows its stack with -v alone', async () => {
    const {stderr, exitCode} = await runCli([...get, '-v'], broken('exception'));
    assert.equal(exitCode, 1);
    const at = stderr.indexOf('apilogs: unexpected error: ');
    assert.match(
      stderr.slice(at).replace(hint, '').replace(where, ''),
      /^apilogs: unexpected error: TypeError: broken by the test\n, command: apilogs get --api-id \.\.\. --stage \.\.\. --verbose\nTypeError: broken by the test\n( {4}at .+\n)+$/,
    );
  });

  it('ends a watch, which says where to go on', async () => {
    putLine(localAws, 'a line');
    const {stdout, stderr, exitCode} = await runCli(
      [...watchArgs, '-o', 'raw', '-s', '1h'],
      broken('exception', {BREAK_AFTER: '20'}),
    );
    assert.deepEqual([stdout, exitCode], ['a line\n', 1]);
    assert.match(
      stderr,
      /^apilogs: to go on from here: --start \S+\napilogs: unexpected error: TypeError: broken by the test\n {2}hint: .*--watch --output \.\.\. --start \.\.\. \(with -v .*\n$/,
    );
  });

  it('ends with code 1 also where nobody can be told', async () => {
    const {stdout, exitCode} = await runShell(`apilogs ${get.join(' ')} 2>&-`, broken('rejection'));
    assert.deepEqual([stdout, exitCode], ['', 1]);
  });

  it('is also a run that comes to a halt: nothing is under way any more, and it has not ended', async () => {
    const {stdout, stderr, exitCode} = await runCli(get, broken('halt'));
    assert.deepEqual([stdout, exitCode], ['', 1]);
    assert.equal(
      stderr,
      'apilogs: unexpected error: Error: the run has come to a halt before its end\n' +
        `${hint}${where}, command: ${typed} (with -v it shows where it happened)\n`,
    );
  });

  it('does not disturb a line that is being completed', async () => {
    const result = await runCli(['__complete', 'zsh', 'words', ''], broken('completion'));
    assert.deepEqual(result, {stdout: '', stderr: '', exitCode: 1});
  });
});
