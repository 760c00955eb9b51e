import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {splitPage} from '../../src/aws/events-text.js';
import type {LogEvent} from '../../src/log-event.js';
import {toLogPage} from '../../src/read/log-page.js';
import type {PageEvents} from '../../src/read/page-events.js';
import {executionSource} from '../support/events.js';

const ownerOf = (logStream: string) => (logStream === 'nobody' ? undefined : executionSource);

/** The same page with its events parsed, and with their text. */
function bothPages(timestamps: readonly number[], streamOf: (index: number) => string = () => 's') {
  const events = timestamps.map((timestamp, index) => ({
    logStreamName: streamOf(index),
    timestamp,
    message: `line ${index}`,
    ingestionTime: timestamp,
    eventId: String(index),
  }));
  const split = splitPage(Buffer.from(JSON.stringify({events})));
  assert.ok(split);
  return {
    parsed: toLogPage({events}, ownerOf),
    unparsed: toLogPage({events, eventsText: split.events}, ownerOf),
  };
}

const all = (events: PageEvents): LogEvent[] => [...events.parts()].flat();
const fieldsOf = ({source, logStream, timestamp, ingestionTime, eventId, message}: LogEvent) => ({
  source,
  logStream,
  timestamp,
  ingestionTime,
  eventId,
  message,
});
const ids = (events: readonly LogEvent[]) => events.map(({eventId}) => eventId);

describe('toLogPage', () => {
  it('gives the same of a text as of events', () => {
    const {parsed, unparsed} = bothPages(Array.from({length: 1_000}, (_, index) => index >> 2));
    assert.deepEqual(all(unparsed.events).map(fieldsOf), all(parsed.events));
    assert.equal(unparsed.events.count, 1_000);
    assert.deepEqual(
      [unparsed.firstAt, unparsed.lastAt, unparsed.isOrdered],
      [parsed.firstAt, parsed.lastAt, parsed.isOrdered],
    );
    assert.deepEqual(ids(unparsed.events.newest()), ['996', '997', '998', '999']);
    assert.deepEqual(ids(parsed.events.newest()), ['996', '997', '998', '999']);
    assert.deepEqual(ids(all(unparsed.events.upTo(100))), ids(all(parsed.events.upTo(100))));
    assert.deepEqual(ids(unparsed.events.upTo(100).newest()), ['400', '401', '402', '403']);
    assert.equal(unparsed.events.upTo(-1).count, 0);
  });

  it('gives a text a part at a time', () => {
    const {unparsed} = bothPages(Array.from({length: 1_000}, (_, index) => index));
    const [first = []] = unparsed.events.parts();
    assert.ok(first.length > 0 && first.length < 1_000, `${first.length} events`);
  });

  it('leaves out streams that are nobody’s', () => {
    const {unparsed} = bothPages([1, 2, 2], index => (index === 1 ? 'nobody' : 's'));
    assert.deepEqual(ids(all(unparsed.events)), ['0', '2']);
    assert.deepEqual(ids(unparsed.events.newest()), ['2']);
  });

  it('puts a text in time order that is not', () => {
    const {unparsed} = bothPages([2, 1, 3]);
    assert.deepEqual(ids(all(unparsed.events)), ['1', '0', '2']);
    assert.deepEqual([unparsed.firstAt, unparsed.lastAt, unparsed.isOrdered], [1, 3, false]);
  });
});
