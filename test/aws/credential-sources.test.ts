import assert from 'node:assert/strict';
import {createHash} from 'node:crypto';
import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {describe, it} from 'node:test';
import {ListFunctionsCommand} from '@aws-sdk/client-lambda';
import type {AwsClients} from '../../src/aws/aws-clients.js';
import {isMissingCredentials, isTransient, isUnreachable, toApilogsError} from '../../src/aws/aws-error.js';
import {CredentialsError} from '../../src/aws/credentials-error.js';
import {rejection} from '../support/rejection.js';
import {fakeService, type ServiceRequest} from './fake-service.js';
import {fakeSts, parametersOf, signerOf} from './fake-sts.js';
import {credentialsOf, type SdkWorld, sdkWorld} from './sdk-world.js';
import {authorityPath, startProxy, startTlsFront} from './tls-proxy.js';

const hourMs = 3_600_000;
const inAnHour = () => new Date(Date.now() + hourMs).toISOString();
const anHourAgo = () => new Date(Date.now() - hourMs).toISOString();
const call = {action: 'logs:FilterLogEvents', what: 'log group "g"', region: 'eu-west-1', profile: 'sso'};

/** The portal of AWS IAM Identity Center: gives a role's credentials for a token, and a new token for an old one. */
const fakePortal = () =>
  fakeService(({url}: ServiceRequest, response) => {
    response.writeHead(200, {'content-type': 'application/json'});
    response.end(
      JSON.stringify(
        url === '/token'
          ? {accessToken: 'fresh', expiresIn: 3600, refreshToken: 'next', tokenType: 'Bearer'}
          : {
              roleCredentials: {
                accessKeyId: 'ASIASSO',
                secretAccessKey: 'secret',
                sessionToken: 'token',
                expiration: Date.now() + hourMs,
              },
            },
      ),
    );
  });

async function ssoWorld(portal: {url: string}, expiresAt: string): Promise<SdkWorld> {
  const world = await sdkWorld({AWS_ENDPOINT_URL_SSO: portal.url, AWS_ENDPOINT_URL_SSO_OIDC: portal.url});
  await world.put(
    '.aws/config',
    '[profile sso]\nsso_session = s\nsso_account_id = 111122223333\nsso_role_name = Reader\n' +
      '[sso-session s]\nsso_region = eu-west-1\nsso_start_url = https://example.awsapps.com/start\n',
  );
  await world.put(
    tokenPath,
    JSON.stringify({
      accessToken: 'old',
      expiresAt,
      refreshToken: 'again',
      clientId: 'id',
      clientSecret: 'secret',
      registrationExpiresAt: inAnHour(),
      region: 'eu-west-1',
      startUrl: 'https://example.awsapps.com/start',
    }),
  );
  return world;
}

/** Where `aws sso login` leaves the token of the session `s`. */
const tokenPath = `.aws/sso/cache/${createHash('sha1').update('s').digest('hex')}.json`;

