import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {followLogGroups, type Round} from '../../src/follow/follow-log-groups.js';
import {LiveGroup} from '../../src/follow/live-group.js';
import {executionSource, messages, t0} from '../support/events.js';
import {FakeClock, settle} from '../support/fake-clock.js';

const lost = Object.assign(new Error('connection lost'), {code: 'ECONNRESET'});

/** A log group that gets an event each second, and whose calls can be made to fail. */
function logGroup(clock: FakeClock, name: string) {
  const state = {
    failure: undefined as Error | undefined,
    polls: [] as number[],
    onPoll: undefined as ((portionMs: number) => void) | undefined,
  };
  const group = new LiveGroup({
    filterLogEvents: async ({startTime = 0, endTime = Number.POSITIVE_INFINITY}) => {
      state.polls.push(clock.now() - t0);
      if (state.failure) throw state.failure;
      const events = [];
      const last = Math.min(endTime, clock.now());
      state.onPoll?.(last - startTime);
      for (let at = Math.ceil(Math.max(startTime, t0) / 1_000) * 1_000; at <= last; at += 1_000) {
        events.push({eventId: `${name} ${at}`, timestamp: at, message: `${name} ${(at - t0) / 1_000}`});
      }
      return {$metadata: {}, events};
    },
    reading: {logGroup: name, region: 'eu-west-1', sources: [executionSource]},
    filterPattern: undefined,
    limit: 10_000,
    startTime: t0,
    readUntil: t0,
  });
  return {group, state};
}

function start({
  intervalMs = 1_000,
  until = undefined as number | undefined,
  names = ['a'],
  failing = [] as string[],
} = {}) {
  const clock = new FakeClock(t0);
  const controller = new AbortController();
  const made = names.map(name => logGroup(clock, name));
  for (const [i, name] of names.entries()) {
    const {state} = made[i] ?? {};
    if (state && failing.includes(name)) state.failure = lost;
  }
  const groups = made.map(({group}) => group);
  const failures: string[] = [];
  const sleeps: number[] = [];
  const rounds: Round[] = [];
  const state = {hasEnded: false};
  const running = (async () => {
    const options = {
      clock,
      serverNow: () => clock.now(),
      signal: controller.signal,
      intervalMs,
      until: until === undefined ? undefined : t0 + until,
      onFailure: ({reading}: LiveGroup) => void failures.push(reading.logGroup),
      onSuccess: () => undefined,
      onSleep: (ms: number) => void sleeps.push(ms),
    };
    for await (const round of followLogGroups(groups, options)) rounds.push(round);
    state.hasEnded = true;
  })();
  return {
    clock,
    controller,
    groups,
    states: made.map(({state}) => state),
    failures,
    sleeps,
    rounds,
    state,
    running,
  };
}

const times = (rounds: readonly Round[]) => rounds.map(({at}) => at - t0);

