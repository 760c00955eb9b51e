import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import type {Schedule} from '../../src/render/progress.js';
import {createWatchStatus} from '../../src/render/watch-status.js';
import {FakeStream} from '../output/fake-stream.js';

const startedAt = 1_773_134_000_000;
const erase = '\r\x1b[K';

function start({isTerminal = true, sharesTerminal = false} = {}) {
  const stderr = new FakeStream();
  let now = startedAt;
  const tasks = new Map<() => void, number>();
  const schedule: Schedule = (task, intervalMs) => {
    tasks.set(task, intervalMs);
    return () => tasks.delete(task);
  };
  const clock = {now: () => now, sleep: async () => {}};
  const status = createWatchStatus(stderr, clock, {isTerminal, sharesTerminal, schedule});
  /** Lets time pass, and the timer run at the end of it. */
  const pass = (ms: number) => {
    now += ms;
    for (const task of tasks.keys()) task();
    return stderr.take();
  };
  return {status, stderr, tasks, pass};
}
const state = {sources: 4, events: 1_204, newestAt: startedAt - 3_000, isThrottled: false};

describe('createWatchStatus', () => {
  it('says what is followed, how much has come and when the last did', () => {
    const {status, pass} = start();
    status.update(state);
    assert.equal(pass(1_000), `${erase}following 4 log groups, 1,204 events, the last 4 s ago`);
  });

  it('says that nothing has come yet, and one in the singular', () => {
    const {status, pass} = start();
    status.update({sources: 1, events: 0, newestAt: undefined, isThrottled: false});
    assert.equal(pass(1_000), `${erase}following 1 log group, 0 events, none yet`);
    status.update({sources: 1, events: 1, newestAt: startedAt, isThrottled: false});
    assert.equal(pass(1_000), `${erase}following 1 log group, 1 event, the last 2 s ago`);
  });

  it('keeps the age of the last event over batches without any, in minutes and hours too', () => {
    const {status, pass} = start();
    status.update({...state, newestAt: startedAt});
    status.update({...state, newestAt: undefined});
    assert.match(pass(119_000), /the last 119 s ago$/);
    assert.match(pass(61_000), /the last 3 min ago$/);
    assert.match(pass(3 * 3_600_000), /the last 3 h ago$/);
  });

  it('says that AWS throttles', () => {
    const {status, pass} = start();
    status.update({...state, isThrottled: true});
    assert.match(pass(1_000), /, throttled by AWS$/);
  });

  it('is redrawn by the timer alone, every second', () => {
    const {status, stderr, tasks} = start();
    for (let i = 0; i < 100; i += 1) status.update(state);
    assert.equal(stderr.take(), '');
    assert.deepEqual([...tasks.values()], [1_000]);
  });

  it('shows nothing before there is anything to say', () => {
    assert.equal(start().pass(5_000), '');
  });

  it('leaves a terminal that log lines share alone until they have paused for ten seconds', () => {
    const {status, pass} = start({sharesTerminal: true});
    status.update(state);
    assert.equal(pass(9_999), '');
    assert.match(pass(1), /following 4 log groups/);
    status.update(state);
    assert.equal(pass(9_999), '');
    status.update({...state, newestAt: undefined});
    assert.match(pass(1), /following/);
  });

  it('gives way to log lines and notices, and comes back', () => {
    const {status, stderr, pass} = start();
    status.update(state);
    for (let i = 0; i < 2; i += 1) {
      assert.match(pass(0), /following/);
      status.clear();
      status.clear();
      assert.equal(stderr.take(), erase);
    }
  });

  it('is cut to the width of the terminal', () => {
    const {status, stderr, pass} = start();
    stderr.columns = 20;
    status.update(state);
    assert.equal(pass(1_000), `${erase}following 4 log gro`);
  });

  it('leaves nothing behind when it stops', () => {
    const {status, stderr, tasks, pass} = start();
    status.update(state);
    pass(1_000);
    status.stop();
    assert.equal(stderr.take(), erase);
    assert.equal(tasks.size, 0);
    status.stop();
    assert.equal(stderr.take(), '');
  });

  it('prints nothing and starts no timer where stderr is no terminal', () => {
    const {status, stderr, tasks, pass} = start({isTerminal: false});
    status.update(state);
    assert.equal(pass(60_000), '');
    status.clear();
    status.stop();
    assert.equal(stderr.take(), '');
    assert.equal(tasks.size, 0);
  });
});
