import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {orderInMilliseconds} from '../../src/insights/order-in-millisecond.js';

const source = {kind: 'lambda', name: 'f', logGroup: '/f', region: 'r', canary: false, rank: 0} as const;

/** The messages of one stream and millisecond, put in order. */
const ordered = (...messages: readonly string[]) =>
  orderInMilliseconds(
    messages.map(message => ({source, logStream: 's', timestamp: 1, ingestionTime: 1, eventId: '', message})),
  ).map(({message}) => message);

const start = (id: string) => `START RequestId: ${id} Version: 1`;
const end = (id: string) => `END RequestId: ${id}`;
const report = (id: string) => `REPORT RequestId: ${id}\tDuration: 1 ms`;

describe('orderInMilliseconds', () => {
  it('puts the lines of an invocation between its START and its END', () => {
    assert.deepEqual(ordered('one', report('a'), 'two', start('a'), end('a')), [
      start('a'),
      'one',
      'two',
      end('a'),
      report('a'),
    ]);
  });

  it('leaves lines where they can have been written so', () => {
    for (const messages of [
      [start('a'), 'one', end('a'), report('a')],
      ['one', end('a'), report('a'), start('b'), 'two'],
      ['one', 'two'],
    ])
      assert.deepEqual(ordered(...messages), messages);
  });

  it('gives lines to neither invocation where nobody knows whose they are', () => {
    assert.deepEqual(ordered(start('b'), 'one', report('a'), end('a')), [
      end('a'),
      report('a'),
      'one',
      start('b'),
    ]);
  });

  it('leaves other streams and milliseconds alone', () => {
    const events = [
      {source, logStream: 's', timestamp: 1, ingestionTime: 1, eventId: '', message: 'one'},
      {source, logStream: 't', timestamp: 1, ingestionTime: 1, eventId: '', message: start('a')},
      {source, logStream: 's', timestamp: 2, ingestionTime: 1, eventId: '', message: start('a')},
    ];
    assert.deepEqual(orderInMilliseconds([...events]), events);
  });
});
