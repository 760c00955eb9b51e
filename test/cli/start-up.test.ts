import assert from 'node:assert/strict';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, describe, it, type TestContext} from 'node:test';
import {fileURLToPath} from 'node:url';
import {LocalAws} from '../../src/local-aws/local-aws.js';
import {generateTraffic} from '../../src/local-aws/traffic/generate-traffic.js';
import {runCli} from '../support/run-cli.js';

const hook = fileURLToPath(new URL('../../../test/support/loaded-files.cjs', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'apilogs-'));
after(() => rmSync(folder, {recursive: true}));

/** Runs the built program and gives the text of what it loaded of itself. */
async function loadedBy(
  args: readonly string[],
  {localAws, env}: {localAws?: LocalAws; env?: Readonly<Record<string, string>>} = {},
): Promise<string> {
  const file = join(folder, 'loaded');
  const {exitCode, stderr} = await runCli(args, {
    ...(localAws && {localAws}),
    env: {...env, NODE_OPTIONS: `--require ${hook}`, LOADED_FILES: file},
  });
  assert.deepEqual([exitCode, stderr], [0, '']);
  return readFileSync(file, 'utf8');
}

/** Which of the modules are in what was loaded; the bundle names each in front of it. */
const modulesIn = (loaded: string, modules: readonly string[]) =>
  modules.filter(module => loaded.includes(`// ${module}`));

describe('start-up', () => {
  it('says which Node it needs where that is too old', async () => {
    const root = new URL('../../../', import.meta.url);
    const oldNode = fileURLToPath(new URL('test/support/old-node.cjs', root));
    const {engines}: {readonly engines: {readonly node: string}} = JSON.parse(
      readFileSync(new URL('package.json', root), 'utf8'),
    );
    const result = await runCli(['--version'], {env: {NODE_OPTIONS: `--require ${oldNode}`}});
    assert.deepEqual(result, {
      stdout: '',
      stderr:
        `apilogs: it needs Node.js ${engines.node.slice(2)} or newer, and this is 18.20.8\n` +
        '  hint: install a newer one (https://nodejs.org), or put it first in PATH\n',
      exitCode: 1,
    });
  });

  it('prints version and help from texts that were made when it was built', async () => {
    for (const args of [['--version'], ['--help'], ['requests', '-t', 'prod', '--help']]) {
      const loaded = modulesIn(await loadedBy(args), [
        'src/cli/asked-text.ts',
        'src/main.ts',
        'src/cli/command-declarations.ts',
        'node_modules/',
      ]);
      assert.deepEqual(loaded, ['src/cli/asked-text.ts'], args.join(' '));
    }
  });

  it('reads a stage with what that needs', async t => {
    const {localAws, args} = await servedStage(t);
    const modules = [
      'src/commands/read-stage.ts',
      'src/aws/events-client.ts',
      'node_modules/@smithy/signature-v4/',
      'node_modules/@aws-sdk/credential-provider-env/',
      'src/correlate/correlator.ts',
      'src/render/text-renderer.ts',
      'node_modules/@aws-sdk/client-cloudwatch-logs/',
      'node_modules/@aws-sdk/client-api-gateway/',
      'src/commands/watch-stage.ts',
      'src/prompt/ask-line.ts',
      'src/aws/assume-role.ts',
      'src/aws/proxy-agent.ts',
      'src/local-aws/',
      'node_modules/@aws-sdk/credential-provider-ini/',
      'node_modules/@aws-sdk/nested-clients/',
      'node_modules/@jmespath-community/',
      'node_modules/chrono-node/',
    ];
    assert.deepEqual(modulesIn(await loadedBy(args, {localAws}), modules), modules.slice(0, 8));
    assert.equal(localAws.calls.list()[0]?.operation, 'FilterLogEvents');
  });

  it('sends the first call before it loads what makes something of the answer', async t => {
    const {localAws, args} = await servedStage(t);
    const keys = 'aws_access_key_id = AKIALOCALAWS00000000\naws_secret_access_key = any\n';
    const credentialsFile = join(folder, 'credentials');
    writeFileSync(credentialsFile, `[default]\nregion = eu-west-1\n${keys}`);
    const profile = {
      AWS_SHARED_CREDENTIALS_FILE: credentialsFile,
      AWS_REGION: '',
      AWS_ACCESS_KEY_ID: '',
      AWS_SECRET_ACCESS_KEY: '',
    };
    for (const env of [{}, profile]) {
      const loaded = await loadedBy(args, {localAws, env: {...env, UNTIL_FIRST_REQUEST: 'yes'}});
      const modules = [
        'src/aws/events-client.ts',
        'src/correlate/',
        'src/render/renderer.ts',
        'node_modules/chalk/',
        'node_modules/@aws-sdk/client-',
        'node_modules/@aws-sdk/credential-provider-ini/',
      ];
      assert.deepEqual(modulesIn(loaded, modules), ['src/aws/events-client.ts']);
    }
  });
});

/** A stage with traffic, and the command line that reads it. */
async function servedStage(t: TestContext): Promise<{localAws: LocalAws; args: readonly string[]}> {
  const traffic = generateTraffic({requests: 5, seed: 3});
  const localAws = await LocalAws.start();
  t.after(() => localAws.stop());
  traffic.seedInto(localAws);
  const {restApiId, stage} = traffic.api;
  const start = String((traffic.events[0]?.timestamp ?? 0) - 1_000);
  return {localAws, args: ['get', '-a', restApiId, '-t', stage, '-s', start]};
}
