import assert from 'node:assert/strict';
import {after, before, describe, it} from 'node:test';
import {LocalAws} from '../../src/local-aws/local-aws.js';
import {generateTraffic} from '../../src/local-aws/traffic/generate-traffic.js';
import {authorityPath, closedPort, type FakeProxy, startProxy, startTlsFront} from '../aws/tls-proxy.js';
import {runCli} from '../support/run-cli.js';

const traffic = generateTraffic({requests: 20, functions: 2, concurrency: 4, seed: 5});
const {restApiId, stage} = traffic.api;
const start = new Date((traffic.events[0]?.timestamp ?? 0) - 1000).toISOString();
const get = ['get', '-a', restApiId, '-t', stage, '-s', start, '-o', 'json'];
const keys = {AWS_ACCESS_KEY_ID: 'AKID', AWS_SECRET_ACCESS_KEY: 'secret', AWS_REGION: 'eu-west-1'};

describe('get behind a proxy', () => {
  let localAws: LocalAws;
  before(async () => {
    localAws = await LocalAws.start({region: 'eu-west-1'});
    traffic.seedInto(localAws);
  });
  after(() => localAws.stop());

  const hostsOf = ({requests}: FakeProxy) => [...new Set(requests)].sort();

  it('reads a stage through it, at the real names of AWS', async () => {
    await using front = await startTlsFront(localAws.endpoint);
    await using proxy = await startProxy({targetPort: front.port});
    const env = {...keys, https_proxy: `127.0.0.1:${proxy.port}`, AWS_CA_BUNDLE: authorityPath};
    const {stdout, stderr, exitCode} = await runCli(get, {env});
    assert.equal(stderr, '');
    assert.equal(stdout.split('\n').length - 1, traffic.events.length);
    assert.equal(exitCode, 0);
    assert.deepEqual(hostsOf(proxy), [
      'CONNECT apigateway.eu-west-1.amazonaws.com:443',
      'CONNECT lambda.eu-west-1.amazonaws.com:443',
      'CONNECT logs.eu-west-1.amazonaws.com:443',
    ]);
  });

  it('tells a proxy that refuses from an AWS that does, and never prints its password', async () => {
    await using proxy = await startProxy({targetPort: 0, refusal: '403 Forbidden'});
    const env = {...keys, HTTPS_PROXY: `http://user:hush@127.0.0.1:${proxy.port}`};
    const {stdout, stderr, exitCode} = await runCli([...get, '-v'], {env});
    assert.equal(stdout, '');
    assert.match(
      stderr,
      new RegExp(
        `apilogs: the proxy http://127\\.0\\.0\\.1:${proxy.port} \\(HTTPS_PROXY\\) answered 403 Forbidden\n`,
      ),
    );
    assert.doesNotMatch(stderr, /hush|no permission/);
    assert.equal(exitCode, 1);
  });

  it('needs none for an AWS on this machine, such as the demo', async () => {
    const nowhere = `http://127.0.0.1:${await closedPort()}`;
    const {stderr, exitCode} = await runCli(['demo'], {env: {HTTP_PROXY: nowhere, HTTPS_PROXY: nowhere}});
    assert.equal(stderr, '');
    assert.equal(exitCode, 0);
  });
});
