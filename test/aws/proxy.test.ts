import assert from 'node:assert/strict';
import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {describe, it} from 'node:test';
import type {AwsClients} from '../../src/aws/aws-clients.js';
import {isAccessDenied, isTransient, isUnreachable, toApilogsError} from '../../src/aws/aws-error.js';
import {ApilogsError} from '../../src/errors.js';
import {rejection} from '../support/rejection.js';
import {answering, fakeService} from './fake-service.js';
import {fakeSts} from './fake-sts.js';
import {credentialsOf, sdkWorld} from './sdk-world.js';
import {authorityPath, closedPort, startProxy, startTlsFront} from './tls-proxy.js';

const keys = {AWS_ACCESS_KEY_ID: 'AKID', AWS_SECRET_ACCESS_KEY: 'secret'};
const call = {action: 'logs:FilterLogEvents', what: 'log group "g"', region: 'eu-west-1'};

const filter = async (clients: AwsClients) =>
  (await clients.logsEvents()).filterLogEvents({logGroupName: 'g'});

describe('AWS behind a proxy', () => {
  it('is reached through one tunnel for several calls, and trusted by AWS_CA_BUNDLE', async () => {
    await using service = await fakeService(answering(200, {events: []}));
    await using front = await startTlsFront(service.url);
    await using proxy = await startProxy({targetPort: front.port});
    const https_proxy = `http://us%40er:pass@127.0.0.1:${proxy.port}`;
    await using world = await sdkWorld({...keys, https_proxy, AWS_CA_BUNDLE: authorityPath});
    const clients = await world.create();
    await filter(clients);
    await filter(clients);
    assert.equal(service.requests.length, 2);
    assert.deepEqual(proxy.requests, ['CONNECT logs.eu-west-1.amazonaws.com:443']);
    assert.deepEqual(proxy.authorizations, [`Basic ${Buffer.from('us@er:pass').toString('base64')}`]);
  });

  it('is reached for the credentials, too', async () => {
    await using sts = await fakeSts();
    await using front = await startTlsFront(sts.url);
    await using proxy = await startProxy({targetPort: front.port});
    await using world = await sdkWorld({HTTPS_PROXY: `127.0.0.1:${proxy.port}`});
    await world.put(
      '.aws/config',
      '[profile base]\naws_access_key_id = AKIDBASE\naws_secret_access_key = x\n' +
        `[profile role]\nrole_arn = arn:aws:iam::1:role/r\nsource_profile = base\nca_bundle = ${authorityPath}\n`,
    );
    const credentials = await credentialsOf(await world.create({profile: 'role'}));
    assert.equal(credentials.accessKeyId, 'ASIAr');
    assert.deepEqual(proxy.requests, ['CONNECT sts.eu-west-1.amazonaws.com:443']);
  });

  it('is not asked for through the proxy where NO_PROXY names it, nor is this machine', async () => {
    await using service = await fakeService(answering(200, {events: []}));
    await using front = await startTlsFront(service.url);
    const nowhere = `http://127.0.0.1:${await closedPort()}`;
    await using world = await sdkWorld({
      ...keys,
      HTTPS_PROXY: nowhere,
      HTTP_PROXY: nowhere,
      AWS_CA_BUNDLE: authorityPath,
    });
    await filter(await world.create({endpointUrl: `https://localhost:${front.port}`}));
    await filter(await world.create({endpointUrl: service.url}));
    assert.equal(service.requests.length, 2);
  });

  it('is asked in plain HTTP where the endpoint is', async () => {
    await using proxy = await startProxy({targetPort: 0});
    await using world = await sdkWorld({...keys, HTTP_PROXY: `http://u:p@127.0.0.1:${proxy.port}`});
    await filter(await world.create({endpointUrl: 'http://localstack.example.com:4566'}));
    assert.deepEqual(proxy.requests, ['POST http://localstack.example.com:4566/']);
    assert.deepEqual(proxy.authorizations, ['Basic dTpw']);
  });

  it('is not trusted without the authority’s certificate, and the hint names the variable', async () => {
    await using service = await fakeService(answering(200, {events: []}));
    await using front = await startTlsFront(service.url);
    await using proxy = await startProxy({targetPort: front.port});
    await using world = await sdkWorld({...keys, HTTPS_PROXY: `http://127.0.0.1:${proxy.port}`});
    const {message, hint} = toApilogsError(await rejection(filter(await world.create())), call);
    assert.match(message, /^the certificate of logs\.eu-west-1\.amazonaws\.com is not trusted: /);
    assert.match(hint ?? '', /AWS_CA_BUNDLE/);
    assert.equal(service.requests.length, 0);
  });

  it('cannot be reached where the proxy cannot, which is said without its password', async () => {
    const port = await closedPort();
    await using world = await sdkWorld({...keys, HTTPS_PROXY: `http://user:hush@127.0.0.1:${port}`});
    const error = await rejection(filter(await world.create()));
    assert.ok(isUnreachable(error));
    assert.ok(isTransient(error));
    assert.equal(
      toApilogsError(error, call).message,
      `the proxy http://127.0.0.1:${port} (HTTPS_PROXY) cannot be reached: connect ECONNREFUSED 127.0.0.1:${port}`,
    );
    assert.doesNotMatch(String(error), /hush/);
  });

  for (const [refusal, hint, passing] of [
    ['407 Proxy Authentication Required', /USER:PASSWORD/, false],
    ['403 Forbidden', /NO_PROXY/, false],
    ['503 Service Unavailable', /NO_PROXY/, true],
  ] as const) {
    it(`is out of reach where the proxy answers ${refusal}, which is no answer of AWS`, async () => {
      await using proxy = await startProxy({targetPort: 0, refusal});
      await using world = await sdkWorld({...keys, HTTPS_PROXY: `http://127.0.0.1:${proxy.port}`});
      const error = await rejection(filter(await world.create()));
      const told = toApilogsError(error, call);
      assert.equal(
        told.message,
        `the proxy http://127.0.0.1:${proxy.port} (HTTPS_PROXY) answered ${refusal}`,
      );
      assert.match(told.hint ?? '', hint);
      assert.equal(told.exitCode, 1);
      assert.ok(isUnreachable(error));
      assert.equal(isAccessDenied(error), false);
      assert.equal(isTransient(error), passing);
    });
  }

  it('wants a password for plain HTTP as well', async () => {
    await using proxy = await startProxy({targetPort: 0, refusal: '407 Proxy Authentication Required'});
    await using world = await sdkWorld({...keys, HTTP_PROXY: `http://127.0.0.1:${proxy.port}`});
    const error = await rejection(filter(await world.create({endpointUrl: 'http://localstack.example.com'})));
    const {message, hint} = toApilogsError(error, call);
    assert.equal(message, 'the proxy of HTTP_PROXY answered 407');
    assert.match(hint ?? '', /USER:PASSWORD/);
  });
});

