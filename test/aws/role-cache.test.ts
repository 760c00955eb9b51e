import assert from 'node:assert/strict';
import {chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, it} from 'node:test';
import {
  cacheKey,
  type RoleCredentials,
  type RoleRequest,
  readCachedRole,
  writeCachedRole,
} from '../../src/aws/role-cache.js';

const role: RoleRequest = {
  roleArn: 'arn:aws:iam::111122223333:role/reader',
  roleSessionName: undefined,
  externalId: undefined,
  mfaSerial: undefined,
  durationSeconds: undefined,
};
const withMfa = {...role, mfaSerial: 'arn:aws:iam::111122223333:mfa/anna'};
const now = Date.parse('2026-03-10T09:16:40Z');
const credentials: RoleCredentials = {
  accessKeyId: 'ASIA',
  secretAccessKey: 'secret',
  sessionToken: 'token',
  expiration: new Date('2026-03-10T10:16:40Z'),
  accountId: '111122223333',
};

describe('cacheKey', () => {
  // Computed with botocore 1.43.11: AssumeRoleCredentialFetcher(…)._cache_key.
  for (const [what, request, key] of [
    ['the role alone', role, 'eb771f210ce273b995ac0960cff8d9705b517270'],
    ['an MFA device', withMfa, '4bb6cc5876b19e98562d7f66fc26c0d528769767'],
    [
      'everything a profile may say, with characters that Python escapes',
      {...withMfa, externalId: 'ex"ternal', roleSessionName: 'grüße\x7f🙂', durationSeconds: 7200},
      'b899efc3522bff490a1e6e5201346e12ddb156f8',
    ],
  ] as const) {
    it(`is that of the AWS CLI for ${what}`, () => {
      assert.equal(cacheKey(request), key);
    });
  }
});

describe('the cache of roles', () => {
  let home: string;
  let folder: string;
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'apilogs-cache-'));
    folder = join(home, '.aws', 'cli', 'cache');
  });
  afterEach(() => rm(home, {recursive: true}));

  const path = () => join(folder, `${cacheKey(role)}.json`);
  const put = async (text: string) => {
    await mkdir(folder, {recursive: true});
    await writeFile(path(), text);
  };

  it('gives back what was kept, for the same request only', async () => {
    await writeCachedRole(folder, role, credentials);
    assert.deepEqual(await readCachedRole(folder, role, now), credentials);
    assert.equal(await readCachedRole(folder, withMfa, now), undefined);
  });

  it('writes what the AWS CLI reads, for the user’s eyes only, and nothing besides', async () => {
    await writeCachedRole(folder, role, credentials);
    assert.deepEqual(JSON.parse(await readFile(path(), 'utf8')), {
      Credentials: {
        AccessKeyId: 'ASIA',
        SecretAccessKey: 'secret',
        SessionToken: 'token',
        Expiration: '2026-03-10T10:16:40UTC',
        AccountId: '111122223333',
      },
    });
    assert.deepEqual(await readdir(folder), [`${cacheKey(role)}.json`]);
    if (process.platform === 'win32') return;
    assert.equal((await stat(path())).mode & 0o777, 0o600);
    for (const created of [folder, join(home, '.aws')]) {
      assert.equal((await stat(created)).mode & 0o777, 0o700);
    }
  });

  it('replaces an entry, whatever it was and whoever could read it', async () => {
    await put('broken');
    await chmod(path(), 0o644);
    await writeCachedRole(folder, role, credentials);
    assert.deepEqual(await readCachedRole(folder, role, now), credentials);
    if (process.platform !== 'win32') assert.equal((await stat(path())).mode & 0o777, 0o600);
  });

  for (const expiration of ['2026-03-10T10:16:40UTC', '2026-03-10T10:16:40Z', '2026-03-10T11:16:40+01:00']) {
    it(`reads a time written as ${expiration}`, async () => {
      const {accessKeyId, secretAccessKey, sessionToken} = credentials;
      await put(
        JSON.stringify({
          Credentials: {
            AccessKeyId: accessKeyId,
            SecretAccessKey: secretAccessKey,
            SessionToken: sessionToken,
            Expiration: expiration,
          },
          AssumedRoleUser: {Arn: 'arn'},
          ResponseMetadata: {RetryAttempts: 0},
        }),
      );
      assert.deepEqual((await readCachedRole(folder, role, now))?.expiration, credentials.expiration);
    });
  }

  it('forgets an entry five minutes before its end, when the SDK would want a new one', async () => {
    await writeCachedRole(folder, role, credentials);
    const end = credentials.expiration.getTime();
    assert.ok(await readCachedRole(folder, role, end - 300_000));
    assert.equal(await readCachedRole(folder, role, end - 299_999), undefined);
  });

  for (const text of [
    '',
    'no JSON',
    'null',
    '[]',
    '{}',
    '{"Credentials":null}',
    '{"Credentials":{"AccessKeyId":"ASIA"}}',
    '{"Credentials":{"AccessKeyId":1,"SecretAccessKey":2,"SessionToken":3,"Expiration":4}}',
    '{"Credentials":{"AccessKeyId":"a","SecretAccessKey":"b","SessionToken":"c","Expiration":"soon"}}',
  ]) {
    it(`counts as empty where a file holds ${text || 'nothing'}`, async () => {
      await put(text);
      assert.equal(await readCachedRole(folder, role, now), undefined);
    });
  }

  it('fails nobody where the folder cannot be made', async () => {
    const file = join(home, 'file');
    await writeFile(file, '');
    await writeCachedRole(join(file, 'cache'), role, credentials);
    assert.equal(await readCachedRole(join(file, 'cache'), role, now), undefined);
  });

  it('leaves no draft behind where the entry cannot be replaced', async () => {
    await mkdir(path(), {recursive: true});
    await writeCachedRole(folder, role, credentials);
    assert.deepEqual(await readdir(folder), [`${cacheKey(role)}.json`]);
  });
});
