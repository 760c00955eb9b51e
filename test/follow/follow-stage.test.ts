import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import type {FilterLogEventsCommandInput} from '@aws-sdk/client-cloudwatch-logs';
import type {FilterLogEvents} from '../../src/aws/filter-log-events.js';
import {type FollowOptions, StageFollower} from '../../src/follow/follow-stage.js';
import {overlapMs} from '../../src/follow/live-group.js';
import {readingsOf} from '../../src/read/log-group-reading.js';
import {readLogGroup} from '../../src/read/read-log-group.js';
import {rememberNotices, source} from '../support/events.js';
import {FakeClock} from '../support/fake-clock.js';
import {SimulatedLogs} from './simulated-logs.js';

const startTime = 1_773_134_000_000;
const batch = source({kind: 'other', name: '/batch', rank: 1});
const other = source({kind: 'other', name: '/other', rank: 2});
const lost = Object.assign(new Error('connection lost'), {code: 'ECONNRESET'});

interface StartOptions extends Partial<FollowOptions> {
  /** Runs before each call, and may fail or hang. */
  readonly before?: (input: FilterLogEventsCommandInput, signal: AbortSignal) => Promise<void>;
}

/** Follows log groups that get a line each 100 ms; the run begins a minute after the first. */
function start({before = async () => {}, ...options}: StartOptions = {}) {
  const clock = new FakeClock(startTime + 60_000);
  const logs = new SimulatedLogs({clock, latencyMs: () => 30, faultAt: () => undefined});
  for (const {logGroup} of [batch, other]) {
    logs.setGroup(
      logGroup,
      Array.from({length: 3_000}, (_, i) => ({
        id: `${logGroup} ${i}`,
        logStream: 's',
        timestamp: startTime + i * 100,
        ingestionTime: startTime + i * 100 + 200,
        message: `${logGroup} ${i}`,
      })),
    );
  }
  const controller = new AbortController();
  const failed: string[] = [];
  const filterLogEvents: FilterLogEvents = async (input, signal) => {
    await before(input, signal);
    return logs.filterLogEvents(input, signal);
  };
  const follower = new StageFollower({
    readings: readingsOf([batch]),
    visibility: {seesWholeRequests: true, canTie: true},
    filterPattern: undefined,
    limit: 100,
    startTime,
    intervalMs: 1_000,
    holdMs: 2_000,
    untilRequestIsComplete: false,
    followForMs: undefined,
    clock,
    serverNow: () => clock.now(),
    signal: controller.signal,
    notices: rememberNotices(),
    filterLogEvents: () => filterLogEvents,
    readBacklog: (reading, window) => readLogGroup(filterLogEvents, reading, window, controller.signal),
    onFailure: ({logGroup}) => failed.push(logGroup),
    onSuccess: () => undefined,
    onSleep: () => undefined,
    ...options,
  });
  const printed: string[] = [];
  const running = (async () => {
    for await (const lines of follower.lines()) printed.push(...lines.map(({event}) => event.message));
  })();
  return {clock, logs, controller, follower, failed, printed, running};
}

const numbered = (name: string, from: number, to: number) =>
  Array.from({length: to - from}, (_, i) => `${name} ${from + i}`);

