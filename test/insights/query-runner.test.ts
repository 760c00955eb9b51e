import assert from 'node:assert/strict';
import {getEventListeners} from 'node:events';
import {beforeEach, describe, it} from 'node:test';
import type {Clock} from '../../src/clock.js';
import type {InsightsQuery} from '../../src/insights/insights-query.js';
import {QueryFailure} from '../../src/insights/query-failure.js';
import {QueryRunner} from '../../src/insights/query-runner.js';
import {withinWindow} from '../../src/insights/query-text.js';
import {base, startInsightsFixture} from '../local-aws/insights/insights-fixture.js';

describe('QueryRunner', async () => {
  const fixture = await startInsightsFixture();
  const {aws, logs} = fixture;
  const window = {startTime: base, endTime: base + 59_999};
  const everything = `fields @message | ${withinWindow(window)} | sort @timestamp`;
  /** Time passes while somebody sleeps, and the service's with it. */
  const clock: Clock = {
    now: () => fixture.time,
    sleep: async (ms, signal) => {
      signal?.throwIfAborted();
      fixture.time += ms;
    },
  };
  let said: string[] = [];
  let stop = new AbortController();

  beforeEach(() => {
    said = [];
    stop = new AbortController();
    aws.faults.clear();
    aws.calls.clear();
  });

  const createRunner = () =>
    new QueryRunner({
      aws: {logsQueries: async () => logs},
      clock,
      notices: {
        notice: message => said.push(message),
        change: message => said.push(message),
        detail: () => {},
      },
      signal: stop.signal,
    });
  const ask = (logGroups: readonly string[], more: Partial<InsightsQuery> = {}): InsightsQuery => ({
    region: 'us-east-1',
    logGroups,
    ...window,
    queryString: everything,
    limit: 100_000,
    ...more,
  });

  it('gives the rows of a complete query, and says what it scanned', async () => {
    const runner = createRunner();
    const result = await runner.run(ask([fixture.put('/plain', 'one', 'two')]));
    assert.deepEqual(
      result.rows.map(row => row['@message']),
      ['one', 'two'],
    );
    assert.equal(result.isCut, false);
    assert.equal(runner.scanned.queries, 1);
    assert.equal(runner.scanned.records, 2);
    assert.ok(runner.scanned.bytes > 0);
  });

  it('takes no rows of a query that still runs', async () => {
    const logGroup = fixture.put('/running', ...Array.from({length: 40}, (_, index) => `line ${index}`));
    aws.insights.configure({scheduledPolls: 1, runningPolls: 4, recordsPerSecond: 20});
    const {rows} = await createRunner().run(ask([logGroup]));
    assert.equal(rows.length, 40);
  });

  it('reads every page of a result, and says where the limit was met', async () => {
    const logGroup = fixture.put('/long', ...Array.from({length: 25_000}, (_, index) => `${index}`));
    const whole = await createRunner().run(ask([logGroup]));
    assert.equal(whole.rows.length, 25_000);
    assert.equal(whole.rows.at(-1)?.['@message'], '24999');
    const cut = await createRunner().run(ask([logGroup], {limit: 24_000}));
    assert.deepEqual([cut.rows.length, cut.isCut], [24_000, true]);
  });

  it('asks of a query only when the one that it is asked after has ended', async () => {
    aws.insights.configure({runningPolls: 3});
    const runner = createRunner();
    const groups = [fixture.put('/after', 'one')];
    const first = runner.run(ask(groups));
    await Promise.all([first, runner.run(ask(groups, {askedAfter: first}))]);
    const asked = aws.calls.list('GetQueryResults').map(({input}) => input.queryId);
    const [firstId, secondId] = [...new Set(asked)];
    assert.deepEqual(asked, [...Array(4).fill(firstId), ...Array(4).fill(secondId)]);
  });

  it('asks at once of a query that has ended while another was waited for', async () => {
    aws.insights.configure({recordsPerSecond: 1});
    const runner = createRunner();
    const groups = [fixture.put('/together', ...Array.from({length: 20}, (_, index) => `line ${index}`))];
    const first = runner.run(ask(groups, {isPatient: true}));
    await Promise.all([first, runner.run(ask(groups, {askedAfter: first, isPatient: true}))]);
    const asked = aws.calls.list('GetQueryResults').map(({input}) => input.queryId);
    assert.equal(asked.filter(queryId => queryId === asked.at(-1)).length, 1);
    assert.ok(asked.length <= 9, `${asked.length} calls`);
  });

  it('begins the pages again when a page token is refused', async () => {
    const logGroup = fixture.put('/expiring', ...Array.from({length: 25_000}, (_, index) => `${index}`));
    aws.faults.add({
      operation: 'GetQueryResults',
      when: ({nextToken}) => nextToken !== undefined,
      times: 1,
      fault: {error: {name: 'InvalidParameterException', message: 'The specified nextToken is expired.'}},
    });
    const {rows} = await createRunner().run(ask([logGroup]));
    assert.deepEqual(new Set(rows.map(row => row['@message'])).size, 25_000);
    assert.equal(rows.length, 25_000);
  });

  it('starts a query again that failed, and gives it up at the third time', async () => {
    const logGroup = fixture.put('/failing', 'one');
    aws.insights.disturb({status: 'Failed', times: 2});
    assert.equal((await createRunner().run(ask([logGroup]))).rows.length, 1);
    aws.insights.disturb({status: 'Failed'});
    aws.calls.clear();
    await assert.rejects(
      createRunner().run(ask([logGroup])),
      (error: unknown) => error instanceof QueryFailure && error.end === 'Failed',
    );
    assert.equal(aws.calls.count('StartQuery'), 3);
  });

  it('waits out a state that AWS does not know', async () => {
    aws.insights.disturb({status: 'Unknown', polls: 3});
    assert.equal((await createRunner().run(ask([fixture.put('/unknown', 'one')]))).rows.length, 1);
  });

  it('leaves alone what somebody else stopped, or what took too long', async () => {
    const logGroup = fixture.put('/stopped', 'one');
    for (const status of ['Cancelled', 'Timeout'] as const) {
      aws.insights.disturb({status, times: 1});
      aws.calls.clear();
      await assert.rejects(
        createRunner().run(ask([logGroup])),
        (error: unknown) => error instanceof QueryFailure && error.end === status,
      );
      assert.equal(aws.calls.count('StartQuery'), 1);
    }
  });

  it('waits for its turn where the account runs as many queries as it may, and says so once', async () => {
    const logGroup = fixture.put('/busy', 'one');
    aws.faults.add({
      operation: 'StartQuery',
      times: 12,
      fault: {error: {name: 'LimitExceededException', message: 'Account maximum query concurrency limit'}},
    });
    assert.equal((await createRunner().run(ask([logGroup]))).rows.length, 1);
    assert.match(said.join('\n'), /Logs Insights is busy \(Account maximum .*queries wait for their turn/);
  });

  it('asks of more than 50 log groups in several queries', async () => {
    const logGroups = Array.from({length: 120}, (_, index) => fixture.put(`/many/${index}`, `${index}`));
    const {rows} = await createRunner().run(ask(logGroups));
    assert.equal(rows.length, 120);
    assert.equal(aws.calls.count('StartQuery'), 3);
  });

  it('has ten queries at once under way at most', async () => {
    aws.insights.configure({runningPolls: 2});
    const logGroup = fixture.put('/plenty', 'one');
    let most = 0;
    const runner = createRunner();
    await Promise.all(
      Array.from({length: 30}, async () => {
        await runner.run(ask([logGroup]));
        most = Math.max(most, aws.insights.running);
      }),
    );
    assert.ok(most > 0 && most <= 10, `${most} at once`);
    assert.equal(runner.scanned.queries, 30);
  });

  it('stops also what AWS was just about to start when the run ends', async () => {
    const logGroup = fixture.put('/starting', 'one');
    aws.insights.configure({runningPolls: Number.POSITIVE_INFINITY});
    aws.faults.add({operation: 'StartQuery', fault: {delayMs: 50}});
    const run = createRunner().run(ask([logGroup]));
    while (aws.calls.count('StartQuery') === 0) await new Promise(resolve => setImmediate(resolve));
    stop.abort();
    await assert.rejects(run, {name: 'AbortError'});
    assert.equal(aws.calls.count('StopQuery'), 1);
    assert.equal(aws.insights.running, 0);
  });

  it('stops what is running when the run ends', async () => {
    const logGroup = fixture.put('/endless', 'one');
    aws.insights.configure({runningPolls: Number.POSITIVE_INFINITY});
    const run = createRunner().run(ask([logGroup]));
    while (aws.calls.count('GetQueryResults') === 0) await new Promise(resolve => setImmediate(resolve));
    stop.abort();
    await assert.rejects(run, {name: 'AbortError'});
    assert.equal(aws.calls.count('StopQuery'), 1);
    assert.equal(aws.insights.running, 0);
  });

  it('stops at once also what is asked after another', async () => {
    const logGroup = fixture.put('/endless', 'one');
    aws.insights.configure({runningPolls: Number.POSITIVE_INFINITY});
    aws.faults.add({operation: 'StopQuery', fault: {delayMs: 200}});
    const runner = createRunner();
    const first = runner.run(ask([logGroup]));
    const second = runner.run(ask([logGroup], {askedAfter: first}));
    const ends = Promise.allSettled([first, second]);
    let isFirstOver = false;
    const over = () => {
      isFirstOver = true;
    };
    first.then(over, over);
    while (aws.calls.count('StartQuery') < 2) await new Promise(resolve => setImmediate(resolve));
    while (aws.calls.count('GetQueryResults') === 0) await new Promise(resolve => setImmediate(resolve));
    stop.abort();
    while (aws.calls.count('StopQuery') < 2) await new Promise(resolve => setImmediate(resolve));
    assert.equal(isFirstOver, false);
    await ends;
  });

  it('leaves nothing behind at the signal of the run, however many queries there were', async () => {
    const runner = createRunner();
    const logGroup = fixture.put('/signalled', 'one');
    await runner.run(ask([logGroup]));
    const after = getEventListeners(stop.signal, 'abort').length;
    for (let queries = 0; queries < 3; queries += 1) await runner.run(ask([logGroup]));
    assert.equal(getEventListeners(stop.signal, 'abort').length, after);
  });

  it('rejects with the SDK’s error where a call is not allowed', async () => {
    const logGroup = fixture.put('/denied', 'one');
    aws.faults.deny('logs:StartQuery');
    await assert.rejects(createRunner().run(ask([logGroup])), {name: 'AccessDeniedException'});
  });
});
