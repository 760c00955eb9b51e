import assert from 'node:assert/strict';
import {after, before, describe, it, type TestContext} from 'node:test';
import {LocalAws} from '../../src/local-aws/local-aws.js';
import {runCli, runShell} from '../support/run-cli.js';
import {runProgram} from '../support/run-program.js';

const request = 'aaaaaaaa-0000-4000-8000-000000000001';
const invocation = 'bbbbbbbb-0000-4000-8000-000000000001';
const execution = 'API-Gateway-Execution-Logs_named12345/prod';
const orders = '/aws/lambda/orders';
const stream = '2026/03/10/[$LATEST]0123456789abcdef0123456789abcdef';

/** A moment of the window, so many ms into its minute. */
const t0 = Date.now() - 60_000;

function put(localAws: LocalAws, logGroup: string, lines: Readonly<Record<number, string>>, logStream = 's') {
  const events = Object.entries(lines).map(([at, message]) => ({
    timestamp: t0 + Number(at),
    ingestionTime: t0 + Number(at),
    message,
  }));
  localAws.logs.putEvents(logGroup, logStream, events);
}

/** A request of an API, what its function wrote, and a log of something else. */
function seed(localAws: LocalAws): void {
  put(localAws, execution, {
    0: `(${request}) Starting execution for request: ${request}`,
    5: `(${request}) HTTP Method: GET, Resource Path: /orders`,
    200: `(${request}) Method completed with status: 200`,
    201: `(${request}) AWS Integration Endpoint RequestId : ${invocation}`,
  });
  put(
    localAws,
    orders,
    {
      10: `START RequestId: ${invocation} Version: $LATEST\n`,
      15: `2026-03-10T09:16:40.556Z\t${invocation}\tERROR\tno stock\n`,
      20: '{"level":"INFO","n":1}\n',
      30: `END RequestId: ${invocation}\n`,
    },
    stream,
  );
  put(localAws, '/ecs/web', {5: 'web at the same time', 12: 'web later'});
}

async function startAws(t: TestContext): Promise<LocalAws> {
  const localAws = await LocalAws.start();
  t.after(() => localAws.stop());
  return localAws;
}

interface PrintedLine {
  readonly source: string;
  readonly name: string;
  readonly apiRequestId: string | null;
}

const rawLines = (stdout: string) => stdout.trimEnd().split('\n');
const parse = (stdout: string): PrintedLine[] => rawLines(stdout).map(line => JSON.parse(line));

