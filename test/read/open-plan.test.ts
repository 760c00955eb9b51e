import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import fc from 'fast-check';
import {OpenPlan} from '../../src/read/open-plan.js';
import {ParsedEvents} from '../../src/read/page-events.js';
import {runPlan} from './run-plan.js';
import {eventsAt, SimulatedLogGroup} from './simulated-log-group.js';

const limit = 50;
const ids = (events: readonly {readonly eventId: string}[]) => events.map(({eventId}) => eventId);
const range = (count: number) => Array.from({length: count}, (_, i) => String(i));

/** Stretches of any density, from nothing for hours to a thousand events in one millisecond. */
const anyTimes = fc
  .array(
    fc.record({
      gapMs: fc.oneof(fc.constant(0), fc.nat(10), fc.nat(5_000), fc.nat(10_000_000)),
      count: fc.oneof(fc.nat(5), fc.nat(200), fc.nat(1_000)),
      stepMs: fc.oneof(fc.constant(0), fc.constant(0.01), fc.constant(1), fc.nat(1_000)),
    }),
    {maxLength: 12},
  )
  .map(stretches => {
    const times: number[] = [];
    let at = 0;
    for (const {gapMs, count, stepMs} of stretches) {
      at += gapMs;
      for (let i = 0; i < count; i += 1) times.push(Math.floor(at + i * stepMs));
      at = (times.at(-1) ?? at) + 1;
    }
    return times;
  });

const anyOrder = fc.array(fc.double({min: 0, max: 0.999, noNaN: true}), {minLength: 1, maxLength: 40});

/** Goes round and round the list. */
const inTurn = (list: readonly number[]) => {
  let at = 0;
  return () => list[at++ % list.length] ?? 0;
};

const chainCalls = (pages: number) => Math.max(1, pages);

