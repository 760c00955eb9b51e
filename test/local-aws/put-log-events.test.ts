import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {Input} from '../../src/local-aws/input.js';
import {LogStore} from '../../src/local-aws/log-store.js';
import {putLogEvents} from '../../src/local-aws/put-log-events.js';

const now = Date.UTC(2026, 2, 10);
const day = 24 * 60 * 60 * 1000;
const hour = 60 * 60 * 1000;

function put(...logEvents: readonly unknown[]): {answer: object; stored: readonly string[]} {
  const logs = new LogStore({region: 'eu-west-1', accountId: '111122223333'}, () => now);
  logs.createLogGroup('g', {retentionInDays: 7});
  logs.createLogStream('g', 's');
  const answer = putLogEvents(logs, new Input({logGroupName: 'g', logStreamName: 's', logEvents}), now);
  const everything = {startTime: 0, endTime: now * 2, direction: 'oldestFirst', after: undefined} as const;
  return {answer, stored: Array.from(logs.get('g').scan(everything), ({message}) => message)};
}

const at = (timestamp: number, message = 'x') => ({timestamp, message});

const refusal = (message: RegExp) => ({name: 'InvalidParameterException', message});

describe('putLogEvents', () => {
  it('stores a batch', () => {
    assert.deepEqual(put(at(now - 1, 'a'), at(now, 'b')), {
      answer: {nextSequenceToken: '1'},
      stored: ['a', 'b'],
    });
  });

  it('leaves out what is older than the retention and says so', () => {
    const {answer, stored} = put(at(now - 7 * day - 1, 'old'), at(now - 7 * day, 'kept'));
    assert.deepEqual(stored, ['kept']);
    assert.deepEqual(answer, {nextSequenceToken: '1', rejectedLogEventsInfo: {tooOldLogEventEndIndex: 1}});
  });

  it('leaves out what lies more than two hours ahead and says so', () => {
    const {answer, stored} = put(
      at(now, 'kept'),
      at(now + 2 * hour, 'kept too'),
      at(now + 2 * hour + 1, 'new'),
    );
    assert.deepEqual(stored, ['kept', 'kept too']);
    assert.deepEqual(answer, {nextSequenceToken: '1', rejectedLogEventsInfo: {tooNewLogEventStartIndex: 2}});
  });

  it('refuses a batch that is not in order, spans more than a day, is empty or too large', () => {
    assert.throws(() => put(at(now), at(now - 1)), refusal(/chronological order/));
    assert.throws(() => put(at(now - day - 1), at(now)), refusal(/span more than 24 hours/));
    assert.throws(() => put(), refusal(/empty/));
    const many = Array.from({length: 10_001}, () => at(now));
    assert.throws(() => put(...many), refusal(/10000/));
    const bytes = at(now, 'x'.repeat(1_048_576 - 25));
    assert.throws(() => put(bytes), refusal(/^Upload too large: 1048577 bytes exceeds limit of 1048576$/));
  });

  it('refuses an event without time or message', () => {
    assert.throws(() => put({message: 'x'}), refusal(/timestamp/));
    assert.throws(() => put({timestamp: now}), refusal(/message/));
    assert.throws(() => put('x'), refusal(/timestamp/));
  });
});
