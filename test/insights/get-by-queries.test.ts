import assert from 'node:assert/strict';
import {afterEach, beforeEach, describe, it} from 'node:test';
import {LocalAws} from '../../src/local-aws/local-aws.js';
import {runWithoutWaiting} from '../support/run-without-waiting.js';

const t0 = Date.parse('2026-03-10T09:16:40.000Z');
const window = ['-s', '2026-03-10T09:15:00Z', '-e', '2026-03-10T09:25:00Z'];

describe('get, by queries', () => {
  let localAws: LocalAws;
  beforeEach(async () => {
    localAws = await LocalAws.start();
  });
  afterEach(() => localAws.stop());

  /** Puts a message at each of these milliseconds behind `t0`. */
  const put = (logGroup: string, messages: Readonly<Record<number, string>>) =>
    localAws.logs.putEvents(
      logGroup,
      'stream',
      Object.entries(messages).map(([ms, message]) => ({
        timestamp: t0 + Number(ms),
        ingestionTime: t0 + Number(ms) + 500,
        message,
      })),
    );
  const get = (logGroups: readonly string[], ...more: readonly string[]) =>
    runWithoutWaiting(
      ['get', ...logGroups.flatMap(name => ['--log-group', name]), ...window, '-o', 'raw', ...more],
      localAws,
    );
  const byQueries = (logGroups: readonly string[], ...more: readonly string[]) =>
    get(logGroups, '--engine', 'insights', ...more);

  it('merges log groups, and says what was scanned and what that costs', async () => {
    put('/a', {1: 'one', 3: 'three'});
    put('/b', {2: 'two'});
    const {stdout, stderr, exitCode} = await byQueries(['/a', '/b']);
    assert.deepEqual([stdout, exitCode], ['one\ntwo\nthree\n', 0]);
    assert.match(
      stderr,
      /^apilogs: Logs Insights: 2 queries scanned 3 records, 1 kB: less than 0.0001 USD\n$/,
    );
    assert.equal(localAws.calls.count('FilterLogEvents'), 0);
  });

  it('says nothing of it with --quiet, and each query with -v', async () => {
    put('/a', {1: 'one'});
    assert.equal((await byQueries(['/a'], '--quiet')).stderr, '');
    const {stderr} = await byQueries(['/a'], '-v', '-f', '"a/b" -c');
    assert.match(
      stderr,
      /StartQuery on \/a from 2026-03-10T09:15:00.000Z to 2026-03-10T09:25:00.000Z: fields @timestamp, /,
    );
    assert.match(
      stderr,
      /\| filter @message like \/a\\\/b\/ and not \(@message like \/c\/\) \| sort @timestamp asc\n/,
    );
  });

  it('counts at the price that is given', async () => {
    put('/a', {1: 'x'.repeat(200_000)});
    for (const [args, env] of [
      [['--price-per-gb', '5'], {}],
      [[], {APILOGS_PRICE_PER_GB: '5', APILOGS_ENGINE: 'insights'}],
    ] as const) {
      const {stderr} = await runWithoutWaiting(
        ['get', '/a', ...window, ...(args.length > 0 ? ['--engine', 'insights'] : []), ...args],
        localAws,
        {env},
      );
      assert.match(stderr, /about 0.001 USD/);
    }
  });

  it('gives the milliseconds of the window and no others', async () => {
    put('/a', {999: 'before', 1000: 'first', 1500: 'last', 1501: 'behind'});
    const {stdout} = await runWithoutWaiting(
      ['get', '/a', '--engine', 'insights', '-o', 'raw', '-s', String(t0 + 1_000), '-e', String(t0 + 1_500)],
      localAws,
    );
    assert.equal(stdout, 'first\nlast\n');
  });

  it('prints when an event was taken in, and null for its id', async () => {
    put('/a', {1: 'one'});
    const {stdout} = await runWithoutWaiting(
      ['get', '/a', ...window, '-o', 'json', '--engine', 'insights'],
      localAws,
    );
    assert.match(
      stdout,
      /"timestamp":"2026-03-10T09:16:40.001Z".*"ingestionTime":"2026-03-10T09:16:40.501Z"/,
    );
    assert.match(stdout, /"eventId":null/);
  });

  it('queries the log groups that FilterLogEvents cannot read, after saying so, and reads the others', async () => {
    localAws.logs.createLogGroup('/cold', {logGroupClass: 'INFREQUENT_ACCESS', creationTime: t0});
    put('/cold', {2: 'cold'});
    put('/warm', {1: 'warm', 3: 'warmer'});
    const {stdout, stderr, exitCode} = await get(['/cold', '/warm']);
    assert.deepEqual([stdout, exitCode], ['warm\ncold\nwarmer\n', 0]);
    assert.match(
      stderr,
      /^apilogs: log group "\/cold" is of class INFREQUENT_ACCESS, which FilterLogEvents cannot read: it is queried with Logs Insights, for which AWS bills about 0.005 USD a GB scanned\n {2}hint: --engine filter leaves it out\n/,
    );
    assert.equal(localAws.calls.count('StartQuery'), 1);
    const newest = await get(['/cold', '/warm'], '-n', '2');
    assert.equal(newest.stdout, 'cold\nwarmer\n');
  });

  it('leaves those out where only FilterLogEvents may read, with code 8', async () => {
    localAws.logs.createLogGroup('/cold', {logGroupClass: 'INFREQUENT_ACCESS', creationTime: t0});
    put('/warm', {1: 'warm'});
    const {stdout, stderr, exitCode} = await get(['/cold', '/warm'], '--engine', 'filter');
    assert.deepEqual([stdout, exitCode], ['warm\n', 8]);
    assert.match(stderr, /log group "\/cold" is of class INFREQUENT_ACCESS/);
    assert.equal(localAws.calls.count('StartQuery'), 0);
  });

  it('queries nothing in a watch, and says why a log group is missing from it', async () => {
    localAws.logs.createLogGroup('/cold', {logGroupClass: 'INFREQUENT_ACCESS', creationTime: t0});
    put('/warm', {1: 'warm'});
    const {stderr} = await runWithoutWaiting(
      ['tail', '--log-group', '/cold', '--log-group', '/warm', '--for', '3s'],
      localAws,
      {env: {APILOGS_ENGINE: 'insights'}},
    );
    assert.match(stderr, /log group "\/cold" is of class INFREQUENT_ACCESS/);
    assert.equal(localAws.calls.count('StartQuery'), 0);
  });

  it('queries nothing that a delivery takes away', async () => {
    localAws.logs.createLogGroup('/gone', {logGroupClass: 'DELIVERY', creationTime: t0});
    assert.equal((await get(['/gone'])).exitCode, 8);
    assert.equal(localAws.calls.count('StartQuery'), 0);
  });

  it('reads the others where one is missing, may not be queried, or fails', async () => {
    put('/a', {1: 'a'});
    put('/b', {2: 'b'});
    assert.equal((await byQueries(['/a', '/none'])).exitCode, 5);

    const isB = ({logGroupNames}: Readonly<Record<string, unknown>>) =>
      Array.isArray(logGroupNames) && logGroupNames.includes('/b');
    localAws.faults.deny('logs:StartQuery', isB);
    const denied = await byQueries(['/a', '/b']);
    assert.deepEqual([denied.stdout, denied.exitCode], ['a\n', 8]);
    assert.match(
      denied.stderr,
      /no permission to read log group "\/b"; .*\n {2}hint: allow logs:StartQuery on/,
    );
    localAws.faults.clear();

    for (const status of ['Failed', 'Cancelled', 'Timeout'] as const) {
      localAws.insights.disturb({status, when: ({logGroups}) => logGroups.includes('/b')});
      const {stdout, stderr, exitCode} = await byQueries(['/a', '/b']);
      assert.deepEqual([stdout, exitCode], ['a\n', 8], status);
      assert.match(stderr, /cannot read log group "\/b": the query (failed|was stopped|took more than)/);
      localAws.insights.clear();
    }
  });

  it('names the action where results may not be fetched, with code 4', async () => {
    put('/a', {1: 'a'});
    localAws.faults.deny('logs:GetQueryResults');
    const {stderr, exitCode} = await byQueries(['/a']);
    assert.equal(exitCode, 4);
    assert.match(stderr, /hint: allow logs:GetQueryResults/);
  });

  it('cuts the window where a query takes too long', async () => {
    put('/a', {1: 'one', 60000: 'two'});
    localAws.insights.disturb({
      status: 'Timeout',
      when: ({startTime, endTime}) => endTime - startTime > 80_000,
    });
    const {stdout, exitCode} = await byQueries(['/a'], '-f', '?one ?two');
    assert.deepEqual([stdout, exitCode], ['one\ntwo\n', 0]);
  });

  it('asks for so much at once as fills two pages', async () => {
    const count = 60_000;
    localAws.logs.putGenerated('/a', count, index => ({
      logStream: 'stream',
      timestamp: t0 + index * 60,
      ingestionTime: t0,
      message: `${index}`,
    }));
    const {stdout} = await runWithoutWaiting(
      ['get', '/a', '-s', String(t0), '-e', String(t0 + count * 60), '-o', 'raw', '--engine', 'insights'],
      localAws,
    );
    assert.equal(stdout.split('\n').length, count + 1);
    assert.equal(localAws.calls.count('StartQuery'), 4);
    const furtherPages = localAws.calls.list('GetQueryResults').filter(({input}) => input.nextToken);
    assert.equal(furtherPages.length, 3);
  });

  it('takes a window before all events for empty', async () => {
    localAws.insights.configure({refusesOldWindows: true});
    localAws.logs.createLogGroup('/young', {creationTime: t0 + 7_200_000});
    const {stdout, exitCode} = await byQueries(['/young']);
    assert.deepEqual([stdout, exitCode], ['', 0]);
  });

  it('refuses the filter patterns that FilterLogEvents refuses', async () => {
    put('/a', {1: 'a'});
    const {stderr, exitCode} = await byQueries(['/a'], '-f', 'a-b');
    assert.equal(exitCode, 2);
    assert.match(
      stderr,
      /CloudWatch Logs refuses the filter pattern a-b: Invalid filter pattern\n {2}hint: a term/,
    );
    assert.equal(localAws.calls.count('StartQuery'), 0);
  });

  it('goes on after throttling, and after running as many queries as the account may', async () => {
    put('/a', {1: 'a'});
    for (const name of ['ThrottlingException', 'LimitExceededException'])
      localAws.faults.add({
        operation: 'StartQuery',
        times: 2,
        fault: {error: {name, message: 'Rate exceeded'}},
      });
    localAws.insights.configure({scheduledPolls: 2, runningPolls: 2});
    const {stdout, exitCode} = await byQueries(['/a']);
    assert.deepEqual([stdout, exitCode], ['a\n', 0]);
  });

  it('stops its queries when the run ends', async () => {
    put('/a', {1: 'a'});
    put('/b', {1: 'b'});
    localAws.insights.configure({runningPolls: Number.POSITIVE_INFINITY});
    const controller = new AbortController();
    const run = runWithoutWaiting(
      ['get', '--log-group', '/a', '--log-group', '/b', ...window, '--engine', 'insights'],
      localAws,
      {signal: controller.signal},
    );
    while (localAws.insights.running < 2) await new Promise(resolve => setImmediate(resolve));
    controller.abort();
    await run;
    assert.equal(localAws.calls.count('StopQuery'), 2);
    assert.equal(localAws.insights.running, 0);
  });

  it('reads the newest of a day without scanning the day', async () => {
    put('/a', Object.fromEntries(Array.from({length: 20}, (_, minute) => [minute * 120_000, `${minute}`])));
    const {stdout} = await runWithoutWaiting(
      [
        'get',
        '/a',
        '-s',
        '2026-03-09',
        '-e',
        '2026-03-10T10:00Z',
        '-n',
        '3',
        '-o',
        'raw',
        '--engine',
        'insights',
      ],
      localAws,
    );
    assert.equal(stdout, '17\n18\n19\n');
    const starts = localAws.calls.list('StartQuery').map(({input}) => Number(input.startTime));
    assert.ok(Math.min(...starts) > (t0 - 3_600_000) / 1_000, `${starts}`);
  });

  it('is refused of a watch; the environment’s wish is not for that', async () => {
    put('/a', {1: 'a'});
    const {stderr, exitCode} = await runWithoutWaiting(['get', '/a', '-w', '--engine', 'insights'], localAws);
    assert.equal(exitCode, 2);
    assert.match(stderr, /--engine insights does not follow/);
    const wrong = await runWithoutWaiting(['get', '/a', '--engine', 'insight'], localAws);
    assert.match(wrong.stderr, /--engine cannot be "insight"\n {2}hint: did you mean insights\?/);
    const wish = await runWithoutWaiting(['get', '/a'], localAws, {env: {APILOGS_ENGINE: 'athena'}});
    assert.match(wish.stderr, /APILOGS_ENGINE cannot be "athena"/);
    const price = await runWithoutWaiting(['get', '/a', '--price-per-gb', 'cheap'], localAws);
    assert.deepEqual([price.exitCode, /--price-per-gb takes USD/.test(price.stderr)], [2, true]);
  });
});