describe('an SSO profile', () => {
  it('uses the session of `aws sso login`', async () => {
    await using portal = await fakePortal();
    await using world = await ssoWorld(portal, inAnHour());
    const credentials = await credentialsOf(await world.create({profile: 'sso'}));
    assert.equal(credentials.accessKeyId, 'ASIASSO');
    assert.deepEqual(
      portal.requests.map(({url, headers}) => [url, headers['x-amz-sso_bearer_token']]),
      [['/federation/credentials?account_id=111122223333&role_name=Reader', 'old']],
    );
  });

  // Through a proxy, since the SDK renews a session at most twice a minute in one process.
  it('renews a session that has run out, through a proxy, and keeps the new one for the AWS CLI', async () => {
    await using portal = await fakePortal();
    await using front = await startTlsFront(portal.url);
    await using proxy = await startProxy({targetPort: front.port});
    await using world = await ssoWorld(portal, anHourAgo());
    delete process.env.AWS_ENDPOINT_URL_SSO_OIDC;
    process.env.HTTPS_PROXY = `http://127.0.0.1:${proxy.port}`;
    process.env.AWS_CA_BUNDLE = authorityPath;
    await credentialsOf(await world.create({profile: 'sso'}));
    assert.deepEqual(
      portal.requests.map(({url, headers}) => [url, headers['x-amz-sso_bearer_token']]),
      [
        ['/token', undefined],
        ['/federation/credentials?account_id=111122223333&role_name=Reader', 'fresh'],
      ],
    );
    assert.deepEqual(proxy.requests, ['CONNECT oidc.eu-west-1.amazonaws.com:443']);
    assert.equal(JSON.parse(await readFile(join(world.home, tokenPath), 'utf8')).accessToken, 'fresh');
  });

  it('asks the portal through the proxy', async () => {
    await using proxy = await startProxy({targetPort: 0, refusal: '403 Forbidden'});
    await using world = await ssoWorld({url: ''}, inAnHour());
    process.env.HTTPS_PROXY = `http://127.0.0.1:${proxy.port}`;
    const error = await rejection(credentialsOf(await world.create({profile: 'sso'})));
    assert.deepEqual(proxy.requests, ['CONNECT portal.sso.eu-west-1.amazonaws.com:443']);
    assert.match(
      toApilogsError(error, call).message,
      /the proxy http:.* \(HTTPS_PROXY\) answered 403 Forbidden/,
    );
  });

  it('is not taken for expired or missing where the network is down', async () => {
    const portal = await fakePortal();
    await portal[Symbol.asyncDispose]();
    await using world = await ssoWorld(portal, inAnHour());
    const error = await rejection(credentialsOf(await world.create({profile: 'sso'})));
    assert.ok(isTransient(error));
    assert.ok(isUnreachable(error));
    assert.equal(isMissingCredentials(error), false);
  });

  it('says which command to run where there is no session', async () => {
    await using portal = await fakePortal();
    await using world = await ssoWorld(portal, inAnHour());
    await world.put(tokenPath, '{}');
    const error = toApilogsError(await rejection(credentialsOf(await world.create({profile: 'sso'}))), call);
    assert.equal(error.message, 'the SSO session of profile "sso" has expired');
    assert.equal(error.hint, 'run `aws sso login --profile sso`');
    assert.equal(error.exitCode, 4);
  });
});

describe('other sources of credentials', () => {
  it('are not mixed up with the call that wanted them, where STS refuses', async () => {
    await using sts = await fakeSts({error: {code: 'AccessDenied', message: 'Not authorized to perform it'}});
    await using world = await sdkWorld({AWS_ENDPOINT_URL_STS: sts.url});
    await world.put('token', 'jwt');
    await world.put(
      '.aws/config',
      `[profile web]\nrole_arn = arn:aws:iam::1:role/web\nweb_identity_token_file = ${join(world.home, 'token')}\n`,
    );
    const error = await rejection(credentialsOf(await world.create({profile: 'web'})));
    assert.ok(error instanceof CredentialsError);
    assert.equal(
      error.message,
      'AWS gives no session to the credentials of profile "web": AccessDenied: Not authorized to perform it',
    );
  });

  it('are a program of the user’s', async () => {
    await using world = await sdkWorld();
    const output = {Version: 1, AccessKeyId: 'AKIDPROCESS', SecretAccessKey: 'x', Expiration: inAnHour()};
    await world.put('output.json', JSON.stringify(output));
    await world.put(
      '.aws/config',
      `[profile p]\ncredential_process = "${process.execPath}" -p "fs.readFileSync('${join(world.home, 'output.json')}','utf8')"\n`,
    );
    const credentials = await credentialsOf(await world.create({profile: 'p'}));
    assert.equal(credentials.accessKeyId, 'AKIDPROCESS');
  });

  it('are said to be a program that fails, whatever the SDK looks for after it', async () => {
    await using world = await sdkWorld();
    await world.put('.aws/config', '[profile p]\ncredential_process = echo secret >&2; exit 3\n');
    const error = await rejection(credentialsOf(await world.create({profile: 'p'})));
    assert.ok(error instanceof CredentialsError);
    assert.equal(error.message, 'the credential_process of profile "p" gives no credentials');
  });

  for (const how of ['profile', 'environment'] as const) {
    it(`are a web identity token named by the ${how}`, async () => {
      await using sts = await fakeSts();
      await using world = await sdkWorld({AWS_ENDPOINT_URL_STS: sts.url});
      await world.put('token', 'jwt');
      const roleArn = 'arn:aws:iam::111122223333:role/web';
      const tokenFile = join(world.home, 'token');
      await world.put(
        '.aws/config',
        `[profile web]\nrole_arn = ${roleArn}\nweb_identity_token_file = ${tokenFile}\n`,
      );
      if (how === 'environment') {
        Object.assign(process.env, {AWS_ROLE_ARN: roleArn, AWS_WEB_IDENTITY_TOKEN_FILE: tokenFile});
      }
      const clients = await world.create(how === 'profile' ? {profile: 'web'} : {});
      assert.equal((await credentialsOf(clients)).accessKeyId, 'ASIAweb');
      const [request] = sts.requests;
      assert.ok(request);
      assert.equal(signerOf(request), undefined);
      assert.equal(parametersOf(request).get('WebIdentityToken'), 'jwt');
    });
  }
});

