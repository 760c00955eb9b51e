import assert from 'node:assert/strict';
import {existsSync} from 'node:fs';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, describe, it} from 'node:test';
import {readKnownApis} from '../../src/completion/known-apis.js';
import {LocalAws} from '../../src/local-aws/local-aws.js';
import {generateTraffic} from '../../src/local-aws/traffic/generate-traffic.js';
import {cleanEnv, runCli} from '../support/run-cli.js';
import {runMain} from '../support/run-main.js';

describe('completion', () => {
  it('prints the script of the shell that is named, else of the one that runs', async () => {
    for (const shell of ['bash', 'zsh', 'fish']) {
      const named = await runMain(['completion', shell], {env: {SHELL: '/bin/tcsh'}});
      assert.match(named.stdout, new RegExp(`^(#compdef apilogs\n)?# ${shell} completion for apilogs`));
      assert.deepEqual({exitCode: named.exitCode, stderr: named.stderr}, {exitCode: 0, stderr: ''});
      assert.deepEqual(await runMain(['completion'], {env: {SHELL: `/usr/local/bin/${shell}`}}), named);
    }
  });

  it('prints plain ASCII alone', async () => {
    for (const shell of ['bash', 'zsh', 'fish'])
      assert.match((await runMain(['completion', shell])).stdout, /^[\x20-\x7e\n]+$/);
  });

  for (const [argv, env, message] of [
    [
      ['completion'],
      {},
      'the environment does not say which shell this is\n  hint: name one: apilogs completion bash',
    ],
    [
      ['completion'],
      {SHELL: '/bin/tcsh'},
      'SHELL says /bin/tcsh, for which there is no completion\n  hint: name one',
    ],
    [['completion', 'bsh'], {}, 'SHELL cannot be "bsh"\n  hint: did you mean bash?'],
    [['completion', 'bash', 'zsh'], {}, 'unexpected argument "zsh"'],
  ] as const) {
    it(`refuses ${argv.join(' ')} where SHELL is ${Object.values(env).join() || 'not set'}`, async () => {
      const {exitCode, stdout, stderr} = await runMain(argv, {env});
      assert.deepEqual({exitCode, stdout}, {exitCode: 2, stdout: ''});
      assert.ok(stderr.startsWith(`apilogs: ${message}`), stderr);
    });
  }
});

describe('the cache for completion', () => {
  const traffic = generateTraffic({requests: 2, functions: 1, seed: 1});
  const {restApiId, stage} = traffic.api;
  let localAws: LocalAws;
  let home: string;
  const folder = () => join(home, 'apilogs');
  // Node 22.1 and later keep the compiled program beside it.
  const isKept = () => existsSync(join(folder(), 'known-apis.json'));
  const run = (...argv: string[]) => runCli(argv, {localAws, env: {XDG_CACHE_HOME: home}});

  before(async () => {
    localAws = await LocalAws.start();
    traffic.seedInto(localAws);
    home = await mkdtemp(join(tmpdir(), 'apilogs-cache-'));
  });
  after(async () => {
    await localAws.stop();
    await rm(home, {recursive: true});
  });

  it('keeps nothing of the demo', async () => {
    assert.equal((await run('demo', '-n', '1')).exitCode, 0);
    assert.equal(isKept(), false);
  });

  it('is filled by what reads a stage, and only by what was found', async () => {
    assert.equal((await run('get', '-a', restApiId, '-t', 'unknown')).exitCode, 5);
    assert.equal(isKept(), false);
    for (const command of ['get', 'sources']) {
      await run(command, '-a', restApiId, '-t', stage);
      const [api, ...others] = readKnownApis(folder(), Date.now());
      assert.deepEqual(
        {id: api?.id, kind: api?.kind, region: api?.region, stages: api?.stages, others},
        {id: restApiId, kind: 'rest', region: localAws.region, stages: [stage], others: []},
      );
      assert.equal(api?.endpointUrl, localAws.env().AWS_ENDPOINT_URL);
      await rm(folder(), {recursive: true});
    }
  });

  it('is not kept by tests, whose environment has no home', () => {
    const {HOME, XDG_CACHE_HOME} = cleanEnv({localAws});
    assert.deepEqual([HOME, XDG_CACHE_HOME], [undefined, undefined]);
  });
});
