import assert from 'node:assert/strict';
import {after, before, describe, it} from 'node:test';
import {LocalAws} from '../../src/local-aws/local-aws.js';
import {compareLinks, parseLines} from '../support/compare-links.js';
import {everyKey, httpTraffic} from '../support/http-traffic.js';
import {loadSamples} from '../support/load-samples.js';
import {runCommands} from '../support/run-commands.js';

const region = 'eu-west-1';
const functionArn = (name: string) => `arn:aws:lambda:${region}:111122223333:function:${name}`;
const logGroupArn = (name: string) => `arn:aws:logs:${region}:111122223333:log-group:${name}`;
const window = ['-s', '2026-03-10T11:00Z', '-e', '2026-03-10T15:00Z'];

describe('get of an HTTP API', () => {
  let localAws: LocalAws;
  let total: number;
  const format = JSON.stringify({
    requestId: '$context.requestId',
    ip: '$context.identity.sourceIp',
    requestTime: '$context.requestTime',
    httpMethod: '$context.httpMethod',
    routeKey: '$context.routeKey',
    status: '$context.status',
    protocol: '$context.protocol',
    responseLength: '$context.responseLength',
    integrationRequestId: '$context.integration.requestId',
    integrationStatus: '$context.integration.status',
    integrationLatency: '$context.integration.latency',
    responseLatency: '$context.responseLatency',
    integrationError: '$context.integration.error',
  });
  const args = ['get', '-a', 'ht7m2kd04v', '-t', '$default', ...window];

  before(async () => {
    localAws = await LocalAws.start();
    localAws.lambda.addFunction({name: 'orders-http', logFormat: 'JSON', logGroup: '/custom/shared-app'});
    localAws.lambda.addFunction({name: 'other'});
    const contents = {
      routes: [{routeKey: 'GET /orders/{id}', integrationId: 'int1'}],
      integrations: [{id: 'int1', type: 'AWS_PROXY', uri: functionArn('orders-http')}],
      authorizers: [],
    } as const;
    localAws.apiGatewayV2.addApi({
      ...contents,
      id: 'ht7m2kd04v',
      name: 'orders',
      protocolType: 'HTTP',
      stages: [
        {
          stageName: '$default',
          autoDeploy: true,
          accessLogSettings: {destinationArn: logGroupArn('/custom/http-orders/access'), format},
        },
        {stageName: 'silent', autoDeploy: true},
      ],
    });
    total = loadSamples(localAws, 'http-api-access-and-lambda-json', 'lambda-json-timeout').length;
  });
  after(() => localAws.stop());

  it('ties the lines of the function that the access log names, and no others', async () => {
    const {stdout, stderr, exitCode} = await runCommands([...args, '-o', 'json'], {localAws});
    const lines = parseLines(stdout);
    assert.equal(lines.length, total);
    assert.deepEqual(
      lines.map(({lambdaRequestId, apiRequestId}) => [lambdaRequestId?.slice(0, 8), apiRequestId]),
      [
        [undefined, 'ZlIxBgQ5DoEEJSg='],
        ...Array(5).fill(['12ab34cd', 'ZlIxBgQ5DoEEJSg=']),
        // Nothing names the API request of the invocation that timed out.
        ...Array(2).fill(['99887766', null]),
      ],
    );
    assert.deepEqual([stderr, exitCode], ['', 0]);
  });

  it('finds a request by its id, and by that of its invocation', async () => {
    const byApiId = await runCommands([...args, '-r', 'apigw-requestid: ZlIxBgQ5DoEEJSg='], {localAws});
    assert.equal(byApiId.stdout.trimEnd().split('\n').length, 6);
    const byInvocation = await runCommands([...args, '-r', '12ab34cd-56ef-4a78-9b01-23cd45ef6789'], {
      localAws,
    });
    assert.equal(byInvocation.stdout, byApiId.stdout);
  });

  it('takes the stage "default" for $default, as no stage has that name', async () => {
    const {stdout} = await runCommands([...args, '-o', 'json'], {localAws});
    const other = await runCommands(
      [...args, '-t', 'default', '-o', 'json'].filter((_, i) => i !== 3 && i !== 4),
      {
        localAws,
      },
    );
    assert.equal(other.stdout, stdout);
  });

  it('names the stages when there is none of that name, quoted as they have to be typed', async () => {
    const {stderr, exitCode} = await runCommands(['get', '-a', 'ht7m2kd04v', '-t', 'prod'], {localAws});
    assert.equal(
      stderr,
      `apilogs: stage "prod" of API ht7m2kd04v does not exist\n  hint: its stages are '$default', silent; \`apilogs apis\` lists every API and stage\n`,
    );
    assert.equal(exitCode, 5);
  });

  it('says that an empty stage comes from $default without quotes', async () => {
    const {stderr, exitCode} = await runCommands(['get', '-a', 'ht7m2kd04v', '-t', ''], {localAws});
    assert.match(stderr, /--stage is empty\n {2}hint: .*'\$default'/);
    assert.equal(exitCode, 2);
  });

  it('reads the functions where there is no access log, and says what to set', async () => {
    const {stdout, stderr, exitCode} = await runCommands(
      ['get', '-a', 'ht7m2kd04v', '-t', 'silent', ...window, '-o', 'json'],
      {localAws},
    );
    const lines = parseLines(stdout);
    assert.equal(lines.length, total - 1);
    assert.ok(lines.every(({apiRequestId}) => apiRequestId === null));
    assert.match(stderr, /^apilogs: stage "silent" writes no access log, the only log an HTTP API has/);
    assert.match(stderr, /hint: `aws apigatewayv2 update-stage .*--stage-name 'silent'/);
    for (const variable of ['requestId', 'integration.requestId', 'authorizer.requestId']) {
      assert.ok(stderr.includes(`$context.${variable}`), variable);
    }
    assert.equal(stderr.split('\n').length, 3, stderr);
    assert.equal(exitCode, 0);
  });

  it('says in sources how to set an access log, and asks for no role, which an HTTP API does not use', async () => {
    localAws.apiGateway.cloudwatchRoleArn = undefined;
    const {stdout} = await runCommands(['sources', '-a', 'ht7m2kd04v', '-t', 'silent'], {localAws});
    assert.match(
      stdout,
      /^ +hint: .*`aws apigatewayv2 update-stage --region eu-west-1 .*--access-log-settings/m,
    );
    assert.doesNotMatch(stdout, /no role/);
  });

  it('follows the stage, with the same ties', async () => {
    const {stdout, exitCode} = await runCommands(
      ['tail', '-a', 'ht7m2kd04v', '-t', '$default', '-s', '2026-03-10T11:00Z', '--for', '1s', '-o', 'json'],
      {localAws},
    );
    const tied = parseLines(stdout).filter(({apiRequestId}) => apiRequestId === 'ZlIxBgQ5DoEEJSg=');
    assert.equal(tied.length, 6);
    assert.equal(exitCode, 0);
  });

  it('says that an API is unknown, and that one may not be looked up', async () => {
    const unknown = await runCommands(['get', '-a', 'nothere123', '-t', 'prod'], {localAws});
    assert.match(unknown.stderr, /^apilogs: API "nothere123" does not exist in region eu-west-1/);
    assert.equal(unknown.exitCode, 5);
    const rule = localAws.faults.add({operation: 'GetApi', fault: 'denied'});
    const denied = await runCommands(['get', '-a', 'ht7m2kd04v', '-t', '$default'], {localAws});
    rule.remove();
    assert.match(
      denied.stderr,
      /^apilogs: no permission to read API ht7m2kd04v\n {2}hint: allow apigateway:GET on/,
    );
    assert.equal(denied.exitCode, 4);
  });
});

