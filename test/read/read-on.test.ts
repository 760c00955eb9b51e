import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import fc from 'fast-check';
import {ApilogsError} from '../../src/errors.js';
import type {LogEvent} from '../../src/log-event.js';
import {readOn} from '../../src/read/read-on.js';
import type {ClosedWindow} from '../../src/read/read-slices.js';
import {RepeatedTokenError} from '../../src/read/token-chain.js';
import {collect, event, t0} from '../support/events.js';

const window = {startTime: t0, endTime: t0 + 1_000, filterPattern: undefined, limit: 10_000};
const {signal} = new AbortController();

const repeated = () => new RepeatedTokenError('CloudWatch Logs keeps returning the same page token');
const refusedToken = () =>
  Object.assign(new Error('The specified nextToken is invalid.'), {name: 'InvalidParameterException'});

/** The batches of one listing, and how it ends. */
interface Listing {
  readonly batches: number;
  readonly error?: Error;
}

/** A log group that gives two events at once. Its listings end as told; those after the last one well. */
function logGroupOf(times: readonly number[], listings: readonly Listing[]) {
  const events = times.map((at, index) => event(at, `${index}`));
  const starts: number[] = [];
  async function* list(from: number, {batches, error}: Listing): AsyncGenerator<LogEvent[]> {
    const listed = events.filter(({timestamp}) => timestamp >= from);
    for (let batch = 0; batch < batches && 2 * batch < listed.length; batch += 1)
      yield listed.slice(2 * batch, 2 * batch + 2);
    if (error) throw error;
  }
  return {
    events,
    /** Where each listing began, in ms after the start of the window. */
    starts,
    list: ({startTime}: ClosedWindow) => {
      starts.push(startTime - t0);
      return list(startTime, listings[starts.length - 1] ?? {batches: Number.POSITIVE_INFINITY});
    },
  };
}

const texts = (events: readonly LogEvent[]) => events.map(({message}) => message);

describe('readOn', () => {
  for (const [what, error] of [
    ['leads nowhere', repeated()],
    ['is refused', refusedToken()],
  ] as const) {
    it(`goes on where a token ${what}, and gives every event of that millisecond once`, async () => {
      const {list, events, starts} = logGroupOf([1, 1, 2, 2, 2, 3], [{batches: 2, error}]);
      assert.deepEqual(texts(await collect(readOn(list, window, signal))), texts(events));
      assert.deepEqual(starts, [0, 2]);
    });
  }

  it('knows over several listings what it gave of a millisecond', async () => {
    const {list, events, starts} = logGroupOf(
      [5, 5, 5, 5, 5, 5, 5, 5],
      [1, 2, 3].map(batches => ({batches, error: repeated()})),
    );
    assert.deepEqual(texts(await collect(readOn(list, window, signal))), texts(events));
    assert.deepEqual(starts, [0, 5, 5, 5]);
  });

  it('goes on as often as that brings something new', async () => {
    const {list, events, starts} = logGroupOf(
      Array.from({length: 12}, (_, index) => index),
      Array.from({length: 10}, () => ({batches: 1, error: repeated()})),
    );
    assert.deepEqual(texts(await collect(readOn(list, window, signal))), texts(events));
    assert.equal(starts.length, 11);
  });

  it('gives up after three listings that break and bring nothing new', async () => {
    const error = repeated();
    const {list, starts} = logGroupOf(
      [1, 1, 2, 2],
      Array.from({length: 9}, () => ({batches: 0, error})),
    );
    await assert.rejects(collect(readOn(list, window, signal)), error);
    assert.deepEqual(starts, [0, 0, 0]);
  });

  it('does not take for new what a listing begins with again', async () => {
    const error = repeated();
    const {list, starts} = logGroupOf(
      [1, 1, 1],
      Array.from({length: 9}, () => ({batches: 1, error})),
    );
    await assert.rejects(collect(readOn(list, window, signal)), error);
    assert.deepEqual(starts, [0, 1, 1]);
  });

  it('does not list again what fails for another reason', async () => {
    const error = new ApilogsError('access denied');
    const {list, starts} = logGroupOf([1, 1, 2], [{batches: 1, error}]);
    await assert.rejects(collect(readOn(list, window, signal)), error);
    assert.deepEqual(starts, [0]);
  });

  it('does not list again when the run should end', async () => {
    const error = repeated();
    const {list, starts} = logGroupOf([1, 1, 2], [{batches: 1, error}]);
    await assert.rejects(collect(readOn(list, window, AbortSignal.abort())), error);
    assert.deepEqual(starts, [0]);
  });

  it('gives each event once and in order, wherever listings break', async () => {
    const anyTimes = fc.array(fc.nat(6), {maxLength: 24}).map(times => times.sort((a, b) => a - b));
    const broken = fc.record({
      batches: fc.nat(8),
      error: fc.constantFrom(repeated(), refusedToken()),
    });
    let whole = 0;
    await fc.assert(
      fc.asyncProperty(anyTimes, fc.array(broken, {maxLength: 8}), async (times, listings) => {
        const {list, events} = logGroupOf(times, listings);
        const given: LogEvent[] = [];
        const failure = await (async () => {
          for await (const batch of readOn(list, window, signal)) given.push(...batch);
        })().catch((error: unknown) => error);
        if (failure === undefined) whole += 1;
        assert.deepEqual(texts(given), texts(failure === undefined ? events : events.slice(0, given.length)));
      }),
    );
    assert.ok(whole > 0);
  });

  it('starts before anybody asks', () => {
    const {list, starts} = logGroupOf([], []);
    readOn(list, window, signal);
    assert.deepEqual(starts, [0]);
  });

  it('ends the listing under way where nobody reads on', async () => {
    let isEnded = false;
    async function* list(): AsyncGenerator<LogEvent[]> {
      try {
        yield [event(1, 'one')];
        yield [event(2, 'two')];
      } finally {
        isEnded = true;
      }
    }
    for await (const _ of readOn(list, window, signal)) break;
    assert.ok(isEnded);
  });
});
