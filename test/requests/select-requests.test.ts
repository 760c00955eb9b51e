import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {type RequestFilter, requestFilter} from '../../src/requests/request-filter.js';
import {pathOfResource} from '../../src/requests/request-path.js';
import type {RequestRecord} from '../../src/requests/request-record.js';
import {SortedRequests} from '../../src/requests/sorted-requests.js';
import {StartOrder} from '../../src/requests/start-order.js';
import {parseStatusPattern, type StatusPattern} from '../../src/select/status-pattern.js';
import {everyRequest, functionRecord, request} from '../support/request-records.js';

const patterns = (...texts: string[]) => texts.map(text => parseStatusPattern(text) as StatusPattern);

describe('requestFilter', () => {
  const fine = request({apiRequestId: 'fine', status: 200, latencyMs: 20});
  const gone = request({
    apiRequestId: 'gone',
    status: 404,
    method: 'DELETE',
    path: '/carts/7',
    resourcePath: '/carts/{id}',
  });
  const broken = request({apiRequestId: 'broken', status: 502, latencyMs: 1_000});
  const slow = request({
    apiRequestId: 'slow',
    latencyMs: 3_000,
    functions: [functionRecord({coldStart: true})],
  });
  const lapsed = request({
    apiRequestId: 'lapsed',
    status: 200,
    functions: [functionRecord({name: 'stock', status: 'timeout'})],
  });
  const open = request({apiRequestId: 'open', status: null, latencyMs: null, open: true});
  const all = [fine, gone, broken, slow, lapsed, open];
  const selected = (filter: Partial<RequestFilter>) =>
    all.filter(requestFilter({...everyRequest, ...filter})).map(({apiRequestId}) => apiRequestId);

  const cases: readonly [string, Partial<RequestFilter>, readonly string[]][] = [
    ['everyRequest', {}, ['fine', 'gone', 'broken', 'slow', 'lapsed', 'open']],
    ['a status or a class of them', {status: patterns('404', '5xx')}, ['gone', 'broken']],
    ['5xx and what failed in a function', {errors: true}, ['broken', 'lapsed']],
    ['what took so long or longer', {slowMs: 1_000}, ['broken', 'slow']],
    ['a path as called', {paths: ['/carts/*']}, ['gone']],
    ['a path as defined', {paths: ['/carts/{id}', '/none']}, ['gone']],
    ['a method', {methods: ['DELETE']}, ['gone']],
    ['a function', {functions: ['sto*']}, ['lapsed']],
    ['cold starts', {cold: true}, ['slow']],
    ['what meets all conditions', {errors: true, slowMs: 500}, ['broken']],
  ];
  for (const [what, filter, expected] of cases) {
    it(`selects ${what}`, () => assert.deepEqual(selected(filter), expected));
  }
});

describe('StartOrder', () => {
  const at = (second: number) => `2026-03-10T09:00:${String(second).padStart(2, '0')}.000Z`;
  const beginning = (second: number) => request({timestamp: at(second)});
  const times = (records: readonly RequestRecord[]) => records.map(({timestamp}) => timestamp);

  it('gives what nothing still to come will precede, in order', () => {
    const order = new StartOrder();
    assert.deepEqual(times(order.add([beginning(5), beginning(3)], Date.parse(at(3)))), [at(3)]);
    assert.deepEqual(times(order.add([beginning(4)], undefined)), [at(4), at(5)]);
    order.add([beginning(9), beginning(8)], Date.parse(at(7)));
    assert.deepEqual(times(order.end()), [at(8), at(9)]);
  });

  it('lets so many wait and no more', () => {
    const order = new StartOrder(2);
    const given = order.add([beginning(5), beginning(7), beginning(6)], Date.parse(at(1)));
    assert.deepEqual(times(given), [at(5)]);
  });
});

describe('SortedRequests', () => {
  const some = [
    request({latencyMs: 5, status: 200}),
    request({latencyMs: null, status: null}),
    request({latencyMs: 900, status: 404}),
    request({latencyMs: 30, status: 502}),
  ];

  it('puts the slowest first, or the highest status', () => {
    const byLatency = new SortedRequests('latency', 10);
    byLatency.add(some);
    assert.deepEqual(
      byLatency.end().map(({latencyMs}) => latencyMs),
      [900, 30, 5, null],
    );
    const byStatus = new SortedRequests('status', 10);
    byStatus.add(some);
    assert.deepEqual(
      byStatus.end().map(({status}) => status),
      [502, 404, 200, null],
    );
  });

  it('keeps the first ones of very many, and says how many it dropped', () => {
    const sorted = new SortedRequests('latency', 3);
    for (let latencyMs = 0; latencyMs < 20; latencyMs += 1) sorted.add([request({latencyMs})]);
    assert.deepEqual(
      sorted.end().map(({latencyMs}) => latencyMs),
      [19, 18, 17],
    );
    assert.equal(sorted.dropped, 17);
  });
});

describe('pathOfResource', () => {
  const cases: readonly [string, string | undefined, string][] = [
    ['/prod/orders/42', '/orders/{id}', '/orders/42'],
    ['/orders/42', '/orders/{id}', '/orders/42'],
    ['/shop/v1/orders/42', '/orders/{id}', '/orders/42'],
    ['/prod/orders/42/lines', '/orders/{proxy+}', '/orders/42/lines'],
    ['/prod', '/', '/prod'],
    ['/prod/', '/', '/'],
    ['/prod/carts', '/orders', '/prod/carts'],
    ['/prod/orders', undefined, '/prod/orders'],
  ];
  for (const [path, resourcePath, expected] of cases) {
    it(`makes ${expected} of ${path}, which ${resourcePath} served`, () =>
      assert.equal(pathOfResource(path, resourcePath), expected));
  }
});
