import assert from 'node:assert/strict';
import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, describe, it} from 'node:test';
import {fileURLToPath} from 'node:url';
import {LocalAws} from '../../src/local-aws/local-aws.js';
import {generateTraffic} from '../../src/local-aws/traffic/generate-traffic.js';
import {runCli} from '../support/run-cli.js';

const hook = fileURLToPath(new URL('../../../test/support/loaded-files.cjs', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'apilogs-'));
after(() => rmSync(folder, {recursive: true}));

/** Runs the built program and gives the text of what it loaded of itself. */
async function loadedBy(args: readonly string[], localAws?: LocalAws): Promise<string> {
  const file = join(folder, 'loaded');
  const {exitCode, stderr} = await runCli(args, {
    ...(localAws && {localAws}),
    env: {NODE_OPTIONS: `--require ${hook}`, LOADED_FILES: file},
  });
  assert.deepEqual([exitCode, stderr], [0, '']);
  return readFileSync(file, 'utf8');
}

/** Which of the modules are in what was loaded; the bundle names each in front of it. */
const modulesIn = (loaded: string, modules: readonly string[]) =>
  modules.filter(module => loaded.includes(`// ${module}`));

describe('start-up', () => {
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

  it('reads a stage with what that needs, and sends the first call before it looks for sources', async t => {
    const traffic = generateTraffic({requests: 5, seed: 3});
    const localAws = await LocalAws.start();
    t.after(() => localAws.stop());
    traffic.seedInto(localAws);
    const {restApiId, stage} = traffic.api;
    const start = String((traffic.events[0]?.timestamp ?? 0) - 1_000);
    const args = ['get', '-a', restApiId, '-t', stage, '-s', start];
    const needed = [
      'src/commands/read-stage.ts',
      'node_modules/@aws-sdk/client-cloudwatch-logs/',
      'node_modules/@aws-sdk/credential-provider-env/',
    ];
    const unneeded = [
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
    assert.deepEqual(modulesIn(await loadedBy(args, localAws), [...needed, ...unneeded]), needed);
    assert.equal(localAws.calls.list()[0]?.operation, 'FilterLogEvents');
  });
});