describe('StageFollower', () => {
  it('prints the backlog and what comes, each line once and in order', async () => {
    const {clock, controller, printed, running} = start();
    await clock.advance(60_000);
    controller.abort();
    await running;
    assert.ok(printed.length > 1_150, `${printed.length} lines`);
    assert.deepEqual(printed, numbered('/batch', 0, printed.length));
  });

  it('goes on where the backlog broke off', async () => {
    let pages = 0;
    // The fourth page of the backlog fails.
    const run = start({
      before: async () => {
        pages += 1;
        if (pages === 4) throw lost;
      },
    });
    await run.clock.advance(60_000);
    run.controller.abort();
    await run.running;
    assert.deepEqual(run.failed, ['/batch']);
    assert.ok(run.printed.length > 1_150, `${run.printed.length} lines`);
    assert.deepEqual(run.printed, numbered('/batch', 0, run.printed.length));
  });

  it('says of a stop in the middle of the backlog where it was, so that nothing is missed', async () => {
    const run = start({
      readings: readingsOf([batch, other]),
      // One group hangs after its second page, and ends only with the run.
      before: async ({logGroupName, nextToken = 0}, signal) => {
        if (logGroupName !== batch.logGroup || Number(nextToken) < 200) return;
        await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
      },
    });
    await run.clock.advance(5_000);
    run.controller.abort();
    await run.clock.advance(0);
    await run.running;
    assert.equal(run.printed.filter(line => line.startsWith('/batch')).length, 200);
    const reached = run.follower.resumeTime;
    assert.ok(reached > startTime + 10_000 && reached <= startTime + 20_000, `${reached - startTime} ms`);
    const before = [batch, other].flatMap(({name}) =>
      numbered(name, 0, Math.ceil((reached - startTime) / 100)),
    );
    const all = new Set(run.printed);
    assert.deepEqual(
      before.filter(line => !all.has(line)),
      [],
    );
  });

  it('says where to go on with the overlap that late lines need', async () => {
    const {clock, controller, follower, running} = start();
    await clock.advance(60_000);
    controller.abort();
    await running;
    const lastPoll = follower.groups[0]?.polledUntil ?? 0;
    assert.equal(follower.resumeTime, lastPoll - overlapMs);
    assert.ok(lastPoll > clock.now() - 2_000);
  });

  it('never says to go on before its own start', async () => {
    const {clock, controller, follower, running} = start({startTime: startTime + 59_000});
    await clock.advance(1_500);
    controller.abort();
    await running;
    assert.equal(follower.resumeTime, startTime + 59_000);
  });

  it('tells of a log group that does not exist, and follows it when it does', async () => {
    const {clock, controller, failed, printed, running, logs} = start({
      readings: readingsOf([source({kind: 'other', name: '/later', rank: 1})]),
    });
    await clock.advance(10_000);
    assert.deepEqual(failed, ['/later']);
    const now = clock.now();
    const event = {id: 'x', logStream: 's', timestamp: now, ingestionTime: now, message: 'first'};
    logs.setGroup('/later', [event]);
    await clock.advance(10_000);
    controller.abort();
    await running;
    assert.deepEqual(printed, ['first']);
    assert.deepEqual(failed, ['/later']);
  });

  it('follows log groups that join, from when they were last known not to belong', async () => {
    let hasJoined = false;
    const {clock, controller, printed, running} = start({
      lookForNewReadings: async () => {
        if (hasJoined) return undefined;
        hasJoined = true;
        return readingsOf([other]);
      },
    });
    await clock.advance(60_000);
    controller.abort();
    await running;
    const joined = printed.filter(line => line.startsWith('/other'));
    assert.ok(joined.length > 500, `${joined.length} lines`);
    assert.equal(new Set(joined).size, joined.length);
    assert.equal(
      printed.filter(line => line.startsWith('/batch')).length,
      new Set(printed).size - joined.length,
    );
  });

  it('knows the copies of canary lines also where one of the two logs was out of reach for long', async () => {
    const execution = source({kind: 'execution', name: 'execution', logGroup: '/execution', rank: 2});
    const canary = source({...execution, logGroup: '/execution/Canary', canary: true, rank: 1});
    let isOut = false;
    const {clock, controller, failed, logs, printed, running} = start({
      readings: readingsOf([canary, execution]),
      before: async ({logGroupName}) => {
        if (isOut && logGroupName === canary.logGroup) throw lost;
      },
    });
    for (const {logGroup} of [canary, execution]) {
      logs.setGroup(
        logGroup,
        Array.from({length: 300}, (_, i) => ({
          id: `${logGroup} ${i}`,
          logStream: 's',
          timestamp: startTime + i * 1_000,
          ingestionTime: startTime + i * 1_000 + 200,
          message: `(id-${i}) text`,
        })),
      );
    }
    await clock.advance(10_000);
    isOut = true;
    await clock.advance(150_000);
    isOut = false;
    await clock.advance(30_000);
    controller.abort();
    await running;
    assert.ok(failed.length > 0 && failed.every(logGroup => logGroup === canary.logGroup));
    assert.ok(printed.length > 240, `${printed.length} lines`);
    assert.deepEqual(printed.toSorted(), [...new Set(printed)].toSorted());
  });

  it('asks for new log groups again after it could not find out', async () => {
    let asked = 0;
    const {clock, controller, running} = start({
      lookForNewReadings: async () => {
        asked += 1;
        if (asked === 1) throw lost;
        return undefined;
      },
    });
    await clock.advance(60_000);
    assert.ok(asked > 1, `asked ${asked} times`);
    controller.abort();
    await running;
  });

  it('ends after its time with what it held', async () => {
    const {clock, printed, running} = start({followForMs: 5_000});
    await clock.advance(8_000);
    await running;
    const last = Number(printed.at(-1)?.split(' ').at(-1));
    assert.ok(last >= 645 && last <= 655, `${last}`);
    assert.deepEqual(printed, numbered('/batch', 0, last + 1));
  });
});
