import assert from 'node:assert/strict';
import {execFile} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, describe, it} from 'node:test';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';
import {cleanEnv} from '../support/run-cli.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const execute = promisify(execFile);
const manifest: {version: string} = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** All that a user needs; what a developer needs is in the repository. */
const needed =
  /^(package\.json|README\.md|LICENSE|CHANGELOG\.md|bin\/apilogs\.js|bin\/package\.json|man\/apilogs\.1|dist\/[^/]+\.cjs|dist\/index\.js|dist\/types\/.+\.d\.ts|dist\/THIRD-PARTY-NOTICES)$/;

interface Packed {
  readonly filename: string;
  readonly size: number;
  readonly files: readonly {readonly path: string}[];
}

describe('the package, packed and installed into an empty folder', () => {
  const folder = mkdtempSync(join(tmpdir(), 'apilogs-package-'));
  const prefix = join(folder, 'prefix');
  let packed: Packed;

  const run = (...args: string[]) =>
    execute(join(prefix, 'bin', 'apilogs'), args, {env: cleanEnv(), cwd: folder});

  before(async () => {
    // Without scripts: they build what this test is part of.
    const pack = ['pack', '--ignore-scripts', '--json', '--pack-destination', folder];
    const {stdout} = await execute('npm', pack, {cwd: root});
    [packed] = JSON.parse(stdout);
    const install = [
      'install',
      '--global',
      '--prefix',
      prefix,
      '--prefer-offline',
      '--no-audit',
      '--no-fund',
    ];
    await execute('npm', [...install, join(folder, packed.filename)], {cwd: folder});
  });
  after(() => rmSync(folder, {recursive: true}));

  it('holds nothing needless, and is small', () => {
    const needless = packed.files.map(({path}) => path).filter(path => !needed.test(path));
    assert.deepEqual(needless, []);
    assert.ok(packed.size < 2_000_000, `${packed.size} bytes`);
  });

  it('runs', async () => {
    assert.equal((await run('--version')).stdout, `apilogs ${manifest.version}\n`);
  });

  it('runs the demo', async () => {
    const {stdout} = await run('demo', '--last', '3', '--output', 'raw');
    assert.ok(stdout.trimEnd().split('\n').length >= 3);
  });

  it('has the manual where man looks for it', async () => {
    const page = join(prefix, 'share', 'man', 'man1', 'apilogs.1');
    assert.equal(readFileSync(page, 'utf8'), readFileSync(join(root, 'man', 'apilogs.1'), 'utf8'));
    const env = {...cleanEnv(), MANPATH: join(prefix, 'share', 'man'), MANPAGER: 'cat', MANWIDTH: '80'};
    const {stdout} = await execute('man', ['apilogs'], {env});
    assert.match(stdout, /apilogs - the logs behind an Amazon API Gateway stage/);
  });

  it('completes words in shells', async () => {
    for (const shell of ['bash', 'zsh', 'fish']) {
      const {stdout} = await run('completion', shell);
      assert.match(stdout, /apilogs/, shell);
    }
  });

  it('can be imported', async () => {
    const program = join(prefix, 'lib', 'program.mjs');
    writeFileSync(program, `import * as apilogs from 'apilogs'; console.log(Object.keys(apilogs).join());`);
    const {stdout, stderr} = await execute(process.execPath, [program], {env: cleanEnv()});
    assert.equal(stdout, 'ApilogsError,exitCodes,followStage,readStage,trace\n');
    assert.equal(stderr, '');
  });
});
