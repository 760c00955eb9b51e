import assert from 'node:assert/strict';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, afterEach, before, describe, it} from 'node:test';
import {apiKeys} from '../../scripts/manual-texts.js';
import {readKnownApis} from '../../src/completion/known-apis.js';
import type {Members} from '../../src/local-aws/input.js';
import {LocalAws} from '../../src/local-aws/local-aws.js';
import type {ServiceCall} from '../../src/local-aws/service-call.js';
import {startRegion} from '../reach/region-fixture.js';
import {runCommands} from '../support/run-commands.js';

let localAws: LocalAws;
const nothing = {routes: [], authorizers: []};
const executeApi = 'execute-api.eu-west-1.amazonaws.com';

before(async () => {
  localAws = await startRegion();
  const accessLogSettings = {
    destinationArn: 'arn:aws:firehose:eu-west-1:111122223333:deliverystream/amazon-apigateway-x',
    format: '',
  };
  localAws.apiGateway.addRestApi({
    id: 'private000',
    name: 'private',
    endpointTypes: ['PRIVATE'],
    deployed: nothing,
    stages: [
      {
        stageName: 'b',
        accessLogSettings,
        methodSettings: {'*/*': {loggingLevel: 'ERROR', dataTraceEnabled: true}},
      },
      {stageName: 'a', methodSettings: {'*/*': {loggingLevel: 'INFO'}, 'x/GET': {loggingLevel: 'OFF'}}},
    ],
  });
  localAws.apiGateway.addRestApi({
    id: 'hidden0000',
    name: 'hidden',
    endpointTypes: ['EDGE'],
    disableExecuteApiEndpoint: true,
    deployed: nothing,
    stages: [{stageName: 'prod'}],
  });
});
after(() => localAws.stop());
afterEach(() => {
  localAws.faults.clear();
  localAws.calls.clear();
});

const apis = (...argv: string[]) => runCommands(['apis', ...argv], {localAws});
const ofVersion =
  (version: 'apigateway' | 'apigatewayv2') =>
  (_: Members, {service}: ServiceCall): boolean =>
    service === version;

