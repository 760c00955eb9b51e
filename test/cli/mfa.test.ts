import assert from 'node:assert/strict';
import {PassThrough} from 'node:stream';
import {describe, it} from 'node:test';
import {systemClock} from '../../src/clock.js';
import {LocalAws} from '../../src/local-aws/local-aws.js';
import {generateTraffic} from '../../src/local-aws/traffic/generate-traffic.js';
import {main} from '../../src/main.js';
import {fakeSts, signerOf} from '../aws/fake-sts.js';
import {sdkWorld} from '../aws/sdk-world.js';
import {runCli} from '../support/run-cli.js';
import {memoryStream} from '../support/run-main.js';

const traffic = generateTraffic({requests: 5, functions: 1, concurrency: 1, seed: 1});
const {restApiId, stage} = traffic.api;
const get = ['get', '-a', restApiId, '-t', stage, '--profile', 'mfa', '--wide', '-s'];
const device = 'arn:aws:iam::111122223333:mfa/anna';

async function run(argv: readonly string[], typed: string) {
  const stdin = Object.assign(new PassThrough(), {isTTY: true});
  stdin.end(typed);
  const stdout = memoryStream();
  const stderr = {...memoryStream(), isTTY: true};
  const {signal} = new AbortController();
  const exitCode = await main(argv, {stdout, stderr, stdin, env: process.env, clock: systemClock, signal});
  return {exitCode, stdout: stdout.text(), stderr: stderr.text()};
}

describe('a profile that needs an MFA code', () => {
  it('asks on a terminal, reads, and lets later runs read without asking, also where no terminal is', async () => {
    const localAws = await LocalAws.start();
    try {
      traffic.seedInto(localAws);
      await using sts = await fakeSts({codes: ['222222']});
      await using world = await sdkWorld({
        AWS_ENDPOINT_URL: localAws.endpoint,
        AWS_ENDPOINT_URL_STS: sts.url,
        AWS_REGION: localAws.region,
      });
      await world.put(
        '.aws/config',
        '[profile base]\naws_access_key_id = AKIDBASE\naws_secret_access_key = x\n' +
          `[profile mfa]\nrole_arn = arn:aws:iam::111122223333:role/r\nsource_profile = base\nmfa_serial = ${device}\n`,
      );
      const argv = [...get, new Date((traffic.events[0]?.timestamp ?? 0) - 1000).toISOString()];
      const env = {...process.env, AWS_CONFIG_FILE: undefined, AWS_SHARED_CREDENTIALS_FILE: undefined};

      const nobody = await runCli(argv, {env});
      assert.equal(nobody.exitCode, 4);
      assert.equal(nobody.stdout, '');
      assert.match(
        nobody.stderr,
        /^apilogs: profile "mfa" needs a code of MFA device .*\n {2}hint: run `aws sts/,
      );

      const silent = await run(argv, '');
      assert.equal(silent.exitCode, 4);
      assert.match(silent.stderr, /no MFA code was given/);

      const asked = await run(argv, '222222\n');
      assert.equal(asked.exitCode, 0);
      assert.equal(asked.stdout.match(/\n/g)?.length ?? 0, traffic.events.length);
      assert.equal(asked.stderr.split(`MFA code for ${device}: `).length, 2);

      const again = await runCli(argv, {env});
      assert.deepEqual(again, {exitCode: 0, stdout: asked.stdout, stderr: ''});
      assert.deepEqual(sts.requests.map(signerOf), ['AKIDBASE']);
    } finally {
      await localAws.stop();
    }
  });
});
