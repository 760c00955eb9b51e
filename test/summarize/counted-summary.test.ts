import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {CountedSummary} from '../../src/summarize/counted-summary.js';

const window = {startTime: 0, endTime: 60_000};
const served = {status: 200, latencyMs: 7, open: false, isThrottled: false};
const failed = {status: 502, latencyMs: 90, open: false, isThrottled: false};

describe('CountedSummary', () => {
  it('gives to routes without names what the total has beyond those that are told', () => {
    const counted = new CountedSummary(window, 4);
    counted.addToTotal(served, 10);
    counted.addToTotal(failed, 3);
    counted.addRoute(
      {method: 'GET', path: '/orders'},
      {count: 8, errors: 1, clientErrors: 0, open: 0, throttles: 0, p50Ms: 7, p95Ms: 8, p99Ms: 80, maxMs: 90},
    );
    counted.addOtherRoutes();
    const {total, routes} = counted.toSummary();
    assert.deepEqual([total.count, total.errors, total.p50Ms, total.maxMs], [13, 3, 7, 90]);
    assert.deepEqual(
      routes.map(({path, count, errors, p50Ms, p99Ms}) => [path, count, errors, p50Ms, p99Ms]),
      [
        ['/orders', 8, 1, 7, 80],
        [null, 5, 2, null, null],
      ],
    );
  });

  it('has no others where the routes are all', () => {
    const counted = new CountedSummary(window, 4);
    counted.addToTotal(served, 2);
    counted.addRoute(
      {method: 'GET', path: '/orders'},
      {count: 2, errors: 0, clientErrors: 0, open: 0, throttles: 0, p50Ms: 7, p95Ms: 7, p99Ms: 7, maxMs: 7},
    );
    counted.addOtherRoutes();
    assert.equal(counted.toSummary().routes.length, 1);
  });
});
