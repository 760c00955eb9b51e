import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {FoundEvents} from '../../src/trace/found-events.js';
import {patternOfIds} from '../../src/trace/id-patterns.js';
import {searchWindows} from '../../src/trace/search-windows.js';
import {event, messages} from '../support/events.js';

const hourMs = 3_600_000;

describe('searchWindows', () => {
  const hours = (length: number) =>
    searchWindows({startTime: 0, endTime: length * hourMs}).map(({startTime, endTime}) => [
      startTime / hourMs,
      endTime / hourMs,
    ]);

  it('widens from the last hour to the whole window, each time by what has not been searched', () => {
    assert.deepEqual(hours(24), [
      [23, 24],
      [18, 23],
      [0, 18],
    ]);
    assert.deepEqual(hours(168), [
      [167, 168],
      [162, 167],
      [144, 162],
      [96, 144],
      [0, 96],
    ]);
  });

  it('searches a short window, and one of no length, at once', () => {
    assert.deepEqual(hours(0.5), [[0, 0.5]]);
    assert.deepEqual(hours(0), [[0, 0]]);
  });

  it('covers a year in a dozen steps without a hole', () => {
    const windows = hours(365 * 24);
    assert.ok(windows.length <= 12, `${windows.length}`);
    assert.equal(windows.at(-1)?.[0], 0);
    for (const [index, [start]] of windows.slice(0, -1).entries())
      assert.equal(start, windows[index + 1]?.[1]);
  });
});

describe('patternOfIds', () => {
  it('asks for one id, or for any of several', () => {
    assert.deepEqual(patternOfIds(['a-b']), ['"a-b"']);
    assert.deepEqual(patternOfIds(['a-b', 'c-d', 'a-b']), ['?"a-b" ?"c-d"']);
    assert.deepEqual(patternOfIds([]), []);
  });

  it('splits what is longer than a pattern may be', () => {
    const ids = Array.from(
      {length: 60},
      (_, index) => `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
    );
    const patterns = patternOfIds(ids);
    assert.ok(patterns.every(pattern => pattern.length <= 1024));
    assert.deepEqual(patterns.join(' '), ids.map(id => `?"${id}"`).join(' '));
  });
});

describe('FoundEvents', () => {
  it('keeps an event once, in the order of the search that showed it among its neighbours', () => {
    const found = new FoundEvents();
    const [first, second, third, later] = [
      event(5, 'first'),
      event(5, 'second'),
      event(5, 'third'),
      event(9, 'later'),
    ];
    found.add([third, later]);
    found.add([first, second, third]);
    assert.deepEqual(messages(found.inOrder()), ['first', 'second', 'third', 'later']);
    assert.equal(found.size, 4);
  });
});
