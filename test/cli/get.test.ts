import assert from 'node:assert/strict';
import {after, before, describe, it} from 'node:test';
import {LocalAws} from '../../src/local-aws/local-aws.js';
import {generateTraffic, type Traffic} from '../../src/local-aws/traffic/generate-traffic.js';
import {compareLinks, parseLines} from '../support/compare-links.js';
import {loadSamples} from '../support/load-samples.js';
import {type CliResult, runShell} from '../support/run-cli.js';
import {runCommands} from '../support/run-commands.js';

const iso = (epochMs: number) => new Date(epochMs).toISOString();

/** Arguments that read all of the traffic. */
function all({api, events}: Traffic): string[] {
  const last = events.at(-1)?.timestamp ?? 0;
  const start = iso((events[0]?.timestamp ?? 0) - 1_000);
  return [
    'get',
    '--api-id',
    api.restApiId,
    '--stage',
    api.stage,
    '--start',
    start,
    '--end',
    iso(last + 1_000),
  ];
}

describe('get', () => {
  const traffic = generateTraffic({
    requests: 1_000,
    functions: 5,
    concurrency: 30,
    idlessShare: 0.3,
    foreignInvocationShare: 0.1,
    seed: 7,
  });
  let localAws: LocalAws;
  let json: CliResult;

  before(async () => {
    localAws = await LocalAws.start();
    traffic.seedInto(localAws);
    json = await runCommands([...all(traffic), '-o', 'json'], {localAws});
  });
  after(() => localAws.stop());

  it('prints every event of 1,000 requests once, in order, each with the request it belongs to', () => {
    const {lost, repeated, outOfOrder, expected, linked, wrong} = compareLinks(
      traffic.events,
      parseLines(json.stdout),
    );
    assert.deepEqual({lost, repeated, outOfOrder, wrong}, {lost: 0, repeated: 0, outOfOrder: 0, wrong: []});
    assert.ok(expected > 15_000, `the logs give evidence for ${expected} lines`);
    assert.ok(linked >= 0.999 * expected, `${linked} of ${expected} are linked`);
    assert.equal(json.exitCode, 0);
    assert.equal(json.stderr, '');
  });

  it('has always the same keys in JSON, null where unknown', () => {
    const keys = new Set(
      json.stdout
        .trimEnd()
        .split('\n')
        .map(line => Object.keys(JSON.parse(line)).join()),
    );
    assert.deepEqual(
      [...keys],
      [
        'timestamp,timestampMs,ingestionTime,source,name,apiRequestId,lambdaRequestId,level,canary,late,logGroup,logStream,eventId,message',
      ],
    );
  });

  it('prints the same events the same way each time', async () => {
    const again = await runCommands([...all(traffic), '-o', 'json'], {localAws});
    assert.equal(again.stdout, json.stdout);
  });

  const failed = () => {
    const request = traffic.requests.find(
      ({outcome, invocations}) => outcome === 'functionError' && invocations.length === 1,
    );
    assert.ok(request);
    return request;
  };

  it('finds with grep on the API request id all lines of its invocation, with every line of a stack trace', async () => {
    const withTrace = traffic.events.find(
      ({message, apiRequestId}) => apiRequestId !== undefined && /^\[ERROR\][\s\S]*Traceback/.test(message),
    );
    assert.ok(withTrace?.apiRequestId);
    const {stdout} = await runShell(`apilogs ${all(traffic).join(' ')} | grep ${withTrace.apiRequestId}`, {
      localAws,
    });
    const expected = traffic.events
      .filter(({apiRequestId, kind}) => apiRequestId === withTrace.apiRequestId && kind !== 'access')
      .flatMap(({message}) => message.trimEnd().split(/\r\n|\n|\r/))
      .map(text => text.replace(/^\(\S+\) /, ''));
    for (const text of expected) assert.ok(stdout.includes(text), `${text} is in:\n${stdout}`);
    assert.ok(expected.some(text => text.includes('Traceback')));
  });

  it('prints the same lines for a request by any of its ids', async () => {
    const request = failed();
    const [invocation] = request.invocations;
    assert.ok(invocation);
    const {stdout} = await runCommands([...all(traffic), '-r', request.apiRequestId], {localAws});
    assert.ok(stdout.split('\n').length > 8, stdout);
    const ids = [
      invocation.lambdaRequestId,
      request.extendedRequestId,
      `x-amzn-RequestId: ${request.apiRequestId}`,
      request.apiRequestId.slice(0, 8),
      request.apiRequestId.toUpperCase(),
      invocation.lambdaRequestId.slice(0, 13),
    ];
    for (const id of ids) {
      const other = await runCommands([...all(traffic), '--request-id', id], {localAws});
      assert.equal(other.stdout, stdout, id);
    }
  });

  it('lets AWS filter, and still ties the lines that match', async () => {
    const {stdout, stderr} = await runCommands([...all(traffic), '-f', 'ERROR', '-o', 'json'], {localAws});
    const lines = parseLines(stdout);
    const truth = traffic.events.filter(({message}) => message.includes('ERROR'));
    assert.equal(lines.length, truth.length);
    const linked = lines.filter(({apiRequestId}) => apiRequestId !== null).length;
    const withOwnId = truth.filter(
      ({message, apiRequestId, lambdaRequestId = '-'}) => apiRequestId && message.includes(lambdaRequestId),
    ).length;
    assert.ok(linked >= withOwnId && withOwnId > 0, `${linked} of ${withOwnId} linked`);
    assert.deepEqual(compareLinks(traffic.events, lines).wrong, []);
    assert.match(stderr, /filter pattern/);
  });

  it('ends at once and quietly when the reader has enough', async () => {
    const result = await runShell(`apilogs ${all(traffic).join(' ')} | head -1; echo "\${PIPESTATUS[0]}"`, {
      localAws,
    });
    const [line = '', exitCode] = result.stdout.trimEnd().split('\n');
    assert.match(line, /^2026-/);
    assert.equal(exitCode, '0');
    assert.equal(result.stderr, '');
  });

  it('says what it reads with -v', async () => {
    const {stderr} = await runCommands([...all(traffic), '-v'], {localAws});
    assert.match(stderr, /stage prod.*eu-west-1.*sources/);
  });

  it('tells in its exit code whether something was printed, when asked to', async () => {
    const printed = await runCommands(
      [...all(traffic), '--exit-code', '-f', '"Malformed Lambda proxy response"'],
      {localAws},
    );
    assert.equal(printed.exitCode, 10);
    const nothing = await runCommands(
      [...all(traffic), '--exit-code', '-f', 'nothing-has-this'.replaceAll('-', '')],
      {localAws},
    );
    assert.equal(nothing.exitCode, 0);
  });

  it('says where it looked when nothing was found', async () => {
    const args = [
      'get',
      '-a',
      traffic.api.restApiId,
      '-t',
      'prod',
      '-s',
      '2026-01-02T00:00Z',
      '-e',
      '2026-01-02T01:00Z',
    ];
    const {stdout, stderr, exitCode} = await runCommands(args, {localAws});
    assert.deepEqual([stdout, exitCode], ['', 0]);
    assert.match(
      stderr,
      /^apilogs: no events between 2026-01-02T00:00:00\S* and 2026-01-02T01:00:00\S* in execution, shop-/,
    );
    assert.doesNotMatch(stderr, /a longer window/);
    const recent = await runCommands([...args.slice(0, 5), '-s', '2h'], {localAws});
    assert.match(recent.stderr, /\n {2}hint: a longer window reads further back: --start 6h\n/);
  });
});