describe('get of generated HTTP traffic', () => {
  const options = {
    requests: 600,
    functions: 4,
    concurrency: 20,
    idlessShare: 0.3,
    passRequestIdShare: 0.7,
    foreignHeaderShare: 0.1,
    selfCallShare: 0.05,
    seed: 11,
  };
  const args = [
    'get',
    '-a',
    'gen0traf1c',
    '-t',
    '$default',
    '-s',
    '2026-03-10T08:00Z',
    '-e',
    '2026-03-10T12:00Z',
  ];

  async function compare(keys: readonly string[], seed = options.seed) {
    const traffic = httpTraffic({...options, seed}, keys);
    const localAws = await LocalAws.start();
    try {
      traffic.seedInto(localAws);
      const {stdout} = await runCommands([...args, '-o', 'json'], {localAws});
      const lines = parseLines(stdout);
      const ofFunctions = lines.filter(({lambdaRequestId}) => lambdaRequestId !== null);
      const tied = ofFunctions.filter(({apiRequestId}) => apiRequestId !== null).length;
      return {...compareLinks(traffic.events, lines), tied};
    } finally {
      await localAws.stop();
    }
  }

  it('ties every line whose invocation the access log names', async () => {
    const {lost, repeated, outOfOrder, wrong, expected, missing} = await compare(everyKey);
    assert.deepEqual({lost, repeated, outOfOrder, wrong}, {lost: 0, repeated: 0, outOfOrder: 0, wrong: []});
    assert.ok(expected > 4_000, `${expected} expected`);
    assert.ok(
      missing.length <= 0.001 * expected,
      `${missing.length} of ${expected} missing, as ${missing[0]}`,
    );
  });

  it('ties invocations that log the id of their request, where the access log tells how long it took', async () => {
    for (const seed of [11, 12]) {
      const {wrong, tied} = await compare(['requestId', 'responseLatency'], seed);
      assert.deepEqual(wrong, []);
      assert.ok(tied > 2_000, `${tied} lines tied`);
    }
  });

  it('ties no invocation where the access log has the ids of requests alone: a wrong tie is worse than none', async () => {
    const {wrong, tied} = await compare(['requestId']);
    assert.deepEqual([wrong, tied], [[], 0]);
  });
});