describe('get GROUP', () => {
  let localAws: LocalAws;
  before(async () => {
    localAws = await LocalAws.start();
    seed(localAws);
  });
  after(() => localAws.stop());
  const get = (...argv: string[]) => runProgram(['get', ...argv], localAws);

  it('prints one log group, each line of a function with its invocation', async () => {
    const {stdout, stderr, exitCode} = await get(orders, '--columns', 'source,request');
    assert.deepEqual(rawLines(stdout), [
      `orders  ${invocation}  START RequestId: ${invocation} Version: $LATEST`,
      `orders  ${invocation}  2026-03-10T09:16:40.556Z\t${invocation}\tERROR\tno stock`,
      `orders  ${invocation}  {"level":"INFO","n":1}`,
      `orders  ${invocation}  END RequestId: ${invocation}`,
    ]);
    assert.deepEqual([stderr, exitCode], ['', 0]);
  });

  it('prints the lines of an execution log with their request', async () => {
    const {stdout} = await get(execution, '--columns', 'source,request');
    assert.equal(rawLines(stdout)[1], `execution  ${request}  HTTP Method: GET, Resource Path: /orders`);
  });

  it('merges several by time, those of one moment in the order given, and ties their lines', async () => {
    const {stdout} = await get(
      '--log-group',
      '/ecs/web',
      '--log-group',
      execution,
      '-p',
      orders,
      '-o',
      'json',
    );
    const lines = parse(stdout);
    assert.deepEqual(
      lines.map(({source, name}) => `${source} ${name}`),
      [
        'execution execution',
        'other ecs/web',
        'execution execution',
        'lambda orders',
        'other ecs/web',
        ...Array(3).fill('lambda orders'),
        ...Array(2).fill('execution execution'),
      ],
    );
    assert.deepEqual(
      lines.map(({apiRequestId}) => apiRequestId),
      lines.map(({source}) => (source === 'other' ? null : request)),
    );
  });

  it('reads a group once that was named twice', async () => {
    const arn = `arn:aws:logs:eu-west-1:111122223333:log-group:${orders}`;
    const {stdout} = await get(
      orders,
      '--log-group',
      orders,
      '--log-group',
      `${arn}:*`,
      '-p',
      '/aws/',
      '-o',
      'raw',
    );
    assert.equal(rawLines(stdout).length, 4);
  });

  it('reads every group whose name begins so', async () => {
    const {stdout} = await get('--group-prefix', '/', '-o', 'raw');
    assert.equal(rawLines(stdout).length, 6);
  });

  const selections: readonly {readonly argv: readonly string[]; readonly prints: readonly string[]}[] = [
    {argv: ['-n', '1'], prints: [`END RequestId: ${invocation}`]},
    {argv: ['-f', '"no stock"'], prints: [`2026-03-10T09:16:40.556Z\t${invocation}\tERROR\tno stock`]},
    {argv: ['--level', 'ERROR'], prints: [`2026-03-10T09:16:40.556Z\t${invocation}\tERROR\tno stock`]},
    {argv: ['-q', 'n', '-f', 'level'], prints: ['1']},
    {argv: ['--source', 'orders', '-n', '1'], prints: [`END RequestId: ${invocation}`]},
    {argv: ['--function', 'ord*', '-n', '1'], prints: [`END RequestId: ${invocation}`]},
    {argv: ['-s', new Date(t0 + 30).toISOString()], prints: [`END RequestId: ${invocation}`]},
  ];
  for (const {argv, prints} of selections) {
    it(`selects with ${argv.join(' ').replace(/\d{4}-.*/, 'TIME')}`, async () => {
      const {stdout} = await get(orders, '-o', 'raw', ...argv);
      assert.deepEqual(rawLines(stdout), prints);
    });
  }

  it('selects the lines of a request with -r, also those of its function', async () => {
    const {stdout} = await get('--log-group', execution, '--log-group', orders, '-r', request, '-o', 'raw');
    assert.equal(rawLines(stdout).length, 8);
  });

  it('prints the layout of awslogs with -o classic', async () => {
    const {stdout} = await get(orders, '-o', 'classic', '-n', '1');
    assert.equal(stdout, `${orders} ${stream} END RequestId: ${invocation}\n`);
  });

  it('exits with 10 for --exit-code where something was printed', async () => {
    assert.equal((await get(orders, '--exit-code')).exitCode, 10);
    assert.equal((await get(orders, '--exit-code', '-f', 'nothing')).exitCode, 0);
  });

  it('says on a terminal which log groups it reads, and where', async () => {
    const one = await runProgram(['get', orders, '-o', 'raw'], localAws, {isTerminal: true});
    assert.match(one.stderr, /^\/aws\/lambda\/orders, eu-west-1, \S+ to \S+\n$/);
    const two = await runProgram(['get', '-p', '/'], localAws, {isTerminal: true});
    assert.match(two.stderr, /^\/aws\/lambda\/orders and 1 more, eu-west-1, /);
  });

  it('names the log group in which it found nothing, and how long that keeps its events', async () => {
    localAws.logs.createLogGroup('/short', {retentionInDays: 1});
    const {stderr, exitCode} = await get('/short', '-s', '3d');
    assert.match(stderr, /^apilogs: no events between \S+ and \S+ in short\n {2}hint: a longer window/);
    assert.match(stderr, /apilogs: log group "\/short" keeps events for one day/);
    assert.equal(exitCode, 0);
  });

  it('reads what Git Bash made of a name', async () => {
    const broken = `C:/Program Files/Git${orders}`;
    for (const argv of [[broken], ['--log-group', broken], ['-p', 'C:/Program Files/Git/aws/']])
      assert.equal(rawLines((await get(...argv, '-o', 'raw')).stdout).length, 4, argv.join(' '));
  });

  it('ends at once and quietly when its reader has seen enough', async () => {
    const {stdout, stderr} = await runShell(`apilogs get ${orders} | head -1`, {localAws});
    assert.equal(rawLines(stdout).length, 1);
    assert.equal(stderr, '');
  });

  it('does not take the stage of the environment', async () => {
    const env = {APILOGS_API_ID: 'nothing123', APILOGS_STAGE: 'prod'};
    const {exitCode} = await runProgram(['get', orders], localAws, {env});
    assert.equal(exitCode, 0);
  });

  it('says which sources there are where --source names none of them', async () => {
    const {stderr, exitCode} = await get('-p', '/aws/', '--source', 'web');
    assert.equal(exitCode, 2);
    assert.match(
      stderr,
      /^apilogs: none of the log groups is of source "web"\n {2}hint: there are orders\n$/,
    );
  });
});

