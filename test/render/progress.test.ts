import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {createProgress, type Schedule} from '../../src/render/progress.js';
import {FakeStream} from '../output/fake-stream.js';

function start({isTerminal = true, counted = 'event'} = {}) {
  const stderr = new FakeStream();
  let now = 1_000_000;
  const tasks = new Set<() => void>();
  const schedule: Schedule = task => {
    tasks.add(task);
    return () => tasks.delete(task);
  };
  const clock = {now: () => now, sleep: async () => {}};
  const progress = createProgress(stderr, clock, {isTerminal, schedule, counted});
  /** Lets time pass, and the timer run at the end of it. */
  const pass = (ms: number) => {
    now += ms;
    for (const task of tasks) task();
    return stderr.take();
  };
  return {progress, stderr, tasks, pass};
}
const state = {share: 0.4349, calls: 128, events: 1_204_310};

describe('createProgress', () => {
  it('says how far a read has come once it took two seconds', () => {
    const {progress, pass} = start();
    progress.update(state);
    assert.equal(pass(1_999), '');
    assert.equal(pass(1), '\r\x1b[Kreading: 43 %, 128 calls, 1,204,310 events');
  });

  it('names what is counted', () => {
    const {progress, pass} = start({counted: 'stage'});
    progress.update({share: 0.5, calls: 2, events: 1});
    assert.equal(pass(2_000), '\r\x1b[Kreading: 50 %, 2 calls, 1 stage');
  });

  it('rewrites the line when something changed, and only then', () => {
    const {progress, pass} = start();
    progress.update(state);
    pass(2_000);
    assert.equal(pass(200), '');
    progress.update({share: 0.9999, calls: 1, events: 1});
    assert.equal(pass(200), '\r\x1b[Kreading: 99 %, 1 call, 1 event');
  });

  it('prints however many updates there are only with the timer', () => {
    const {progress, pass, stderr} = start();
    pass(2_000);
    for (let calls = 0; calls < 100; calls++) progress.update({calls, events: 0});
    assert.equal(stderr.take(), '');
    assert.equal(pass(200), '\r\x1b[Kreading: 99 calls, 0 events');
  });

  it('gives way to log lines, and comes back with the timer', () => {
    const {progress, pass, stderr} = start();
    progress.clear();
    assert.equal(stderr.take(), '');
    progress.update(state);
    const shown = pass(2_000);
    progress.clear();
    progress.clear();
    assert.equal(stderr.take(), '\r\x1b[K');
    assert.equal(pass(200), shown);
  });

  it('leaves nothing behind when it stops', () => {
    const {progress, pass, stderr, tasks} = start();
    progress.update(state);
    pass(2_000);
    progress.stop();
    assert.equal(stderr.take(), '\r\x1b[K');
    assert.equal(tasks.size, 0);
  });

  it('is cut to the width that the terminal has at the time', () => {
    const {progress, stderr, pass} = start();
    stderr.columns = 20;
    progress.update(state);
    assert.equal(pass(2_000), '\r\x1b[Kreading: 43 %, 128 ');
    stderr.columns = 12;
    assert.equal(pass(200), '\r\x1b[Kreading: 43');
  });

  it('shows no more than all and no less than nothing', () => {
    const {progress, pass} = start();
    pass(2_000);
    const percent = (share: number) => {
      progress.update({share, calls: 0, events: 0});
      return /\d+ %/.exec(pass(200))?.[0];
    };
    assert.deepEqual([1.5, -1, 0.5, Number.NaN].map(percent), ['100 %', '0 %', '50 %', '0 %']);
  });

  it('prints nothing and starts no timer where stderr is no terminal', () => {
    const {progress, pass, stderr, tasks} = start({isTerminal: false});
    progress.update(state);
    assert.equal(pass(10_000), '');
    progress.clear();
    progress.stop();
    assert.equal(stderr.take(), '');
    assert.equal(tasks.size, 0);
  });
});