describe('certificates', () => {
  for (const [what, settings] of [
    ['AWS_CA_BUNDLE', {AWS_CA_BUNDLE: authorityPath, REQUESTS_CA_BUNDLE: '/nonexistent'}],
    ['REQUESTS_CA_BUNDLE, as Python does', {REQUESTS_CA_BUNDLE: authorityPath}],
  ] as const) {
    it(`are taken from ${what}`, async () => {
      await using service = await fakeService(answering(200, {events: []}));
      await using front = await startTlsFront(service.url);
      await using world = await sdkWorld({...keys, ...settings});
      await filter(await world.create({endpointUrl: `https://localhost:${front.port}`}));
      assert.equal(service.requests.length, 1);
    });
  }

  it('are a usage error where the file is missing or holds none', async () => {
    await using world = await sdkWorld({...keys});
    for (const [path, message] of [
      [join(world.home, 'none.pem'), /^AWS_CA_BUNDLE cannot be read: ENOENT/],
      [join(world.home, 'empty.pem'), /^AWS_CA_BUNDLE ".*" holds no certificate$/],
    ] as const) {
      await writeFile(join(world.home, 'empty.pem'), 'no certificate');
      process.env.AWS_CA_BUNDLE = path;
      await assert.rejects(
        world.create(),
        (error: unknown) =>
          error instanceof ApilogsError && error.exitCode === 2 && message.test(error.message),
      );
    }
  });
});
