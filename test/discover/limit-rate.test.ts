import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import type {Clock} from '../../src/clock.js';
import {limitRate} from '../../src/discover/limit-rate.js';

/** Sleeping moves the time on at once. */
function manualClock(): Clock {
  let now = 0;
  return {
    now: () => now,
    sleep: async ms => {
      now = Math.max(now, now + ms);
    },
  };
}

describe('limitRate', () => {
  it('begins no more calls within a second than it may', async () => {
    const clock = manualClock();
    const limited = limitRate({perSecond: 3, atOnce: 1}, clock);
    const begun = await Promise.all(Array.from({length: 8}, () => limited(async () => clock.now())));
    assert.deepEqual(begun, [0, 0, 0, 1000, 1000, 1000, 2000, 2000]);
  });

  it('has no more calls under way than it may', async () => {
    let underWay = 0;
    let most = 0;
    const limited = limitRate({perSecond: 100, atOnce: 2}, manualClock());
    await Promise.all(
      Array.from({length: 6}, () =>
        limited(async () => {
          underWay += 1;
          most = Math.max(most, underWay);
          await new Promise(setImmediate);
          underWay -= 1;
        }),
      ),
    );
    assert.equal(most, 2);
  });

  it('goes on after a call that failed', async () => {
    const limited = limitRate({perSecond: 10, atOnce: 1}, manualClock());
    await assert.rejects(
      limited(() => Promise.reject(new Error('no'))),
      /no/,
    );
    assert.equal(await limited(async () => 'yes'), 'yes');
  });

  it('begins nothing once it was aborted', async () => {
    const controller = new AbortController();
    controller.abort(new Error('stop'));
    const limited = limitRate({perSecond: 10, atOnce: 1}, manualClock());
    let calls = 0;
    await assert.rejects(
      limited(async () => {
        calls += 1;
      }, controller.signal),
      /stop/,
    );
    assert.equal(calls, 0);
  });
});