describe('followLogGroups', () => {
  it('looks at all groups every interval', async () => {
    const {clock, rounds, states} = start({intervalMs: 3_000, names: ['a', 'b']});
    await clock.advance(9_500);
    assert.deepEqual(times(rounds), [0, 3_000, 6_000, 9_000]);
    assert.deepEqual(
      states.map(({polls}) => polls.length),
      [4, 4],
    );
  });

  it('gives what is new in any group, and that of a group that joins', async () => {
    const {clock, rounds, groups} = start({names: ['a']});
    await clock.advance(1_000);
    groups.push(logGroup(clock, 'b').group);
    await clock.advance(1_000);
    assert.deepEqual(messages(rounds.flatMap(({events}) => events)), [
      'a 0',
      'a 1',
      'a 2',
      'b 0',
      'b 1',
      'b 2',
    ]);
  });

  it('goes on with the others while one group fails', async () => {
    const {clock, rounds, states, failures} = start({names: ['a', 'b'], failing: ['a']});
    await clock.advance(3_500);
    assert.deepEqual(times(rounds), [0, 1_000, 2_000, 3_000]);
    assert.deepEqual(messages(rounds.flatMap(({events}) => events)), ['b 0', 'b 1', 'b 2', 'b 3']);
    assert.deepEqual(failures, ['a', 'a', 'a', 'a']);
    assert.deepEqual(
      rounds.map(({isBlind}) => isBlind),
      [false, false, false, false],
    );
    if (states[0]) states[0].failure = undefined;
    await clock.advance(1_000);
    assert.deepEqual(messages(rounds.at(-1)?.events ?? []), ['a 0', 'a 1', 'a 2', 'a 3', 'a 4', 'b 4']);
  });

  it('looks less and less often while no group can be read, and every interval again afterwards', async () => {
    const {clock, rounds, states} = start({failing: ['a']});
    const [state] = states;
    assert.ok(state);
    await clock.advance(20_500);
    assert.deepEqual(state.polls, [0, 2_000, 6_000, 11_000, 16_000]);
    assert.ok(rounds.every(({isBlind}) => isBlind));
    state.failure = undefined;
    await clock.advance(3_000);
    assert.deepEqual(state.polls.slice(5), [21_000, 22_000, 23_000]);
    assert.equal(rounds.flatMap(({events}) => events).length, 24, 'nothing was missed');
  });

  it('says that the machine slept, and catches up with what came meanwhile in order', async () => {
    const {clock, rounds, sleeps} = start();
    await clock.advance(2_500);
    clock.jump(600_000);
    await clock.advance(1_000);
    assert.equal(sleeps.length, 1);
    assert.ok((sleeps[0] ?? 0) >= 590_000, `slept ${sleeps[0]} ms`);
    const events = rounds.flatMap(({events}) => events);
    assert.deepEqual(
      messages(events),
      Array.from({length: 604}, (_, i) => `a ${i}`),
    );
    assert.ok(rounds.length > 5, `in portions: ${times(rounds)}`);
    assert.deepEqual(
      times(rounds),
      times(rounds).toSorted((a, b) => a - b),
    );
  });

  it('does not take a slow answer for a sleep', async () => {
    const {clock, sleeps} = start();
    await clock.advance(30_000);
    clock.jump(15_000);
    await clock.advance(5_000);
    assert.deepEqual(sleeps, []);
  });

  it('looks a last time when the time is up, over the whole overlap, and ends', async () => {
    const {clock, rounds, state, states} = start({intervalMs: 60_000, until: 2_500});
    await clock.advance(2_499);
    assert.equal(state.hasEnded, false);
    await clock.advance(1);
    assert.equal(state.hasEnded, true);
    assert.deepEqual(times(rounds), [0, 2_500]);
    assert.deepEqual(states[0]?.polls, [0, 2_500]);
    assert.deepEqual(messages(rounds.flatMap(({events}) => events)), ['a 0', 'a 1', 'a 2']);
  });

  it('ends though more comes while it catches up than it can catch up with', async () => {
    const {clock, rounds, state, states, failures} = start({until: 2_500});
    await clock.advance(1_500);
    clock.jump(300_000);
    const [slow] = states;
    assert.ok(slow);
    // Each answer takes longer than the time that it is about.
    slow.onPoll = portionMs => {
      if (slow.polls.length > 100) throw lost;
      clock.jump(2 * portionMs);
    };
    await clock.advance(1_000);
    assert.deepEqual(failures, [], 'it would have gone on for ever');
    assert.equal(state.hasEnded, true);
    assert.ok((rounds.at(-1)?.at ?? 0) >= t0 + 301_500);
  });

  it('catches up before it ends', async () => {
    const {clock, rounds, state} = start({until: 2_500});
    await clock.advance(1_500);
    clock.jump(300_000);
    await clock.advance(0);
    assert.equal(state.hasEnded, true);
    assert.equal(rounds.flatMap(({events}) => events).length, 302);
  });

  it('ends when it is stopped, also in the middle of a pause', async () => {
    const {clock, controller, state, running} = start({intervalMs: 60_000});
    await clock.advance(1_000);
    controller.abort(new Error('enough'));
    await running;
    assert.equal(state.hasEnded, true);
    await settle();
  });
});
