import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import fc from 'fast-check';
import {ValueCounts} from '../../src/summarize/value-counts.js';

const countsOf = (values: readonly number[]) => {
  const counts = new ValueCounts();
  for (const value of values) counts.add(value);
  return counts;
};

describe('ValueCounts', () => {
  it('gives percentiles by nearest rank', () => {
    // The example of https://en.wikipedia.org/wiki/Percentile, "The nearest-rank method".
    assert.deepEqual(countsOf([50, 35, 15, 40, 20]).percentiles([5, 30, 40, 50, 100]), [15, 20, 20, 35, 50]);
  });

  it('gives the same as sorting all values would', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({min: 0, max: 50}), {minLength: 1}),
        fc.integer({min: 1, max: 100}),
        (values, percent) => {
          const sorted = values.toSorted((a, b) => a - b);
          const [value] = countsOf(values).percentiles([percent]);
          const atMost = sorted.filter(other => value !== null && other <= value).length;
          const less = sorted.filter(other => value !== null && other < value).length;
          assert.ok(100 * atMost >= percent * values.length, 'so many are no greater');
          assert.ok(100 * less < percent * values.length, 'and it is the smallest such value');
        },
      ),
    );
  });

  it('has none where there are no values', () => {
    assert.deepEqual(new ValueCounts().percentiles([50, 100]), [null, null]);
  });
});
