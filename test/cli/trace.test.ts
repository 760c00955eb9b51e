import assert from 'node:assert/strict';
import {after, before, describe, it} from 'node:test';
import {traceKeys} from '../../scripts/manual-texts.js';
import {LocalAws} from '../../src/local-aws/local-aws.js';
import {generateTraffic} from '../../src/local-aws/traffic/generate-traffic.js';
import {runCommands} from '../support/run-commands.js';
import {runTrace} from '../support/run-trace.js';

const iso = (epochMs: number) => new Date(epochMs).toISOString();

describe('trace', () => {
  const traffic = generateTraffic({requests: 400, functions: 3, seed: 3, selfCallShare: 0.1});
  const {restApiId} = traffic.api;
  const end = iso((traffic.events.at(-1)?.timestamp ?? 0) + 1_000);
  const stage = ['-a', restApiId, '-t', 'prod', '-e', end];
  let localAws: LocalAws;
  const requestOf = (outcome: string) => {
    const found = traffic.requests.find(request => request.outcome === outcome);
    assert.ok(found, outcome);
    return found;
  };
  const trace = (...args: string[]) => runCommands(['trace', ...args, ...stage], {localAws});

  before(async () => {
    localAws = await LocalAws.start();
    traffic.seedInto(localAws);
  });
  after(() => localAws.stop());

  it('prints the outcome, each id alone on its line, the cause, a timeline and every line', async () => {
    const request = requestOf('functionError');
    const [invocation] = request.invocations;
    const {stdout, stderr, exitCode} = await trace(request.apiRequestId);
    assert.deepEqual([exitCode, stderr], [0, '']);
    const [head = '', ids = '', timeline = '', lines = ''] = stdout.split('\n\n');
    assert.match(head, /^[A-Z]+ \/\S+ {2}502 {2}\d+ ms$/);
    for (const id of [
      request.apiRequestId,
      request.extendedRequestId,
      request.traceId,
      invocation?.lambdaRequestId,
    ])
      assert.match(ids, new RegExp(`^\\w+ +${id}$`, 'm'));
    assert.match(ids, /^time +gateway \d+ ms, .*integration \d+ ms, .*function /m);
    assert.match(ids, /^cause +\S+: .* \(shop-\S+\)$/m);
    assert.match(timeline, /^gateway +\|#+ *\| +\d+ ms$/m);
    assert.match(timeline, /^function +\| *#+ *\| +\S+ ms {2}shop-\S+$/m);
    const printed = lines.trimEnd().split('\n');
    assert.ok(printed.every(line => line.includes(request.apiRequestId)));
    assert.ok(printed.length > 8, `${printed.length}`);
  });

  it('prints one object with the same as JSON', async () => {
    const request = requestOf('malformedResponse');
    const {stdout} = await trace(request.apiRequestId, '-o', 'json');
    const json = JSON.parse(stdout);
    assert.deepEqual(
      Object.keys(json),
      traceKeys.map(({name}) => name),
    );
    assert.equal(json.request.apiRequestId, request.apiRequestId);
    assert.equal(json.request.lines, json.lines.length);
    assert.deepEqual(json.cause, {
      type: 'MalformedProxyResponse',
      message: 'Malformed Lambda proxy response',
      source: 'execution',
      stack: null,
    });
    for (const part of json.parts)
      assert.deepEqual(Object.keys(part), ['kind', 'name', 'start', 'durationMs']);
    assert.equal(stdout.indexOf('\n'), stdout.length - 1);
  });

  it('takes a header pasted whole, with or without quotes', async () => {
    const {apiRequestId} = requestOf('ok');
    const {stdout} = await trace(apiRequestId);
    assert.notEqual(stdout, '');
    const quoted = await trace(`x-amzn-RequestId: ${apiRequestId}`);
    assert.equal(quoted.stdout, stdout);
    const unquoted = await trace('x-amzn-RequestId:', apiRequestId);
    assert.equal(unquoted.stdout, stdout);
  });

  it('takes an id that begins with a dash', async () => {
    const {stderr, exitCode} = await trace('-6NMdL10MyAIUab=');
    assert.match(stderr, /^apilogs: no request with the id "-6NMdL10MyAIUab="/);
    assert.equal(exitCode, 5);
  });

  it('prints an invocation that no API request caused alone, and says so', async () => {
    const own = new Set(
      traffic.requests.flatMap(request => request.invocations.map(({lambdaRequestId}) => lambdaRequestId)),
    );
    const foreign = traffic.events.filter(
      ({kind, lambdaRequestId = ''}) => kind === 'start' && !own.has(lambdaRequestId),
    );
    const id = foreign[0]?.lambdaRequestId ?? '';
    const {stdout, exitCode} = await trace(id);
    assert.equal(exitCode, 0);
    assert.match(stdout, /^invoked by no API request that the logs tell of: shop-/);
    assert.ok(stdout.includes(`lambda    ${id}\n`), stdout);
    const json = JSON.parse((await trace(id, '-o', 'json')).stdout);
    assert.equal(json.request, null);
    const truth = traffic.events.filter(({lambdaRequestId}) => lambdaRequestId === id);
    assert.equal(json.lines.length, truth.length);
  });

  it('lists the requests of a trace that has several', async () => {
    const traces = traffic.requests.map(({traceId}) => traceId);
    const shared = traces.find((id, index) => traces.indexOf(id) !== index) ?? '';
    const {stdout, stderr, exitCode} = await trace(shared);
    assert.deepEqual([stdout, exitCode], ['', 2]);
    assert.match(stderr, /^apilogs: 2 requests have the id /);
    for (const {traceId, apiRequestId} of traffic.requests)
      if (traceId === shared) assert.ok(stderr.includes(apiRequestId), stderr);
  });

  it('says where it looked for what it did not find, and how to look further', async () => {
    const {stdout, stderr, exitCode} = await trace(
      '3e0f6c52-91b7-4c1a-8de3-7a5b2049cf18',
      '-s',
      '2026-03-10T08:00Z',
    );
    assert.deepEqual([stdout, exitCode], ['', 5]);
    assert.match(stderr, /between 2026-03-10T08:00:00Z and 2026-03-10T09:\S+ in execution, shop-.*access/);
    assert.match(
      stderr,
      /\n {2}hint: to search further back: apilogs trace 3e0f6c52-\S+ -a gen0traf1c -t prod -e \S+Z -s \d+d\n$/,
    );
  });

  it('repeats the options that say where and when it looked, but no credentials', async () => {
    const {stderr} = await trace(
      ...['3e0f6c52-91b7-4c1a-8de3-7a5b2049cf18', '-s', '2026-03-10T08:00Z', '--region', 'eu-west-1'],
      ...['--endpoint-url', localAws.env().AWS_ENDPOINT_URL ?? '', '--aws-access-key-id', 'AKIAEXAMPLE'],
      ...['--aws-secret-access-key', 'example'],
    );
    assert.match(stderr, / -t prod --region eu-west-1 --endpoint-url http:\S+ -e \S+ -s \d+d\n$/);
    assert.doesNotMatch(stderr, /AKIAEXAMPLE/);
  });

  it('says of a trace id that it looked when the id says, too', async () => {
    const {stderr, exitCode} = await trace('1-69afe2f6-4b1c9d2e7f3a5b6c8d0e1f2a', '-s', '2026-03-10T08:00Z');
    assert.match(
      stderr,
      /" between 2026-03-10T09:2\S+ and 2026-03-10T09:3\S+, which the id itself says, nor between 2026-03-10T08:00:00Z and /,
    );
    assert.doesNotMatch(stderr, /further back/);
    assert.equal(exitCode, 5);
  });

  it('prints names in full in a pipe', async () => {
    const request = traffic.requests.find(({invocations}) => invocations.length > 0);
    assert.ok(request);
    const {stdout} = await trace(request.apiRequestId);
    const names = stdout.split('\n').flatMap(line => /^function +\|.*ms {2}(\S+)$/.exec(line)?.[1] ?? []);
    assert.ok(names.length > 0);
    for (const name of names) assert.match(stdout, new RegExp(`^function +${name}$`, 'm'));
  });

  it('refuses what is no id, no id, two, and the formats of get', async () => {
    const wrong = {
      '"x" OR "y"': /is no request id/,
      short: /too short/,
      'https://abc123def4.execute-api.eu-west-1.amazonaws.com/prod':
        /prod" is a URL, and no request id\n {2}hint: .* apilogs trace ID -a URL\n/,
    };
    for (const [id, message] of Object.entries(wrong)) {
      const {stderr, exitCode} = await trace(id);
      assert.match(stderr, message);
      assert.equal(exitCode, 2);
    }
    assert.match((await trace()).stderr, /^apilogs: ID is missing\n {2}hint: /);
    assert.match((await trace('3e0f6c52', '7b5b2049')).stderr, /^apilogs: unexpected argument "7b5b2049"/);
    assert.match((await trace('3e0f6c52', '-o', 'raw')).stderr, /--output cannot be "raw"/);
  });
});

describe('trace where a log cannot be read', () => {
  const traffic = generateTraffic({requests: 20, functions: 2, seed: 3});
  const now = (traffic.events.at(-1)?.timestamp ?? 0) + 1_000;
  const args = (id: string) => [id, '-a', traffic.api.restApiId, '-t', 'prod'];
  let localAws: LocalAws;
  before(async () => {
    localAws = await LocalAws.start();
    traffic.seedInto(localAws);
    localAws.faults.deny(
      'logs:FilterLogEvents',
      ({logGroupName}) => logGroupName === '/generated-api/access',
    );
  });
  after(() => localAws.stop());

  it('prints what it found, and exits with 8', async () => {
    const [request] = traffic.requests;
    const {stdout, stderr, exitCode} = await runTrace(args(request?.apiRequestId ?? ''), localAws, now);
    assert.ok(stdout.includes(request?.apiRequestId ?? '-'));
    assert.match(stderr, /access.*its lines are missing/);
    assert.equal(exitCode, 8);
  });

  it('exits with 8 where it found nothing, too', async () => {
    const {stdout, stderr, exitCode} = await runTrace(
      args('3e0f6c52-91b7-4c1a-8de3-7a5b2049cf18'),
      localAws,
      now,
    );
    assert.deepEqual([stdout, exitCode], ['', 8]);
    assert.match(stderr, /hint: what could not be read may hold it/);
  });
});

describe('trace of an id that too many lines have', () => {
  it('says that the search ended early, and exits with 8', async () => {
    const traffic = generateTraffic({requests: 20, functions: 2, seed: 3});
    const now = (traffic.events.at(-1)?.timestamp ?? 0) + 1_000;
    const localAws = await LocalAws.start();
    try {
      traffic.seedInto(localAws);
      localAws.logs.putGenerated('/generated-api/access', 100_000, index => ({
        logStream: 'noise',
        timestamp: now - 200_000 + index,
        message: `customer-0042 asked ${index}`,
      }));
      const args = ['customer-0042', '-a', traffic.api.restApiId, '-t', 'prod'];
      const {stdout, stderr, exitCode} = await runTrace(args, localAws, now);
      assert.deepEqual([stdout, exitCode], ['', 8]);
      assert.match(stderr, /^apilogs: so many lines have "customer-0042" that the search ended/m);
      assert.doesNotMatch(stderr, /could not be read/);
    } finally {
      await localAws.stop();
    }
  });
});

describe('trace among 5,000,000 events of seven days', () => {
  const end = Date.UTC(2026, 2, 10, 12);
  const weekMs = 7 * 86_400_000;
  const groups = {
    'API-Gateway-Execution-Logs_gen0traf1c/prod': 2_500_000,
    '/generated-api/access': 250_000,
    '/aws/lambda/shop-orders-get': 800_000,
    '/aws/lambda/shop-carts-get': 800_000,
    '/aws/lambda/shop-stock-get': 650_000,
  };

  for (const [where, ageMs] of Object.entries({
    young: 1_800_000,
    'of the middle': weekMs / 2,
    old: weekMs - 3_600_000,
  })) {
    it(`finds a request that is ${where} with 60 calls at most, by each of its ids`, async () => {
      const localAws = await LocalAws.start({scanLimit: 200_000});
      const traffic = generateTraffic({requests: 20, functions: 4, seed: 5, startTime: end - ageMs});
      try {
        traffic.seedInto(localAws);
        for (const [logGroup, count] of Object.entries(groups)) {
          localAws.logs.putGenerated(logGroup, count, index => ({
            logStream: '2026/03/10/[$LATEST]0123456789abcdef0123456789abcdef',
            timestamp: end - weekMs + Math.floor((index * weekMs) / count),
            message: `(00000000-0000-4000-8000-${String(index).padStart(12, '0')}) Successfully completed execution`,
          }));
        }
        const request = traffic.requests.find(
          ({invocations, outcome}) => outcome === 'ok' && invocations.length === 1,
        );
        assert.ok(request);
        const {apiRequestId, extendedRequestId, traceId, invocations} = request;
        for (const id of [
          apiRequestId,
          apiRequestId.slice(0, 8),
          extendedRequestId,
          traceId,
          invocations[0]?.lambdaRequestId ?? '',
        ]) {
          localAws.calls.clear();
          const args = [id, '-a', 'gen0traf1c', '-t', 'prod', '-s', '7d', '-o', 'json'];
          const {stdout, stderr} = await runTrace(args, localAws, end);
          assert.equal(stderr, '');
          assert.equal(JSON.parse(stdout).request.apiRequestId, apiRequestId);
          assert.ok(localAws.calls.count() <= 60, `${id}: ${localAws.calls.count()} calls`);
        }
      } finally {
        await localAws.stop();
      }
    });
  }
});
