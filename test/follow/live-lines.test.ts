import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {Correlator} from '../../src/correlate/correlator.js';
import {LiveLines} from '../../src/follow/live-lines.js';
import type {LogEvent} from '../../src/log-event.js';
import type {LogLine} from '../../src/log-line.js';
import {event as anyEvent, source, t0} from '../support/events.js';

const apiId = 'aaaaaaaa-0000-4000-8000-000000000001';
const lambdaId = 'bbbbbbbb-0000-4000-8000-000000000001';
const orders = source({kind: 'lambda', name: 'orders', rank: 20});
const tie = `(${apiId}) AWS Integration Endpoint RequestId : ${lambdaId}`;
const start = `START RequestId: ${lambdaId} Version: $LATEST\n`;
const end = `END RequestId: ${lambdaId}\n`;

/** An event that can be read the moment it is written, or so many ms later. */
const event = (at: number, message: string, {lag = 0, ...fields}: Partial<LogEvent> & {lag?: number} = {}) =>
  anyEvent(at, message, {ingestionTime: t0 + at + lag, ...fields});
const ofOrders = (at: number, message: string) => event(at, message, {source: orders});

function startAt(at: number, {holdMs = 2_000, intervalMs = 1_000} = {}) {
  const correlator = new Correlator({seesWholeRequests: true, canTie: true}, {isInOrder: false});
  const lines = new LiveLines(correlator, {untilRequestIsComplete: false, holdMs, intervalMs});
  lines.adopt(Number.NEGATIVE_INFINITY, [], t0 + at);
  return {
    lines,
    /** A round at this time that found these events, and the lines that leave with it. */
    round: (at: number, ...events: LogEvent[]) => {
      const times = {at: t0 + at, seenAt: t0 + at};
      lines.add(events, times);
      return lines.release(times);
    },
  };
}

const texts = (lines: readonly LogLine[]) => lines.map(({event}) => event.message.trimEnd());
const lateOnes = (lines: readonly LogLine[]) => texts(lines.filter(({late}) => late));

