import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {createRandom} from '../../../src/local-aws/traffic/random.js';

const draws = (seed: number) => {
  const random = createRandom(seed);
  return Array.from({length: 50}, () => random.next());
};

describe('createRandom', () => {
  it('gives the same numbers for the same seed and others for the next', () => {
    assert.deepEqual(draws(7), draws(7));
    assert.notDeepEqual(draws(7), draws(8));
  });

  it('gives numbers from 0 to below 1, evenly', () => {
    const random = createRandom(1);
    const numbers = Array.from({length: 10_000}, () => random.next());
    assert.ok(numbers.every(number => number >= 0 && number < 1));
    const mean = numbers.reduce((sum, number) => sum + number) / numbers.length;
    assert.ok(Math.abs(mean - 0.5) < 0.02);
  });

  it('includes both ends of a range of whole numbers', () => {
    const random = createRandom(2);
    const numbers = new Set(Array.from({length: 200}, () => random.int(-1, 1)));
    assert.deepEqual(
      [...numbers].sort((a, b) => a - b),
      [-1, 0, 1],
    );
  });

  it('makes UUIDs of version 4 that do not repeat', () => {
    const random = createRandom(3);
    const ids = Array.from({length: 1000}, () => random.uuid());
    assert.ok(
      ids.every(id => /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id)),
    );
    assert.equal(new Set(ids).size, ids.length);
  });

  it('never takes a share of nothing and always takes the whole', () => {
    const random = createRandom(4);
    const hits = (share: number) => Array.from({length: 100}, () => random.chance(share));
    assert.ok(hits(0).every(hit => !hit));
    assert.ok(hits(1).every(hit => hit));
  });

  it('picks by weight and never what weighs nothing', () => {
    const random = createRandom(5);
    const picks = Array.from({length: 2000}, () =>
      random.pickWeighted([
        ['never', 0],
        ['one', 1],
        ['three', 3],
      ]),
    );
    assert.ok(!picks.includes('never'));
    const share = picks.filter(pick => pick === 'three').length / picks.length;
    assert.ok(Math.abs(share - 0.75) < 0.05);
  });

  it('refuses to pick from nothing', () => {
    const random = createRandom(6);
    assert.throws(() => random.pick([]), RangeError);
    assert.throws(() => random.pickWeighted([['never', 0]]), RangeError);
  });
});
