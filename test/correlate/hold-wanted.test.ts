import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {Correlator} from '../../src/correlate/correlator.js';
import {holdForTies} from '../../src/correlate/hold-for-ties.js';
import type {LogEvent} from '../../src/log-event.js';
import type {LogLine} from '../../src/log-line.js';
import {collect, event, messages, pages, rememberNotices} from '../support/events.js';

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

describe('holdForTies of a selection', () => {
  const heldLines = async (isWanted: ((line: LogLine) => boolean) | undefined) => {
    const notices = rememberNotices();
    const correlator = new Correlator({seesWholeRequests: true, canTie: true});
    const batches: LogEvent[][] = [];
    const events = denseTraffic();
    for (let from = 0; from < events.length; from += 10_000) batches.push(events.slice(from, from + 10_000));
    const lines = holdForTies(pages(...batches), correlator, {
      notices,
      untilRequestIsComplete: true,
      isWanted,
    });
    // Judged when they leave, as a printer does.
    const seen: AsyncIterable<LogLine[]> = (async function* () {
      for await (const batch of lines) yield batch.filter(hasFailed);
    })();
    const wanted = await collect(seen);
    return {wanted: messages(wanted.map(line => line.event)), said: notices.said};
  };

  it('keeps the lines of a request that lasts, and throws out what nobody wants', async () => {
    const {wanted, said} = await heldLines(hasFailed);
    assert.deepEqual(wanted, [
      '(slow-request) Starting execution for request: slow-request',
      '(slow-request) Method completed with status: 502',
    ]);
    assert.deepEqual(said, []);
  });

  it('says so where it has to let lines go before their request is known', async () => {
    const {said} = await heldLines(undefined);
    assert.equal(said.length, 1);
  });
});
