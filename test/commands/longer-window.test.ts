import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {longerWindowHint} from '../../src/commands/longer-window.js';

const now = Date.parse('2026-03-10T09:16:40Z');
const minuteMs = 60_000;
const hint = (minutes: number, endTime?: number) =>
  longerWindowHint({startTime: now - minutes * minuteMs, endTime, now});

describe('longerWindowHint', () => {
  const proposals = {5: '1h', 60: '6h', 90: '6h', 361: '1d', 1440: '7d', 14400: '20d'};
  for (const [minutes, start] of Object.entries(proposals)) {
    it(`proposes ${start} after ${minutes} minutes`, () =>
      assert.equal(hint(Number(minutes)), `a longer window reads further back: --start ${start}`));
  }

  it('proposes nothing where the window was to end in the past', () => {
    assert.equal(hint(5, now - 1), undefined);
    assert.match(hint(5, now + 1) ?? '', /1h/);
  });
});
