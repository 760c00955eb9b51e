import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {
  FilterLogEventsCommand,
  GetQueryResultsCommand,
  MalformedQueryException,
  StopQueryCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import fc from 'fast-check';
import {base, startInsightsFixture, toRows} from './insights-fixture.js';

const fixture = await startInsightsFixture();
const {aws, logs, start, results} = fixture;
const group = fixture.put('orders', 'one', 'two', 'three', 'four');
const one = {logGroupName: group};
const statusOf = async (queryId: string) => (await results(queryId)).status;

const refusal = async (promise: Promise<unknown>): Promise<string> => {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof Error);
  return error.name;
};

describe('StartQuery', () => {
  it('gives time and message of the newest events first, and where each event lies', async () => {
    const {results: rows, status, statistics, queryLanguage} = await results(await start('limit 2', one));
    assert.deepEqual(
      rows?.map(row => row.map(({field, value}) => [field, field === '@ptr' ? typeof value : value])),
      [
        [
          ['@timestamp', '2026-03-10 09:16:00.003'],
          ['@message', 'four'],
          ['@ptr', 'string'],
        ],
        [
          ['@timestamp', '2026-03-10 09:16:00.002'],
          ['@message', 'three'],
          ['@ptr', 'string'],
        ],
      ],
    );
    assert.equal(new Set(rows?.map(row => row.at(-1)?.value)).size, 2);
    assert.deepEqual([status, queryLanguage], ['Complete', 'CWLI']);
    assert.deepEqual(statistics, {
      recordsMatched: 4,
      recordsScanned: 4,
      estimatedRecordsSkipped: 0,
      bytesScanned: 15,
      estimatedBytesSkipped: 0,
      logGroupsScanned: 1,
      resultCount: 2,
    });
  });

  it('includes both seconds of the window, the last to its last millisecond unless told otherwise', async () => {
    const times = [-1, 0, 1000, 1999, 2000].map(offset => base + offset);
    aws.logs.putEvents(
      'edges',
      's',
      times.map(timestamp => ({timestamp, ingestionTime: base, message: `${timestamp - base}`})),
    );
    const window = {logGroupName: 'edges', startTime: base / 1000, endTime: base / 1000 + 1};
    const read = async () =>
      toRows(await results(await start('fields @message | sort @timestamp asc', window)));
    assert.deepEqual((await read()).flatMap(Object.values), ['0', '1000', '1999']);
    aws.insights.configure({isEndSecondWhole: false});
    assert.deepEqual((await read()).flatMap(Object.values), ['0', '1000']);
  });

  it('leaves out what comes later than the query, or has not been indexed yet', async () => {
    const timestamp = fixture.time;
    aws.logs.putEvents('late', 's', [
      {timestamp, ingestionTime: timestamp - 500, message: 'before'},
      {timestamp, ingestionTime: timestamp + 1, message: 'after'},
    ]);
    const messages = async () =>
      toRows(await results(await start('fields @message', {logGroupName: 'late'}))).map(
        row => row['@message'],
      );
    assert.deepEqual(await messages(), ['before']);
    aws.insights.configure({indexingDelayMs: 501});
    assert.deepEqual(await messages(), []);
  });

  it('reads several groups by names, identifiers and ARNs, and says of each event where it is from', async () => {
    fixture.put('several/a', 'x');
    fixture.put('several/b', 'y');
    const arn = aws.logs.arn('several/b');
    const query = 'fields @log, @message | sort @log asc';
    for (const input of [
      {logGroupNames: ['several/a', 'several/b']},
      {logGroupIdentifiers: ['several/a', arn]},
    ]) {
      const answer = await results(await start(query, input));
      assert.deepEqual(toRows(answer), [
        {'@log': '111122223333:several/a', '@message': 'x'},
        {'@log': '111122223333:several/b', '@message': 'y'},
      ]);
      assert.equal(answer.statistics?.logGroupsScanned, 2);
    }
    const selected = await results(
      await start("SOURCE logGroups(namePrefix: ['several/']) | sort @message desc"),
    );
    assert.deepEqual(
      toRows(selected).map(row => row['@message']),
      ['y', 'x'],
    );
  });

  it('reads a group of another account that shares it, by its ARN', async () => {
    const linked = aws.logs.linkAccount({region: aws.region, accountId: '444455556666'});
    linked.putEvents('shared', 's', [{timestamp: base, ingestionTime: base, message: 'x'}]);
    const input = {logGroupIdentifiers: [linked.arn('shared')]};
    const found = toRows(await results(await start('fields @log', input)));
    assert.deepEqual(found, [{'@log': '444455556666:shared'}]);
    assert.equal(await refusal(start('fields @log', {logGroupName: 'shared'})), 'ResourceNotFoundException');
  });

  it('wants log groups named in exactly one way, at most 50, that exist', async () => {
    const names = Array.from({length: 51}, (_, index) => `g${index}`);
    assert.equal(await refusal(start('limit 1')), 'InvalidParameterException');
    assert.equal(
      await refusal(start('limit 1', {...one, logGroupNames: [group]})),
      'InvalidParameterException',
    );
    assert.equal(await refusal(start('limit 1', {logGroupNames: names})), 'InvalidParameterException');
    assert.equal(await refusal(start('limit 1', {logGroupIdentifiers: names})), 'InvalidParameterException');
    assert.equal(await refusal(start('limit 1', {logGroupName: 'nowhere'})), 'ResourceNotFoundException');
  });

  it('refuses a limit, a query or a window that is out of bounds', async () => {
    assert.equal(await refusal(start('limit 1', {...one, limit: 100_001})), 'InvalidParameterException');
    assert.equal(await refusal(start(`limit 1 #${'x'.repeat(9_992)}`, one)), 'InvalidParameterException');
    assert.equal(await refusal(start('limit 1', {...one, endTime: 1})), 'InvalidParameterException');
    assert.equal(await refusal(start('limit 100001', one)), 'MalformedQueryException');
    assert.match(await start(`limit 1 #${'x'.repeat(9_991)}`, {...one, limit: 100_000}), /^[\w-]{36}$/);
  });

  it('says where a query is malformed', async () => {
    const error = await start('fields @message\n| filter @message bad "x"', one).catch(
      (reason: unknown) => reason,
    );
    assert.ok(error instanceof MalformedQueryException);
    assert.equal(error.message, 'unexpected symbol found bad at line 2 and position 19 ([34,37])');
    assert.deepEqual(error.queryCompileError?.location, {startCharOffset: 34, endCharOffset: 37});
  });

  it('reads the class Infrequent Access, which FilterLogEvents does not, and no delivery', async () => {
    aws.logs.createLogGroup('rare', {logGroupClass: 'INFREQUENT_ACCESS'});
    aws.logs.createLogGroup('delivery', {logGroupClass: 'DELIVERY'});
    fixture.put('rare', 'seldom');
    assert.deepEqual(await fixture.rows('rare', 'fields @message'), [{'@message': 'seldom'}]);
    await assert.rejects(logs.send(new FilterLogEventsCommand({logGroupName: 'rare'})), {
      name: 'InvalidOperationException',
      message:
        'The log group rare is of log-group-class INFREQUENT_ACCESS. FilterLogEvents is not supported for this log class.',
    });
    assert.equal(await refusal(start('limit 1', {logGroupName: 'delivery'})), 'InvalidOperationException');
  });

  it('refuses queries above the number that may run at once', async () => {
    aws.insights.configure({maxConcurrentQueries: 2, runningPolls: 1});
    const queryId = await start('limit 1', one);
    await start('limit 1', one);
    await assert.rejects(start('limit 1', one), {
      name: 'LimitExceededException',
      message: 'Account maximum query concurrency limit of [2] reached.',
    });
    await logs.send(new StopQueryCommand({queryId}));
    assert.equal(aws.insights.running, 1);
    assert.match(await start('limit 1', one), /^[\w-]{36}$/);
  });

  it('refuses a window that the log groups no longer hold, where it is told to', async () => {
    aws.insights.configure({refusesOldWindows: true});
    aws.logs.createLogGroup('kept', {retentionInDays: 1, creationTime: 0});
    const early = {startTime: 0, endTime: base / 1000 - 2 * 86_400};
    await assert.rejects(start('limit 1', {...early, logGroupName: 'kept'}), {
      name: 'MalformedQueryException',
      message:
        "Query's end date and time is either before the log groups creation time or exceeds the log groups log " +
        'retention settings ([0,7])',
    });
    assert.equal(await refusal(start('limit 1', {...early, logGroupName: group})), 'MalformedQueryException');
    assert.match(await start('limit 1', {logGroupName: 'kept'}), /^[\w-]{36}$/);
  });

  it('is denied on the first of its log groups; reading and stopping on all', async () => {
    const denied = (action: string, name: string) => ({
      name: 'AccessDeniedException',
      message:
        `User: arn:aws:iam::111122223333:user/local is not authorized to perform: ${action} on resource: ` +
        `arn:aws:logs:eu-west-1:111122223333:log-group:${name}:log-stream: because no identity-based policy ` +
        `allows the ${action} action`,
    });
    for (const action of ['StartQuery', 'GetQueryResults', 'StopQuery']) aws.faults.deny(`logs:${action}`);
    const input = {logGroupIdentifiers: [aws.logs.arn(group), 'other']};
    await assert.rejects(start('limit 1', input), denied('logs:StartQuery', group));
    await assert.rejects(results('x'), denied('logs:GetQueryResults', ''));
    await assert.rejects(logs.send(new StopQueryCommand({queryId: 'x'})), denied('logs:StopQuery', ''));
  });
});

