import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {stripVTControlCharacters} from 'node:util';
import {createRequestRenderer, type RequestRenderOptions} from '../../src/render/request-renderer.js';
import type {RequestRecord} from '../../src/requests/request-record.js';
import {source} from '../support/events.js';
import {functionRecord, request} from '../support/request-records.js';

const sources = [
  source({kind: 'execution', name: 'execution'}),
  source({kind: 'authorizer', name: 'shop-auth'}),
  source({kind: 'lambda', name: 'shop-orders-get'}),
  source({kind: 'lambda', name: 'shop-orders-create'}),
];

const plain: RequestRenderOptions = {format: 'text', compact: false, color: false, timeZone: 'utc', sources};

const print = (options: Partial<RequestRenderOptions>, ...records: RequestRecord[]) =>
  createRequestRenderer({...plain, ...options}).render(records);

const fine = request({
  functions: [
    functionRecord({name: 'shop-auth', authorizer: true}),
    functionRecord({name: 'shop-orders-get'}),
  ],
});
const broken = request({
  method: 'POST',
  path: '/orders',
  status: 502,
  latencyMs: 10_020,
  functions: [functionRecord({name: 'shop-orders-create', coldStart: true, status: 'error'})],
  errors: [
    {type: 'KeyError', message: "'sku'", source: 'shop-orders-create'},
    {type: 'FunctionError', message: "'sku'", source: 'execution'},
  ],
});
const open = request({status: null, latencyMs: null, functions: [], open: true, method: null, path: null});

describe('createRequestRenderer', () => {
  it('prints every column in full for a pipe, one line a request', () => {
    assert.equal(
      print({}, fine, broken, open),
      [
        '2026-03-10T09:16:40.551Z  GET      /orders/43                200       26ms  shop-auth,shop-orders-get     -     -                                 3e0f6c52-91b7-4c1a-8de3-7a5b2049cf18',
        "2026-03-10T09:16:40.551Z  POST     /orders                   502    10020ms  shop-orders-create            cold  KeyError: 'sku'                   3e0f6c52-91b7-4c1a-8de3-7a5b2049cf18",
        '2026-03-10T09:16:40.551Z  -        -                         open         -  -                             -     -                                 3e0f6c52-91b7-4c1a-8de3-7a5b2049cf18',
        '',
      ].join('\n'),
    );
  });

  it('prints for eyes under a heading and a rule, with short names and what did the work first', () => {
    assert.equal(
      print({compact: true, width: 120}, fine, broken, open),
      [
        `--- 2026-03-10 UTC ${'-'.repeat(101)}`,
        'time          method  path                    stat   latency  functions      cold  error                        request',
        '09:16:40.551  GET     /orders/43              200       26ms  orders-get,..                                     3e0f6c52',
        "09:16:40.551  POST    /orders                 502    10020ms  orders-create  cold  KeyError: 'sku'              3e0f6c52",
        '09:16:40.551  -       -                       open         -                                                    3e0f6c52',
        '',
      ].join('\n'),
    );
  });

  it('never prints a line wider than the terminal, whatever is in it', () => {
    const long = request({
      path: `/${'very-long-segment/'.repeat(20)}`,
      functions: sources.map(({name}) => functionRecord({name: name.repeat(4), coldStart: true})),
      errors: [{type: 'a.b.SomeException', message: 'reason '.repeat(50), source: 'x'}],
    });
    for (let width = 42; width <= 260; width += 1) {
      const text = print({compact: true, width, color: width % 2 === 0}, fine, long, broken, open);
      for (const line of stripVTControlCharacters(text).split('\n')) {
        assert.ok(line.length <= width, `${line.length} > ${width}: ${line}`);
      }
      assert.match(text, /\/very-/);
      assert.match(text, /KeyError/);
    }
  });

  it('keeps its columns in line', () => {
    for (const width of [60, 80, 100, 140, 200]) {
      const lines = print({compact: true, width}, fine, broken, open).split('\n');
      const [, heading = '', ...rows] = lines;
      const at = heading.indexOf('stat');
      assert.deepEqual(
        rows.slice(0, 3).map(row => row.slice(at, at + 4).trim()),
        ['200', '502', 'open'],
        `${width}`,
      );
    }
  });

  it('prints a rule for each day of the zone', () => {
    const text = print(
      {compact: true, width: 80, timeZone: 'Europe/Berlin'},
      request({timestamp: '2026-03-10T22:59:59.000Z'}),
      request({timestamp: '2026-03-10T23:00:00.000Z'}),
    );
    assert.deepEqual(
      [...text.matchAll(/^--- (\S+ \S+ \S+) -/gm)].map(([, day]) => day),
      ['2026-03-10 Europe/Berlin (+01:00)', '2026-03-11 Europe/Berlin (+01:00)'],
    );
    assert.match(text, /^23:59:59\.000 [\s\S]*^00:00:00\.000 /m);
  });

  it('colours by the class of the status, and says the same without colour', () => {
    const records = [200, 302, 404, 502].map(status => request({status}));
    const colored = print({color: true}, ...records);
    const styles = colored.split('\n').map(line => /\x1b\[([\d;]+)m(?:\x1b\[1m)?\d{3} /.exec(line)?.[1]);
    assert.equal(new Set(styles.slice(0, 4)).size, 4, String(styles));
    assert.equal(stripVTControlCharacters(colored), print({}, ...records));
  });

  it('lets no log line drive a terminal', () => {
    const hostile = request({
      path: '/\x1b[2J',
      method: 'G\x07T',
      errors: [{type: 'E', message: 'a\r\nb\x9b31m\u202e', source: 'x'}],
    });
    for (const compact of [true, false]) {
      const text = print({compact, width: 200}, hostile);
      assert.doesNotMatch(text.replaceAll('\n', ''), /[\0-\x1f\x7f-\x9f\u202e]/);
      assert.equal(text.trimEnd().split('\n').length, compact ? 3 : 1);
    }
    const json = print({format: 'json'}, hostile);
    assert.doesNotMatch(json.replaceAll('\n', ''), /[\0-\x1f\x7f-\x9f\u202e]/);
    assert.deepEqual(JSON.parse(json), hostile);
  });
});
