import assert from 'node:assert/strict';
import {readdir, readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {describe, it} from 'node:test';
import {createRoleAssumer} from '../../src/aws/assume-role.js';
import {toApilogsError} from '../../src/aws/aws-error.js';
import {CredentialsError} from '../../src/aws/credentials-error.js';
import {isMissingCredentials} from '../../src/aws/error-kind.js';
import {rejection} from '../support/rejection.js';
import {fakeSts, parametersOf, signerOf} from './fake-sts.js';
import {credentialsOf, sdkWorld} from './sdk-world.js';

const device = 'arn:aws:iam::111122223333:mfa/anna';
const config = `
[profile base]
aws_access_key_id = AKIDBASE
aws_secret_access_key = secret
[profile plain]
role_arn = arn:aws:iam::111122223333:role/reader
source_profile = base
[profile mfa]
role_arn = arn:aws:iam::111122223333:role/reader
source_profile = base
mfa_serial = ${device}
duration_seconds = 7200
external_id = ext
role_session_name = anna
region = ap-south-1
[profile chain]
role_arn = arn:aws:iam::444455556666:role/target
source_profile = mfa
`;

/** Computed with botocore 1.43.11 for the profile mfa. */
const mfaKey = 'bf9538ad53f22230b11311b411627ea82e9f1893';

/** Answers questions for MFA codes one after the other, and keeps them. */
function showing(...codes: string[]) {
  const asked: string[] = [];
  return {
    asked,
    askMfaCode: async (serial: string, refused: boolean) => {
      asked.push(`${serial}${refused ? ' again' : ''}`);
      return codes.shift() ?? '000000';
    },
  };
}

async function worldWith(sts: {url: string}, env: Record<string, string> = {}) {
  const world = await sdkWorld({AWS_ENDPOINT_URL_STS: sts.url, ...env});
  await world.put('.aws/config', config);
  return world;
}

describe('a profile that assumes a role', () => {
  it('assumes it once for all clients, and not at all in the next run', async () => {
    await using sts = await fakeSts();
    await using world = await worldWith(sts);
    const clients = await world.create({profile: 'plain'});
    const credentials = await credentialsOf(clients);
    await (await clients.apiGateway()).config.credentials();
    assert.equal(credentials.accessKeyId, 'ASIAreader');
    assert.equal(await clients.accountId(), '111122223333');
    assert.equal(sts.requests.length, 1);
    assert.equal(sts.requests[0] && signerOf(sts.requests[0]), 'AKIDBASE');

    const again = await credentialsOf(await world.create({profile: 'plain'}));
    assert.equal(again.accessKeyId, 'ASIAreader');
    assert.equal(sts.requests.length, 1);
  });

  it('keeps the session under the AWS CLI’s name', async () => {
    await using sts = await fakeSts();
    await using world = await worldWith(sts);
    await credentialsOf(await world.create({profile: 'plain'}));
    assert.deepEqual(await readdir(join(world.home, '.aws/cli/cache')), [
      'eb771f210ce273b995ac0960cff8d9705b517270.json',
    ]);
  });

  it('uses a session that the AWS CLI has cached, without any terminal', async () => {
    await using sts = await fakeSts({codes: []});
    await using world = await worldWith(sts);
    const cached = {
      Credentials: {
        AccessKeyId: 'ASIACLI',
        SecretAccessKey: 'secret',
        SessionToken: 'token',
        Expiration: new Date(Date.now() + 3_600_000).toISOString().replace(/\.\d+Z/, 'UTC'),
      },
    };
    await world.put(`.aws/cli/cache/${mfaKey}.json`, JSON.stringify(cached));
    assert.equal((await credentialsOf(await world.create({profile: 'mfa'}))).accessKeyId, 'ASIACLI');
    assert.equal(sts.requests.length, 0);
  });

  it('says so where the role may not be assumed', async () => {
    const message = 'User: arn:aws:iam::1:user/x is not authorized to perform: sts:AssumeRole';
    await using sts = await fakeSts({error: {code: 'AccessDenied', message}});
    await using world = await worldWith(sts);
    const error = await rejection(credentialsOf(await world.create({profile: 'plain'})));
    assert.ok(error instanceof CredentialsError);
    assert.equal(
      error.message,
      `role arn:aws:iam::111122223333:role/reader of profile "plain" cannot be assumed: ${message}`,
    );
    assert.ok(isMissingCredentials(error));
    assert.equal(error.exitCode, 4);
  });
});

describe('a profile that needs an MFA code', () => {
  it('asks once, says all of the profile to STS, and keeps the session as the AWS CLI would', async () => {
    await using sts = await fakeSts({codes: ['123456']});
    await using world = await worldWith(sts);
    const {asked, askMfaCode} = showing('123456');
    const clients = await world.create({profile: 'mfa', askMfaCode});
    await Promise.all([credentialsOf(clients), (await clients.lambda()).config.credentials()]);
    assert.deepEqual(asked, [device]);
    const [request] = sts.requests;
    assert.ok(request);
    assert.deepEqual(Object.fromEntries(parametersOf(request)), {
      Action: 'AssumeRole',
      Version: '2011-06-15',
      RoleArn: 'arn:aws:iam::111122223333:role/reader',
      RoleSessionName: 'anna',
      DurationSeconds: '7200',
      ExternalId: 'ext',
      SerialNumber: device,
      TokenCode: '123456',
    });
    assert.match(request.headers.authorization ?? '', /\/ap-south-1\/sts\//);
    const cached = JSON.parse(await readFile(join(world.home, `.aws/cli/cache/${mfaKey}.json`), 'utf8'));
    assert.equal(cached.Credentials.AccessKeyId, 'ASIAreader');

    await credentialsOf(await world.create({profile: 'mfa', askMfaCode}));
    assert.equal(asked.length, 1);
  });

  it('asks again for a code that AWS does not take', async () => {
    await using sts = await fakeSts({codes: ['222222']});
    await using world = await worldWith(sts);
    const {asked, askMfaCode} = showing('111111', '222222');
    const credentials = await credentialsOf(await world.create({profile: 'mfa', askMfaCode}));
    assert.equal(credentials.accessKeyId, 'ASIAreader');
    assert.deepEqual(asked, [device, `${device} again`]);
  });

  it('gives up after three codes, and does not begin anew for the next client', async () => {
    await using sts = await fakeSts({codes: ['222222']});
    await using world = await worldWith(sts);
    const {asked, askMfaCode} = showing();
    const clients = await world.create({profile: 'mfa', askMfaCode});
    const askers = [
      async () => (await clients.logsEvents()).credentials(),
      async () => (await clients.lambda()).config.credentials(),
    ];
    for (const ask of askers) {
      const error = await rejection(ask());
      assert.ok(error instanceof CredentialsError);
      assert.match(error.message, /^AWS does not accept the MFA code: MultiFactorAuthentication failed/);
    }
    assert.equal(asked.length, 3);
    await assert.rejects(readdir(join(world.home, '.aws/cli/cache')), {code: 'ENOENT'});
  });

  it('asks once for two that want the role at the same time', async () => {
    await using sts = await fakeSts({codes: ['123456']});
    await using world = await worldWith(sts);
    const {asked, askMfaCode} = showing('123456');
    const assume = createRoleAssumer({
      profile: 'mfa',
      profiles: {},
      region: 'eu-west-1',
      clientConfig: {},
      cacheFolder: join(world.home, 'cache'),
      askMfaCode,
      now: Date.now,
    });
    const input = {RoleArn: 'arn:aws:iam::1:role/r', RoleSessionName: 'x', SerialNumber: device};
    const source = {accessKeyId: 'AKID', secretAccessKey: 'secret'};
    const [one, other] = await Promise.all([assume(source, input), assume(source, input)]);
    assert.equal(one.accessKeyId, 'ASIAr');
    assert.equal(one, other);
    assert.deepEqual(asked, [device]);
  });

  it('fails where nobody can be asked, and says how to go on', async () => {
    await using sts = await fakeSts({codes: ['123456']});
    await using world = await worldWith(sts);
    const error = await rejection(credentialsOf(await world.create({profile: 'mfa'})));
    assert.ok(error instanceof CredentialsError);
    assert.match(error.message, /^profile "mfa" needs a code of MFA device .*no terminal/);
    assert.match(error.hint ?? '', /aws sts get-caller-identity --profile mfa/);
    assert.equal(toApilogsError(error, {action: 'a', what: 'b', region: 'c'}), error);
    assert.equal(sts.requests.length, 0);
  });

  it('may be the source of another role', async () => {
    await using sts = await fakeSts();
    await using world = await worldWith(sts);
    const {asked, askMfaCode} = showing('123456');
    const credentials = await credentialsOf(await world.create({profile: 'chain', askMfaCode}));
    assert.equal(credentials.accessKeyId, 'ASIAtarget');
    assert.equal(credentials.accountId, '444455556666');
    assert.deepEqual(sts.requests.map(signerOf), ['AKIDBASE', 'ASIAreader']);
    await credentialsOf(await world.create({profile: 'chain', askMfaCode}));
    assert.deepEqual(asked, [device]);
    assert.equal(sts.requests.length, 2);
  });
});
