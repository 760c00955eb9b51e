import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import fc from 'fast-check';
import {ApilogsError, exitCodes} from '../../src/errors.js';
import {describeDuration, parseDuration, readDuration} from '../../src/time/duration.js';

describe('parseDuration', () => {
  const durations = {
    '500ms': 500,
    '30s': 30_000,
    '5m': 300_000,
    '5 min': 300_000,
    '1h30m': 5_400_000,
    '1h 30m': 5_400_000,
    '1 hour, 30 minutes': 5_400_000,
    '1.5h': 5_400_000,
    '2d': 172_800_000,
    '1w': 604_800_000,
    '1w2d3h4m5s6ms': 788_645_006,
  };
  for (const [text, ms] of Object.entries(durations)) {
    it(`reads "${text}"`, () => assert.equal(parseDuration(text, {name: '--for'}), ms));
  }

  for (const text of [
    '',
    'm',
    '5',
    '5x',
    '5m foo',
    '-5m',
    '5m5m',
    '5s1m',
    '5M',
    '1e3s',
    '5m,',
    '5 m s',
    '1..5h',
  ]) {
    it(`refuses "${text}"`, () => {
      assert.throws(
        () => parseDuration(text, {name: '--for'}),
        new ApilogsError(`--for takes a duration, not "${text}"`, {
          hint: 'write 500ms, 30s, 5m, 1h30m, 2d or 1w',
          exitCode: exitCodes.usage,
        }),
      );
    });
  }

  it('refuses a duration that numbers cannot hold', () => {
    assert.throws(() => parseDuration(`${'9'.repeat(400)}h`, {name: '--for'}), ApilogsError);
  });

  it('takes a bare number for seconds only where that is said', () => {
    assert.equal(parseDuration('2.5', {name: '--hold', bareSeconds: true}), 2500);
    assert.equal(parseDuration('0', {name: '--hold', bareSeconds: true}), 0);
    assert.throws(() => parseDuration('two', {name: '--hold', bareSeconds: true}), {
      hint: 'write a number of seconds, or 500ms, 30s, 5m, 1h30m, 2d or 1w',
    });
  });

  it('adds up what it names, with any spaces', () => {
    const count = fc.integer({min: 0, max: 999});
    fc.assert(
      fc.property(
        count,
        count,
        count,
        count,
        fc.constantFrom('', ' ', ', ', ' and '),
        (days, hours, minutes, seconds, gap) => {
          const text = [`${days}d`, `${hours} hours`, `${minutes}m`, `${seconds}s`].join(gap);
          assert.equal(readDuration(text), (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000);
        },
      ),
    );
  });
});

describe('describeDuration', () => {
  it('names the two largest units', () => {
    const cases: [number, string][] = [
      [0, '0 milliseconds'],
      [1, '1 millisecond'],
      [999, '999 milliseconds'],
      [61_000, '1 minute 1 second'],
      [3_600_000, '1 hour'],
      [90_061_001, '1 day 1 hour'],
      [86_400_000 * 265, '265 days'],
    ];
    for (const [ms, text] of cases) assert.equal(describeDuration(ms), text);
  });
});