describe('a log group', () => {
  it('that does not exist is an error with the names that are most like it', async t => {
    const localAws = await startAws(t);
    seed(localAws);
    localAws.logs.createLogGroup('/aws/lambda/orders-get');
    const {stdout, stderr, exitCode} = await runProgram(
      ['get', '--log-group', '/ecs/web', '--log-group', '/aws/lambda/ordres'],
      localAws,
    );
    assert.deepEqual([stdout, exitCode], ['', 5]);
    assert.equal(
      stderr,
      'apilogs: log group "/aws/lambda/ordres" does not exist in region eu-west-1\n' +
        '  hint: did you mean /aws/lambda/orders? `apilogs groups` lists them all\n',
    );
    const byFunction = await runProgram(['get', 'orders-get'], localAws);
    assert.match(byFunction.stderr, /did you mean \/aws\/lambda\/orders-get\?/);
    const byApi = await runProgram(['get', 'abc123def4', 'prod'], localAws);
    assert.match(byApi.stderr, /hint: .*; to read an API: -a abc123def4\n/);
    assert.doesNotMatch(stderr, /to read an API/);
    const unlike = await runProgram(['get', 'unlike'], localAws);
    assert.match(unlike.stderr, /hint: `apilogs groups` lists those there are; another region\?/);
    const prefix = await runProgram(['get', '-p', '/nothing/like'], localAws);
    assert.equal(prefix.exitCode, 5);
    assert.match(
      prefix.stderr,
      /^apilogs: no log group in region eu-west-1 has a name that begins with "\/nothing/,
    );
  });

  it('of another account that does not exist is one whose ARN is wrong, or that is not linked', async t => {
    const localAws = await startAws(t);
    const arn = 'arn:aws:logs:us-east-1:999922223333:log-group:/ecs/web';
    const {stderr, exitCode} = await runProgram(['get', arn], localAws);
    assert.equal(exitCode, 5);
    assert.equal(
      stderr,
      `apilogs: log group "${arn}" does not exist in region us-east-1\n` +
        '  hint: the ARN says region and account; is it spelt right, and is --profile of the account that monitors that one?\n',
    );
  });

  it('is read without permission to list log groups, and missed all the same', async t => {
    const localAws = await startAws(t);
    seed(localAws);
    localAws.faults.deny('logs:DescribeLogGroups');
    const {stdout, exitCode} = await runProgram(['get', orders, '-o', 'raw'], localAws);
    assert.deepEqual([rawLines(stdout).length, exitCode], [4, 0]);
    const missing = await runProgram(['get', '/aws/lambda/ordres'], localAws);
    assert.equal(missing.exitCode, 5);
    assert.match(
      missing.stderr,
      /^apilogs: log group "\/aws\/lambda\/ordres" does not exist in region eu-west-1\n/,
    );
    const watched = await runProgram(['get', '/aws/lambda/ordres', '-w'], localAws);
    assert.equal(watched.exitCode, 5);
    const prefix = await runProgram(['get', '-p', '/aws/'], localAws);
    assert.equal(prefix.exitCode, 4);
    assert.match(prefix.stderr, /hint: allow logs:DescribeLogGroups/);
  });

  it('that may not be read is no permission, and partial beside one that may', async t => {
    const localAws = await startAws(t);
    seed(localAws);
    localAws.faults.deny('logs:FilterLogEvents', ({logGroupName}) => logGroupName === orders);
    const alone = await runProgram(['get', orders], localAws);
    assert.equal(alone.exitCode, 4);
    assert.match(alone.stderr, /no permission to read log group "\/aws\/lambda\/orders"/);
    const both = await runProgram(['get', orders, '--log-group', '/ecs/web', '-o', 'raw'], localAws);
    assert.deepEqual([rawLines(both.stdout).length, both.exitCode], [2, 8]);
  });

  it('of a class without single events says so', async t => {
    const localAws = await startAws(t);
    localAws.logs.createLogGroup('/cold', {logGroupClass: 'INFREQUENT_ACCESS'});
    const {stderr, exitCode} = await runProgram(['get', '/cold', '--engine', 'filter'], localAws);
    assert.equal(exitCode, 8);
    assert.match(
      stderr,
      /log group "\/cold" is of class INFREQUENT_ACCESS.*\n {2}hint: without --engine filter, a read/,
    );
    assert.equal(localAws.calls.count('StartQuery'), 0);
  });

  it('of a linked account is read by its ARN, in the region that says', async t => {
    const localAws = await startAws(t);
    const linked = localAws.logs.linkAccount({region: 'us-east-1', accountId: '444455556666'});
    linked.putEvents(orders, 's', [{timestamp: t0, ingestionTime: t0, message: 'from afar'}]);
    const arn = linked.arn(orders);
    const {stdout, exitCode} = await runProgram(['get', `${arn}:*`, '-o', 'classic'], localAws);
    assert.deepEqual([stdout, exitCode], [`${arn} s from afar\n`, 0]);
    const [read] = localAws.calls.list('FilterLogEvents');
    assert.deepEqual([read?.region, read?.input.logGroupIdentifier], ['us-east-1', arn]);
    const missing = await runProgram(['get', linked.arn('none')], localAws);
    assert.equal(missing.exitCode, 5);
  });

  it('bears its full name where a short one is another’s as well', async t => {
    const localAws = await startAws(t);
    const linked = localAws.logs.linkAccount({region: 'eu-west-1', accountId: '444455556666'});
    put(localAws, orders, {1: 'ours'});
    put(localAws, '/orders', {2: 'other'});
    linked.putEvents(orders, 's', [{timestamp: t0 + 3, ingestionTime: t0, message: 'theirs'}]);
    const argv = [
      'get',
      orders,
      '--log-group',
      '/orders',
      '--log-group',
      linked.arn(orders),
      '--columns',
      'source',
    ];
    const {stdout} = await runProgram(argv, localAws);
    assert.deepEqual(
      rawLines(stdout).map(line => line.split(/ +/)),
      [
        ['/aws/lambda/orders', 'ours'],
        ['/orders', 'other'],
        [linked.arn(orders), 'theirs'],
      ],
    );
  });

  it('of a canary gives the lines that the stage’s has as well once', async t => {
    const localAws = await startAws(t);
    put(localAws, execution, {1: `(${request}) Method completed with status: 200`, 2: `(${request}) x`});
    put(localAws, `${execution}/Canary`, {1: `(${request}) Method completed with status: 200`});
    const {stdout} = await runProgram(['get', '-p', 'API-Gateway-', '-o', 'json'], localAws);
    assert.deepEqual(
      parse(stdout).map(({name}) => name),
      ['execution', 'execution'],
    );
  });
});