describe('OpenPlan', () => {
  it('gives every event once and in order, whatever the density and the order of the answers', () => {
    fc.assert(
      fc.property(
        anyTimes,
        anyOrder,
        fc.integer({min: 1, max: 8}),
        fc.nat(1_000),
        (times, order, parallel, rest) => {
          const endTime = (times.at(-1) ?? 0) + rest;
          const group = new SimulatedLogGroup(eventsAt(times), {limit});
          const run = runPlan(new OpenPlan('g', 0, endTime), group, {parallel, pick: inTurn(order)});
          assert.deepEqual(ids(run.events), range(times.length));
        },
      ),
      {numRuns: 100},
    );
  });

  it('needs no more than two calls for each page and 25 besides', () => {
    fc.assert(
      fc.property(anyTimes, anyOrder, fc.integer({min: 1, max: 8}), (times, order, parallel) => {
        const group = new SimulatedLogGroup(eventsAt(times), {limit});
        const plan = new OpenPlan('g', 0, (times.at(-1) ?? 0) + 1_000);
        const {calls} = runPlan(plan, group, {parallel, pick: inTurn(order)});
        const pages = chainCalls(Math.ceil(times.length / limit));
        assert.ok(calls <= 2 * pages + 25, `${calls} calls for ${pages} pages`);
      }),
      {numRuns: 100},
    );
  });

  for (const [what, oddity] of Object.entries({
    'are empty': (every: number) => ({isEmptyPage: (call: number) => call % every === 0}),
    'bring the token they were asked with': (every: number) => ({
      repeatsToken: (call: number) => call % every === 0,
    }),
    'end before their limit, at 1 MB': () => ({mostCharacters: 1_000}),
    'begin with the last event of the page before': (every: number) => ({
      overlaps: (call: number) => call % every === 0,
    }),
    'are not in order': (every: number) => ({isBackwards: (call: number) => call % every !== 0}),
  })) {
    it(`gives every event once where pages ${what}`, () => {
      fc.assert(
        fc.property(anyTimes, anyOrder, fc.integer({min: 2, max: 5}), (times, order, every) => {
          const events = eventsAt(times, index => 1 + ((index * 7) % 90));
          const group = new SimulatedLogGroup(events, {limit, ...oddity(every)});
          const plan = new OpenPlan('g', 0, (times.at(-1) ?? 0) + 10);
          const run = runPlan(plan, group, {parallel: 4, pick: inTurn(order)});
          assert.deepEqual(ids(run.events), range(times.length));
        }),
        {numRuns: 100},
      );
    });
  }

  it('gives what was there from the start once, when events become visible while it reads', () => {
    fc.assert(
      fc.property(anyTimes, anyOrder, fc.array(fc.nat(1_000), {maxLength: 20}), (times, order, lateAt) => {
        const lastAt = times.at(-1) ?? 0;
        const events = eventsAt(times);
        const group = new SimulatedLogGroup(events, {limit});
        const late = eventsAt(lateAt.map(part => Math.floor((lastAt * part) / 1_000))).map((event, i) => ({
          ...event,
          eventId: `late-${i}`,
        }));
        const given = runPlan(new OpenPlan('g', 0, lastAt + 10), group, {
          parallel: 4,
          pick: inTurn(order),
          onAnswer: () => {
            const next = late.pop();
            if (next) group.add(next);
          },
        }).events;
        assert.deepEqual(ids(given.filter(({eventId}) => !eventId.startsWith('late'))), range(times.length));
        assert.equal(new Set(ids(given)).size, given.length);
        assert.ok(given.every(({timestamp}, i) => timestamp >= (given[i - 1]?.timestamp ?? 0)));
      }),
      {numRuns: 100},
    );
  });

  it('cuts where it has not been yet, also where a page comes again in shorter ones', () => {
    const plan = new OpenPlan('g', 0, 10_000);
    const answer = (times: readonly number[], nextToken: string) => {
      const [firstAt = 0] = times;
      const events = new ParsedEvents(eventsAt(times), 1);
      const call = plan.next();
      assert.equal(call?.startTime, 0);
      plan.answer(call, {events, isOrdered: true, nextToken, firstAt, lastAt: times.at(-1) ?? 0});
    };
    answer([0, 1_000], 'a');
    answer([1_100, 2_000], 'a');
    for (const [at, nextToken] of [
      [1_100, 'b'],
      [1_200, 'c'],
      [1_300, 'd'],
      [1_400, 'e'],
      [1_500, 'f'],
    ] as const) {
      answer([at], nextToken);
    }
    const calls = Array.from({length: 8}, () => plan.next());
    assert.ok(calls.filter(call => call !== undefined).length > 1);
    for (const call of calls) assert.ok(!call || call.startTime <= call.endTime, JSON.stringify(call));
  });

  it('reads even traffic with hardly more calls than pages', () => {
    const times = Array.from({length: 100 * limit}, (_, i) => i * 20);
    const group = new SimulatedLogGroup(eventsAt(times), {limit});
    const {calls, rounds} = runPlan(new OpenPlan('g', 0, times.length * 20), group, {parallel: 4});
    assert.ok(calls <= 105, `${calls} calls`);
    assert.ok(rounds <= 30, `${rounds} rounds`);
  });

  it('stops looking where the events end, however long the window goes on', () => {
    const times = Array.from({length: 10 * limit}, (_, i) => i);
    const group = new SimulatedLogGroup(eventsAt(times), {limit});
    const {calls} = runPlan(new OpenPlan('g', 0, 1_000_000_000), group, {parallel: 4});
    assert.ok(calls <= 16, `${calls} calls`);
  });

  it('asks for the whole window first', () => {
    const plan = new OpenPlan('g', 5, 1_000);
    const first = plan.next();
    assert.deepEqual([first?.startTime, first?.endTime, first?.nextToken], [5, 1_000, undefined]);
    assert.equal(plan.due, undefined);
  });

  it('asks for the earliest first', () => {
    const times = Array.from({length: 10 * limit}, (_, i) => i * 20);
    const group = new SimulatedLogGroup(eventsAt(times), {limit});
    const plan = new OpenPlan('g', 0, 10_000);
    const first = plan.next();
    assert.ok(first);
    plan.answer(first, group.answer(first));
    const asked = [plan.next(), plan.next(), plan.next()].map(call => call?.slice.startTime ?? -1);
    assert.deepEqual(
      asked,
      asked.toSorted((a, b) => a - b),
    );
    assert.equal(asked[0], 0, 'the listing of the whole window goes on');
  });
});
