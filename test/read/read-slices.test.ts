import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import fc from 'fast-check';
import type {LogEvent} from '../../src/log-event.js';
import {mergeByTime} from '../../src/merge/merge-by-time.js';
import {readSlices} from '../../src/read/read-slices.js';
import {FakeClock} from '../support/fake-clock.js';
import {eventsAt, SimulatedLogGroup} from './simulated-log-group.js';
import {readingOf, type SimulatedRegionOptions, simulateRegion} from './simulated-region.js';

const limit = 50;
const stepMs = 20;
const pagesOf = (pages: number) =>
  new SimulatedLogGroup(eventsAt(Array.from({length: pages * limit}, (_, i) => i * stepMs)), {limit});
const windowOf = (pages: number, filterPattern?: string) => ({
  startTime: 0,
  endTime: pages * limit * stepMs - 1,
  filterPattern,
  limit,
});
const {signal} = new AbortController();

interface Reading {
  readonly given: LogEvent[];
  /** Epoch ms of the clock when everything had been given. */
  endedAt: number | undefined;
  error: unknown;
}

/** Reads to the end, as fast as it comes. */
function collect(pages: AsyncIterable<LogEvent[]>, clock: FakeClock): Reading {
  const reading: Reading = {given: [], endedAt: undefined, error: undefined};
  void (async () => {
    try {
      for await (const events of pages) reading.given.push(...events);
    } catch (error) {
      reading.error = error;
    }
    reading.endedAt = clock.now();
  })();
  return reading;
}

function setUp(pages: number, options: Partial<SimulatedRegionOptions> = {}) {
  const clock = new FakeClock(0);
  const region = simulateRegion({clock, groups: {one: pagesOf(pages)}, ...options});
  return {clock, ...region, read: () => readSlices(region.calls, readingOf('one'), windowOf(pages), signal)};
}

