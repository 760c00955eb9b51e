import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {RequestSummarizer} from '../../src/summarize/request-summarizer.js';
import {TimeHistogram} from '../../src/summarize/time-histogram.js';
import {functionRecord, request} from '../support/request-records.js';

const window = {
  startTime: Date.parse('2026-03-10T09:00:00Z'),
  endTime: Date.parse('2026-03-10T10:00:00Z'),
};

describe('RequestSummarizer', () => {
  it('counts Lambda’s refusals for the one function that serves the route', () => {
    const refused = {
      status: 500,
      functions: [],
      errors: [{type: 'LambdaThrottled', message: '', source: 'execution'}],
    };
    const summarizer = new RequestSummarizer(window, 60);
    const authorizer = functionRecord({name: 'auth', authorizer: true});
    summarizer.add(request({functions: [authorizer, functionRecord({name: 'orders'})]}));
    summarizer.add(request(refused));
    summarizer.add(request({...refused, method: 'PUT', path: '/a', resourcePath: '/a'}));
    summarizer.add(
      request({method: 'ANY', resourcePath: '/b', functions: [functionRecord({name: 'orders'})]}),
    );
    summarizer.add(
      request({method: 'ANY', resourcePath: '/b', functions: [functionRecord({name: 'carts'})]}),
    );
    summarizer.add(request({...refused, method: 'ANY', resourcePath: '/b'}));
    const {functions, total} = summarizer.toSummary();
    assert.deepEqual(
      functions.map(({name, throttles}) => [name, throttles]),
      [
        ['orders', 1],
        ['auth', 0],
        ['carts', 0],
      ],
    );
    assert.equal(total.throttles, 3);
  });

  it('takes the path for the route where no resource is known, and counts those beyond 1,000 together', () => {
    const summarizer = new RequestSummarizer(window, 60);
    for (let index = 0; index < 1_200; index += 1) {
      summarizer.add(request({path: `/orders/${index}`, resourcePath: null}));
    }
    summarizer.add(request({path: '/orders/5', resourcePath: null}));
    const {routes, total} = summarizer.toSummary();
    assert.deepEqual(
      routes.slice(0, 2).map(({path, count}) => [path, count]),
      [
        [null, 200],
        ['/orders/5', 2],
      ],
    );
    assert.deepEqual([routes.length, total.count], [1_001, 1_201]);
  });

  it('counts open requests without a latency', () => {
    const summarizer = new RequestSummarizer(window, 60);
    summarizer.add(request({open: true, status: null, latencyMs: null}));
    summarizer.add(request({latencyMs: 40}));
    const {count, open, errors, errorShare, p50Ms, maxMs} = summarizer.toSummary().total;
    assert.deepEqual(
      {count, open, errors, errorShare, p50Ms, maxMs},
      {count: 2, open: 1, errors: 0, errorShare: 0, p50Ms: 40, maxMs: 40},
    );
  });
});

describe('TimeHistogram', () => {
  it('has buckets of a round length that begin at round times and cover the window', () => {
    const histogram = new TimeHistogram({startTime: window.startTime + 90_000, endTime: window.endTime}, 60);
    const buckets = histogram.toBuckets();
    assert.equal(histogram.intervalMs, 60_000);
    assert.equal(buckets[0]?.start, '2026-03-10T09:01:00.000Z');
    assert.equal(buckets.at(-1)?.start, '2026-03-10T09:59:00.000Z');
  });

  it('never has more buckets than asked for', () => {
    for (const length of [
      1, 999, 5_000, 60_000, 300_000, 3_600_000, 86_400_000, 604_800_000, 40_000_000_000,
    ]) {
      for (const offset of [0, 1, 59_999]) {
        const startTime = window.startTime + offset;
        const {length: count} = new TimeHistogram({startTime, endTime: startTime + length}, 60).toBuckets();
        assert.ok(count >= 1 && count <= 60, `${count} for ${length} ms`);
      }
    }
  });

  it('counts what lies at the edges, and before them, in the outermost buckets', () => {
    const histogram = new TimeHistogram(window, 61);
    histogram.add(window.startTime - 5, false);
    histogram.add(window.startTime, true);
    histogram.add(window.endTime, true);
    const buckets = histogram.toBuckets();
    assert.deepEqual(
      [buckets[0], buckets.at(-1)].map(bucket => [bucket?.requests, bucket?.errors]),
      [
        [2, 1],
        [1, 1],
      ],
    );
  });
});
