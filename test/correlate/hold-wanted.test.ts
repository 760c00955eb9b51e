import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {Correlator} from '../../src/correlate/correlator.js';
import {holdForTies} from '../../src/correlate/hold-for-ties.js';
import {LeftOutLines} from '../../src/correlate/left-out-lines.js';
import type {LogEvent} from '../../src/log-event.js';
import type {LogLine} from '../../src/log-line.js';
import {collect, event, messages, pages, rememberNotices, source} from '../support/events.js';

const shortRequests = 60_000;
const durationMs = 20_000;

/** A request that lasts and then fails, while so many others come and go that no hold could keep their lines. */
function denseTraffic(): LogEvent[] {
  const others = Array.from({length: shortRequests}, (_, index) => {
    const at = 1 + Math.floor((index * (durationMs - 2)) / shortRequests);
    return [
      event(at, `(other-${index}) Starting execution for request: other-${index}`),
      event(at, `(other-${index}) Method completed with status: 200`),
    ];
  });
  return [
    event(0, '(slow-request) Starting execution for request: slow-request'),
    ...others.flat(),
    event(durationMs, '(slow-request) Method completed with status: 502'),
    event(durationMs + 5_000, '(last-request) Starting execution for request: last-request'),
  ];
}

const hasFailed = ({request}: LogLine) => (request?.status ?? 0) >= 500;
const start = (id: string) => `(${id}) Starting execution for request: ${id}`;
const end = (id: string, status: number) => `(${id}) Method completed with status: ${status}`;

/** What of the events is printed, judged as they leave, what was said, and what was left out. */
async function hold(events: readonly LogEvent[], {isSelecting = true, atOnce = 10_000} = {}) {
  const notices = rememberNotices();
  const leftOut = new LeftOutLines();
  const correlator = new Correlator({seesWholeRequests: true, canTie: true});
  const batches: LogEvent[][] = [];
  for (let from = 0; from < events.length; from += atOnce) batches.push(events.slice(from, from + atOnce));
  const wanted = {isWantedItself: () => true, isOfWantedRequest: hasFailed, leftOut};
  const lines = holdForTies(pages(...batches), correlator, {
    notices,
    untilRequestIsComplete: true,
    wanted: isSelecting ? wanted : undefined,
  });
  const seen: AsyncIterable<LogLine[]> = (async function* () {
    for await (const batch of lines) yield batch.filter(hasFailed);
  })();
  const printed = messages((await collect(seen)).map(line => line.event));
  const {requestId, hasLinesWithoutId} = leftOut;
  return {printed, said: notices.said, leftOut: {requestId, hasLinesWithoutId}};
}

const nothing = {requestId: undefined, hasLinesWithoutId: false};

describe('holdForTies of a selection', () => {
  it('keeps the lines of a request that lasts, and throws out what nobody wants', async () => {
    const {printed, said, leftOut} = await hold(denseTraffic());
    assert.deepEqual(printed, [start('slow-request'), end('slow-request', 502)]);
    assert.deepEqual(said, []);
    assert.deepEqual(leftOut, nothing);
  });

  it('says so where it has to let lines go before their request is known', async () => {
    const {said} = await hold(denseTraffic(), {isSelecting: false});
    assert.equal(said.length, 1);
  });

  /** So many requests that fail are wanted, and held up by one that lasts. */
  const denseFailures = (statusOfSlow: number, lastMs = durationMs) => [
    event(0, start('slow-request')),
    ...Array.from({length: shortRequests}, (_, index) => {
      const at = 1 + Math.floor((index * (lastMs - 2)) / shortRequests);
      return [event(at, start(`other-${index}`)), event(at, end(`other-${index}`, 502))];
    }).flat(),
    event(durationMs, end('slow-request', statusOfSlow)),
    event(durationMs + 5_000, start('last-request')),
  ];

  it('names a selected request of which lines had to leave because too many waited', async () => {
    const {printed, said, leftOut} = await hold(denseFailures(502));
    assert.equal(printed.length, 2 * shortRequests + 1);
    assert.equal(printed.includes(start('slow-request')), false);
    assert.deepEqual(leftOut, {requestId: 'slow-request', hasLinesWithoutId: false});
    assert.deepEqual(said, []);
  });

  it('names no request that turned out not to be selected', async () => {
    const {printed, leftOut} = await hold(denseFailures(200));
    assert.equal(printed.length, 2 * shortRequests);
    assert.deepEqual(leftOut, nothing);
  });

  it('tells of a line without an id that had to leave because too many waited', async () => {
    const starting = event(0, 'INIT_START Runtime Version: nodejs:22.v1', {
      source: source({kind: 'lambda', name: 'orders'}),
    });
    const {leftOut} = await hold([starting, ...denseFailures(200, 9_000).slice(1)]);
    assert.deepEqual(leftOut, {requestId: undefined, hasLinesWithoutId: true});
  });

  const longRequest = (seconds: number) => [
    event(0, start('long-request')),
    ...Array.from({length: seconds}, (_, second) => event(second * 1_000 + 500, end(`other-${second}`, 200))),
    event(seconds * 1_000, end('long-request', 504)),
    event(seconds * 1_000 + 60_000, end('last-request', 200)),
  ];

  for (const seconds of [20, 29]) {
    it(`prints all of a selected request of ${seconds} s`, async () => {
      const {printed, leftOut} = await hold(longRequest(seconds), {atOnce: 1});
      assert.deepEqual(printed, [start('long-request'), end('long-request', 504)]);
      assert.deepEqual(leftOut, nothing);
    });
  }

  for (const seconds of [40, 200, 890]) {
    it(`names a selected request of ${seconds} s, whose first lines could not wait so long`, async () => {
      const {printed, leftOut} = await hold(longRequest(seconds), {atOnce: 1});
      assert.deepEqual(printed, [end('long-request', 504)]);
      assert.deepEqual(leftOut, {requestId: 'long-request', hasLinesWithoutId: false});
    });
  }

  it('forgets requests that must be over', () => {
    const leftOut = new LeftOutLines();
    const line = (apiRequestId: string, minutes: number) => ({
      apiRequestId,
      lambdaRequestId: undefined,
      event: event(minutes * 60_000, ''),
    });
    leftOut.add(line('forgotten', 0));
    leftOut.add(line('remembered', 2));
    leftOut.add(line('newest', 17));
    leftOut.addSelected(line('forgotten', 17));
    assert.equal(leftOut.requestId, undefined);
    leftOut.addSelected(line('remembered', 17));
    assert.equal(leftOut.requestId, 'remembered');
  });
});
