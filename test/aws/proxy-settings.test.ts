import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {describeProxy, readProxySettings} from '../../src/aws/proxy-settings.js';
import {ApilogsError} from '../../src/errors.js';

const httpsOf = (env: Record<string, string>) => {
  const proxy = readProxySettings(env)?.https;
  return proxy && `${proxy.url.href} ${proxy.variable}`;
};

describe('readProxySettings', () => {
  it('finds nothing where nothing, or nothing of ours, is set', () => {
    assert.equal(readProxySettings({}), undefined);
    assert.equal(readProxySettings({HTTPS_PROXY: '', https_proxy: ' ', NO_PROXY: '*'}), undefined);
    assert.equal(readProxySettings({ALL_PROXY: 'socks5://proxy:1080'}), undefined);
  });

  it('takes the spelling in small letters first', () => {
    assert.equal(httpsOf({HTTPS_PROXY: 'http://upper:1'}), 'http://upper:1/ HTTPS_PROXY');
    assert.equal(
      httpsOf({HTTPS_PROXY: 'http://upper:1', https_proxy: 'http://lower:2'}),
      'http://lower:2/ https_proxy',
    );
  });

  it('keeps the proxies of HTTP and HTTPS apart', () => {
    const settings = readProxySettings({HTTP_PROXY: 'http://plain:1', HTTPS_PROXY: 'https://secure:2'});
    assert.equal(settings?.http?.url.host, 'plain:1');
    assert.equal(settings?.https?.url.href, 'https://secure:2/');
    assert.equal(readProxySettings({HTTP_PROXY: 'http://plain:1'})?.https, undefined);
  });

  it('speaks plain HTTP to a proxy without a scheme, as the AWS CLI does', () => {
    assert.equal(httpsOf({HTTPS_PROXY: 'proxy:3128'}), 'http://proxy:3128/ HTTPS_PROXY');
    assert.equal(httpsOf({HTTPS_PROXY: '//proxy:3128'}), 'http://proxy:3128/ HTTPS_PROXY');
  });

  for (const value of [
    'socks5://u:hush@proxy:1080',
    'http://',
    'http://u:hush@pro xy',
    'http://u:hush%@proxy',
  ]) {
    it(`refuses ${value} without printing its password`, () => {
      assert.throws(
        () => readProxySettings({HTTPS_PROXY: value}),
        (error: unknown) =>
          error instanceof ApilogsError &&
          error.exitCode === 2 &&
          /^HTTPS_PROXY is not the URL of an HTTP proxy$/.test(error.message) &&
          !`${error.hint}`.includes('hush'),
      );
    });
  }

  it('names a proxy without its password', () => {
    const proxy = readProxySettings({HTTPS_PROXY: 'http://user:hush@proxy:3128'})?.https;
    assert.ok(proxy);
    assert.equal(describeProxy(proxy), 'http://proxy:3128 (HTTPS_PROXY)');
  });
});

describe('NO_PROXY', () => {
  const bypassed = (noProxy: string, host: string, port = 443) =>
    readProxySettings({HTTPS_PROXY: 'http://proxy:1', NO_PROXY: noProxy})?.isBypassed({host, port});
  const logs = 'logs.eu-west-1.amazonaws.com';

  for (const [noProxy, host, expected] of [
    ['', logs, false],
    ['*', logs, true],
    [logs, logs, true],
    ['LOGS.eu-west-1.AmazonAWS.com', logs, true],
    ['amazonaws.com', logs, true],
    ['.amazonaws.com', logs, true],
    ['*.amazonaws.com', logs, true],
    ['zonaws.com', logs, false],
    ['other.com, amazonaws.com', logs, true],
    ['other.com amazonaws.com', logs, true],
    [`${logs}:443`, logs, true],
    ['amazonaws.com:443', logs, true],
    [`${logs}:8443`, logs, false],
    ['10.0.0.7', '10.0.0.7', true],
    ['0.7', '10.0.0.7', false],
    ['[fd00::1]', 'fd00::1', true],
    ['[fd00::1]:443', 'fd00::1', true],
    ['', 'localhost', true],
    ['', 'api.localhost', true],
    ['', '127.0.0.1', true],
    ['', '::1', true],
    ['', 'localhost.example.com', false],
    ['', '127.example.com', false],
  ] as const) {
    it(`"${noProxy}" ${expected ? 'leads' : 'does not lead'} past the proxy to ${host}`, () => {
      assert.equal(bypassed(noProxy, host), expected);
    });
  }

  it('counts in small letters first', () => {
    const settings = readProxySettings({HTTPS_PROXY: 'http://proxy:1', no_proxy: 'a.com', NO_PROXY: 'b.com'});
    assert.equal(settings?.isBypassed({host: 'a.com', port: 443}), true);
    assert.equal(settings?.isBypassed({host: 'b.com', port: 443}), false);
  });
});