describe('get GROUP STREAM', () => {
  /** So many streams, `s0000` and on, and a line in each; one more that is called otherwise. */
  async function withStreams(t: TestContext, count: number): Promise<LocalAws> {
    const localAws = await startAws(t);
    for (let n = 0; n < count; n += 1)
      put(localAws, 'g', {[n]: `line ${n}`}, `s${String(n).padStart(4, '0')}`);
    put(localAws, 'g', {5000: 'other line'}, 'other s0');
    return localAws;
  }
  const filterInputs = (localAws: LocalAws) => localAws.calls.list('FilterLogEvents').map(({input}) => input);

  it('reads the streams whose names an expression fits from their beginning', async t => {
    const localAws = await withStreams(t, 12);
    const lines = async (pattern: string) =>
      rawLines((await runProgram(['get', 'g', pattern, '-o', 'raw'], localAws)).stdout);
    assert.deepEqual(await lines('s000[12]'), ['line 1', 'line 2']);
    assert.deepEqual(await lines('.*s0$'), ['other line']);
    assert.deepEqual(await lines('s0011|other'), ['line 11', 'other line']);
    assert.equal((await lines('ALL')).length, 13);
    assert.equal((await lines('.*')).length, 13);
  });

  it('takes the name of a stream for itself, whatever it means as an expression', async t => {
    const localAws = await startAws(t);
    seed(localAws);
    const {stdout} = await runProgram(['get', orders, stream, '-o', 'raw'], localAws);
    assert.equal(rawLines(stdout).length, 4);
  });

  it('asks AWS for the streams by name', async t => {
    const localAws = await withStreams(t, 12);
    await runProgram(['get', 'g', 's000[12]'], localAws);
    assert.deepEqual(
      filterInputs(localAws).map(({logStreamNames}) => logStreamNames),
      [['s0001', 's0002']],
    );
    assert.equal(localAws.calls.list('DescribeLogStreams')[0]?.input.logStreamNamePrefix, 's000');
  });

  it('asks AWS for a beginning where the expression is one', async t => {
    const localAws = await withStreams(t, 120);
    const {stdout} = await runProgram(['get', 'g', 's00', '-o', 'raw'], localAws);
    assert.equal(rawLines(stdout).length, 100);
    assert.deepEqual(
      filterInputs(localAws).map(({logStreamNamePrefix}) => logStreamNamePrefix),
      ['s00'],
    );
    assert.equal(localAws.calls.list('DescribeLogStreams').length, 1);
  });

  it('reads more than 100 streams, each event once and in order', async t => {
    const localAws = await withStreams(t, 250);
    const {stdout, exitCode} = await runProgram(['get', 'g', 's\\d+', '-o', 'raw'], localAws);
    assert.deepEqual(
      rawLines(stdout),
      Array.from({length: 250}, (_, n) => `line ${n}`),
    );
    assert.equal(exitCode, 0);
    assert.deepEqual(
      filterInputs(localAws).map(({logStreamNames}) => (logStreamNames as string[]).length),
      [100, 100, 50],
    );
    const last = await runProgram(['get', 'g', 's\\d+', '-o', 'raw', '-n', '3'], localAws);
    assert.deepEqual(rawLines(last.stdout), ['line 247', 'line 248', 'line 249']);
  });

  it('tells the streams apart itself where they are very many', async t => {
    const localAws = await withStreams(t, 1_200);
    const {stdout, exitCode} = await runProgram(['get', 'g', '\\w\\d+', '-o', 'raw'], localAws);
    assert.equal(rawLines(stdout).length, 1_200);
    assert.equal(exitCode, 0);
    assert.deepEqual(
      filterInputs(localAws).map(({logStreamNames}) => logStreamNames),
      [undefined],
    );
    // Of the 25 pages there are, those that show that there are more than 500.
    assert.equal(localAws.calls.list('DescribeLogStreams').length, 11);
  });

  it('reads a stream whose last event AWS has not told of yet', async t => {
    const localAws = await startAws(t);
    put(localAws, 'g', {[-3 * 86_400_000]: 'old', 1: 'new'}, 'long lived');
    localAws.faults.add({
      operation: 'DescribeLogStreams',
      fault: {
        answer: {
          contentType: 'application/x-amz-json-1.1',
          body: JSON.stringify({
            logStreams: [{logStreamName: 'long lived', creationTime: 1, lastEventTimestamp: 2}],
          }),
        },
      },
    });
    const {stdout} = await runProgram(['get', 'g', 'l.n', '-o', 'raw'], localAws);
    assert.equal(stdout, 'new\n');
  });

  it('exits with 7 where no stream fits, and shows what their names are like', async t => {
    const localAws = await withStreams(t, 2);
    const {stdout, stderr, exitCode} = await runProgram(['get', 'g', '0001'], localAws);
    assert.deepEqual([stdout, exitCode], ['', 7]);
    assert.equal(
      stderr,
      'apilogs: no log stream of "g" fits "0001"\n' +
        '  hint: STREAM is a regular expression that has to fit the beginning of a name, .*TEXT one further on; the newest is other s0\n',
    );
    localAws.logs.createLogGroup('empty');
    const empty = await runProgram(['get', 'empty', 'x', '-w'], localAws);
    assert.equal(empty.exitCode, 7);
    assert.match(empty.stderr, /hint: it has no streams/);
  });

  it('refuses what is no regular expression, and one that would take for ever', async t => {
    const localAws = await startAws(t);
    const broken = await runProgram(['get', 'g', '(a'], localAws);
    assert.equal(broken.exitCode, 2);
    assert.match(broken.stderr, /^apilogs: STREAM is no regular expression: Unterminated group\n {2}hint: /);
    put(localAws, 'g', {1: 'x'}, `${'a'.repeat(60)}b`);
    const endless = await runProgram(['get', 'g', '(a+)+$'], localAws);
    assert.equal(endless.exitCode, 2);
    assert.match(
      endless.stderr,
      /^apilogs: STREAM takes too long .*: \(a\+\)\+\$\n {2}hint: write it without/,
    );
  });

  it('reads the group and tells its streams apart without permission to list them', async t => {
    const localAws = await withStreams(t, 3);
    localAws.faults.deny('logs:DescribeLogStreams');
    const {stdout, stderr, exitCode} = await runProgram(['get', 'g', 's.*[12]', '-o', 'raw'], localAws);
    assert.deepEqual([rawLines(stdout), exitCode], [['line 1', 'line 2'], 0]);
    assert.match(stderr, /^apilogs: no permission to list the log streams of "g"/);
  });
});

