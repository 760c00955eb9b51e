import assert from 'node:assert/strict';
import {afterEach, beforeEach, describe, it} from 'node:test';
import {LocalAws} from '../../../src/local-aws/local-aws.js';
import {accessLogFormat} from '../../../src/local-aws/traffic/access-log.js';
import {generateTraffic} from '../../../src/local-aws/traffic/generate-traffic.js';
import {liveTraffic} from '../../../src/local-aws/traffic/live-traffic.js';
import {seedSampleApi} from '../../../src/local-aws/traffic/sample-api.js';
import {loadSamples} from '../../support/load-samples.js';

const startTime = Date.UTC(2026, 2, 10, 9);

interface StreamEvent {
  readonly logGroup: string;
  readonly logStream: string;
  readonly message: string;
}

/** The messages of each stream. */
function byStream(events: Iterable<StreamEvent>): Map<string, string[]> {
  const streams = new Map<string, string[]>();
  for (const {logGroup, logStream, message} of events) {
    const key = `${logGroup} ${logStream}`;
    const messages = streams.get(key);
    if (messages) messages.push(message);
    else streams.set(key, [message]);
  }
  return streams;
}

/** All events of a log group, as FilterLogEvents orders them. */
const readAll = ({logs}: LocalAws, logGroup: string): StreamEvent[] =>
  [
    ...logs
      .get(logGroup)
      .scan({startTime: 0, endTime: Number.MAX_SAFE_INTEGER, direction: 'oldestFirst', after: undefined}),
  ].map(({logStream, message}) => ({logGroup, logStream, message}));

describe('traffic in the embedded AWS', () => {
  let localAws: LocalAws;
  let now = startTime;
  beforeEach(async () => {
    now = startTime;
    localAws = await LocalAws.start({now: () => now});
  });
  afterEach(() => localAws.stop());

  it('lies in the log groups of the sample API', () => {
    seedSampleApi(localAws);
    liveTraffic(localAws, {now: () => now, seed: 3, pastMinutes: 10}).tick();
    assert.deepEqual(
      localAws.logs.list().map(({name}) => name),
      [
        '/aws/lambda/orders-authorizer',
        '/aws/lambda/orders-create',
        '/aws/lambda/orders-get',
        '/orders-api/access',
        '/shop/reports',
        'API-Gateway-Execution-Logs_demo1a2b3c/prod',
      ],
    );
  });

  it('is there as an API whose alias stands in a stage variable', () => {
    const {routes, variables} = seedSampleApi(localAws);
    assert.deepEqual(variables, {alias: 'live'});
    assert.ok(routes.some(route => route.function?.aliasVariable === 'alias'));
  });

  it('fills the past and then keeps flowing', () => {
    seedSampleApi(localAws);
    const traffic = liveTraffic(localAws, {now: () => now, seed: 3, pastMinutes: 5});
    assert.ok(traffic.tick() > 1000);
    assert.equal(traffic.tick(), 0);
    now += 60_000;
    assert.ok(traffic.tick() > 200);
  });

  it('is the same however often it is asked for', () => {
    const whole = liveTraffic(localAws, {now: () => now, seed: 3}).advance(now + 60_000);
    const traffic = liveTraffic(localAws, {now: () => now, seed: 3});
    const parts = [];
    for (let until = now - 600_000; until <= now + 60_000; until += 250)
      parts.push(...traffic.advance(until));
    assert.deepEqual(
      parts.toSorted((a, b) => a.timestamp - b.timestamp),
      whole,
    );
  });

  it('begins at the start of the time to fill', () => {
    const [first] = liveTraffic(localAws, {now: () => now, seed: 3, pastMinutes: 2}).advance(now);
    assert.equal(first?.timestamp, now - 120_000);
  });

  it('shows every kind of failure within an hour', () => {
    const events = liveTraffic(localAws, {now: () => now, seed: 3, pastMinutes: 60}).advance(now);
    const text = events.map(({message}) => message).join('\n');
    for (const sign of [
      'Task timed out',
      'Malformed Lambda proxy',
      'Rate Exceeded',
      'timeout error',
      'status: 403',
    ]) {
      assert.ok(text.includes(sign), sign);
    }
  });

  it('can be put there when generated, and is read in the order in which each stream was written', () => {
    const traffic = generateTraffic({requests: 200, canaryShare: 0.3, clockSkewMs: 50, startTime});
    traffic.seedInto(localAws);
    const written = byStream(traffic.events);
    const read = byStream(localAws.logs.list().flatMap(({name}) => readAll(localAws, name)));
    assert.deepEqual([...read.keys()].sort(), [...written.keys()].sort());
    for (const [stream, messages] of written) {
      // Access log lines of one millisecond are written when their requests are answered, in any order.
      const isOrdered = !stream.startsWith('/generated-api/access');
      const actual = read.get(stream) ?? [];
      assert.deepEqual(isOrdered ? actual : actual.toSorted(), isOrdered ? messages : messages.toSorted());
    }
  });

  it('loads sample files beside it', () => {
    const events = loadSamples(localAws, 'rest-throttled-429', 'lambda-json-timeout');
    assert.equal(events.length, 6);
    assert.ok(localAws.logs.has('/custom/shared-app'));
  });
});

describe('accessLogFormat', () => {
  it('names the variables that the lines hold, key by key', () => {
    const {events} = generateTraffic({requests: 1});
    const line = events.find(({kind}) => kind === 'access');
    const format = JSON.parse(accessLogFormat('full')) as Record<string, string>;
    assert.deepEqual(Object.keys(JSON.parse(line?.message ?? '{}') as object), Object.keys(format));
    assert.equal(format.integrationRequestId, '$context.integration.requestId');
    assert.equal(format.authorizerRequestId, '$context.authorizer.requestId');
  });
});
