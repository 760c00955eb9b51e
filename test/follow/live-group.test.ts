import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import type {
  FilterLogEventsCommandInput,
  FilterLogEventsCommandOutput,
} from '@aws-sdk/client-cloudwatch-logs';
import fc from 'fast-check';
import {LiveGroup, overlapMs} from '../../src/follow/live-group.js';
import {executionSource, messages, t0} from '../support/events.js';
import {FakeClock} from '../support/fake-clock.js';

const {signal} = new AbortController();
const forEver = Number.POSITIVE_INFINITY;

interface WrittenEvent {
  readonly message: string;
  /** Ms after the start of the test. */
  readonly at: number;
  readonly visibleAt?: number;
}

/** A log group on a fake clock that begins at `t0`, and the group that follows it. */
function follow({limit = 10_000, startTime = t0 - 600_000} = {}) {
  const clock = new FakeClock(t0);
  const written: {message: string; timestamp: number; visibleAt: number; id: string}[] = [];
  const calls: FilterLogEventsCommandInput[] = [];
  const broken = {failure: undefined as Error | undefined, failsAtPage: 0};
  const hooks = {behindFirstPage: () => {}};
  const filterLogEvents = async (
    input: FilterLogEventsCommandInput,
  ): Promise<FilterLogEventsCommandOutput> => {
    calls.push(input);
    if (input.nextToken) hooks.behindFirstPage();
    const offset = Number(input.nextToken ?? 0);
    if (broken.failure && offset >= broken.failsAtPage * limit) throw broken.failure;
    const {startTime: from = 0, endTime = forEver} = input;
    const visible = written
      .filter(
        ({timestamp, visibleAt}) => timestamp >= from && timestamp <= endTime && visibleAt <= clock.now(),
      )
      .sort((a, b) => a.timestamp - b.timestamp);
    const page = visible.slice(offset, offset + limit);
    return {
      $metadata: {},
      events: page.map(({id, timestamp, message}) => ({eventId: id, timestamp, message, logStreamName: 's'})),
      ...(offset + limit < visible.length && {nextToken: String(offset + limit)}),
    };
  };
  const reading = {logGroup: executionSource.logGroup, region: 'eu-west-1', sources: [executionSource]};
  const group = new LiveGroup({
    filterLogEvents,
    reading,
    filterPattern: undefined,
    limit,
    startTime,
    readUntil: t0,
  });
  return {
    group,
    calls,
    broken,
    hooks,
    clock,
    write: (...events: WrittenEvent[]) => {
      for (const {message, at, visibleAt = at} of events) {
        const id = String(written.length);
        written.push({message, timestamp: t0 + at, visibleAt: t0 + visibleAt, id});
      }
    },
    /** What a poll gives so many ms after the start. */
    pollAt: async (at: number, target: {portionMs?: number; isLast?: boolean} = {}) => {
      clock.jump(t0 + at - clock.now());
      const {portionMs = forEver, isLast = false} = target;
      return messages(await group.poll({now: t0 + at, portionMs, isLast}, signal));
    },
  };
}

const missing = Object.assign(new Error('no such log group'), {name: 'ResourceNotFoundException'});