describe('GetQueryResults', () => {
  it('finds a query scheduled, then running with more and other rows each time, then complete', async () => {
    aws.insights.configure({scheduledPolls: 1, runningPolls: 3});
    const queryId = await start('fields @message | sort @timestamp asc', one);
    const seen = [];
    for (let poll = 0; poll < 6; poll += 1) {
      const answer = await results(queryId);
      const messages = toRows(answer).map(row => row['@message']);
      seen.push([answer.status, answer.statistics?.recordsScanned, messages.join(' ')]);
    }
    assert.deepEqual(seen, [
      ['Scheduled', 0, ''],
      ['Running', 1, 'four'],
      ['Running', 2, 'three four'],
      ['Running', 3, 'two three four'],
      ['Complete', 4, 'one two three four'],
      ['Complete', 4, 'one two three four'],
    ]);
  });

  it('is answered while a query in the background looks at all that there is and counts its groups', async () => {
    const count = 40_000;
    const event = (index: number) => ({
      logStream: 's',
      timestamp: base + index,
      ingestionTime: base,
      message: `request ${index >> 1}`,
    });
    aws.logs.putGenerated('plenty', count, event);
    aws.insights.configure({scansInBackground: true});
    const queryId = await start('stats count(*) as lines by @message | stats count(*) as n by lines', {
      logGroupName: 'plenty',
    });
    const seen: unknown[] = [];
    while (seen.at(-1) !== 'Complete' && seen.length < 10_000) seen.push(await statusOf(queryId));
    assert.equal(seen[0], 'Running');
    assert.deepEqual(toRows(await results(queryId)), [{lines: '2', n: `${count / 2}`}]);
  });

  it('stops a query in the background', async () => {
    aws.logs.putGenerated('endless', 1_000_000, index => ({
      logStream: 's',
      timestamp: base,
      ingestionTime: base,
      message: `${index}`,
    }));
    aws.insights.configure({scansInBackground: true});
    const queryId = await start('stats count(*) as n', {logGroupName: 'endless'});
    await logs.send(new StopQueryCommand({queryId}));
    const {status, statistics} = await results(queryId);
    assert.equal(status, 'Cancelled');
    assert.deepEqual((await results(queryId)).statistics, statistics);
  });

  it('gives what was there when the query started, whatever comes while it runs', async () => {
    const timestamp = base + 10;
    const put = (message: string, offset: number) =>
      aws.logs.putEvents('growing', 's', [
        {timestamp: timestamp + offset, ingestionTime: fixture.time, message},
      ]);
    put('old', 0);
    put('new', 1);
    aws.insights.configure({runningPolls: 1});
    const queryId = await start('fields @message', {logGroupName: 'growing'});
    fixture.time += 1;
    put('later', 2);
    const messages = async () => toRows(await results(queryId)).map(row => row['@message']);
    const partial = await messages();
    put('late', -1);
    put('between', 0.5);
    assert.deepEqual([partial, await messages()], [[], ['new', 'old']]);
  });

  it('scans as fast as it is told, and gives up when that takes too long', async () => {
    aws.insights.configure({recordsPerSecond: 2, timeoutMs: 10_000});
    const queryId = await start('stats count(*) as n', one);
    assert.deepEqual(toRows(await results(queryId)), []);
    fixture.time += 1500;
    const answer = await results(queryId);
    assert.deepEqual([answer.status, toRows(answer)], ['Running', [{n: '3'}]]);
    fixture.time += 500;
    assert.deepEqual(toRows(await results(queryId)), [{n: '4'}]);
    aws.insights.configure({recordsPerSecond: 0.1, timeoutMs: 10_000});
    const slow = await start('fields @message', one);
    fixture.time += 10_000;
    assert.equal(await statusOf(slow), 'Running');
    fixture.time += 1;
    const late = await results(slow);
    assert.deepEqual([late.status, toRows(late)], ['Timeout', [{'@message': 'four'}]]);
    aws.insights.configure({recordsPerSecond: 0.4, timeoutMs: 10_000});
    const unattended = await start('fields @message', one);
    fixture.time += 60_000;
    assert.deepEqual([aws.insights.running, await statusOf(unattended)], [0, 'Complete']);
  });

  it('gives pages of a size, each with a token that is good for a while and for its query', async () => {
    aws.insights.configure({tokenLifetimeMs: 1000});
    const queryId = await start('fields @message | sort @timestamp asc', one);
    const page = (nextToken?: string) =>
      logs.send(new GetQueryResultsCommand({queryId, maxItems: 3, ...(nextToken ? {nextToken} : {})}));
    const first = await page();
    const second = await page(first.nextToken);
    assert.deepEqual(
      [first, second].map(answer => toRows(answer).map(row => row['@message'])),
      [['one', 'two', 'three'], ['four']],
    );
    assert.deepEqual([first.statistics?.resultCount, second.nextToken], [4, undefined]);
    const {nextToken} = first;
    const other = await start('limit 1', one);
    const foreign = logs.send(new GetQueryResultsCommand({queryId: other, nextToken}));
    assert.equal(await refusal(foreign), 'InvalidParameterException');
    fixture.time += 1001;
    assert.equal(await refusal(page(nextToken)), 'InvalidParameterException');
  });

  it('gives at most 10,000 rows a page, and 10,000 in all without a limit', async () => {
    const eventAt = (index: number) => ({
      logStream: 's',
      timestamp: base + Math.floor(index / 1000),
      ingestionTime: base,
      message: `m${index}`,
    });
    aws.logs.putGenerated('many', 10_050, eventAt);
    const answers = [];
    for (const [query, limit] of [
      ['fields @message', undefined],
      ['fields @message', 10_020],
      ['fields @message | limit 10030', undefined],
      ['fields @message | limit 10030', 10_010],
    ] as const) {
      const input = {logGroupName: 'many', ...(limit === undefined ? {} : {limit})};
      const answer = await results(await start(query, input));
      answers.push([answer.results?.length, answer.statistics?.resultCount, answer.nextToken !== undefined]);
    }
    assert.deepEqual(answers, [
      [10_000, 10_000, false],
      [10_000, 10_020, true],
      [10_000, 10_030, true],
      [10_000, 10_010, true],
    ]);
    assert.equal(
      await refusal(logs.send(new GetQueryResultsCommand({queryId: 'x', maxItems: 10_001}))),
      'InvalidParameterException',
    );
  });

  it('cuts values where it is told to', async () => {
    aws.insights.configure({maxValueLength: 3});
    assert.deepEqual(await fixture.rows(group, 'fields @message | limit 2'), [
      {'@message': 'fou'},
      {'@message': 'thr'},
    ]);
  });

  it('does not know a query that was never started', async () => {
    assert.equal(await refusal(results('nowhere')), 'ResourceNotFoundException');
  });

  it('finds a query that fails, times out, is cancelled by others, or is unknown for a while', async () => {
    aws.insights.configure({runningPolls: 2});
    for (const status of ['Failed', 'Timeout', 'Cancelled'] as const) {
      aws.insights.disturb({
        status,
        afterPolls: 1,
        times: 1,
        when: ({logGroups}) => logGroups.includes(group),
      });
    }
    for (const [status, kept] of [
      ['Failed', 0],
      ['Timeout', 1],
      ['Cancelled', 1],
    ] as const) {
      const queryId = await start('fields @message', one);
      assert.equal(await statusOf(queryId), 'Running');
      const end = await results(queryId);
      assert.deepEqual([end.status, end.results?.length], [status, kept]);
    }
    aws.insights.disturb({status: 'Unknown', afterPolls: 1, polls: 1});
    const queryId = await start('fields @message', one);
    const seen = [];
    for (let poll = 0; poll < 3; poll += 1) seen.push(await statusOf(queryId));
    assert.deepEqual(seen, ['Running', 'Unknown', 'Complete']);
  });
});

