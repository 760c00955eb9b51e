import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {LogStore} from '../../src/local-aws/log-store.js';

const now = Date.UTC(2026, 2, 10);
const createStore = () => new LogStore({region: 'eu-west-1', accountId: '111122223333'}, () => now);
const everything = {startTime: 0, endTime: now * 2, direction: 'oldestFirst', after: undefined} as const;

describe('LogStore', () => {
  it('makes group and stream with the first event, and takes the events in from now on', () => {
    const logs = createStore();
    logs.putEvents('g', 's', [{timestamp: 5, message: 'x'}]);
    const [event] = logs.get('g').scan(everything);
    assert.deepEqual([event?.ingestionTime, event?.logStream], [now, 's']);
    assert.deepEqual([...logs.get('g').streams.keys()], ['s']);
  });

  it('makes a group once and deletes it once', () => {
    const logs = createStore();
    logs.createLogGroup('g');
    assert.throws(() => logs.createLogGroup('g'), {name: 'ResourceAlreadyExistsException'});
    logs.deleteLogGroup('g');
    assert.equal(logs.has('g'), false);
    assert.throws(() => logs.deleteLogGroup('g'), {name: 'ResourceNotFoundException'});
    assert.throws(() => logs.get('g'), {message: 'The specified log group does not exist.'});
  });

  it('gives different ids to more events than a batch or its counter can hold', () => {
    const logs = createStore();
    const message = 'x';
    const events = Array.from({length: 70_000}, () => ({timestamp: 7, message}));
    logs.putEvents('put', 's', events);
    logs.putGenerated('generated', 70_000, () => ({logStream: 's', timestamp: 7, message}));
    for (const group of ['put', 'generated']) {
      const ids = Array.from(logs.get(group).scan(everything), event => event.batch.eventId(event));
      assert.equal(new Set(ids).size, 70_000);
    }
  });

  it('computes only the generated events that are read', () => {
    const logs = createStore();
    let computed = 0;
    logs.putGenerated('g', 5_000_000, index => {
      computed += 1;
      return {logStream: 's', timestamp: index, message: `${index}`};
    });
    const window = {...everything, startTime: 4_000_000, endTime: 4_000_002};
    const messages = Array.from(logs.get('g').scan(window), ({message}) => message);
    assert.deepEqual(messages, ['4000000', '4000001', '4000002']);
    assert.ok(computed < 100, `${computed} events were computed`);
  });
});
