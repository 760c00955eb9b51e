import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import fc from 'fast-check';
import {type PartsOptions, readQueriedParts} from '../../src/insights/queried-parts.js';
import {QueryRunner} from '../../src/insights/query-runner.js';
import {ReadingQuery} from '../../src/insights/reading-query.js';
import {PageRoom} from '../../src/read/page-room.js';
import {base, startInsightsFixture} from '../local-aws/insights/insights-fixture.js';
import {impatientClock} from '../support/run-without-waiting.js';

const hourMs = 3_600_000;
let groups = 0;

describe('readQueriedParts', async () => {
  const fixture = await startInsightsFixture();
  const {aws, logs} = fixture;
  const notices = {notice: () => {}, change: () => {}, detail: () => {}};

  /** Puts an event at each of these milliseconds behind `base`, and reads them all. */
  async function read(
    times: readonly number[],
    {
      endTime = base + hourMs,
      filterPattern,
      ...more
    }: Partial<PartsOptions> & {endTime?: number; filterPattern?: string},
  ) {
    groups += 1;
    const logGroup = `/group/${groups}`;
    const sorted = times.toSorted((a, b) => a - b);
    aws.logs.putEvents(
      logGroup,
      'stream',
      sorted.map((time, index) => ({
        timestamp: base + time,
        ingestionTime: base + time,
        message: `event ${index}`,
      })),
    );
    fixture.time = base + 2 * hourMs;
    const signal = new AbortController().signal;
    const runner = new QueryRunner({
      aws: {logsQueries: async () => logs},
      clock: impatientClock(),
      notices,
      signal,
    });
    const source = {kind: 'other', name: 'x', logGroup, region: 'us-east-1', canary: false, rank: 0} as const;
    const query = new ReadingQuery({logGroup, region: 'us-east-1', sources: [source]}, {filterPattern});
    const room = new PageRoom(1_000);
    const options = {runner, room, rowsOfQuery: 10, signal, ...more};
    const found: string[] = [];
    let failure: unknown;
    aws.calls.clear();
    try {
      for await (const events of readQueriedParts(query, {startTime: base, endTime}, options))
        for (const {message} of events) found.push(message);
    } catch (error) {
      failure = error;
    }
    // What is held has been given back.
    assert.ok(room.hasRoomFor(1_000));
    return {found, failure, queries: aws.calls.count('StartQuery'), scanned: runner.scanned};
  }

  const all = (times: readonly number[]) => times.map((_, index) => `event ${index}`);

  it('gives every event once and in order, wherever the row limit cuts', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(fc.integer({min: 0, max: 30}), fc.integer({min: 0, max: hourMs})), {maxLength: 60}),
        fc.boolean(),
        fc.boolean(),
        async (times, isFiltered, isEndSecondWhole) => {
          aws.insights.configure({isEndSecondWhole});
          const {found, failure} = await read(times, isFiltered ? {filterPattern: 'event'} : {});
          assert.equal(failure, undefined);
          assert.deepEqual(found, all(times));
        },
      ),
      {numRuns: 25},
    );
  });

  it('gives every event once also where AWS puts those of one millisecond in any order', async () => {
    aws.insights.configure({shufflesTies: true});
    const times = Array.from({length: 50}, (_, index) => Math.floor(index / 7));
    const {found} = await read(times, {});
    assert.deepEqual(found.toSorted(), all(times).toSorted());
  });

  it('scans hardly more than there is', async () => {
    const times = Array.from({length: 2_000}, (_, index) => index * 1_500);
    const {found, queries, scanned} = await read(times, {rowsOfQuery: 200});
    assert.equal(found.length, 2_000);
    assert.ok(queries <= 20, `${queries} queries`);
    assert.ok(scanned.records <= 1.4 * 2_000, `${scanned.records} records`);
  });

  it('asks once for what a filter lets through, where that is little', async () => {
    const {found, queries} = await read([5, hourMs / 2, hourMs], {filterPattern: '"event 1"'});
    assert.deepEqual([found, queries], [['event 1'], 1]);
  });

  it('says that a millisecond has more events than a query gives, and gives all else', async () => {
    const times = [1, 2, ...Array.from({length: 30}, () => 3), 4];
    const {found, failure} = await read(times, {rowsOfMillisecond: 20});
    assert.equal(found.length, 23);
    assert.equal(found.at(-1), `event ${times.length - 1}`);
    assert.match(
      String(failure),
      /more than 20 of its events are of 2026-03-10T09:16:00.003Z, and a query gives no more/,
    );
  });
});
