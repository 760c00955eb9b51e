import assert from 'node:assert/strict';
import {execFile} from 'node:child_process';
import {existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {homedir, tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, describe, it} from 'node:test';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';
import {LocalAws} from '../../src/local-aws/local-aws.js';
import {generateTraffic} from '../../src/local-aws/traffic/generate-traffic.js';
import {cleanEnv} from '../support/run-cli.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const execute = promisify(execFile);
const manifest: {version: string} = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** All that a user needs; what a developer needs is in the repository. */
const needed =
  /^(package\.json|README\.md|LICENSE|CHANGELOG\.md|bin\/apilogs\.js|bin\/package\.json|man\/apilogs\.1|dist\/[^/]+\.cjs|dist\/index\.js|dist\/types\/.+\.d\.ts|dist\/THIRD-PARTY-NOTICES)$/;

/** How Node begins what it says on its own account, of what is deprecated or an experiment. */
const nodeWarning = /\(node:\d+\)/;

interface Packed {
  readonly filename: string;
  readonly size: number;
  readonly files: readonly {readonly path: string}[];
}

describe('the package, packed and installed into an empty folder', () => {
  const folder = mkdtempSync(join(tmpdir(), 'apilogs-package-'));
  const prefix = join(folder, 'prefix');
  let packed: Packed;

  const installed = join(prefix, 'lib', 'node_modules', 'apilogs');

  const run = (args: readonly string[], localAws?: LocalAws) =>
    execute(join(prefix, 'bin', 'apilogs'), args, {
      env: cleanEnv({...(localAws && {localAws}), env: {HOME: folder}}),
      cwd: folder,
    });

  before(async () => {
    // Without scripts: they build what this test is part of.
    const pack = ['pack', '--ignore-scripts', '--json', '--pack-destination', folder];
    const {stdout} = await execute('npm', pack, {cwd: root});
    // A list, and an object by the names of packages since npm 12.
    [packed] = Object.values(JSON.parse(stdout)) as [Packed];
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

  it('runs nothing when it is installed, and brings no other package', () => {
    const {scripts, ...others} = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));
    const run = ['preinstall', 'install', 'postinstall', 'prepare'].filter(name => name in scripts);
    assert.deepEqual(run, []);
    assert.equal('gypfile' in others, false);
    const brought = Object.keys(others).filter(key => /^(?!dev).*dependenc/i.test(key));
    assert.deepEqual(brought, []);
    assert.deepEqual(readdirSync(join(prefix, 'lib', 'node_modules')), ['apilogs']);
    assert.equal(existsSync(join(installed, 'node_modules')), false);
  });

  it('tells nothing of the machine that built it', () => {
    const ofMachine = [root, homedir(), '/home/', '/root/', '/Users/', 'sourceMappingURL='];
    for (const {path} of packed.files) {
      const text = readFileSync(join(installed, path), 'utf8');
      const found = ofMachine.filter(words => text.includes(words));
      assert.deepEqual(found, [], path);
    }
  });

  it('runs, without a warning of Node', async () => {
    assert.deepEqual(await run(['--version']), {stdout: `apilogs ${manifest.version}\n`, stderr: ''});
  });

  it('runs the demo', async () => {
    const {stdout, stderr} = await run(['demo', '--last', '3', '--output', 'raw']);
    assert.ok(stdout.trimEnd().split('\n').length >= 3);
    assert.doesNotMatch(stderr, nodeWarning);
  });

  it('reads a stage', async () => {
    const {api, events, seedInto} = generateTraffic({requests: 20, functions: 2, seed: 1});
    const localAws = await LocalAws.start();
    try {
      seedInto(localAws);
      const start = new Date(events[0]?.timestamp ?? 0).toISOString();
      const {stdout, stderr} = await run(
        ['get', '-a', api.restApiId, '-t', api.stage, '--start', start, '-o', 'json'],
        localAws,
      );
      assert.equal(stdout.trimEnd().split('\n').length, events.length);
      assert.doesNotMatch(stderr, nodeWarning);
    } finally {
      await localAws.stop();
    }
  });

  it('has the manual, which npm before 12 puts where man looks for it', async () => {
    const page = join(installed, 'man', 'apilogs.1');
    assert.equal(readFileSync(page, 'utf8'), readFileSync(join(root, 'man', 'apilogs.1'), 'utf8'));
    const {stdout: version} = await execute('npm', ['--version'], {cwd: folder});
    const isPlaced = Number.parseInt(version, 10) < 12;
    const pages = join(prefix, 'share', 'man');
    assert.equal(existsSync(join(pages, 'man1', 'apilogs.1')), isPlaced);
    const env = {...cleanEnv(), MANPATH: pages, MANPAGER: 'cat', MANWIDTH: '80'};
    const {stdout} = await execute('man', [isPlaced ? 'apilogs' : page], {env});
    assert.match(stdout, /apilogs - the logs behind an Amazon API Gateway stage/);
  });

  it('completes words in shells', async () => {
    for (const shell of ['bash', 'zsh', 'fish']) {
      const {stdout} = await run(['completion', shell]);
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