describe('apis', () => {
  it('lists every API by name, a row for each stage', async () => {
    const {stdout, stderr, exitCode} = await apis();
    assert.deepEqual([stderr, exitCode], ['', 0]);
    assert.deepEqual(
      stdout.split('\n').map(line => line.split(/ {2,}/)),
      [
        ['NAME', 'ID', 'KIND', 'STAGE', 'LOGGING', 'ACCESS LOG', 'URL'],
        ['chat', 'ws4s9k2m1x', 'WebSocket', 'prod', 'INFO+data', '-', `wss://ws4s9k2m1x.${executeApi}/prod`],
        ['empty', 'no0stages0', 'REST', '-', '-', '-', `https://no0stages0.${executeApi}`],
        ['hidden', 'hidden0000', 'REST edge', 'prod', 'OFF', '-', '-'],
        ['lonely.api', 'lone0stage', 'REST', 'live', 'INFO', '-', `https://lone0stage.${executeApi}/live`],
        ['orders-api', 'abc123def4', 'REST', 'dev', 'INFO', '-', `https://abc123def4.${executeApi}/dev`],
        ['orders-api', 'abc123def4', 'REST', 'prod', 'INFO', '-', `https://abc123def4.${executeApi}/prod`],
        ['ordersapi1', 'named0like', 'REST', 'prod', 'INFO', '-', `https://named0like.${executeApi}/prod`],
        ['private', 'private000', 'REST private', 'a', 'mixed', '-', `https://private000.${executeApi}/a`],
        [
          'private',
          'private000',
          'REST private',
          'b',
          'ERROR+data',
          'Firehose amazon-apigateway-x',
          `https://private000.${executeApi}/b`,
        ],
        ['shop', 'ht7m2kd04v', 'HTTP', '$default', '-', '/shop/access', `https://ht7m2kd04v.${executeApi}`],
        ['shop', 'ht7m2kd04v', 'HTTP', 'beta', '-', '-', `https://ht7m2kd04v.${executeApi}/beta`],
        ['twin', 'twin0000a1', 'REST', 'prod', 'INFO', '-', `https://twin0000a1.${executeApi}/prod`],
        ['twin', 'twin0000b2', 'REST', 'prod', 'INFO', '-', `https://twin0000b2.${executeApi}/prod`],
        ['with an id of its own', 'own-id', 'REST', 'prod', 'INFO', '-', `https://own-id.${executeApi}/prod`],
        ['x', 'like0an0id', 'REST', 'prod', 'INFO', '-', `https://like0an0id.${executeApi}/prod`],
        [''],
      ],
    );
  });

  it('prints an object a line with -o json, also for an API without stages, with the keys of the manual', async () => {
    const {stdout} = await apis('-o', 'json');
    const objects = stdout
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line));
    assert.deepEqual(
      objects.map(({stage}) => stage),
      [
        'prod',
        null,
        'prod',
        'live',
        'dev',
        'prod',
        'prod',
        'a',
        'b',
        '$default',
        'beta',
        'prod',
        'prod',
        'prod',
        'prod',
      ],
    );
    for (const object of objects) {
      assert.deepEqual(
        Object.keys(object),
        apiKeys.map(({name}) => name),
      );
    }
    assert.deepEqual(objects[1], {
      kind: 'rest',
      name: 'empty',
      id: 'no0stages0',
      region: 'eu-west-1',
      endpointType: 'regional',
      stage: null,
      stagesKnown: true,
      loggingLevel: null,
      dataTrace: null,
      accessLog: null,
      url: `https://no0stages0.${executeApi}`,
    });
    assert.deepEqual(objects[9], {
      kind: 'http',
      name: 'shop',
      id: 'ht7m2kd04v',
      region: 'eu-west-1',
      endpointType: null,
      stage: '$default',
      stagesKnown: true,
      loggingLevel: null,
      dataTrace: false,
      accessLog: '/shop/access',
      url: `https://ht7m2kd04v.${executeApi}`,
    });
    assert.deepEqual([objects[2].url, objects[2].endpointType], [null, 'edge']);
  });

  it('narrows by a part of the name in any case, or by the id', async () => {
    const names = async (text: string) =>
      (await apis(text)).stdout.split('\n').flatMap(line => line.split(/ {2,}/)[1] ?? []);
    assert.deepEqual(await names('ORDERS'), ['ID', 'abc123def4', 'abc123def4', 'named0like']);
    assert.deepEqual(await names('twin0000b2'), ['ID', 'twin0000b2']);
    assert.deepEqual(await apis('nobody'), {
      exitCode: 0,
      stdout: '',
      stderr:
        'apilogs: no API in region eu-west-1 has "nobody" in its name\n' +
        '  hint: is it in another region (--region) or account (--profile)?\n',
    });
  });

  it('fits a terminal, and leaves out what does not', async () => {
    const {stdout} = await runCommands(['apis', 'private'], {localAws, columns: 80});
    assert.equal(
      stdout,
      'NAME      ID          KIND          STAGE  LOGGING     ACCESS LOG\n' +
        'private   private000  REST private  a      mixed       -\n' +
        'private   private000  REST private  b      ERROR+data  Firehose amazon-apigatew..\n',
    );
  });

  it('says with -v where it looked, and how much there is', async () => {
    const {stderr} = await apis('orders', '-v');
    assert.equal(stderr, 'eu-west-1: 2 APIs, 3 stages\n');
  });

  it('makes control characters in names visible', async () => {
    const name = '\x1b[31mred\n';
    localAws.apiGateway.addRestApi({id: 'evil000001', name, deployed: nothing, stages: []});
    try {
      assert.match((await apis('evil000001')).stdout, /\n\\x1b\[31mred\\x0a {2}evil000001 {2}REST/);
      assert.equal(JSON.parse((await apis('evil000001', '-o', 'json')).stdout).name, name);
    } finally {
      localAws.apiGateway.removeRestApi('evil000001');
    }
  });

  it('prints one kind where the other may not be listed, and ends with 8', async () => {
    localAws.faults.deny('apigateway:GET', ofVersion('apigateway'));
    const {stdout, stderr, exitCode} = await apis('-o', 'json');
    assert.deepEqual([stdout.split('\n').length, exitCode], [4, 8]);
    assert.match(
      stderr,
      /^apilogs: no permission to read the list of REST APIs\n {2}hint: allow apigateway:GET on \S+::\/restapis /,
    );
  });

  it('ends with 4 where none may be listed', async () => {
    localAws.faults.deny('apigateway:GET');
    const {stdout, stderr, exitCode} = await apis();
    assert.deepEqual([stdout, exitCode], ['', 4]);
    assert.match(stderr, /^apilogs: no permission to read the list of REST APIs\n/);
  });

  it('says of which APIs the stages could not be read, and prints them nevertheless', async () => {
    const denied = ['abc123def4', 'named0like'];
    localAws.faults.deny(
      'apigateway:GET',
      (input, {operation}) => operation === 'GetStages' && denied.includes(String(input.restApiId)),
    );
    const text = await apis('orders');
    assert.deepEqual([text.exitCode, text.stdout.match(/ \? /g)?.length], [8, 6]);
    assert.match(
      text.stderr,
      /^apilogs: no permission to read the stages of API abc123def4; nor those of 1 more\n {2}hint: allow apigateway:GET on \S+\/restapis\/abc123def4\/stages /,
    );
    const [first] = (await apis('orders', '-o', 'json')).stdout.split('\n');
    const {stage, stagesKnown} = JSON.parse(first ?? '');
    assert.deepEqual([stage, stagesKnown], [null, false]);
  });

  it('does without HTTP APIs where the second version does not exist, as in LocalStack', async () => {
    const answer = {status: 501, body: '{"message":"not implemented"}'};
    localAws.faults.add({when: ofVersion('apigatewayv2'), fault: {answer}});
    const {stdout, stderr, exitCode} = await apis();
    assert.deepEqual([stderr, exitCode, /HTTP|WebSocket/.test(stdout)], ['', 0, false]);
  });

  it('reads on where it is throttled', async () => {
    const fault = {error: {name: 'TooManyRequestsException', message: 'Too Many Requests'}};
    localAws.faults.add({operation: 'GetStages', times: 1, fault});
    const {stderr, exitCode} = await apis('orders-api');
    assert.deepEqual([stderr, exitCode], ['', 0]);
  });

  it('keeps what it lists for the completion on the command line', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'apilogs-apis-'));
    try {
      await runCommands(['apis', 'shop'], {localAws, cacheFolder: folder});
      const kept = () => readKnownApis(folder, Date.now()).map(({id, name, stages}) => [id, name, stages]);
      assert.deepEqual(kept(), [['ht7m2kd04v', 'shop', ['$default', 'beta']]]);
      await runCommands(['apis'], {localAws, cacheFolder: folder});
      assert.equal(kept().length, 12);
    } finally {
      await rm(folder, {recursive: true});
    }
  });

  it('says that a region has no API', async () => {
    const empty = await LocalAws.start();
    try {
      const {stdout, stderr, exitCode} = await runCommands(['apis'], {localAws: empty});
      assert.deepEqual([stdout, exitCode], ['', 0]);
      assert.match(stderr, /^apilogs: there is no API in region eu-west-1\n {2}hint: /);
    } finally {
      await empty.stop();
    }
  });
});
