import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {CallBudget, filterLogEventsQuota} from '../../src/aws/call-budget.js';
import {FakeClock, settle} from '../support/fake-clock.js';

describe('CallBudget', () => {
  it('lets calls go one by one at its rate, in the order asked', async () => {
    const clock = new FakeClock(0);
    const budget = new CallBudget({rate: 10, clock});
    const given: string[] = [];
    for (const name of ['a', 'b', 'c']) void budget.take().then(({at}) => given.push(`${name}@${at}`));
    await clock.advance(1_000);
    assert.deepEqual(given, ['a@0', 'b@100', 'c@200']);
  });

  it('gives the next call to whoever needs it soonest at that moment', async () => {
    const clock = new FakeClock(0);
    const budget = new CallBudget({rate: 10, clock});
    const given: string[] = [];
    const needs = {a: 3, b: 2, c: 1};
    const ask = (name: 'a' | 'b' | 'c') =>
      void budget.take(undefined, () => needs[name]).then(() => given.push(name));
    await budget.take();
    for (const name of ['a', 'b', 'c'] as const) ask(name);
    await clock.advance(150);
    needs.a = 0;
    await clock.advance(1_000);
    assert.deepEqual(given, ['c', 'a', 'b']);
  });

  it('puts what is read ahead behind everything else', async () => {
    const clock = new FakeClock(0);
    const budget = new CallBudget({rate: 10, clock});
    const given: string[] = [];
    await budget.take();
    void budget.take(undefined, () => 5).then(() => given.push('ahead'));
    void budget.take().then(() => given.push('at once'));
    await clock.advance(1_000);
    assert.deepEqual(given, ['at once', 'ahead']);
  });

  it('loses nothing of its rate to a call that was given back', async () => {
    const clock = new FakeClock(0);
    const budget = new CallBudget({rate: 10, clock});
    await budget.take();
    budget.giveBack();
    const given: number[] = [];
    for (let i = 0; i < 2; i += 1) void budget.take().then(({at}) => given.push(at));
    await clock.advance(1_000);
    assert.deepEqual(given, [0, 100]);
  });

  it('keeps its rate when the clock is set back', async () => {
    const steady = new FakeClock(0);
    let setBackMs = 0;
    const clock = {
      now: () => steady.now() - setBackMs,
      elapsed: () => steady.now(),
      sleep: (ms: number, signal?: AbortSignal) => steady.sleep(ms, signal),
    };
    const budget = new CallBudget({rate: 10, clock});
    await budget.take();
    setBackMs = 3_600_000;
    const given: number[] = [];
    for (let i = 0; i < 2; i += 1) void budget.take().then(({at}) => given.push(at));
    await steady.advance(1_000);
    assert.deepEqual(given, [100, 200]);
  });

  it('loses nothing of its rate to timers that ring late', async () => {
    const clock = new FakeClock(0);
    const lateClock = {
      now: () => clock.now(),
      sleep: (ms: number, signal?: AbortSignal) => clock.sleep(ms + 15, signal),
    };
    const budget = new CallBudget({rate: 10, clock: lateClock});
    let given = 0;
    for (let i = 0; i < 200; i += 1) void budget.take().then(() => (given += 1));
    await clock.advance(10_000);
    assert.ok(given >= 99 && given <= 101, `${given} calls in ten seconds`);
  });

  it('saves up no more than one call while idle', async () => {
    const clock = new FakeClock(0);
    const budget = new CallBudget({rate: 10, clock});
    await clock.advance(60_000);
    const given: number[] = [];
    for (let i = 0; i < 3; i += 1) void budget.take().then(({at}) => given.push(at - 60_000));
    await clock.advance(1_000);
    assert.deepEqual(given, [0, 100, 200]);
  });

  it('lets a burst leave at once after a time without calls, and then keeps to its rate', async () => {
    const clock = new FakeClock(0);
    const budget = new CallBudget({rate: 5, clock, burst: 5});
    await clock.advance(60_000);
    const given: number[] = [];
    for (let i = 0; i < 8; i += 1) void budget.take().then(({at}) => given.push(at - 60_000));
    await clock.advance(2_000);
    assert.deepEqual(given, [0, 0, 0, 0, 0, 200, 400, 600]);
  });

  it('lets no burst leave after a throttled call', async () => {
    const clock = new FakeClock(0);
    const budget = new CallBudget({rate: 5, clock, burst: 5});
    budget.throttled(await budget.take());
    const given: number[] = [];
    for (let i = 0; i < 3; i += 1) void budget.take().then(({at}) => given.push(at));
    await clock.advance(4_000);
    assert.equal(given.length, 3);
    assert.ok(
      given.every((at, i) => at >= 3_000 + i * 200),
      `${given}`,
    );
  });

  it('slows down once for all calls of a flight that were throttled, pauses, and grows back', async () => {
    const clock = new FakeClock(0);
    const budget = new CallBudget({rate: 10, clock});
    const tickets = [budget.take(), budget.take(), budget.take()];
    await clock.advance(500);
    for (const ticket of tickets) budget.throttled(await ticket);
    assert.equal(budget.rate, 8);

    let nextAt = 0;
    void budget.take().then(({at}) => {
      nextAt = at;
    });
    await clock.advance(3_000);
    assert.equal(nextAt, 3_500, 'pauses for three seconds');
    await clock.advance(2_000);
    assert.equal(budget.rate, 9, 'half a call a second more, each second');
    await clock.advance(60_000);
    assert.equal(budget.rate, 10, 'never above the quota');
  });

  it('cuts again when a call is throttled that left after the cut', async () => {
    const clock = new FakeClock(0);
    const budget = new CallBudget({rate: 10, clock});
    budget.throttled(await budget.take());
    const later = budget.take();
    await clock.advance(3_000);
    budget.throttled(await later);
    assert.equal(budget.rate, 6.4);
  });

  it('lets others go on when somebody who waits gives up', async () => {
    const clock = new FakeClock(0);
    const budget = new CallBudget({rate: 1, clock});
    const controller = new AbortController();
    await budget.take();
    const abandoned = assert.rejects(budget.take(controller.signal), /gone/);
    let isGiven = false;
    void budget.take().then(() => {
      isGiven = true;
    });
    await settle();
    controller.abort(new Error('gone'));
    await abandoned;
    await clock.advance(1_000);
    assert.ok(isGiven);
  });
});

describe('filterLogEventsQuota', () => {
  it('is what the region grants', () => {
    assert.deepEqual(['us-east-1', 'eu-central-1', 'eu-west-1'].map(filterLogEventsQuota), [25, 5, 10]);
  });
});
