import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {
  generateTraffic,
  type Traffic,
  type TrafficOptions,
} from '../../../src/local-aws/traffic/generate-traffic.js';
import {outcomes, type TruthEvent} from '../../../src/local-aws/traffic/truth.js';
import {groupBy} from './group-by.js';
import {lambdaEvents, observedTies} from './observed-ties.js';

/** Every way of logging that changes what can be known. */
const settings: Record<string, TrafficOptions> = {
  typical: {},
  'with data trace': {loggingLevel: 'INFO+trace', passRequestIdShare: 0.5, foreignHeaderShare: 0.3},
  'active tracing without access log': {
    xray: 'active',
    accessLog: 'off',
    selfCallShare: 0.2,
    authorizerShare: 0.5,
  },
  'active tracing at level ERROR': {xray: 'active', loggingLevel: 'ERROR', selfCallShare: 0.2},
  'level ERROR with the basic access log': {
    loggingLevel: 'ERROR',
    accessLog: 'basic',
    passRequestIdShare: 0.5,
    foreignHeaderShare: 0.5,
    selfCallShare: 0.2,
  },
  'level ERROR alone': {loggingLevel: 'ERROR', accessLog: 'off', passRequestIdShare: 1},
  'INFO alone, passing ids on': {
    accessLog: 'off',
    xray: 'off',
    passRequestIdShare: 0.5,
    foreignHeaderShare: 0.5,
    selfCallShare: 0.2,
  },
  'skewed clocks and cold starts': {clockSkewMs: 200, coldStartShare: 0.5, proactiveInitShare: 0.3},
  'much goes wrong': {
    outcomes: Object.fromEntries(outcomes.map(outcome => [outcome, 1])),
    passRequestIdShare: 0.5,
    xray: 'active',
    accessLog: 'basic',
  },
  canary: {canaryShare: 0.3},
};

const traffics = Object.entries(settings).map(
  ([name, options]) => [name, generateTraffic({requests: 500, functions: 7, seed: 11, ...options})] as const,
);

const forEachSetting = (check: (traffic: Traffic) => void) => {
  for (const [name, traffic] of traffics) {
    try {
      check(traffic);
    } catch (cause) {
      throw new Error(`in the setting "${name}"`, {cause});
    }
  }
};

const streamOf = ({logGroup, logStream}: TruthEvent) => `${logGroup} ${logStream}`;

describe('the truth of generated traffic', () => {
  it('gives events by timestamp', () => {
    forEachSetting(traffic => {
      const times = traffic.events.map(({timestamp}) => timestamp);
      assert.deepEqual(
        times,
        times.toSorted((a, b) => a - b),
      );
    });
  });

  it('runs one invocation at a time in each sandbox, every line within its own', () => {
    forEachSetting(traffic => {
      for (const stream of groupBy(lambdaEvents(traffic.events), streamOf).values()) {
        let open: string | undefined;
        for (const {kind, lambdaRequestId, message} of stream) {
          if (kind === 'init') {
            assert.equal(open, undefined, message);
          } else if (kind === 'start') {
            assert.equal(open, undefined, message);
            open = lambdaRequestId;
          } else {
            assert.equal(lambdaRequestId, open, message);
            if (kind === 'report') open = undefined;
          }
        }
        assert.equal(open, undefined);
      }
    });
  });

  it('leaves at least a millisecond between two invocations of a sandbox', () => {
    const {events} = generateTraffic({requests: 2000, ratePerSecond: 500});
    for (const stream of groupBy(lambdaEvents(events), streamOf).values()) {
      const bounds = stream.filter(({kind}) => kind === 'start' || kind === 'report');
      for (const [index, {kind, timestamp}] of bounds.entries()) {
        const before = bounds[index - 1];
        if (kind === 'start' && before) assert.ok(timestamp > before.timestamp);
      }
    }
  });

  it('names the true invocation wherever the logs name one', () => {
    forEachSetting(traffic => {
      const truth = new Map(
        traffic.requests.flatMap(({apiRequestId, invocations}) =>
          invocations.map(({lambdaRequestId}) => [lambdaRequestId, apiRequestId] as const),
        ),
      );
      const lambdaIds = new Set(lambdaEvents(traffic.events).map(({lambdaRequestId}) => lambdaRequestId));
      for (const [invocation, request] of observedTies(traffic)) {
        // Where Lambda refused to run the function, the id names an invocation that never was.
        if (lambdaIds.has(invocation)) assert.equal(request, truth.get(invocation));
      }
    });
  });

  it('expects a link only where the messages themselves hold evidence of it', () => {
    forEachSetting(traffic => {
      const ties = observedTies(traffic);
      for (const event of lambdaEvents(traffic.events)) {
        if (!event.expectsLink) continue;
        assert.equal(ties.get(event.lambdaRequestId ?? ''), event.apiRequestId, event.message);
      }
    });
  });

  it('expects every line of an integration to be linked at level INFO, but for what nobody waits for', () => {
    const {events, requests} = generateTraffic({
      requests: 1000,
      accessLog: 'off',
      outcomes: {ok: 1},
      authorizerShare: 0,
      coldStartShare: 0.2,
    });
    assert.ok(requests.every(({status}) => status === 200));
    const unlinked = events.filter(
      ({apiRequestId, expectsLink}) => apiRequestId !== undefined && !expectsLink,
    );
    assert.deepEqual(unlinked, []);
  });

  it('expects no link of an authorizer that neither access log nor trace ties', () => {
    const {events} = generateTraffic({requests: 300, accessLog: 'basic', authorizerShare: 1, xray: 'header'});
    const lines = events.filter(({logGroup}) => logGroup === '/aws/lambda/shop-authorizer');
    assert.ok(lines.length > 0);
    assert.ok(lines.every(({expectsLink, apiRequestId}) => !expectsLink && apiRequestId !== undefined));
  });

  it('expects a claim to count where API Gateway gave up on the function, if made before', () => {
    const {events, requests} = generateTraffic({
      requests: 40,
      functions: 2,
      runtimes: ['nodejs'],
      outcomes: {integrationTimeout: 1},
      slowShare: 0,
      coldStartShare: 0,
      authorizerShare: 0,
      foreignInvocationShare: 0,
      passRequestIdShare: 1,
    });
    const lines = groupBy(lambdaEvents(events), ({apiRequestId}) => apiRequestId);
    let claimed = 0;
    for (const {apiRequestId, endTime} of requests) {
      const own = lines.get(apiRequestId) ?? [];
      const claim = own.find(({message}) => message.includes(apiRequestId));
      const isInTime = claim !== undefined && claim.timestamp <= endTime;
      if (isInTime) claimed += 1;
      assert.ok(own.every(({expectsLink}) => expectsLink === isInTime));
    }
    assert.ok(claimed > 0 && claimed < requests.length);
  });

  it("makes INIT that ran ahead nobody's", () => {
    const {events} = generateTraffic({
      requests: 300,
      coldStartShare: 1,
      proactiveInitShare: 1,
      outcomes: {ok: 1},
    });
    const inits = events.filter(({kind}) => kind === 'init');
    assert.ok(inits.length > 0);
    assert.ok(inits.every(event => !event.apiRequestId && !event.lambdaRequestId && !event.expectsLink));
    assert.ok(events.every(({message}) => !/Init Duration|initDurationMs/.test(message)));
  });
});