describe('log groups', () => {
  const errors: readonly {readonly argv: readonly string[]; readonly message: RegExp}[] = [
    {
      argv: [orders, '-a', 'abc123def4', '-t', 'prod'],
      message: /--api-id goes with a stage, not with log groups/,
    },
    {argv: ['--log-group', orders, '--stage', 'prod'], message: /--stage goes with a stage/},
    {
      argv: ['-p', '/aws/', '--status', '5xx'],
      message: /--status goes with a stage.*\n {2}hint: .*--level ERROR/,
    },
    {argv: [orders, '--errors'], message: /--errors goes with a stage/},
    {argv: ['--log-group', ''], message: /--log-group is empty/},
    {argv: [''], message: /GROUP is empty/},
    {argv: ['/aws/lambda/*'], message: /GROUP cannot be .*\n {2}hint: .*--group-prefix \/aws\/lambda\/\n/},
    {argv: ['a b'], message: /GROUP cannot be "a b"/},
    {argv: ['-p', 'a:b'], message: /--group-prefix cannot be "a:b"/},
    {argv: ['arn:aws:s3:::bucket'], message: /GROUP is the ARN of something else than a log group/},
    {
      argv: ['--log-group-name', orders],
      message: /unknown option .*\n {2}hint: apilogs get --log-group NAME/,
    },
    {argv: [orders, '--log-stream-names', 's'], message: /hint: streams follow the name of the log group/},
    {argv: [orders, 'ALL', 'more'], message: /unexpected argument "more"/},
  ];
  for (const {argv, message} of errors) {
    it(`are a usage error as get ${argv.join(' ')}`, async t => {
      const localAws = await startAws(t);
      const {stdout, stderr, exitCode} = await runProgram(['get', ...argv], localAws);
      assert.deepEqual([stdout, exitCode], ['', 2]);
      assert.match(stderr, message);
      assert.equal(localAws.calls.count(), 0);
    });
  }

  it('are followed by tail as by the program itself', async t => {
    const localAws = await startAws(t);
    seed(localAws);
    const {stdout, exitCode} = await runCli(['tail', orders, '--for', '100ms', '-o', 'raw'], {localAws});
    assert.deepEqual([rawLines(stdout).length, exitCode], [4, 0]);
  });
});
