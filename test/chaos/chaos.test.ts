import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {chaosGet} from './chaos-get.js';
import {brokenPromises, type ChaosResult, faultCount} from './chaos-result.js';
import {chaosWatch} from './chaos-watch.js';

// `npm run chaos -- --seconds 600 --seed N` does the same for longer, with other seeds.

const clockAheadMs = 20 * 60_000;

/** Every promise is kept, and not because nothing happened. */
function assertUnharmed(result: ChaosResult, {events, faults}: {events: number; faults: number}): void {
  assert.deepEqual(brokenPromises(result), []);
  assert.ok(result.events > events, `${result.events} events`);
  assert.ok(faultCount(result) > faults, JSON.stringify(result.faults));
}

describe('the built program, while calls fail at random', {concurrency: true, timeout: 300_000}, () => {
  it('follows for half a minute, through outages', async () => {
    const result = await chaosWatch({
      seed: 4,
      seconds: 30,
      requestsPerSecond: 10,
      hangs: 0,
      longestStormMs: 4_000,
      clockAheadMs: 0,
    });
    assertUnharmed(result, {events: 4_000, faults: 30});
    // The rest is of lines that came late, or of a time in which the log that ties was out of reach.
    assert.ok(result.linked > 0.9 * result.expected, `${result.linked} of ${result.expected} are linked`);
  });

  it('reads, also where a call is never answered', async () => {
    const result = await chaosGet({seed: 1, requests: 1_500, hangs: 1, clockAheadMs: 0});
    assertUnharmed(result, {events: 20_000, faults: 10});
    assert.equal(result.faults.hang, 1);
    assert.equal(result.linked, result.expected);
  });

  it('reads, also where the clock of the machine is far off', async () => {
    const result = await chaosGet({seed: 2, requests: 1_000, hangs: 0, clockAheadMs});
    assertUnharmed(result, {events: 15_000, faults: 10});
    assert.ok((result.faults['clock skew refused'] ?? 0) > 0);
    assert.equal(result.linked, result.expected);
  });
});
