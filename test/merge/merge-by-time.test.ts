import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import fc from 'fast-check';
import type {LogEvent} from '../../src/log-event.js';
import {mergeByTime} from '../../src/merge/merge-by-time.js';
import {collect, event, messages, pages, source} from '../support/events.js';

const first = source({kind: 'lambda', name: 'first', rank: 1});
const second = source({kind: 'lambda', name: 'second', rank: 2});

describe('mergeByTime', () => {
  it('interleaves log groups by time', async () => {
    const gateway = pages([event(1, 'request in'), event(4, 'response out')]);
    const lambda = pages([event(2, 'START')], [event(3, 'END')]);
    assert.deepEqual(messages(await collect(mergeByTime([gateway, lambda]))), [
      'request in',
      'START',
      'END',
      'response out',
    ]);
  });

  it('lets the lower rank go first in the same millisecond, and keeps the order within a source', async () => {
    const later = pages([event(1, 'c', {source: second}), event(1, 'd', {source: second})]);
    const sooner = pages([event(1, 'a', {source: first})], [event(1, 'b', {source: first})]);
    assert.deepEqual(messages(await collect(mergeByTime([later, sooner]))), ['a', 'b', 'c', 'd']);
  });

  it('passes over empty pages', async () => {
    const sparse = pages<LogEvent[]>([], [], [event(1, 'a')], []);
    assert.deepEqual(messages(await collect(mergeByTime([sparse, pages<LogEvent[]>()]))), ['a']);
  });

  it('gives on what is in order before it waits for a next page', async () => {
    let askedAgain = false;
    const slow = (async function* () {
      yield [event(1, 'a')];
      askedAgain = true;
      yield [event(2, 'b')];
    })();
    const merged = mergeByTime([slow]);
    assert.deepEqual(messages((await merged.next()).value ?? []), ['a']);
    assert.equal(askedAgain, false);
    await merged.return(undefined);
  });

  it('closes every source when the consumer stops early', async () => {
    let closed = 0;
    const endless = () =>
      (async function* () {
        try {
          for (let at = 0; ; at += 1) yield [event(at, 'x')];
        } finally {
          closed += 1;
        }
      })();
    for await (const _ of mergeByTime([endless(), endless()])) break;
    assert.equal(closed, 2);
  });

  it('loses and repeats nothing and is in order, whatever the pages', async () => {
    const page = fc.array(fc.integer({min: 0, max: 30}), {maxLength: 5});
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(page, {maxLength: 5}), {maxLength: 6}), async sources => {
        let id = 0;
        const given = sources.map((times, rank) => {
          const sorted = times.flat().sort((a, b) => a - b);
          return times.map(batch =>
            batch.map(() => event(sorted.shift() ?? 0, String(id++), {source: {...first, rank}})),
          );
        });
        const merged = await collect(mergeByTime(given.map(batches => pages(...batches))));
        const key = (e: LogEvent) => [e.timestamp, e.source.rank, Number(e.message)] as const;
        const expected = given
          .flat(2)
          .sort((a, b) => key(a)[0] - key(b)[0] || key(a)[1] - key(b)[1] || key(a)[2] - key(b)[2]);
        assert.deepEqual(messages(merged), messages(expected));
      }),
    );
  });
});
