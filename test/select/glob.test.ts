import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import fc from 'fast-check';
import {matchesGlob} from '../../src/select/glob.js';

const cases: readonly (readonly [pattern: string, name: string, fits: boolean])[] = [
  ['orders', 'orders', true],
  ['orders', 'orders-get', false],
  ['orders*', 'orders', true],
  ['*-get', 'orders-get', true],
  ['*-get', 'orders-get-2', false],
  ['o*r*s', 'orders', true],
  ['o*a*s', 'orders', false],
  ['order?', 'orders', true],
  ['order?', 'order', false],
  ['*.s', 'orders', false],
  ['[o]rders*', 'orders', false],
  ['***', '', true],
  ['?', '😀', true],
  ['', 'a', false],
];

describe('matchesGlob', () => {
  for (const [pattern, name, fits] of cases) {
    it(`says ${fits} for ${JSON.stringify(name)} and ${JSON.stringify(pattern)}`, () =>
      assert.equal(matchesGlob(pattern)(name), fits));
  }

  it('means what the regular expression does', () => {
    const text = fc.string({unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 8});
    fc.assert(
      fc.property(text, text, (pattern, name) => {
        const source = pattern.replaceAll('*', '.*').replaceAll('?', '.');
        assert.equal(matchesGlob(pattern)(name), new RegExp(`^${source}$`).test(name));
      }),
    );
  });

  it('tells at once that a name with many beginnings of a pattern with many stars is not meant', () => {
    assert.equal(matchesGlob(`${'*a'.repeat(30)}*b`)('a'.repeat(512)), false);
  });
});