describe('LiveLines', () => {
  it('prints at once what nothing earlier can come before', () => {
    const {round} = startAt(0);
    assert.deepEqual(texts(round(1_000, event(100, 'one'), event(900, 'two'))), ['one', 'two']);
  });

  it('puts the lines of all groups in order, ties by the rank of their sources', () => {
    const {round} = startAt(0);
    const low = source({kind: 'other', name: 'low', rank: 1});
    const high = source({kind: 'other', name: 'high', rank: 2});
    const found = [
      event(500, 'b', {source: high}),
      event(800, 'd', {source: high}),
      event(500, 'a', {source: low}),
      event(700, 'c', {source: low}),
    ];
    assert.deepEqual(texts(round(1_000, ...found)), ['a', 'b', 'c', 'd']);
  });

  it('waits as long as lines have been late of late', () => {
    const {round} = startAt(0);
    round(1_000, event(0, 'slow to come', {lag: 900}));
    assert.deepEqual(texts(round(2_000, event(1_500, 'newer', {lag: 0}))), []);
    // Without the wait this line would be late.
    const lines = round(3_000, event(1_400, 'older', {lag: 900}));
    assert.deepEqual(texts(lines), ['older', 'newer']);
    assert.deepEqual(lateOnes(lines), []);
  });

  it('does not count the time until the poll as lateness', () => {
    const {round} = startAt(0);
    // It could be read at once, but was seen only 990 ms later.
    assert.deepEqual(texts(round(1_000, event(10, 'one'))), ['one']);
    assert.deepEqual(texts(round(2_000, event(1_900, 'two'))), ['two']);
  });

  it('believes what it saw more than the ingestion time', () => {
    const {round} = startAt(0);
    round(1_000);
    // The round before did not find it, whatever its ingestion time says.
    assert.deepEqual(texts(round(2_000, event(200, 'hidden until now', {lag: 0}))), ['hidden until now']);
    assert.deepEqual(texts(round(3_000, event(2_500, 'waits for such lines'))), []);
  });

  it('waits for order no longer than the hold', () => {
    const {round} = startAt(0, {holdMs: 2_000});
    for (let at = 1_000; at <= 5_000; at += 1_000) round(at, event(at - 3_900, 'late', {lag: 3_900}));
    // Lines are 3.9 s late, yet what lies two seconds back does not wait for them.
    const found = [event(4_000, 'old enough', {lag: 2_000}), event(4_001, 'too new', {lag: 1_999})];
    assert.deepEqual(texts(round(6_000, ...found)), ['old enough']);
    assert.deepEqual(texts(round(7_000, event(6_900, 'new'))), ['too new']);
    assert.deepEqual(texts(round(8_000)), []);
    assert.deepEqual(texts(round(9_000)), ['new']);
  });

  it('prints what comes too late for its place at once, marked late', () => {
    const {round} = startAt(0);
    round(10_000, event(9_000, 'printed'));
    const lines = round(11_000, event(8_999, 'late', {lag: 2_000}), event(9_000, 'same time'));
    assert.equal(lines[0]?.event.message, 'late');
    assert.deepEqual(lateOnes(lines), ['late']);
  });

  it('takes for late also what is older than the last line of the backlog', () => {
    const {lines, round} = startAt(0);
    lines.adopt(t0 - 1_000, [], t0);
    assert.deepEqual(lateOnes(round(1_000, event(-1_001, 'older'), event(-1_000, 'not older'))), ['older']);
  });

  it('holds the lines of an invocation, and all behind them, until it is tied', () => {
    const {round} = startAt(0);
    assert.deepEqual(texts(round(1_000, ofOrders(500, start), event(600, 'behind'))), []);
    const lines = round(2_000, event(700, tie));
    assert.deepEqual(texts(lines), [start.trimEnd(), 'behind', tie]);
    assert.equal(lines[0]?.apiRequestId, apiId);
  });

  it('holds a line without id until its invocation has ended, and then knows whose it is', () => {
    const {round} = startAt(0, {holdMs: 10_000});
    assert.deepEqual(texts(round(1_000, ofOrders(500, start), event(600, tie))), [start.trimEnd(), tie]);
    assert.deepEqual(texts(round(2_000, ofOrders(1_500, 'a line without id'))), []);
    const lines = round(3_000, ofOrders(2_500, end));
    assert.deepEqual(texts(lines), ['a line without id', end.trimEnd()]);
    assert.deepEqual(
      lines.map(({apiRequestId}) => apiRequestId),
      [apiId, apiId],
    );
  });

  it('prints a line without its tie after the hold, and with it what stands before', () => {
    const {round} = startAt(0, {holdMs: 2_000});
    assert.deepEqual(texts(round(1_000, ofOrders(500, start))), []);
    assert.deepEqual(texts(round(2_000, event(1_500, 'behind'))), []);
    const lines = round(3_000);
    assert.deepEqual(texts(lines), [start.trimEnd(), 'behind']);
    assert.equal(lines[0]?.apiRequestId, undefined);
  });

  it('holds longer with a longer hold', () => {
    const {round} = startAt(0, {holdMs: 5_000});
    round(1_000, ofOrders(500, start));
    assert.deepEqual(texts(round(5_000)), []);
    assert.deepEqual(texts(round(6_000)), [start.trimEnd()]);
  });

  it('holds nothing with a hold of zero', () => {
    const {round} = startAt(0, {holdMs: 0});
    assert.deepEqual(texts(round(1_000, ofOrders(999, start))), [start.trimEnd()]);
  });

  it('waits a moment after END for the tie, and no longer', () => {
    const {round} = startAt(0, {holdMs: 60_000});
    assert.deepEqual(texts(round(1_000, ofOrders(800, start), ofOrders(990, end))), []);
    assert.deepEqual(texts(round(2_000)), [start.trimEnd(), end.trimEnd()]);
  });

  it('finds the tie in that moment', () => {
    const {round} = startAt(0, {holdMs: 60_000});
    round(1_000, ofOrders(800, start), ofOrders(990, end));
    const lines = round(2_000, event(995, tie, {lag: 500}));
    assert.deepEqual(
      lines.map(({apiRequestId}) => apiRequestId),
      [apiId, apiId, apiId],
    );
  });

  it('waits for an invocation once, and then for its end only', () => {
    const {round} = startAt(0, {holdMs: 2_000});
    round(1_000, ofOrders(500, start));
    assert.deepEqual(texts(round(3_000)), [start.trimEnd()]);
    const application = `2026-03-10T09:00:03.500Z\t${lambdaId}\tINFO\tstill at it\n`;
    assert.deepEqual(texts(round(4_000, ofOrders(3_500, application))), [application.trimEnd()]);
    assert.deepEqual(texts(round(5_000, ofOrders(4_500, 'a line without id'))), ['a line without id']);
    assert.deepEqual(texts(round(6_000, ofOrders(5_950, end))), []);
    const [last] = round(7_000, event(5_960, tie, {lag: 500}));
    assert.deepEqual([last?.event.message, last?.apiRequestId], [end, apiId]);
  });

  it('prints lines dated ahead after the hold, and takes nothing for late because of them', () => {
    const {round} = startAt(0, {holdMs: 2_000});
    assert.deepEqual(texts(round(1_000, event(3_600_000, 'ahead'), event(900, 'one'))), ['one']);
    assert.deepEqual(texts(round(2_000, event(1_900, 'two'))), ['two']);
    const lines = round(3_000, event(2_900, 'three'));
    assert.deepEqual(texts(lines), ['three', 'ahead']);
    assert.deepEqual(lateOnes(round(4_000, event(3_900, 'four'))), []);
  });

  it('gives all that it holds when it is flushed, in order, ahead lines last', () => {
    const {lines, round} = startAt(0);
    round(1_000, ofOrders(500, start), event(3_600_000, 'ahead'), event(600, 'behind'));
    assert.deepEqual(texts(lines.flush()), [start.trimEnd(), 'behind', 'ahead']);
    assert.deepEqual(lines.flush(), []);
  });
});
