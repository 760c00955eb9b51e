import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {isUnicode} from '../../src/render/is-unicode.js';
import {unstyled} from '../../src/render/palette.js';
import {drawTimeline, formatMs, type TimelineBar} from '../../src/render/timeline.js';

const bar = (label: string, start: number, durationMs: number, name = ''): TimelineBar => ({
  label,
  name,
  start,
  durationMs,
  style: unstyled,
});

describe('drawTimeline', () => {
  it('draws a bar for each part, to one scale', () => {
    const bars = [bar('gateway', 1_000, 100), bar('function', 1_025, 50, 'orders')];
    assert.deepEqual(drawTimeline(bars, {width: 56, isUnicode: false, cutsNames: true}), [
      'gateway   |############################|  100 ms',
      'function  |       ##############       |   50 ms  orders',
    ]);
  });

  it('never draws beyond the width, nor nothing at all', () => {
    const bars = [
      bar('gateway', 0, 30_000),
      bar('init', 29_999, 0.4, 'a-function-with-a-long-name-that-goes-on'),
    ];
    for (const width of [40, 60, 80, 200]) {
      for (const line of drawTimeline(bars, {width, isUnicode: true, cutsNames: true})) {
        assert.ok(line.length <= width, `${line.length} in ${width}`);
        assert.match(line, /█/);
      }
    }
  });

  it('leaves names whole where they are not to be cut', () => {
    const name = 'a-function-with-a-long-name-that-goes-on';
    const [line = ''] = drawTimeline([bar('init', 0, 1, name)], {
      width: 40,
      isUnicode: false,
      cutsNames: false,
    });
    assert.ok(line.endsWith(`  ${name}`), line);
  });

  it('makes control characters of a name visible', () => {
    const [line = ''] = drawTimeline([bar('init', 0, 1, 'a\x1b')], {
      width: 80,
      isUnicode: false,
      cutsNames: true,
    });
    assert.ok(line.includes('a\\x1b'), line);
  });
});

describe('formatMs', () => {
  it('says what an eye can take in', () => {
    assert.deepEqual([0.4, 2.26, 12.9, 143, 10_012, 125_000].map(formatMs), [
      '0.4 ms',
      '2.3 ms',
      '13 ms',
      '143 ms',
      '10.01 s',
      '2 min 5 s',
    ]);
  });
});

describe('isUnicode', () => {
  it('goes by the locale, in the order of POSIX', () => {
    assert.equal(isUnicode({LANG: 'de_DE.UTF-8'}), true);
    assert.equal(isUnicode({LANG: 'de_DE.UTF-8', LC_ALL: 'C'}), false);
    assert.equal(isUnicode({LC_CTYPE: 'en_US.utf8', LANG: 'C'}), true);
    assert.equal(isUnicode({}), false);
  });
});