describe('credentials that cannot be had', () => {
  for (const [what, call] of Object.entries<(clients: AwsClients) => Promise<unknown>>({
    'the events client': async clients => (await clients.logsEvents()).filterLogEvents({}),
    'a client of the SDK': async clients => (await clients.lambda()).send(new ListFunctionsCommand()),
  })) {
    it(`are wanted once for a call of ${what}`, async () => {
      await using world = await sdkWorld();
      let asked = 0;
      const clients = await world.create({
        provider: async () => {
          asked += 1;
          throw new CredentialsError('there are none', {hint: 'none'});
        },
      });
      const error = await rejection(call(clients));
      assert.ok(error instanceof CredentialsError, String(error));
      assert.equal(asked, 1);
    });
  }
});

describe('the profile that counts', () => {
  const config =
    '[profile one]\naws_access_key_id = AKIDONE\naws_secret_access_key = x\n' +
    '[profile two]\naws_access_key_id = AKIDTWO\naws_secret_access_key = x\n';

  it('may be named by AWS_DEFAULT_PROFILE, after AWS_PROFILE', async () => {
    await using world = await sdkWorld({AWS_DEFAULT_PROFILE: 'two'});
    await world.put('.aws/config', config);
    const clients = await world.create();
    assert.equal(clients.profile, 'two');
    assert.equal((await credentialsOf(clients)).accessKeyId, 'AKIDTWO');
    process.env.AWS_PROFILE = 'one';
    assert.equal((await credentialsOf(await world.create())).accessKeyId, 'AKIDONE');
  });

  it('must exist, or another account’s logs would be read', async () => {
    await using world = await sdkWorld();
    await world.put('.aws/config', config);
    const error = await rejection(world.create({profile: 'onee'}));
    assert.ok(error instanceof CredentialsError);
    assert.equal(error.message, 'AWS profile "onee" does not exist');
    assert.match(error.hint ?? '', /^did you mean one\? /);
    assert.equal(error.exitCode, 4);
  });

  it('need not exist where the environment has keys and no flag names it, nor where it is the default', async () => {
    await using world = await sdkWorld({
      AWS_PROFILE: 'gone',
      AWS_ACCESS_KEY_ID: 'AKIDENV',
      AWS_SECRET_ACCESS_KEY: 'x',
    });
    assert.equal((await credentialsOf(await world.create())).accessKeyId, 'AKIDENV');
    await assert.rejects(world.create({profile: 'gone'}), CredentialsError);
    assert.equal((await world.create({profile: 'default'})).profile, 'default');
  });
});