describe('LiveGroup', () => {
  it('looks back over the whole overlap with the last poll', async () => {
    const {pollAt, write} = follow();
    await pollAt(10_000);
    write({message: 'late', at: 1_000, visibleAt: 12_000});
    assert.deepEqual(await pollAt(12_500), []);
    assert.deepEqual(await pollAt(13_500, {isLast: true}), ['late']);
  });

  it('gives each event once, whenever it comes, polls are made and fail, and however small pages are', async () => {
    const written = fc.array(
      fc.record({
        at: fc.nat(60_000),
        lateMs: fc.oneof(fc.nat(2_000), fc.integer({min: -20_000, max: 34_999}), fc.constant(35_000)),
      }),
      {maxLength: 30},
    );
    const polls = fc.array(
      fc.record({afterMs: fc.integer({min: 200, max: 9_000}), failsAtPage: fc.option(fc.nat(2), {freq: 3})}),
      {minLength: 1, maxLength: 25},
    );
    await fc.assert(
      fc.asyncProperty(written, polls, fc.integer({min: 1, max: 4}), async (events, looks, limit) => {
        const {write, pollAt, broken} = follow({limit});
        write(...events.map(({at, lateMs}, i) => ({message: String(i), at, visibleAt: at + lateMs})));
        const given: string[] = [];
        let now = 0;
        for (const {afterMs, failsAtPage} of looks) {
          now += afterMs;
          broken.failure = failsAtPage === null ? undefined : new Error('it breaks');
          broken.failsAtPage = failsAtPage ?? 0;
          given.push(...(await pollAt(now).catch(() => [])));
        }
        broken.failure = undefined;
        // A last look that comes before the time that an event has need not find it.
        const allVisibleAt = Math.max(now, ...events.map(({at, lateMs}) => at + Math.max(0, lateMs)));
        given.push(...(await pollAt(allVisibleAt, {isLast: true})));
        assert.deepEqual(
          given.map(Number).sort((a, b) => a - b),
          events.map((_, i) => i),
        );
      }),
      {numRuns: 300},
    );
  });

  it('gives each event once, however often the windows of its polls overlap', async () => {
    const {write, pollAt} = follow();
    write({message: 'one', at: 100}, {message: 'two', at: 900}, {message: 'three', at: 1_100});
    assert.deepEqual(await pollAt(1_000), ['one', 'two']);
    assert.deepEqual(await pollAt(2_000), ['three']);
    assert.deepEqual(await pollAt(12_000), []);
    assert.deepEqual(await pollAt(24_000), []);
  });

  it('gives each event once where what comes in while it lists moves the pages', async () => {
    const {write, pollAt, hooks} = follow({limit: 3});
    write(...['one', 'two', 'three', 'four'].map((message, index) => ({message, at: 500 + index})));
    hooks.behindFirstPage = () => {
      hooks.behindFirstPage = () => {};
      write({message: 'late', at: 100}, {message: 'late too', at: 101});
    };
    assert.deepEqual(await pollAt(1_000), ['one', 'two', 'three', 'four']);
    assert.deepEqual(await pollAt(2_000), ['late', 'late too']);
  });

  it('gives what becomes visible after a later event, up to the whole overlap', async () => {
    const {write, pollAt} = follow();
    write(
      {message: 'in time', at: 50_000},
      {message: '3 s late', at: 48_500, visibleAt: 51_500},
      {message: '15 s late', at: 48_000, visibleAt: 63_000},
      {message: '34 s late', at: 40_000, visibleAt: 74_000},
    );
    const given: string[] = [];
    for (let at = 1_000; at <= 90_000; at += 1_000) given.push(...(await pollAt(at)));
    assert.deepEqual(given, ['in time', '3 s late', '15 s late', '34 s late']);
  });

  it('gives events of one millisecond that become visible one after the other', async () => {
    const {write, pollAt} = follow();
    write({message: 'first', at: 500}, {message: 'second', at: 500, visibleAt: 1_500});
    assert.deepEqual(await pollAt(1_000), ['first']);
    assert.deepEqual(await pollAt(2_000), ['second']);
    assert.deepEqual(await pollAt(3_000), []);
  });

  it('takes 25,000 events in one poll, page by page', async () => {
    const {write, pollAt, calls} = follow();
    write(...Array.from({length: 25_000}, (_, i) => ({message: `${i}`, at: i % 700})));
    assert.equal(new Set(await pollAt(1_000)).size, 25_000);
    assert.deepEqual(
      calls.map(({nextToken}) => nextToken),
      [undefined, '10000', '20000'],
    );
    assert.deepEqual(await pollAt(2_000), []);
  });

  it('begins each poll anew and never with the token of the one before', async () => {
    const {write, pollAt, calls} = follow({limit: 2});
    write({message: 'one', at: 1}, {message: 'two', at: 2}, {message: 'three', at: 3});
    await pollAt(1_000);
    calls.length = 0;
    write({message: 'four', at: 1_500});
    assert.deepEqual(await pollAt(2_000), ['four']);
    assert.equal(calls[0]?.nextToken, undefined);
  });

  it('goes on from the present where an event is dated two hours ahead', async () => {
    const {write, pollAt} = follow();
    write({message: 'from the future', at: 7_200_000, visibleAt: 500}, {message: 'one', at: 600});
    assert.deepEqual(await pollAt(1_000), ['one', 'from the future']);
    write({message: 'two', at: 1_500});
    assert.deepEqual(await pollAt(2_000), ['two']);
    assert.deepEqual(await pollAt(40_000), []);
  });

  it('stops listing behind the present, where a busy log has ever more', async () => {
    const {write, pollAt, calls} = follow({limit: 2});
    write({message: 'one', at: 900});
    write(...Array.from({length: 20}, (_, i) => ({message: `ahead ${i}`, at: 60_000 + i, visibleAt: 0})));
    assert.deepEqual(await pollAt(1_000), ['one', 'ahead 0']);
    assert.equal(calls.length, 1);
  });

  it('reads what it missed for long in portions that end where they say', async () => {
    const {write, pollAt, group, calls} = follow();
    write({message: 'early', at: 30_000}, {message: 'middle', at: 90_000}, {message: 'late', at: 150_000});
    const portionMs = 60_000;
    assert.deepEqual(await pollAt(170_000, {portionMs}), ['early']);
    assert.equal(group.polledUntil, t0 + 60_000);
    assert.deepEqual(await pollAt(170_000, {portionMs}), ['middle']);
    assert.deepEqual(await pollAt(170_000, {portionMs}), ['late']);
    assert.equal(group.polledUntil, t0 + 170_000);
    assert.deepEqual(
      calls.map(({endTime}) => endTime),
      [t0 + 60_000, t0 + 120_000, undefined],
    );
  });

  it('gives nothing of a poll that fails half way, and all of it with the next', async () => {
    const {write, pollAt, broken} = follow({limit: 2});
    write({message: 'one', at: 1}, {message: 'two', at: 2}, {message: 'three', at: 3});
    broken.failure = new Error('connection lost');
    broken.failsAtPage = 1;
    await assert.rejects(pollAt(1_000), /connection lost/);
    broken.failure = undefined;
    assert.deepEqual(await pollAt(2_000), ['one', 'two', 'three']);
  });

  it('looks back after an outage to where it had been before', async () => {
    const {write, pollAt, broken, calls} = follow();
    await pollAt(100_000);
    broken.failure = new Error('connection lost');
    await assert.rejects(pollAt(101_000));
    await assert.rejects(pollAt(200_000));
    broken.failure = undefined;
    write({message: 'meanwhile', at: 150_000});
    assert.deepEqual(await pollAt(201_000), ['meanwhile']);
    assert.equal(calls.at(-1)?.startTime, t0 + 100_000 - overlapMs);
  });

  it('waits for a log group that does not exist, and asks for it less often', async () => {
    const {write, pollAt, group, broken, calls} = follow();
    broken.failure = missing;
    assert.deepEqual(await pollAt(1_000), []);
    assert.equal(group.isMissing, true);
    for (let at = 2_000; at < 6_000; at += 1_000) await pollAt(at);
    assert.equal(calls.length, 1);
    broken.failure = undefined;
    write({message: 'first', at: 5_500});
    assert.deepEqual(await pollAt(6_000), ['first']);
    assert.equal(group.isMissing, false);
  });

  it('asks for a missing log group once more at the very end', async () => {
    const {write, pollAt, broken} = follow();
    broken.failure = missing;
    await pollAt(1_000);
    broken.failure = undefined;
    write({message: 'first', at: 1_500});
    assert.deepEqual(await pollAt(2_000, {isLast: true}), ['first']);
  });

  it('knows what the read before it gave, in time and again after it broke off', async () => {
    const {write, pollAt, group} = follow();
    const given = (id: string, at: number) => ({
      source: executionSource,
      logStream: 's',
      timestamp: t0 + at,
      ingestionTime: t0 + at,
      eventId: id,
      message: '',
    });
    write(
      {message: 'given', at: -200_000},
      {message: 'not given', at: -200_000},
      {message: 'next', at: -100_000},
    );
    group.remember([given('0', -200_000)]);
    group.goOnFromBacklog(new Error('connection lost'));
    assert.deepEqual(await pollAt(1_000), ['not given', 'next']);
    assert.deepEqual(await pollAt(2_000), []);
  });

  it('gives nothing from before the start of the watch', async () => {
    const {write, pollAt} = follow({startTime: t0 - 1_000});
    write({message: 'too early', at: -1_001}, {message: 'first', at: -1_000});
    assert.deepEqual(await pollAt(1_000), ['first']);
  });

  it('forgets the ids that no window can meet any more', async () => {
    const {write, pollAt, group} = follow();
    for (let at = 0; at < 300_000; at += 1_000) {
      write(...Array.from({length: 10}, () => ({message: 'x', at})));
      assert.equal((await pollAt(at)).length, 10);
    }
    const perSecond = 10;
    assert.ok(group.remembered >= (perSecond * overlapMs) / 1_000, `${group.remembered} are remembered`);
    assert.ok(
      group.remembered <= (perSecond * (overlapMs + 11_000)) / 1_000,
      `${group.remembered} are remembered`,
    );
  });
});