describe('readSlices', () => {
  it('reads as fast as the quota allows, not as one call after the other answers', async () => {
    const {clock, read, statistics} = setUp(40);
    const reading = collect(read(), clock);
    await clock.advance(60_000);
    assert.equal(reading.given.length, 40 * limit);
    assert.ok(statistics.calls <= 45, `${statistics.calls} calls`);
    // 40 pages at 25 a second, and two calls of 150 ms that know nothing of the others.
    assert.ok((reading.endedAt ?? 0) <= 1.3 * (1_600 + 300), `${reading.endedAt} ms`);
  });

  it('reads four log groups as fast as one of the same size', async () => {
    const names = ['a', 'b', 'c', 'd'];
    const clock = new FakeClock(0);
    const groups = Object.fromEntries(names.map(name => [name, pagesOf(10)]));
    const {calls} = simulateRegion({clock, groups});
    const readings = names.map(name =>
      collect(readSlices(calls, readingOf(name), windowOf(10), signal), clock),
    );
    await clock.advance(60_000);
    for (const {given, endedAt} of readings) {
      assert.equal(given.length, 10 * limit);
      assert.ok((endedAt ?? 0) <= 1.3 * (1_600 + 300), `${endedAt} ms`);
    }
  });

  it('reads eight log groups of a page or less with one call each', async () => {
    for (const filterPattern of [undefined, 'needle']) {
      const clock = new FakeClock(0);
      const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
      const groups = Object.fromEntries(names.map(name => [name, pagesOf(1)]));
      const {calls, asked} = simulateRegion({clock, groups});
      const readings = names.map(name =>
        collect(readSlices(calls, readingOf(name), windowOf(1, filterPattern), signal), clock),
      );
      await clock.advance(60_000);
      assert.ok(readings.every(({given, endedAt}) => given.length === limit && endedAt !== undefined));
      assert.equal(asked.length, 8);
    }
  });

  it('is throttled for 2 % of its calls at most where it has the whole quota', async () => {
    const {clock, read, statistics} = setUp(1_000, {quota: 25});
    const reading = collect(read(), clock);
    await clock.advance(600_000);
    assert.equal(reading.given.length, 1_000 * limit);
    assert.ok(statistics.throttled <= 0.02 * statistics.calls, `${statistics.throttled}`);
  });

  it('settles near half of the quota where somebody else uses the other half, and loses nothing', async () => {
    const {clock, read, statistics} = setUp(2_000, {quota: 12.5});
    const reading = collect(read(), clock);
    await clock.advance(1_200_000);
    assert.equal(reading.given.length, 2_000 * limit);
    assert.ok(statistics.throttled > 0);
    assert.ok(
      statistics.throttled <= 0.1 * statistics.calls,
      `${statistics.throttled} of ${statistics.calls}`,
    );
    const perSecond = (1_000 * statistics.calls) / (reading.endedAt ?? 0);
    assert.ok(perSecond > 0.75 * 12.5, `${perSecond} calls a second`);
  });

  it('gives what lies before a failure, and then fails', async () => {
    const failsFrom = 20 * limit * stepMs;
    const {clock, read} = setUp(40, {
      before: ({startTime = 0}) => {
        if (startTime > failsFrom) throw Object.assign(new Error('no'), {name: 'AccessDeniedException'});
      },
    });
    const reading = collect(read(), clock);
    await clock.advance(60_000);
    assert.match(String(reading.error), /no/);
    const ids = reading.given.map(({eventId}) => Number(eventId));
    assert.deepEqual(ids, [...ids.keys()]);
    assert.ok(ids.length >= 15 * limit, `${ids.length} events`);
  });

  it('reads no further ahead than memory has room for, and goes on when it has', async () => {
    const clock = new FakeClock(0);
    const roomBytes = 4 * limit * 201;
    const {calls, asked} = simulateRegion({clock, groups: {one: pagesOf(40)}, roomBytes});
    const pages = readSlices(calls, readingOf('one'), windowOf(40), signal);
    await clock.advance(60_000);
    assert.ok(asked.length <= 6, `${asked.length} calls before anything was taken`);
    const reading = collect(pages, clock);
    await clock.advance(60_000);
    assert.equal(reading.given.length, 40 * limit);
  });

  it('lets a log group that is waited for go on where another has filled the room', async () => {
    const clock = new FakeClock(0);
    const groups = {full: pagesOf(40), awaited: pagesOf(10)};
    const {calls} = simulateRegion({clock, groups, roomBytes: 3 * limit * 201});
    const full = readSlices(calls, readingOf('full'), windowOf(40), signal);
    await clock.advance(60_000);
    const awaited = collect(readSlices(calls, readingOf('awaited'), windowOf(10), signal), clock);
    await clock.advance(60_000);
    assert.equal(awaited.given.length, 10 * limit);
    await full.return(undefined);
  });

  it('ends every call under way when its reader stops early', async () => {
    const {clock, read, asked, calls} = setUp(40);
    const pages = read();
    const first = pages.next();
    await clock.advance(400);
    assert.equal((await first).value?.length, limit);
    await pages.return(undefined);
    const before = asked.length;
    await clock.advance(60_000);
    assert.equal(asked.length, before);
    assert.equal(calls.readings, 0);
  });

  it('cuts the window for a filter by the calls that the quota allows at once', async () => {
    const clock = new FakeClock(0);
    const events = eventsAt(Array.from({length: 5_000}, (_, i) => i * stepMs));
    const isWanted = ({eventId}: LogEvent) => Number(eventId) % 500 === 499;
    const one = new SimulatedLogGroup(events, {limit, scanLimit: 200, isWanted});
    const {calls, statistics} = simulateRegion({clock, groups: {one}});
    const window = {startTime: 0, endTime: 5_000 * stepMs - 1, filterPattern: 'needle', limit};
    const reading = collect(readSlices(calls, readingOf('one'), window, signal), clock);
    await clock.advance(60_000);
    assert.equal(reading.given.length, 10);
    assert.ok(statistics.calls <= 1.3 * 25, `${statistics.calls} calls`);
    assert.ok((reading.endedAt ?? 0) <= (25 * 150) / 2, `${reading.endedAt} ms`);
  });

  it('ends, gives all there is once, and leaves nothing behind, whatever quota, memory and answers are like', async () => {
    const anyGroup = fc.record({
      pages: fc.nat(30),
      /** Milliseconds from one event to the next. */
      step: fc.constantFrom(0, 0.01, 1, 20),
      from: fc.nat(20_000),
      mostCharacters: fc.constantFrom(7, 1_000),
      emptyEvery: fc.integer({min: 2, max: 9}),
    });
    const anyRegion = fc.record({
      groups: fc.array(anyGroup, {minLength: 1, maxLength: 8}),
      filterPattern: fc.constantFrom(undefined, 'needle'),
      roomPages: fc.nat(6),
      latencyMs: fc.constantFrom(1, 150, 1_500),
      rate: fc.constantFrom(0.2, 5, 25),
      quota: fc.constantFrom(2, 12, 1_000),
      stallMs: fc.constantFrom(0, 3_000),
      failsEvery: fc.integer({min: 7, max: 50}),
    });
    await fc.assert(
      fc.asyncProperty(
        anyRegion,
        async ({groups, filterPattern, roomPages, stallMs, failsEvery, ...region}) => {
          const clock = new FakeClock(0);
          const simulated = groups.map(({pages, step, from, mostCharacters, emptyEvery}) => {
            const times = Array.from({length: pages * limit}, (_, i) => Math.floor(from + i * step));
            const isEmptyPage = (call: number) => call % emptyEvery === 0;
            return new SimulatedLogGroup(eventsAt(times), {limit, mostCharacters, isEmptyPage});
          });
          let answers = 0;
          const {calls, asked} = simulateRegion({
            clock,
            groups: Object.fromEntries(simulated.map((group, i) => [`${i}`, group])),
            roomBytes: roomPages * limit * 201,
            before: () => {
              answers += 1;
              if (answers % failsEvery === 0)
                throw Object.assign(new Error(), {
                  name: 'ServiceUnavailableException',
                  $metadata: {httpStatusCode: 503},
                });
            },
            ...region,
          });
          const window = {startTime: 0, endTime: 60_000, filterPattern, limit};
          const pages = simulated.map((_, i) => readSlices(calls, readingOf(`${i}`), window, signal));
          const given: LogEvent[] = [];
          let isOver = false;
          void (async () => {
            for await (const batch of mergeByTime(pages)) {
              given.push(...batch);
              if (stallMs > 0) await clock.sleep(stallMs);
            }
            isOver = true;
          })();
          for (let hours = 0; hours < 24 && !isOver; hours += 1) await clock.advance(3_600_000);
          assert.ok(isOver);
          assert.equal(
            given.length,
            groups.reduce((sum, {pages}) => sum + pages * limit, 0),
          );
          groups.forEach((_, i) => {
            const ids = given
              .filter(({source}) => source.logGroup === `${i}`)
              .map(({eventId}) => Number(eventId));
            assert.deepEqual(ids, [...ids.keys()]);
          });
          const made = asked.length;
          await clock.advance(3_600_000);
          assert.equal(asked.length, made);
          assert.equal(calls.readings, 0);
          assert.ok(calls.room.hasRoomFor(roomPages * limit * 201));
        },
      ),
      {numRuns: 30},
    );
  });
});
