import assert from 'node:assert/strict';
import {after, describe, it} from 'node:test';
import {startThread} from '../support/thread.js';
import type {SoakResult, soak as soakHere} from './soak.js';

/** Ten simulated minutes for each seed: 8 log groups, faults, bursts, late lines, a group that appears, a redeployment. */
export function soakSeeds(first: number, last: number): void {
  describe(`following for ten simulated minutes, seeds ${first} to ${last}`, () => {
    const soak = withSoak();
    for (let seed = first; seed <= last; seed += 1) {
      it(`loses, repeats and wrongly links nothing with seed ${seed}`, async () => {
        // The burst of 25,000 takes half of the time, so that not every seed has it.
        const burst = seed % 4 === 0 ? 25_000 : 2_000;
        assertExact(await soak({seed, minutes: 10, requestsPerSecond: 0.7, burst}));
      });
    }
  });
}

/** The soak for the tests of a suite. */
export function withSoak(): typeof soakHere {
  const thread = startThread<typeof soakHere>(new URL('./soak.js', import.meta.url), 'soak');
  after(() => thread.close());
  return options => thread.call(options);
}

export function assertExact(result: SoakResult): void {
  const {events, lost, repeated, wrong, outOfOrder, couldBeLinked, linked, remembered} = result;
  assert.deepEqual({lost, repeated, wrong, outOfOrder}, {lost: 0, repeated: 0, wrong: 0, outOfOrder: 0});
  assert.ok(events > 8_000, `${events} events`);
  assert.ok(couldBeLinked > 500 && linked >= 0.99 * couldBeLinked, `${linked} of ${couldBeLinked} linked`);
  assert.ok(remembered < 30_000, `${remembered} event ids were remembered at once`);
}
