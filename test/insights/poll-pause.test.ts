import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {pollPause} from '../../src/insights/poll-pause.js';

/** How often a query is asked of that runs for so long, and when. */
function pollsOf(runMs: number, isPatient: boolean): number[] {
  const polls: number[] = [];
  for (let at = pollPause(0, isPatient); ; at += pollPause(at, isPatient)) {
    polls.push(at);
    if (at >= runMs) return polls;
  }
}

const hour = 60 * 60_000;

describe('pollPause', () => {
  it('asks soon and often of a short query', () => {
    assert.ok(pollsOf(1_000, false).length >= 4);
    assert.ok((pollsOf(1_000, false).at(-1) ?? 0) <= 1_500);
    assert.ok((pollsOf(1_000, true).at(-1) ?? 0) <= 2_000);
  });

  it('asks seldom of one that takes an hour, and notices its end before another half of its time', () => {
    assert.ok(pollsOf(hour, false).length <= 50);
    assert.ok(pollsOf(hour, true).length <= 22);
    assert.ok((pollsOf(hour, false).at(-1) ?? 0) <= 1.2 * hour);
    assert.ok((pollsOf(hour, true).at(-1) ?? 0) <= 1.5 * hour);
  });
});