describe('the log groups of a query', () => {
  it('are scanned once each, and give events of one time in the order of their names in the call', async () => {
    for (const [name, lag] of [
      ['rank/b', 5],
      ['rank/a', 0],
    ] as const) {
      aws.logs.putEvents(name, 's', [{timestamp: base, ingestionTime: base + lag, message: name}]);
    }
    const input = {logGroupNames: ['rank/b', 'rank/a', 'rank/b']};
    const answer = await results(await start('fields @message | sort @timestamp', input));
    assert.deepEqual(
      toRows(answer).map(row => row['@message']),
      ['rank/b', 'rank/a'],
    );
    assert.equal(answer.statistics?.recordsScanned, 2);
  });
});

describe('a query without a filter', () => {
  it('gives the events that FilterLogEvents gives, in its order, however long it runs', async () => {
    const event = fc.record({offset: fc.nat(3), lag: fc.nat(3), stream: fc.constantFrom('a', 'b')});
    const many = fc.array(event, {maxLength: 30});
    let runs = 0;
    await fc.assert(
      fc.asyncProperty(many, fc.nat(3), async (events, runningPolls) => {
        const logGroupName = `same/${runs++}`;
        aws.logs.createLogGroup(logGroupName);
        for (const [index, {offset, lag, stream}] of events.entries()) {
          const timestamp = base + offset * 1000;
          const ingestionTime = timestamp + lag;
          aws.logs.putEvents(logGroupName, stream, [{timestamp, ingestionTime, message: `m${index}`}]);
        }
        aws.insights.configure({runningPolls});
        const window = {startTime: base / 1000 + 1, endTime: base / 1000 + 2};
        const queryId = await start('fields @message | sort @timestamp', {...window, logGroupName});
        for (let poll = 0; poll < runningPolls; poll += 1) assert.equal(await statusOf(queryId), 'Running');
        const found = toRows(await results(queryId)).map(row => row['@message']);
        const filtered = await logs.send(
          new FilterLogEventsCommand({logGroupName, startTime: base + 1000, endTime: base + 2999}),
        );
        assert.deepEqual(
          found,
          filtered.events?.map(({message}) => message),
        );
      }),
      {numRuns: 30},
    );
  });
});

