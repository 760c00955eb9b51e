import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {ApilogsError} from '../../src/errors.js';
import {isApiUrl, parseApiAddress} from '../../src/reach/api-address.js';

const invoke = (different: object) => ({
  kind: 'invoke',
  apiId: 'abc123def4',
  firstPart: 'prod',
  region: 'eu-west-1',
  endpointUrl: undefined,
  ...different,
});
const atLocalStack = (different: object) =>
  invoke({region: undefined, endpointUrl: 'http://localhost:4566', ...different});

const addresses: readonly [url: string, address: object][] = [
  ['https://abc123def4.execute-api.eu-west-1.amazonaws.com/prod/orders/1?x=1#y', invoke({})],
  ['https://abc123def4.execute-api.eu-west-1.amazonaws.com/prod', invoke({})],
  ['https://abc123def4.execute-api.eu-west-1.amazonaws.com', invoke({firstPart: undefined})],
  ['https://abc123def4.execute-api.eu-west-1.amazonaws.com/?a=b', invoke({firstPart: undefined})],
  ['https://ABC123def4.Execute-API.eu-west-1.amazonaws.com/Prod', invoke({firstPart: 'Prod'})],
  ['https://abc123def4.execute-api.eu-west-1.amazonaws.com/%24default', invoke({firstPart: '$default'})],
  ['https://abc123def4.execute-api.eu-west-1.amazonaws.com/%zz', invoke({firstPart: '%zz'})],
  ['wss://abc123def4.execute-api.eu-west-1.amazonaws.com/prod', invoke({})],
  ['abc123def4.execute-api.eu-west-1.amazonaws.com/prod', invoke({})],
  ['https://abc123def4-vpce-0a1b2c3d4e5f.execute-api.eu-west-1.amazonaws.com/prod', invoke({})],
  ['https://abc123def4.execute-api.cn-north-1.amazonaws.com.cn/prod', invoke({region: 'cn-north-1'})],
  ['https://abc123def4.execute-api.eu-west-1.api.aws/prod', invoke({})],
  ['http://localhost:4566/restapis/abc123def4/prod/_user_request_/orders', atLocalStack({})],
  ['http://localhost:4566/_aws/execute-api/abc123def4/prod/orders', atLocalStack({})],
  ['http://abc123def4.execute-api.localhost.localstack.cloud:4566/prod/orders', atLocalStack({})],
  ['https://abc123def4.execute-api.localhost.localstack.cloud:4566/prod', atLocalStack({})],
  ['https://my-own_id.execute-api.localhost.localstack.cloud/prod', atLocalStack({apiId: 'my-own_id'})],
  ['ws://abc123def4.execute-api.localhost:4510/prod', atLocalStack({endpointUrl: 'http://localhost:4510'})],
  [
    'http://localhost/restapis/abc123def4/prod/_user_request_',
    atLocalStack({endpointUrl: 'http://localhost'}),
  ],
  [
    'http://127.0.0.1:4566/restapis/abc123def4/prod/_user_request_',
    atLocalStack({endpointUrl: 'http://127.0.0.1:4566'}),
  ],
  ['http://[::1]:4566/_aws/execute-api/abc123def4/prod', atLocalStack({endpointUrl: 'http://[::1]:4566'})],
  [
    'https://API.example.com/v1/orders%20x',
    {kind: 'domain', domainName: 'api.example.com', path: ['v1', 'orders x'], name: undefined},
  ],
  [
    'Api.example.com/v1',
    {kind: 'domain', domainName: 'api.example.com', path: ['v1'], name: 'Api.example.com/v1'},
  ],
];

describe('parseApiAddress', () => {
  for (const [url, address] of addresses) {
    it(`reads ${url}`, () => assert.deepEqual(parseApiAddress(url), address));
  }

  it('sends no requests to another machine because a URL names it', () => {
    for (const host of ['evil.example', 'localhost.evil.example', '169.254.169.254', 'evillocalhost']) {
      const address = parseApiAddress(`http://${host}:4566/restapis/abc123def4/prod/_user_request_/x`);
      assert.deepEqual(address, atLocalStack({endpointUrl: undefined}), host);
    }
  });

  it('leaves words alone that are no addresses', () => {
    for (const word of ['abc123def4', 'orders', 'my orders', 'a_b', '', 'orders.', '$default']) {
      assert.equal(parseApiAddress(word), undefined, word);
    }
  });

  it('refuses URLs that are no address of an API', () => {
    for (const url of [
      'ftp://abc123def4.execute-api.eu-west-1.amazonaws.com',
      'http://localhost:3000/x',
      'https://',
      '://x',
      'https://10.0.0.1/prod',
    ]) {
      assert.throws(
        () => parseApiAddress(url),
        (error: unknown) =>
          error instanceof ApilogsError &&
          error.exitCode === 2 &&
          error.message === `"${url}" is not the URL of an API`,
        url,
      );
    }
  });

  it('says that the name of a VPC endpoint does not tell the API', () => {
    assert.throws(
      () => parseApiAddress('https://vpce-0a1b-2c3d.execute-api.eu-west-1.vpce.amazonaws.com/prod'),
      /is a VPC endpoint, which does not tell the API/,
    );
  });
});

describe('isApiUrl', () => {
  it('takes URLs, and host names of AWS, but no other words', () => {
    assert.equal(isApiUrl('https://api.example.com'), true);
    assert.equal(isApiUrl('abc123def4.execute-api.eu-west-1.amazonaws.com/prod'), true);
    for (const word of ['orders', '/aws/lambda/orders', 'api.example.com', '2', 'abc123def4']) {
      assert.equal(isApiUrl(word), false, word);
    }
  });
});
