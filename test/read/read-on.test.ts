import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import type {LogEvent} from '../../src/log-event.js';
import {readOn} from '../../src/read/read-on.js';
import type {ClosedWindow} from '../../src/read/read-slices.js';
import {RepeatedTokenError} from '../../src/read/token-chain.js';
import {executionSource} from '../support/events.js';

const window: ClosedWindow = {startTime: 0, endTime: 100, filterPattern: undefined, limit: 10_000};
const broken = () => new RepeatedTokenError('the token repeats', {hint: 'none'});
const {signal} = new AbortController();

/** Five events of each fourth millisecond. */
const events: readonly LogEvent[] = Array.from({length: 100}, (_, index) => ({
  source: executionSource,
  logStream: 's',
  timestamp: 4 * Math.floor(index / 5),
  ingestionTime: 0,
  eventId: String(index),
  message: `line ${index}`,
}));

const idsOf = async (batches: AsyncIterable<LogEvent[]>) => {
  const ids: string[] = [];
  for await (const batch of batches) ids.push(...batch.map(({eventId}) => eventId));
  return ids;
};

describe('readOn', () => {
  for (const batchSize of [1, 3, 7, 100]) {
    it(`gives each event once where listings break after some batches of ${batchSize}`, async () => {
      const starts: number[] = [];
      async function* list({startTime}: ClosedWindow): AsyncGenerator<LogEvent[]> {
        starts.push(startTime);
        const listed = events.filter(({timestamp}) => timestamp >= startTime);
        for (let at = 0; at < listed.length; at += batchSize) {
          yield listed.slice(at, at + batchSize);
          if (at >= 9) throw broken();
        }
      }
      assert.deepEqual(
        await idsOf(readOn(list, window, signal)),
        events.map(({eventId}) => eventId),
      );
      assert.equal(starts.length > 1, batchSize < 100, starts.join());
    });
  }

  it('starts at once', async () => {
    let listings = 0;
    const reading = readOn(
      () => {
        listings += 1;
        return (async function* () {})();
      },
      window,
      signal,
    );
    assert.equal(listings, 1);
    assert.deepEqual(await idsOf(reading), []);
    assert.equal(listings, 1);
  });

  it('gives up after three listings that bring nothing new', async () => {
    let listings = 0;
    async function* list(): AsyncGenerator<LogEvent[]> {
      listings += 1;
      yield events.slice(0, 3);
      throw broken();
    }
    const found: LogEvent[] = [];
    await assert.rejects(async () => {
      for await (const batch of readOn(list, window, signal)) found.push(...batch);
    }, RepeatedTokenError);
    assert.deepEqual([listings, found.length], [3, 3]);
  });

  it('ends the listing under way where nobody reads on', async () => {
    let isEnded = false;
    async function* list(): AsyncGenerator<LogEvent[]> {
      try {
        yield events.slice(0, 3);
        yield events.slice(3);
      } finally {
        isEnded = true;
      }
    }
    for await (const _ of readOn(list, window, signal)) break;
    assert.ok(isEnded);
  });
});
