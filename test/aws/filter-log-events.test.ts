import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {CallBudget} from '../../src/aws/call-budget.js';
import {createFilterLogEvents, type SendFilterLogEvents} from '../../src/aws/filter-log-events.js';
import {rememberNotices} from '../support/events.js';
import {FakeClock} from '../support/fake-clock.js';

const answer = {$metadata: {}, events: []};
const failure = (name: string, fields: object = {}) => Object.assign(new Error(name), {name}, fields);
const throttling = () => failure('ThrottlingException', {$metadata: {httpStatusCode: 400}});
const unavailable = () => failure('ServiceUnavailableException', {$metadata: {httpStatusCode: 503}});

function setUp(send: (call: number) => Promise<typeof answer>) {
  const clock = new FakeClock(0);
  const budget = new CallBudget({rate: 10, clock});
  const statistics = {calls: 0, throttled: 0};
  const port: SendFilterLogEvents = () => send(statistics.calls);
  const filterLogEvents = createFilterLogEvents({
    send: port,
    budget,
    clock,
    statistics,
    notices: rememberNotices(),
  });
  const {signal} = new AbortController();
  return {clock, statistics, call: () => filterLogEvents({logGroupName: 'g'}, signal)};
}

describe('createFilterLogEvents', () => {
  it('waits throttling out, however often', async () => {
    const {clock, statistics, call} = setUp(async n => {
      if (n <= 20) throw throttling();
      return answer;
    });
    const page = call();
    await clock.advance(120_000);
    assert.equal(await page, answer);
    assert.deepEqual(statistics, {calls: 21, throttled: 20});
  });

  it('gives up when five minutes brought nothing but throttling', async () => {
    const {clock, call} = setUp(async () => {
      throw throttling();
    });
    const page = assert.rejects(call(), {name: 'ThrottlingException'});
    await clock.advance(6 * 60_000);
    await page;
  });

  it('does not give up while other calls are answered, however long its own turn takes', async () => {
    const {clock, statistics, call} = setUp(async n => {
      if (n % 2 === 1) throw throttling();
      return answer;
    });
    const pages = Promise.all(Array.from({length: 500}, call));
    await clock.advance(60 * 60_000);
    assert.equal((await pages).length, 500);
    assert.equal(statistics.throttled, 500);
  });

  it('tries a passing failure five times', async () => {
    const {clock, statistics, call} = setUp(async n => {
      if (n < 5) throw unavailable();
      return answer;
    });
    const page = call();
    await clock.advance(60_000);
    assert.equal(await page, answer);
    assert.equal(statistics.calls, 5);
  });

  it('fails with the failure after the fifth try', async () => {
    const {clock, statistics, call} = setUp(async () => {
      throw unavailable();
    });
    const page = assert.rejects(call(), {name: 'ServiceUnavailableException'});
    await clock.advance(60_000);
    await page;
    assert.equal(statistics.calls, 5);
  });

  it('does not repeat what will not pass', async () => {
    const {statistics, call} = setUp(async () => {
      throw failure('AccessDeniedException', {$metadata: {httpStatusCode: 400}});
    });
    await assert.rejects(call(), {name: 'AccessDeniedException'});
    assert.equal(statistics.calls, 1);
  });
});
