import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {plainLogsEndpoint} from '../../src/aws/logs-endpoint.js';
import {regionNames} from '../../src/aws/region-names.js';
import {sdkEndpoint} from '../../src/aws/sdk-logs.js';
import {rejection} from '../support/rejection.js';
import {answering, fakeService} from './fake-service.js';
import {sdkWorld} from './sdk-world.js';

const elsewhere = ['us-iso-east-1', 'us-isob-east-1', 'eu-isoe-west-1', 'us-isof-south-1', 'eusc-de-east-1'];
const regions = [...regionNames, ...elsewhere, 'fips-us-east-1', 'us-west-9', 'eu-nowhere-12'];
const plain = {endpointUrl: undefined, settings: undefined};

describe('where CloudWatch Logs is asked', () => {
  for (const env of [
    {},
    {AWS_USE_FIPS_ENDPOINT: 'true'},
    {AWS_USE_DUALSTACK_ENDPOINT: 'true'},
    {AWS_USE_FIPS_ENDPOINT: 'true', AWS_USE_DUALSTACK_ENDPOINT: 'true'},
    {AWS_ENDPOINT_URL: 'http://localhost:4566'},
    {AWS_ENDPOINT_URL: 'http://localhost:4566', AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: 'https://logs.test/a/'},
    {AWS_ENDPOINT_URL: 'http://localhost:4566', AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true'},
  ]) {
    const what = Object.entries(env).map(([name, value]) => `${name}=${value}`);
    it(`is where the SDK asks in every region, with ${what.join(' ') || 'nothing set'}`, async () => {
      await using _world = await sdkWorld(env);
      for (const region of regions) {
        const found = plainLogsEndpoint({...plain, region, env});
        // What is not plain is left to the SDK.
        if (found) assert.deepEqual(found, await sdkEndpoint({region}), region);
      }
    });
  }

  it('is told without the SDK in every region of the partition "aws"', () => {
    const found = regionNames.filter(region => plainLogsEndpoint({...plain, region, env: {}}));
    assert.deepEqual(
      found,
      regionNames.filter(region => !/^(cn|us-gov|us-iso)/.test(region)),
    );
  });

  it('is told by the SDK for FIPS, dual stack and other partitions', async () => {
    await using _world = await sdkWorld({AWS_USE_FIPS_ENDPOINT: 'true'});
    const hosts = [];
    for (const region of ['us-east-1', 'us-gov-west-1', 'cn-north-1']) {
      assert.equal(plainLogsEndpoint({...plain, region, env: process.env}), undefined);
      hosts.push((await sdkEndpoint({region})).url.host);
    }
    assert.deepEqual(hosts, [
      'logs-fips.us-east-1.amazonaws.com',
      'logs.us-gov-west-1.amazonaws.com',
      'logs-fips.cn-north-1.amazonaws.com.cn',
    ]);
  });

  it('is refused where the SDK’s rules refuse it', async () => {
    await using world = await sdkWorld({
      AWS_USE_FIPS_ENDPOINT: 'true',
      AWS_ENDPOINT_URL: 'http://localhost:4566',
      AWS_ACCESS_KEY_ID: 'AKID',
      AWS_SECRET_ACCESS_KEY: 'x',
    });
    const logs = await (await world.create()).logsEvents();
    assert.match(String(await rejection(logs.filterLogEvents({}))), /FIPS and custom endpoint/);
  });

  it('is where the services section of the profile says', async () => {
    await using service = await fakeService(answering(200, {events: []}));
    await using world = await sdkWorld();
    await world.put(
      '.aws/config',
      `[profile p]\nservices = s\naws_access_key_id = AKID\naws_secret_access_key = x\n` +
        `[services s]\ncloudwatch_logs =\n  endpoint_url = ${service.url}\n`,
    );
    const logs = await (await world.create({profile: 'p'})).logsEvents();
    await logs.filterLogEvents({logGroupName: 'g'});
    assert.equal(service.requests.length, 1);
  });
});
