import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {splitPage} from '../../src/aws/events-text.js';
import {newApiRequest} from '../../src/correlate/api-request.js';
import {PendingLine} from '../../src/correlate/correlator.js';
import {HeldLines} from '../../src/correlate/held-lines.js';
import {newInvocation} from '../../src/correlate/invocation.js';
import type {LogEvent} from '../../src/log-event.js';
import {levels} from '../../src/log-line.js';
import {toLogPage} from '../../src/read/log-page.js';
import {executionSource} from '../support/events.js';

const count = 3_000;

/** The events of a page that is kept as text. */
function textEvents(): LogEvent[] {
  const events = Array.from({length: count}, (_, index) => ({
    logStreamName: `s${index % 3}`,
    timestamp: 1_000 + index,
    message: `line ${index} grüße`,
    ingestionTime: 2_000 + index,
    eventId: String(index),
  }));
  const split = splitPage(Buffer.from(JSON.stringify({events})));
  const page = toLogPage({events: [], eventsText: split?.events}, () => executionSource);
  return [...page.events.parts()].flat();
}

const invocationOf = (id: string) => {
  const firstLine = {source: executionSource, logStream: 's', timestamp: 1};
  return {...newInvocation(id, firstLine, {isSettled: false, mayBeRequest: true}), startedAt: 1};
};
const invocations = [undefined, invocationOf('1'), invocationOf('2'), undefined, invocationOf('3')];
const sandboxStart = {startedAt: 1, invocation: invocations[1], belongs: undefined};
const spot = {invocation: () => invocations[2], isOpen: () => true};

const requests = [newApiRequest('a'), newApiRequest('b'), undefined];

/** Some lines have what only an object keeps; the others are made again. */
function lineOf(event: LogEvent, index: number): PendingLine {
  const line = new PendingLine(event);
  line.level = [undefined, ...levels][index % 7];
  line.isPlatform = index % 2 === 0;
  line.textStart = index % 132;
  line.request = requests[index % 3];
  line.invocation = invocations[index % 5];
  if (index % 7 === 0) line.payload = `payload ${index}`;
  if (index % 13 === 0) line.sandboxStart = sandboxStart;
  if (index % 17 === 0) line.spot = spot;
  if (index % 11 === 0) line.textStart = 1_000;
  return line;
}

const isObject = (index: number) => [7, 11, 13, 17].some(each => index % each === 0);

const described = (line: PendingLine | undefined) => {
  if (!line) return undefined;
  const {source, logStream, timestamp, ingestionTime, eventId, message} = line.event;
  const {level, isPlatform, textStart, request, invocation, payload, canary, late, sandboxStart, spot} = line;
  return {
    ...{source, logStream, timestamp, ingestionTime, eventId, message},
    ...{level, isPlatform, textStart, request, invocation, payload, canary, late},
    ...{sandboxStart, spot},
  };
};

describe('HeldLines', () => {
  it('gives every line as it came, in order, while others come', () => {
    const held = new HeldLines();
    const lines = textEvents().map(lineOf);
    const taken: unknown[] = [];
    for (const [index, line] of lines.entries()) {
      held.push(line);
      // So that the ring goes round, and grows while its start lies in the middle.
      if (index % 3 === 0 || index > 2_900) taken.push(described(held.takeFirst()));
    }
    while (held.length > 0) taken.push(described(held.takeFirst()));
    assert.deepEqual(taken, lines.map(described));
    assert.equal(held.takeFirst(), undefined);
  });

  it('tells of the first line what decides when it may leave', () => {
    const held = new HeldLines();
    for (const [index, event] of textEvents().entries()) {
      const line = lineOf(event, index);
      held.push(line);
      assert.equal(held.firstTimestamp, event.timestamp);
      assert.equal(held.firstObject, isObject(index) ? line : undefined);
      if (!held.firstObject) {
        assert.equal(held.firstRequest, line.request);
        assert.equal(held.firstInvocation, line.invocation);
      }
      held.takeFirst();
    }
  });

  it('leaves out what is not kept', () => {
    const held = new HeldLines();
    const lines = textEvents().map(lineOf);
    for (const line of lines) held.push(line);
    held.filter(({event}) => event.timestamp % 4 === 0);
    assert.equal(held.length, count / 4);
    const rest = Array.from({length: held.length}, () => described(held.takeFirst()));
    assert.deepEqual(rest, lines.filter(({event}) => event.timestamp % 4 === 0).map(described));
  });
});
