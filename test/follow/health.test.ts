import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {ApilogsError} from '../../src/errors.js';
import {Health, needsLogin} from '../../src/follow/health.js';
import {rememberNotices} from '../support/events.js';
import {FakeClock} from '../support/fake-clock.js';

const lost = Object.assign(new Error('connect ECONNREFUSED'), {code: 'ECONNREFUSED'});
const denied = Object.assign(new Error('not authorized'), {name: 'AccessDeniedException'});
const explained = new ApilogsError('AWS cannot be reached');
const ofGroup = (logGroup: string) => new ApilogsError(`no permission to read log group "${logGroup}"`);

function start() {
  const clock = new FakeClock();
  const {said, ...notices} = rememberNotices();
  return {clock, said, health: new Health(clock, notices)};
}

describe('Health', () => {
  it('says nothing as long as all is well', () => {
    const {health, said} = start();
    health.succeeded('one');
    assert.equal(health.isTroubled, false);
    assert.deepEqual(said, []);
  });

  it('says once that the network is lost, for all groups, and once when all can be read again', () => {
    const {health, said, clock} = start();
    for (let round = 0; round < 10; round += 1) {
      health.failed('one', lost, explained);
      health.failed('two', lost, explained);
      clock.jump(5_000);
    }
    assert.equal(health.isTroubled, true);
    assert.deepEqual(said, ['AWS cannot be reached; still trying']);
    health.succeeded('one');
    assert.equal(said.length, 1, 'the other group may still fail');
    health.succeeded('two');
    assert.equal(health.isTroubled, false);
    assert.deepEqual(said.slice(1), ['AWS answers again after 50 seconds; nothing was missed']);
    health.succeeded('one');
    assert.equal(said.length, 2);
  });

  it('says so again when it is lost a second time', () => {
    const {health, said} = start();
    for (let outage = 0; outage < 2; outage += 1) {
      health.failed('one', lost, explained);
      health.succeeded('one');
    }
    assert.deepEqual(
      said.map(text => text.replace(/ after.*/, '')),
      [
        'AWS cannot be reached; still trying',
        'AWS answers again',
        'AWS cannot be reached; still trying',
        'AWS answers again',
      ],
    );
  });

  it('says of each log group for itself that it is denied, and that it is no more', () => {
    const {health, said} = start();
    health.failed('one', denied, ofGroup('one'));
    health.failed('two', denied, ofGroup('two'));
    health.failed('one', denied, ofGroup('one'));
    health.succeeded('two');
    assert.deepEqual(said, [
      'no permission to read log group "one"; still trying',
      'no permission to read log group "two"; still trying',
      'log group "two" can be read again after 1 second; nothing was missed',
    ]);
    assert.equal(health.isTroubled, true);
  });

  it('takes throttling for everyday life, until nothing was answered for ten seconds', () => {
    const {health, said, clock} = start();
    clock.jump(9_999);
    health.throttled();
    assert.deepEqual([health.isThrottled, said], [false, []]);
    health.succeeded('one');
    clock.jump(10_000);
    health.throttled();
    health.throttled();
    assert.equal(health.isThrottled, true);
    assert.deepEqual(said, ['AWS throttles FilterLogEvents: new lines come late']);
    clock.jump(5_000);
    health.succeeded('one');
    assert.equal(health.isThrottled, false);
    assert.deepEqual(said.slice(1), ['AWS answers again after 15 seconds; nothing was missed']);
  });

  it('says that the machine was asleep, which is not throttling', () => {
    const {health, said, clock} = start();
    clock.jump(3_600_000);
    health.slept(3_600_000);
    health.throttled();
    assert.deepEqual(said, ['this machine was asleep for 1 hour; reading what came meanwhile']);
  });
});

describe('needsLogin', () => {
  it('tells expired credentials from what passes by itself', () => {
    const expired = Object.assign(new Error('expired'), {name: 'ExpiredTokenException'});
    assert.deepEqual([expired, lost, denied].map(needsLogin), [true, false, false]);
  });

  it('says that a login has expired also while the network was said to be lost', () => {
    const {health, said} = start();
    const expired = Object.assign(new Error('expired'), {name: 'ExpiredTokenException'});
    health.failed('one', lost, explained);
    health.failed('one', expired, new ApilogsError('the AWS credentials have expired'));
    health.succeeded('one');
    assert.deepEqual(said.slice(0, 2), [
      'AWS cannot be reached; still trying',
      'the AWS credentials have expired; still trying',
    ]);
    assert.equal(said.length, 3);
  });
});