describe('StopQuery', () => {
  it('ends a query that runs, and leaves what it had found', async () => {
    aws.insights.configure({runningPolls: 1});
    const queryId = await start('fields @message', one);
    await results(queryId);
    assert.equal((await logs.send(new StopQueryCommand({queryId}))).success, true);
    const stopped = await results(queryId);
    assert.deepEqual([stopped.status, stopped.results?.length], ['Cancelled', 2]);
  });

  it('refuses a query that has ended, and one it does not know', async () => {
    const queryId = await start('limit 1', one);
    await results(queryId);
    await assert.rejects(logs.send(new StopQueryCommand({queryId})), {
      name: 'InvalidParameterException',
      message: 'The specified query is not running',
    });
    assert.equal(
      await refusal(logs.send(new StopQueryCommand({queryId: 'nowhere'}))),
      'ResourceNotFoundException',
    );
  });
});

describe('the order of rows that compare equal', () => {
  it('is that of ingestion, or another for each query where that is asked for', async () => {
    const messages = Array.from({length: 100}, (_, index) => `m${index}`);
    aws.logs.putEvents(
      'ties',
      's',
      messages.map(message => ({timestamp: base, ingestionTime: base, message})),
    );
    const read = async () =>
      (await fixture.rows('ties', 'fields @message | sort @timestamp asc')).map(row => row['@message']);
    assert.deepEqual(await read(), messages);
    aws.insights.configure({shufflesTies: true});
    const [first, second] = [await read(), await read()];
    assert.notDeepEqual(first, messages);
    assert.notDeepEqual(first, second);
    assert.deepEqual(new Set(first), new Set(messages));
  });
});
