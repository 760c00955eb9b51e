import assert from 'node:assert/strict';
import {setFlagsFromString} from 'node:v8';
import {runInNewContext} from 'node:vm';
import type {FilterLogEventsCommandInput} from '@aws-sdk/client-cloudwatch-logs';
import {StageFollower} from '../../src/follow/follow-stage.js';
import {readingsOf} from '../../src/read/log-group-reading.js';
import {readLogGroup} from '../../src/read/read-log-group.js';
import {executionSource, rememberNotices, source} from '../support/events.js';
import {FakeClock} from '../support/fake-clock.js';

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

const startTime = 1_773_134_000_000;
const lagMs = 300;
const eventsPerSecond = 2_000;
const functionSource = source({kind: 'lambda', name: 'orders', rank: 20});
const requestId = (n: number) => `aaaaaaaa-0000-4000-8000-${String(n).padStart(12, '0')}`;
const invocationId = (n: number) => `bbbbbbbb-0000-4000-8000-${String(n).padStart(12, '0')}`;

/** Ten lines a request: what each log group says in each of its milliseconds. */
const linesOf: Record<string, (n: number) => string[]> = {
  [executionSource.logGroup]: n => [
    `(${requestId(n)}) Starting execution for request: ${requestId(n)}`,
    `(${requestId(n)}) HTTP Method: GET, Resource Path: /orders/${n}`,
    `(${requestId(n)}) Successfully completed execution`,
    `(${requestId(n)}) Method completed with status: 200`,
    `(${requestId(n)}) AWS Integration Endpoint RequestId : ${invocationId(n)}`,
  ],
  [functionSource.logGroup]: n => [
    `START RequestId: ${invocationId(n)} Version: $LATEST\n`,
    `2026-03-10T09:00:00.000Z\t${invocationId(n)}\tINFO\torder ${n}\n`,
    'a line without id\n',
    `END RequestId: ${invocationId(n)}\n`,
    `REPORT RequestId: ${invocationId(n)}\tDuration: 1 ms\tBilled Duration: 1 ms\tMemory Size: 128 MB\tMax Memory Used: 6 MB\t\n`,
  ],
};
const msPerRequest = 10_000 / eventsPerSecond;

/** Endless traffic, made when it is asked for: nothing here remembers what it gave. */
function endlessLogs(clock: FakeClock) {
  return async ({
    logGroupName = '',
    startTime: from = 0,
    limit = 10_000,
    nextToken,
  }: FilterLogEventsCommandInput) => {
    const lines = linesOf[logGroupName] ?? (() => []);
    const visible = Math.floor((clock.now() - lagMs - startTime) / msPerRequest);
    let n =
      nextToken === undefined ? Math.max(0, Math.ceil((from - startTime) / msPerRequest)) : Number(nextToken);
    const events = [];
    for (; n <= visible && events.length + 5 <= limit; n += 1) {
      const timestamp = startTime + n * msPerRequest;
      for (const [i, message] of lines(n).entries()) {
        const eventId = `${logGroupName} ${n} ${i}`;
        events.push({
          eventId,
          timestamp,
          ingestionTime: timestamp + lagMs,
          logStreamName: `s${n % 20}`,
          message,
        });
      }
    }
    return {$metadata: {}, events, ...(n <= visible && {nextToken: String(n)})};
  };
}

/** What a watch keeps in memory, at its low points: what has had its time is forgotten only now and then. */
export interface RetainedHeap {
  /** Bytes after 200,000 events. */
  readonly early: number;
  /** Bytes after 2,000,000 events. */
  readonly late: number;
  readonly followed: number;
  readonly linked: number;
}

export async function retainedHeap(): Promise<RetainedHeap> {
  const clock = new FakeClock(startTime);
  const controller = new AbortController();
  const filterLogEvents = endlessLogs(clock);
  const follower = new StageFollower({
    readings: readingsOf([executionSource, functionSource]),
    visibility: {seesWholeRequests: true, canTie: true},
    filterPattern: undefined,
    limit: 10_000,
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
    onFailure: (_, error) => assert.fail(String(error)),
    onSuccess: () => undefined,
    onSleep: () => undefined,
  });
  let followed = 0;
  let linked = 0;
  const following = (async () => {
    for await (const lines of follower.lines()) {
      followed += lines.length;
      linked += lines.filter(({apiRequestId}) => apiRequestId !== undefined).length;
    }
  })();

  const heapAfter = async (events: number) => {
    let lowest = Number.POSITIVE_INFINITY;
    for (const until of Array.from({length: 20}, (_, i) => events + i * 10_000)) {
      while (followed < until) await clock.advance(1_000);
      collectGarbage();
      lowest = Math.min(lowest, process.memoryUsage().heapUsed);
    }
    return lowest;
  };
  const early = await heapAfter(200_000);
  const late = await heapAfter(2_000_000);
  controller.abort();
  await following;
  return {early, late, followed, linked};
}
