import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {ServerClock} from '../../src/aws/server-clock.js';
import {FakeClock} from '../support/fake-clock.js';

/** A service whose clock differs from the local one, and whose `Date` headers are cut to the second. */
function start(differenceMs: number) {
  const clock = new FakeClock(1_773_134_000_300);
  const service = {differenceMs};
  const serverClock = new ServerClock(clock);
  return {
    clock,
    service,
    serverClock,
    /** A call now, whose answer took so long. */
    call: (tookMs = 40) => {
      const sentAt = clock.now();
      clock.jump(tookMs);
      const date = Math.floor((clock.now() + service.differenceMs) / 1_000) * 1_000;
      serverClock.observe(date, sentAt, clock.now());
    },
  };
}

describe('ServerClock', () => {
  it('is the local clock while nothing is known, and while the two agree', () => {
    const {serverClock, clock, call} = start(0);
    assert.equal(serverClock.now(), clock.now());
    for (let i = 0; i < 20; i += 1) {
      call();
      clock.jump(730);
    }
    assert.equal(serverClock.now(), clock.now());
  });

  for (const minutes of [7, -7]) {
    it(`finds out that the service is ${minutes} minutes ahead, better with each answer`, () => {
      const {serverClock, clock, call} = start(minutes * 60_000);
      call();
      assert.ok(Math.abs(serverClock.differenceMs - minutes * 60_000) <= 1_040);
      for (let i = 0; i < 200; i += 1) {
        clock.jump(333);
        call();
      }
      assert.ok(Math.abs(serverClock.differenceMs - minutes * 60_000) < 60, `${serverClock.differenceMs} ms`);
    });
  }

  it('follows when one of the clocks is set', () => {
    const {serverClock, call, service} = start(300_000);
    call();
    service.differenceMs = 0;
    call();
    assert.equal(serverClock.differenceMs, 0);
    service.differenceMs = -3_600_000;
    call();
    assert.ok(Math.abs(serverClock.differenceMs + 3_600_000) <= 1_040);
  });

  it('is not misled by an answer that took long', () => {
    const {serverClock, call} = start(0);
    call(30_000);
    assert.equal(serverClock.differenceMs, 0);
  });
});
