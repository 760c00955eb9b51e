import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {mayHoldEvents} from '../../src/groups/streams-of-window.js';

const hourMs = 3_600_000;
const window = {startTime: 100 * hourMs, endTime: 101 * hourMs};

describe('mayHoldEvents', () => {
  it('takes a stream whose events overlap the window', () => {
    const stream = {firstEventTimestamp: 90 * hourMs, lastEventTimestamp: 100.5 * hourMs};
    assert.equal(mayHoldEvents(stream, window), true);
  });

  it('takes a stream whose last event was up to an hour before, as far as AWS has told', () => {
    const last = (lastEventTimestamp: number) => mayHoldEvents({lastEventTimestamp}, window);
    assert.deepEqual([last(99 * hourMs), last(99 * hourMs - 1)], [true, false]);
  });

  it('takes a stream that got events of the window later than their time', () => {
    const stream = {lastEventTimestamp: 50 * hourMs, lastIngestionTime: 100 * hourMs};
    assert.equal(mayHoldEvents(stream, window), true);
  });

  it('leaves out a stream whose first event came after the window', () => {
    const first = (firstEventTimestamp: number) =>
      mayHoldEvents({firstEventTimestamp, lastEventTimestamp: 200 * hourMs}, window);
    assert.deepEqual([first(101 * hourMs), first(101 * hourMs + 1)], [true, false]);
  });

  it('takes a stream without known events by when it was made', () => {
    assert.equal(mayHoldEvents({creationTime: 100 * hourMs}, window), true);
    assert.equal(mayHoldEvents({creationTime: 98 * hourMs}, window), false);
  });
});
