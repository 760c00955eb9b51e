import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import fc from 'fast-check';
import type {LogEvent} from '../../src/log-event.js';
import {FilteredPlan} from '../../src/read/filtered-plan.js';
import {ParsedEvents} from '../../src/read/page-events.js';
import {runPlan} from './run-plan.js';
import {eventsAt, SimulatedLogGroup} from './simulated-log-group.js';

const limit = 50;
const scanLimit = 200;
const spread = (count: number, stepMs: number) => eventsAt(Array.from({length: count}, (_, i) => i * stepMs));
const every = (n: number) => ({
  isWanted: ({eventId}: {readonly eventId: string}) => Number(eventId) % n === n - 1,
});
const endOf = (count: number, stepMs: number) => count * stepMs - 1;

/** How wide the slices are that are begun after the first page. */
function widestOfNext(group: SimulatedLogGroup, count: number): number {
  const plan = new FilteredPlan('g', 0, endOf(count, 7), limit);
  const first = plan.next();
  assert.ok(first);
  plan.answer(first, group.answer(first), 4);
  const next = [plan.next(), plan.next()];
  return Math.max(...next.map(call => (call ? call.endTime - call.startTime : Number.NaN)));
}

describe('FilteredPlan', () => {
  it('gives every match once and in order, whatever their number and the order of the answers', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.constant(0), fc.nat(5), fc.nat(100_000)), {maxLength: 3_000}),
        fc.integer({min: 1, max: 400}),
        fc.integer({min: 1, max: 8}),
        fc.array(fc.double({min: 0, max: 0.999, noNaN: true}), {minLength: 1, maxLength: 30}),
        (steps, n, parallel, order) => {
          let at = 0;
          const events = eventsAt(steps.map(step => (at += step)));
          const group = new SimulatedLogGroup(events, {limit, scanLimit, ...every(n)});
          let turn = 0;
          const pick = () => order[turn++ % order.length] ?? 0;
          const run = runPlan(new FilteredPlan('g', 0, at + 5, limit), group, {parallel, pick});
          assert.deepEqual(run.events, events.filter(every(n).isWanted));
        },
      ),
      {numRuns: 150},
    );
  });

  it('needs at most 1.3 times the calls of one chain, a third of the time, and looks at one page twice', () => {
    const count = 25 * scanLimit;
    const group = new SimulatedLogGroup(spread(count, 7), {limit, scanLimit, ...every(500)});
    const plan = new FilteredPlan('g', 0, endOf(count, 7), limit);
    const {calls, rounds} = runPlan(plan, group, {parallel: 4});
    assert.ok(calls <= 1.3 * 25, `${calls} calls`);
    assert.ok(rounds <= 25 / 3, `${rounds} rounds`);
    assert.ok(Math.max(...group.looks) <= 2);
    assert.ok(group.looks.filter(looks => looks > 1).length <= scanLimit);
  });

  it('reads by one chain where the quota allows no second call', () => {
    const count = 10 * scanLimit;
    const group = new SimulatedLogGroup(spread(count, 7), {limit, scanLimit, ...every(500)});
    const {calls} = runPlan(new FilteredPlan('g', 0, endOf(count, 7), limit), group, {parallel: 1});
    assert.equal(calls, 10);
  });

  it('cuts half as many slices again as calls can be under way, for those that are read sooner than others', () => {
    const count = 30 * scanLimit;
    const group = new SimulatedLogGroup(spread(count, 7), {limit, scanLimit, ...every(500)});
    const plan = new FilteredPlan('g', 0, endOf(count, 7), limit);
    const first = plan.next();
    assert.ok(first);
    plan.answer(first, group.answer(first), 4);
    const next = Array.from({length: 7}, () => plan.next());
    assert.equal(new Set(next.map(call => call?.slice)).size, 7, 'six slices, and no seventh');
    assert.equal(next.at(-1), undefined);
  });

  it('cuts nothing behind a page out of order, whose next page may have something from before', () => {
    const [late, early] = eventsAt([5, 90]).toReversed();
    assert.ok(late && early);
    const plan = new FilteredPlan('g', 0, 100, limit);
    const first = plan.next();
    assert.ok(first);
    const page = (event: LogEvent) => ({events: new ParsedEvents([event], 1), firstAt: 90, lastAt: 90});
    plan.answer(first, {...page(late), isOrdered: false, nextToken: 'more'}, 4);
    const second = plan.next();
    assert.equal(second?.nextToken, 'more');
    plan.answer(second, {...page(early), isOrdered: true, nextToken: undefined}, 4);
    const taken = [plan.take(), plan.take()].map(events => [...(events?.parts() ?? [])].flat());
    assert.deepEqual(taken, [[late], [early]]);
    assert.ok(plan.isFinished);
  });

  it('reads slices of some pages, earliest first, where whole pages match', () => {
    const count = 100 * limit;
    const group = new SimulatedLogGroup(spread(count, 7), {limit, scanLimit});
    const plan = new FilteredPlan('g', 0, endOf(count, 7), limit);
    const {calls} = runPlan(plan, group, {parallel: 4});
    assert.ok(calls <= 130, `${calls} calls`);

    assert.ok(widestOfNext(group, count) < 6 * limit * 7);
  });

  it('does so as well where pages are full at 1 MB', () => {
    const count = 30 * limit;
    const events = eventsAt(
      Array.from({length: count}, (_, i) => i * 7),
      () => 100_000,
    );
    const group = new SimulatedLogGroup(events, {limit, scanLimit, mostCharacters: 1_000_000});
    assert.ok(widestOfNext(group, count) < 6 * 10 * 7);
  });

  it('does not go through a quiet week in the steps of a busy minute', () => {
    const group = new SimulatedLogGroup(spread(20 * limit, 1), {limit, scanLimit});
    const {calls} = runPlan(new FilteredPlan('g', 0, 7 * 86_400_000, limit), group, {parallel: 4});
    assert.ok(calls <= 75, `${calls} calls`);
  });
});
