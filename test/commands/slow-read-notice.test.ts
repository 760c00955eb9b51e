import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {createSlowReadWatch} from '../../src/commands/slow-read-notice.js';

const options = {engine: 'auto', filterPattern: undefined, pricePerGb: 0.005} as const;

/** What is said when a read has come so far after so many seconds. */
function saidAfter(steps: readonly (readonly [seconds: number, share: number])[], more: object = {}) {
  let now = 0;
  const isSlow = createSlowReadWatch({...options, ...more}, {now: () => now, sleep: async () => {}});
  return steps.flatMap(([seconds, share]) => {
    now = seconds * 1_000;
    return isSlow(share) ?? [];
  });
}

describe('createSlowReadWatch', () => {
  it('tells once how long a read of minutes takes', () => {
    const said = saidAfter([
      [1, 0.001],
      [12, 0.02],
      [20, 0.03],
    ]);
    assert.deepEqual(said, [
      {
        message: 'about 10 minutes to go at this rate',
        hint:
          'a filter pattern (-f) has less to hand over, and with it --engine insights has AWS search, for about ' +
          '0.005 USD a GB scanned',
      },
    ]);
  });

  it('offers the other engine for what it is better at', () => {
    for (const more of [{filterPattern: 'ERROR'}, {summary: true}])
      assert.equal(
        saidAfter([[12, 0.02]], more)[0]?.hint,
        '--engine insights has AWS search, for about 0.005 USD a GB scanned',
      );
  });

  it('says nothing of a read that is over soon, or that is by queries', () => {
    assert.deepEqual(
      saidAfter([
        [12, 0.2],
        [70, 0.21],
      ]),
      [],
    );
    assert.deepEqual(saidAfter([[12, 0]]), []);
    assert.deepEqual(saidAfter([[12, 0.02]], {engine: 'insights'}), []);
  });
});