describe('get of the samples', () => {
  let localAws: LocalAws;
  const samples = [
    'rest-proxy-200-info-trace',
    'rest-proxy-200-info-notrace',
    'rest-proxy-502-malformed',
    'rest-lambda-timeout-502',
    'rest-nonproxy-mapping-200',
    'rest-authorizer-deny-403',
    'rest-authorizer-missing-token-401',
    'rest-throttled-429',
    'concurrent-interleaved-late',
  ];
  const functions = ['orders-get', 'orders-create', 'reports', 'quotes'];
  const uri = (name: string) =>
    `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:111122223333:function:${name}/invocations`;
  const args = [
    'get',
    '-a',
    'qx7m2kd04v',
    '-t',
    'prod',
    '-s',
    '2026-03-10T09:00Z',
    '-e',
    '2026-03-10T14:00Z',
  ];
  let total: number;

  before(async () => {
    localAws = await LocalAws.start();
    for (const name of [...functions, 'orders-authorizer']) localAws.lambda.addFunction({name});
    localAws.apiGateway.addRestApi({
      id: 'qx7m2kd04v',
      name: 'orders',
      deployed: {
        routes: functions.map(name => ({
          path: `/${name}`,
          method: 'GET',
          integration: {type: 'AWS_PROXY', uri: uri(name)},
          authorizerId: 'k7zq2m',
        })),
        authorizers: [{id: 'k7zq2m', name: 'auth', type: 'TOKEN', authorizerUri: uri('orders-authorizer')}],
      },
      stages: [
        {
          stageName: 'prod',
          methodSettings: {'*/*': {loggingLevel: 'INFO', dataTraceEnabled: true}},
          accessLogSettings: {
            destinationArn: 'arn:aws:logs:eu-west-1:111122223333:log-group:/custom/orders-api/access',
            format: '{"requestId":"$context.requestId","extendedRequestId":"$context.extendedRequestId"}',
          },
        },
      ],
    });
    total = loadSamples(localAws, ...samples).length;
  });
  after(() => localAws.stop());

  it('prints every event once and ties all that the logs give evidence for', async () => {
    const {stdout, exitCode} = await runCommands([...args, '-o', 'json'], {localAws});
    const lines = parseLines(stdout);
    assert.equal(lines.length, total);
    assert.equal(new Set(lines.map(({eventId}) => eventId)).size, total);
    const unlinked = lines.filter(({apiRequestId}) => apiRequestId === null);
    // Nothing in the logs names the authorizer's invocation.
    assert.deepEqual(
      new Set(unlinked.map(({logGroup}) => logGroup)),
      new Set(['/aws/lambda/orders-authorizer']),
    );
    assert.equal(unlinked.length, 4);
    assert.equal(exitCode, 0);
  });

  it('prints text for pipes in columns, a line break never without them', async () => {
    const {stdout} = await runCommands(
      [...args, '-r', '0b7c2f1e-5a44-4d0b-9b61-3c2e8f70a911', '-s', '2026-03-10T09:15'].filter(
        (_, i) => i !== 5 && i !== 6,
      ),
      {localAws},
    );
    assert.ok(
      stdout.includes(
        '2026-03-10T09:15:02.119Z  execution          0b7c2f1e-5a44-4d0b-9b61-3c2e8f70a911  HTTP Method: GET, Resource Path: /orders/42\n',
      ),
      stdout,
    );
    assert.ok(
      stdout.includes(
        "2026-03-10T09:15:02.325Z  orders-get         0b7c2f1e-5a44-4d0b-9b61-3c2e8f70a911    lines: [ { sku: 'A-100', qty: 2 } ]\n",
      ),
      stdout,
    );
  });

  it('prints the layout of the original', async () => {
    const {stdout} = await runCommands(
      [...args, '-o', 'classic', '--timestamp', '-f', '"loading order 43"'],
      {
        localAws,
      },
    );
    assert.match(
      stdout,
      /^\/aws\/lambda\/orders-get 2026\/03\/10\/\[\$LATEST\]\w+ +2026-03-10T09:16:40\.557Z 2026-03-10T09:16:40\.557Z\tb20c7d41-\S+\tINFO\tloading order 43 for/,
    );
  });

  it('prints messages alone', async () => {
    const {stdout} = await runCommands([...args, '-o', 'raw', '-f', '"plain print"'], {localAws});
    assert.equal(stdout, '');
    const raw = await runCommands([...args, '-o', 'raw', '-f', '"loading order 43"'], {localAws});
    assert.equal(
      raw.stdout,
      '2026-03-10T09:16:40.557Z\tb20c7d41-6e93-4f58-92aa-0d1e3c4b5f67\tINFO\tloading order 43 for api request 3e0f6c52-91b7-4c1a-8de3-7a5b2049cf18\n',
    );
  });

  it('highlights and colours when told to', async () => {
    const args2 = [...args, '-f', '"loading order 43"', '--color', 'always', '-H', 'order'];
    const {stdout} = await runCommands(args2, {localAws});
    assert.match(stdout, /\x1b\[/);
    const plain = await runCommands(
      [...args2, '--no-color'].filter(word => word !== '--color' && word !== 'always'),
      {localAws},
    );
    assert.equal(stdout.replace(/\x1b\[[\d;]*m/g, ''), plain.stdout);
  });
});
