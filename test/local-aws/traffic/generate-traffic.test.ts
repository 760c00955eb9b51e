import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {generateTraffic} from '../../../src/local-aws/traffic/generate-traffic.js';
import {runtimes} from '../../../src/local-aws/traffic/traffic-model.js';
import {outcomes, type TruthEvent} from '../../../src/local-aws/traffic/truth.js';
import {groupBy} from './group-by.js';
import {lambdaEvents} from './observed-ties.js';

const isNear = (actual: number, expected: number, tolerance: number) =>
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not within ${tolerance} of ${expected}`);

describe('generateTraffic', () => {
  it('gives the same events for the same options, and others for another seed', () => {
    const {events} = generateTraffic({requests: 200, seed: 5});
    assert.deepEqual(generateTraffic({requests: 200, seed: 5}).events, events);
    assert.notDeepEqual(generateTraffic({requests: 200, seed: 6}).events, events);
  });

  it('begins with INIT and START and ends with END and REPORT in each invocation of the text format', () => {
    const {events} = generateTraffic({requests: 500, runtimes: ['python'], coldStartShare: 1});
    const invocations = groupBy(lambdaEvents(events), ({lambdaRequestId}) => lambdaRequestId);
    for (const lines of invocations.values()) {
      const kinds = lines.map(({kind}) => kind);
      assert.equal(kinds[0], 'init');
      assert.deepEqual(kinds.slice(-2), ['end', 'report']);
      assert.deepEqual(
        kinds.filter(kind => kind === 'start'),
        ['start'],
      );
    }
  });

  it('keeps the phases of a request in order when clocks agree', () => {
    const {requests} = generateTraffic({requests: 1000, selfCallShare: 0.1});
    for (const {startTime, endTime, outcome, invocations} of requests) {
      const bounds = invocations.flatMap(invocation => [invocation.startTime, invocation.endTime]);
      const isLeft = outcome === 'integrationTimeout';
      const phases = isLeft ? [startTime, ...bounds] : [startTime, ...bounds, endTime];
      assert.deepEqual(
        phases,
        phases.toSorted((a, b) => a - b),
      );
    }
  });

  it('puts the clocks of sandboxes off by no more than asked, either way', () => {
    const {requests} = generateTraffic({requests: 1000, clockSkewMs: 5000, coldStartShare: 1});
    const leads = requests.flatMap(({startTime, invocations}) =>
      invocations
        .filter(({role}) => role === 'integration')
        .map(invocation => invocation.startTime - startTime),
    );
    assert.ok(leads.some(lead => lead < -4000));
    assert.ok(leads.some(lead => lead > 4000));
    assert.ok(leads.every(lead => lead >= -5000));
  });

  it('comes near the shares asked for', () => {
    const {requests, events} = generateTraffic({
      requests: 5000,
      foreignInvocationShare: 0.2,
      slowShare: 0.05,
      coldStartShare: 0.1,
      canaryShare: 0.25,
      authorizerShare: 0.4,
      selfCallShare: 0,
      outcomes: {ok: 0.9, clientError: 0.1},
    });
    const share = <T>(items: readonly T[], has: (item: T) => boolean) =>
      items.filter(has).length / items.length;
    isNear(
      share(requests, ({outcome}) => outcome === 'slow'),
      0.05,
      0.015,
    );
    isNear(
      share(requests, ({outcome}) => outcome === 'clientError'),
      0.095,
      0.02,
    );
    isNear(
      share(requests, ({isCanary}) => isCanary),
      0.25,
      0.03,
    );
    isNear(
      share(requests, ({invocations}) => invocations.length === 2),
      0.4,
      0.03,
    );
    const starts = events.filter(({kind}) => kind === 'start');
    isNear(
      share(starts, ({apiRequestId}) => apiRequestId === undefined),
      0.2,
      0.02,
    );
    const invocations = requests.flatMap(request => request.invocations);
    isNear(
      share(invocations, ({isColdStart}) => isColdStart),
      0.1,
      0.02,
    );
  });

  it('lets API Gateway give up after 29 seconds, long before the function ends', () => {
    const {requests} = generateTraffic({
      requests: 5,
      slowShare: 0,
      outcomes: {integrationTimeout: 1},
      authorizerShare: 0,
    });
    for (const {status, startTime, endTime, invocations} of requests) {
      assert.equal(status, 504);
      assert.equal(endTime - startTime, 29_001);
      assert.ok((invocations[0]?.endTime ?? 0) > endTime);
    }
  });

  it('lets slow requests last 3 seconds', () => {
    const {requests} = generateTraffic({requests: 50, slowShare: 1});
    for (const {startTime, endTime} of requests) assert.ok(endTime - startTime >= 3000);
  });

  it('keeps to the number of clients asked for', () => {
    const {requests} = generateTraffic({requests: 1000, concurrency: 3, selfCallShare: 0, slowShare: 0.1});
    for (const {startTime} of requests) {
      const open = requests.filter(other => other.startTime <= startTime && startTime < other.endTime);
      assert.ok(open.length <= 3);
    }
  });

  it('arrives at the rate asked for', () => {
    const {requests} = generateTraffic({requests: 5000, ratePerSecond: 200, selfCallShare: 0});
    const last = requests.at(-1)?.startTime ?? 0;
    isNear(last - (requests[0]?.startTime ?? 0), 25_000, 1500);
  });

  it("logs a canary's request in both execution log groups", () => {
    const {events, requests} = generateTraffic({requests: 200, canaryShare: 0.5, selfCallShare: 0});
    const copies = events.filter(({isCanaryCopy}) => isCanaryCopy);
    const expected = new Set(requests.filter(({isCanary}) => isCanary).map(({apiRequestId}) => apiRequestId));
    assert.deepEqual(new Set(copies.map(({apiRequestId}) => apiRequestId)), expected);
    const originals = events.filter(
      ({kind, isCanaryCopy, apiRequestId}) =>
        kind === 'execution' && !isCanaryCopy && expected.has(apiRequestId ?? ''),
    );
    const textsById = (lines: TruthEvent[]) =>
      groupBy(
        lines.map(({message}) => message),
        text => text.slice(0, 38),
      );
    assert.deepEqual([...textsById(copies)].sort(), [...textsById(originals)].sort());
    assert.ok(copies.every(({logGroup}) => logGroup.endsWith('/prod/Canary')));
  });

  it('shares a trace between a request and those that its function sends', () => {
    const {requests} = generateTraffic({requests: 300, selfCallShare: 1, slowShare: 0, outcomes: {ok: 1}});
    assert.equal(requests.length, 600);
    for (const [, pair] of groupBy(requests, ({traceId}) => traceId)) {
      const [parent, child] = pair;
      assert.equal(pair.length, 2);
      assert.ok(parent && child && parent.startTime < child.startTime && child.endTime < parent.endTime);
    }
  });

  it('never lets a line arrive before it was written, and some of them very late', () => {
    const {events} = generateTraffic({requests: 3000});
    const lags = lambdaEvents(events).map(({ingestionTime, timestamp}) => ingestionTime - timestamp);
    assert.ok(lags.every(lag => lag >= 500 && lag <= 15_250));
    assert.ok(lags.some(lag => lag >= 15_000));
    const late = lags.filter(lag => lag > 2600).length;
    assert.ok(late / lags.length < 0.03);
  });

  it('lets access log lines arrive after the response, though they bear the time of the request', () => {
    const {events, requests} = generateTraffic({requests: 500});
    const byId = new Map(requests.map(request => [request.apiRequestId, request]));
    for (const {kind, apiRequestId, timestamp, ingestionTime} of events) {
      if (kind !== 'access') continue;
      const request = byId.get(apiRequestId ?? '');
      assert.equal(timestamp, request?.startTime);
      assert.ok(ingestionTime > (request?.endTime ?? 0));
    }
  });

  it('has every line at once without lag', () => {
    const {events} = generateTraffic({requests: 100, ingestionLag: 'none'});
    const late = events.filter(
      ({kind, ingestionTime, timestamp}) => kind !== 'access' && ingestionTime !== timestamp,
    );
    assert.deepEqual(late, []);
  });

  it('can bring about each outcome, with the status that the client gets', () => {
    const statuses = Object.fromEntries(
      outcomes.map(outcome => {
        const {requests} = generateTraffic({
          requests: 3,
          runtimes: ['nodejs'],
          slowShare: 0,
          selfCallShare: 0,
          outcomes: {[outcome]: 1},
        });
        assert.ok(requests.every(request => request.outcome === outcome));
        return [outcome, requests[0]?.status];
      }),
    );
    assert.deepEqual(statuses, {
      ok: 200,
      slow: 200,
      clientError: 404,
      malformedResponse: 502,
      functionError: 502,
      functionTimeout: 502,
      integrationTimeout: 504,
      throttled: 500,
      usagePlanExceeded: 429,
      denied: 403,
      missingToken: 401,
      outOfMemory: 502,
      initError: 502,
    });
  });

  it('gives each function its own runtime, in turn', () => {
    const {api} = generateTraffic({requests: 1, functions: 6});
    assert.deepEqual(
      api.routes.map(route => route.function?.runtime),
      runtimes,
    );
  });

  it('gives each of many functions its own name and route', () => {
    const {api} = generateTraffic({requests: 1, functions: 200});
    assert.equal(new Set(api.routes.map(route => route.function?.name)).size, 200);
    assert.equal(new Set(api.routes.map(({method, path}) => `${method} ${path}`)).size, 200);
  });

  it('refuses a rate and a number of clients together', () => {
    assert.throws(() => generateTraffic({ratePerSecond: 1, concurrency: 1}), RangeError);
  });
});
