import assert from 'node:assert/strict';
import {after, before, describe, it} from 'node:test';
import {LocalAws} from '../../src/local-aws/local-aws.js';
import {generateTraffic} from '../../src/local-aws/traffic/generate-traffic.js';
import {typicalOutcomes} from '../../src/local-aws/traffic/traffic-behaviour.js';
import {endOfLongRequest, putLongRequest} from '../support/long-request.js';
import type {CliResult} from '../support/run-cli.js';
import {runCommands} from '../support/run-commands.js';
import {startWatchedStage, restApiId as watchedApiId} from '../support/watched-stage.js';

interface Line {
  readonly source: string;
  readonly name: string;
  readonly apiRequestId: string | null;
  readonly lambdaRequestId: string | null;
  readonly level: string | null;
  readonly logGroup: string;
  readonly timestampMs: number;
  readonly message: unknown;
  readonly eventId: string;
}

const parse = ({stdout}: CliResult): Line[] =>
  stdout
    .split('\n')
    .filter(Boolean)
    .map(line => JSON.parse(line));

const iso = (epochMs: number) => new Date(epochMs).toISOString();

const traffic = generateTraffic({
  requests: 250,
  outcomes: {...typicalOutcomes, functionError: 0.06, functionTimeout: 0.01},
  functions: 6,
  concurrency: 20,
  idlessShare: 0.3,
  foreignInvocationShare: 0.1,
  authorizerShare: 0.3,
  seed: 11,
});
const {restApiId, stage} = traffic.api;
const first = traffic.events[0]?.timestamp ?? 0;
const last = traffic.events.at(-1)?.timestamp ?? 0;
const target = ['get', '-a', restApiId, '-t', stage];
const all = [...target, '-s', iso(first - 1_000), '-e', iso(last + 1_000)];

const idsWhere = (isWanted: (request: (typeof traffic.requests)[number]) => boolean) =>
  new Set(traffic.requests.filter(isWanted).map(({apiRequestId}) => apiRequestId));
const isIn =
  (ids: ReadonlySet<string>) =>
  ({apiRequestId}: Line) =>
    apiRequestId !== null && ids.has(apiRequestId);
const ofFailed = isIn(idsWhere(({status}) => status >= 500));

describe('the selection of get', () => {
  let localAws: LocalAws;
  let everything: readonly Line[];

  const get = async (...args: string[]): Promise<Line[]> =>
    parse(await runCommands([...all, '-o', 'json', ...args], {localAws}));
  const groupsRead = () =>
    new Set(localAws.calls.list('FilterLogEvents').map(({input}) => String(input.logGroupName)));

  before(async () => {
    localAws = await LocalAws.start();
    traffic.seedInto(localAws);
    everything = await get();
    assert.ok(everything.length > 3_000);
  });
  after(() => localAws.stop());

  /** Lines are the same as without selection, requests included. */
  async function assertSelects(args: readonly string[], isWanted: (line: Line) => boolean): Promise<void> {
    const expected = everything.filter(isWanted);
    assert.ok(expected.length > 0, `nothing to find with ${args}`);
    assert.deepEqual(await get(...args), expected);
  }

  it('is by kind of source, with the request that each line belongs to', async () => {
    for (const kind of ['execution', 'access', 'lambda', 'authorizer'])
      await assertSelects(['--source', kind], ({source}) => source === kind);
  });

  it('is by the name of a source, in full, short or as a glob', async () => {
    const isOrders = ({name}: Line) => name === 'shop-orders-get';
    await assertSelects(['--source', 'shop-orders-get'], isOrders);
    await assertSelects(['--source', 'orders-get'], isOrders);
    await assertSelects(['--function', '*ord?rs*'], isOrders);
    await assertSelects(
      ['--source', 'access', '--source', 'orders-get'],
      line => isOrders(line) || line.source === 'access',
    );
    await assertSelects(['--source', 'lambda', '--function', 'orders-get', '--function', 'carts-get'], line =>
      ['shop-orders-get', 'shop-carts-get'].includes(line.name),
    );
  });

  it('reads only what it needs', async () => {
    localAws.calls.clear();
    await get('--source', 'execution');
    assert.deepEqual([...groupsRead()], [`API-Gateway-Execution-Logs_${restApiId}/${stage}`]);
    localAws.calls.clear();
    await get('--source', 'access');
    assert.deepEqual([...groupsRead()], ['/generated-api/access']);
    localAws.calls.clear();
    await get('--function', 'shop-orders-get');
    assert.deepEqual(
      [...groupsRead()].sort(),
      [
        '/aws/lambda/shop-orders-get',
        '/generated-api/access',
        `API-Gateway-Execution-Logs_${restApiId}/${stage}`,
      ].sort(),
    );
  });

  it('says which sources there are when a name is none of theirs', async () => {
    const {stdout, stderr, exitCode} = await runCommands([...all, '--source', 'nonsense'], {localAws});
    assert.equal(stdout, '');
    assert.match(
      stderr,
      /^apilogs: the stage has no source "nonsense"\n {2}hint: its sources are execution, shop-authorizer, .*, access; `apilogs sources` says why/,
    );
    assert.equal(exitCode, 2);
    const functions = await runCommands([...all, '--function', 'access'], {localAws});
    assert.match(functions.stderr, /the stage has no function "access"\n {2}hint: its functions are shop-/);
    const both = await runCommands([...all, '--source', 'execution', '--function', 'shop-orders-get'], {
      localAws,
    });
    assert.match(both.stderr, /^apilogs: no source is both/);
    assert.equal(both.exitCode, 2);
  });

  it('is by level', async () => {
    const atLeastWarn = ['WARN', 'ERROR', 'FATAL'];
    await assertSelects(['--level', 'warn'], ({level}) => level !== null && atLeastWarn.includes(level));
    await assertSelects(['--level', 'TRACE'], ({level}) => level !== null);
  });

  it('is by status, with every line of the requests', async () => {
    await assertSelects(['--status', '404'], isIn(idsWhere(({status}) => status === 404)));
    await assertSelects(
      ['--status', '50x,401'],
      isIn(idsWhere(({status}) => status === 401 || status >= 500)),
    );
  });

  it('is by failure, with every line of the requests', async () => {
    await assertSelects(['--errors'], ofFailed);
    const evident = traffic.events.filter(
      ({apiRequestId = '', expectsLink}) => expectsLink && ofFailed({apiRequestId} as Line),
    );
    assert.equal((await get('--errors')).length, evident.length);
  });

  it('composes', async () => {
    const isError = ({level}: Line) => level === 'ERROR';
    await assertSelects(['--errors', '--level', 'ERROR'], line => ofFailed(line) && isError(line));
    await assertSelects(
      ['--errors', '--source', 'lambda'],
      line => ofFailed(line) && line.source === 'lambda',
    );
    await assertSelects(
      ['--status', '5xx', '--source', 'access'],
      line => ofFailed(line) && line.source === 'access',
    );
    const withLambda = everything.find(line => ofFailed(line) && line.source === 'lambda');
    assert.ok(withLambda?.apiRequestId);
    const id = withLambda.apiRequestId;
    await assertSelects(
      ['-r', id, '--source', 'lambda'],
      line => line.apiRequestId === id && line.source === 'lambda',
    );
  });

  it('goes with a filter pattern, which hides the lines that tell how a request ended', async () => {
    const filtered = await get('-f', 'ERROR');
    assert.ok(filtered.some(ofFailed));
    for (const outcome of [['--errors'], ['--status', '5xx']]) {
      assert.deepEqual(await get('-f', 'ERROR', ...outcome), filtered.filter(ofFailed), outcome.join(' '));
    }
    assert.deepEqual(
      await get('-f', 'ERROR', '--source', 'lambda'),
      filtered.filter(({source}) => source === 'lambda'),
    );
  });

  it('says where a filter pattern hides what ties lines to the requests asked for', async () => {
    const id = traffic.requests[0]?.apiRequestId ?? '';
    const pattern = '-START -END -REPORT -RequestId';
    const {stderr} = await runCommands([...all, '-f', pattern, '--source', 'lambda', '-r', id], {localAws});
    assert.match(stderr, /the filter pattern hides the lines between which lines without an id stand/);
    assert.doesNotMatch(stderr, /a longer window/);
  });

  it('shows the API request id on the Lambda lines that a filter pattern finds', async () => {
    const lines = (await get('-f', '"Invoke Error"')).filter(({source}) => source === 'lambda');
    const ofRequests = lines.filter(({message}) =>
      traffic.events.some(event => event.apiRequestId && event.message.trimEnd() === message),
    );
    assert.ok(ofRequests.length > 0);
    for (const {apiRequestId} of ofRequests) assert.ok(apiRequestId);
  });

  it('is of the newest lines, whatever else is selected', async () => {
    const cases: readonly (readonly [readonly string[], (line: Line) => boolean])[] = [
      [[], () => true],
      [['--source', 'access'], ({source}) => source === 'access'],
      [['--errors'], ofFailed],
      [
        ['--status', '404', '--source', 'lambda'],
        line => isIn(idsWhere(({status}) => status === 404))(line) && line.source === 'lambda',
      ],
      [['--level', 'ERROR'], ({level}) => level === 'ERROR'],
    ];
    for (const [args, isWanted] of cases) {
      const expected = everything.filter(isWanted);
      for (const count of [7, 100_000]) {
        const lines = await get('-n', String(count), ...args);
        assert.deepEqual(
          lines.map(({timestampMs, message}) => [timestampMs, message]),
          expected.slice(-count).map(({timestampMs, message}) => [timestampMs, message]),
          `-n ${count} ${args.join(' ')}`,
        );
      }
    }
  });

  it('ties the newest lines to their requests as a full read does', async () => {
    assert.deepEqual(await get('-n', '500'), everything.slice(-500));
  });

  it('is told in the exit code', async () => {
    const printed = await runCommands([...all, '--errors', '--exit-code'], {localAws});
    assert.equal(printed.exitCode, 10);
    const newest = await runCommands([...all, '-n', '1', '--exit-code'], {localAws});
    assert.equal(newest.exitCode, 10);
    const nothing = await runCommands([...all, '--status', '418', '--exit-code'], {localAws});
    assert.deepEqual([nothing.stdout, nothing.exitCode], ['', 0]);
    assert.match(nothing.stderr, /^apilogs: no matching events between/);
  });
});

describe('get --status of a stage that logs failures only', () => {
  it('goes by the access log', async () => {
    const quiet = generateTraffic({
      requests: 150,
      functions: 2,
      concurrency: 10,
      loggingLevel: 'ERROR',
      seed: 5,
    });
    const localAws = await LocalAws.start();
    try {
      quiet.seedInto(localAws);
      const last = quiet.events.at(-1)?.timestamp ?? 0;
      const args = ['get', '-a', quiet.api.restApiId, '-t', quiet.api.stage, '-o', 'json'];
      const window = ['-s', iso((quiet.events[0]?.timestamp ?? 0) - 1_000), '-e', iso(last + 1_000)];
      const everything = parse(await runCommands([...args, ...window], {localAws}));
      const notFound = quiet.requests
        .filter(({status}) => status === 404)
        .map(({apiRequestId}) => apiRequestId);
      const expected = everything.filter(isIn(new Set(notFound)));
      assert.ok(expected.some(({source}) => source === 'lambda'));
      assert.deepEqual(
        parse(await runCommands([...args, ...window, '--status', '404'], {localAws})),
        expected,
      );
    } finally {
      await localAws.stop();
    }
  });
});

describe('get --errors of a request that lasts longer than lines can wait', () => {
  const from = Date.now() - 600_000;
  const args = ['get', '-a', watchedApiId, '-t', 'prod', '-o', 'raw', '-s', iso(from - 1_000)];
  let localAws: LocalAws;

  before(async () => {
    localAws = await startWatchedStage();
    putLongRequest(localAws, from);
  });
  after(() => localAws.stop());

  it('says that lines are missing, names the request and ends with 8', async () => {
    const {exitCode, stdout, stderr} = await runCommands([...args, '--errors'], {localAws});
    assert.equal(stdout, `${endOfLongRequest}\n`);
    assert.match(
      stderr,
      /lines of selected requests are missing, of aaaaaaaa.*\n {2}hint: `apilogs trace aaaaaaaa/,
    );
    assert.equal(exitCode, 8);
  });

  it('ends with 0 where that request is not selected', async () => {
    const {exitCode, stdout, stderr} = await runCommands([...args, '--status', '500'], {localAws});
    assert.deepEqual([exitCode, stdout], [0, '']);
    assert.match(stderr, /no matching events/);
  });

  it('does not say that nothing matches where only what is missing does', async () => {
    const failures = ['--errors', '--level', 'ERROR'];
    const {exitCode, stdout, stderr} = await runCommands([...args, ...failures], {localAws});
    assert.deepEqual([exitCode, stdout], [8, '']);
    assert.match(stderr, /lines of selected requests are missing/);
    assert.doesNotMatch(stderr, /no matching events/);
  });

  it('says so of the newest lines as well', async () => {
    const end = ['-e', iso(from + 101_000)];
    const {exitCode, stdout, stderr} = await runCommands([...args, ...end, '--errors', '-n', '5'], {
      localAws,
    });
    assert.equal(stdout, `${endOfLongRequest}\n`);
    assert.match(stderr, /lines of selected requests are missing/);
    assert.equal(exitCode, 8);
  });

  it('misses nothing of the newest lines where they are as many as were asked for', async () => {
    const end = ['-e', iso(from + 101_000)];
    const {exitCode, stdout} = await runCommands([...args, ...end, '--errors', '-n', '1'], {localAws});
    assert.deepEqual([exitCode, stdout], [0, `${endOfLongRequest}\n`]);
  });
});

describe('get --errors of a stage without execution log', () => {
  const id = '0b25cd06-4780-43ed-9404-0c5e8e90fb15';
  const other = '1c36de17-4780-43ed-9404-0c5e8e90fb15';
  const now = Date.now() - 60_000;
  const invocation = (requestId: string, status: string) => [
    {timestamp: now, message: `START RequestId: ${requestId} Version: $LATEST\n`},
    {timestamp: now + 1, message: `working for ${requestId}\n`},
    {timestamp: now + 2, message: `END RequestId: ${requestId}\n`},
    {timestamp: now + 2, message: `REPORT RequestId: ${requestId}\tDuration: 2.00 ms\t${status}\n`},
  ];
  const stageOf = (level: 'OFF' | 'INFO') => ({
    id: 'quiet12345',
    name: 'quiet',
    deployed: {
      routes: [
        {
          path: '/',
          method: 'GET',
          integration: {
            type: 'AWS_PROXY' as const,
            uri: 'arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:111122223333:function:work/invocations',
          },
        },
      ],
      authorizers: [],
    },
    stages: [{stageName: 'prod', methodSettings: {'*/*': {loggingLevel: level}}}],
  });

  async function errorsAt(level: 'OFF' | 'INFO'): Promise<Line[]> {
    const localAws = await LocalAws.start();
    try {
      localAws.lambda.addFunction({name: 'work'});
      localAws.apiGateway.addRestApi(stageOf(level));
      localAws.logs.putEvents('/aws/lambda/work', 'a', invocation(id, 'Status: timeout'));
      localAws.logs.putEvents('/aws/lambda/work', 'b', invocation(other, ''));
      const args = ['get', '-a', 'quiet12345', '-t', 'prod', '--errors', '-o', 'json'];
      return parse(await runCommands(args, {localAws}));
    } finally {
      await localAws.stop();
    }
  }

  it('prints the invocations that failed, since nothing else tells of requests', async () => {
    const lines = await errorsAt('OFF');
    assert.deepEqual(
      lines.map(({lambdaRequestId}) => lambdaRequestId),
      [id, id, id, id],
    );
  });

  it('leaves them out where every request is logged, since they were no requests’', async () => {
    assert.deepEqual(await errorsAt('INFO'), []);
  });
});

describe('get --query', () => {
  const messages = [
    '{"level":"ERROR","message":"no stock","items":[{"sku":"A"},{"sku":"B"}]}\n',
    'plain text\n',
    '{"level":"INFO"}',
    '{"broken":',
    '["a",1]',
  ];
  let localAws: LocalAws;
  const args = ['get', '-a', 'query12345', '-t', 'prod'];
  const raw = async (query: string) =>
    (await runCommands([...args, '-o', 'raw', '-q', query], {localAws})).stdout;

  before(async () => {
    localAws = await LocalAws.start();
    localAws.apiGateway.addRestApi({
      id: 'query12345',
      name: 'query',
      deployed: {routes: [], authorizers: []},
      stages: [
        {
          stageName: 'prod',
          methodSettings: {'*/*': {loggingLevel: 'INFO'}},
          accessLogSettings: {
            destinationArn: 'arn:aws:logs:eu-west-1:111122223333:log-group:/query/access',
            format: '{"message":"$context.requestId"}',
          },
        },
      ],
    });
    localAws.logs.createLogGroup('API-Gateway-Execution-Logs_query12345/prod');
    const now = Date.now() - 60_000;
    localAws.logs.putEvents(
      '/query/access',
      's',
      messages.map((message, index) => ({timestamp: now + index, message})),
    );
  });
  after(() => localAws.stop());

  it('prints a text as it is and anything else as JSON, and other lines untouched', async () => {
    assert.equal(await raw('message'), 'no stock\nplain text\nnull\n{"broken":\nnull\n');
    assert.equal(await raw('items[].sku'), '["A","B"]\nplain text\nnull\n{"broken":\nnull\n');
  });

  it('finds nothing under the names that every object of JavaScript has', async () => {
    for (const name of ['toString', 'constructor']) {
      assert.equal(await raw(name), 'null\nplain text\nnull\n{"broken":\nnull\n', name);
    }
  });

  it('leaves a line alone to which the expression cannot be applied', async () => {
    assert.equal(await raw('length(items)'), `2\nplain text\n{"level":"INFO"}\n{"broken":\n["a",1]\n`);
  });

  it('is the value of message in JSON', async () => {
    const {stdout} = await runCommands([...args, '-o', 'json', '-q', '{l: level, n: items[0]}'], {localAws});
    assert.deepEqual(
      parse({stdout, stderr: '', exitCode: 0}).map(({message}) => message),
      [{l: 'ERROR', n: {sku: 'A'}}, 'plain text', {l: 'INFO', n: null}, '{"broken":', {l: null, n: null}],
    );
  });

  it('makes control characters of what it finds visible', async () => {
    localAws.logs.putEvents('/query/access', 's', [
      {timestamp: Date.now() - 30_000, message: '{"message":"\\u001b[2J"}'},
    ]);
    const {stdout} = await runCommands([...args, '-q', 'message', '-n', '1'], {localAws});
    assert.match(stdout, /\\x1b\[2J\n$/);
  });

  it('leaves all else that `json` says of an event as it is', async () => {
    const json = async (...query: string[]) =>
      parse(await runCommands([...args, '-o', 'json', ...query], {localAws}));
    const whole = await json();
    const queried = await json('-q', 'no.such.key');
    assert.ok(whole.length > 0 && whole.every(line => /^\d{56}$/.test(line.eventId)));
    const withoutMessage = (line: object) => ({...line, message: undefined});
    assert.deepEqual(queried.map(withoutMessage), whole.map(withoutMessage));
  });

  it('is refused before anything is read where it is no expression', async () => {
    localAws.calls.clear();
    const {stderr, exitCode} = await runCommands([...args, '-q', 'a ||'], {localAws});
    assert.match(stderr, /^apilogs: --query is no JMESPath expression: .*\n {2}hint: /);
    assert.equal(exitCode, 2);
    assert.deepEqual(localAws.calls.list(), []);
  });
});

describe('get --last behind many lines that are not selected', () => {
  it('finds whole requests in steps, as a full read does', async () => {
    const localAws = await LocalAws.start();
    try {
      traffic.seedInto(localAws);
      const noise = 30_000;
      const until = last + 120_000;
      localAws.logs.putGenerated('/aws/lambda/shop-orders-get', noise, index => ({
        logStream: 'noise',
        timestamp: until - (noise - index) * 3,
        ingestionTime: until,
        message: `noise ${index}`,
      }));
      const window = ['-s', iso(first - 1_000), '-e', iso(until + 1_000)];
      const get = async (...args: string[]) =>
        parse(await runCommands([...target, ...window, '-o', 'json', ...args], {localAws}));
      const failed = await get('--errors');
      assert.ok(failed.length > 200);
      for (const count of [3, 40, 150]) {
        assert.deepEqual(await get('--errors', '-n', String(count)), failed.slice(-count), `-n ${count}`);
      }
    } finally {
      await localAws.stop();
    }
  });
});

describe('get --last where the newest page begins within a request', () => {
  const page = 5_000;
  const apiRequestId = '3e0f6c52-91b7-4c1a-8de3-7a5b2049cf18';
  const lambdaRequestId = '8c1d2f90-4b7e-4a55-9f0e-2d6a1b3c4e5f';
  let localAws: LocalAws;

  before(async () => {
    localAws = await LocalAws.start();
    localAws.apiGateway.addRestApi({
      id: 'begins1234',
      name: 'begins',
      deployed: {
        routes: [
          {
            path: '/orders',
            method: 'GET',
            integration: {
              type: 'AWS_PROXY',
              uri: 'arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:111122223333:function:orders/invocations',
            },
          },
        ],
        authorizers: [],
      },
      stages: [{stageName: 'prod', methodSettings: {'*/*': {loggingLevel: 'INFO'}}}],
    });
    localAws.lambda.addFunction({name: 'orders'});
    const began = Date.now() - 120_000;
    const log = (logGroup: string, logStream: string, messages: readonly string[]) =>
      localAws.logs.putEvents(
        logGroup,
        logStream,
        messages.map((message, index) => ({timestamp: began + index * 2, message})),
      );
    log(
      'API-Gateway-Execution-Logs_begins1234/prod',
      'gateway',
      [
        `Starting execution for request: ${apiRequestId}`,
        `AWS Integration Endpoint RequestId : ${lambdaRequestId}`,
        'Method completed with status: 502',
      ].map(text => `(${apiRequestId}) ${text}`),
    );
    log('/aws/lambda/orders', '2026/03/10/[$LATEST]a', [
      `START RequestId: ${lambdaRequestId} Version: $LATEST\n`,
      ...[1, 2, 3, 4].map(n => `[ERROR] without an id, ${n}`),
      `END RequestId: ${lambdaRequestId}\n`,
    ]);
    localAws.logs.putGenerated('/aws/lambda/orders', page - 4, index => ({
      logStream: 'quiet',
      timestamp: began + 20 + index * 10,
      message: `quiet ${index}`,
    }));
  });
  after(() => localAws.stop());

  const get = async (...args: string[]) =>
    parse(
      await runCommands(['get', '-a', 'begins1234', '-t', 'prod', '-s', '5m', '-o', 'json', ...args], {
        localAws,
      }),
    );

  it('knows the request of the lines that lie in the page', async () => {
    const lines = await get('-n', '2', '--level', 'ERROR');
    assert.deepEqual(
      lines.map(({apiRequestId: id, message}) => [id, message]),
      [3, 4].map(n => [apiRequestId, `[ERROR] without an id, ${n}`]),
    );
  });

  it('selects whole failed requests as a full read does', async () => {
    const failed = await get('--errors');
    assert.equal(failed.length, 9);
    assert.deepEqual(await get('--errors', '-n', '3'), failed.slice(-3));
  });
});

describe('get --last of large log groups', () => {
  const eventsOfGroup = 1_000_000;
  const end = Date.now() - 1_000;
  const names = ['one', 'two'];
  let localAws: LocalAws;

  before(async () => {
    localAws = await LocalAws.start();
    localAws.apiGateway.addRestApi({
      id: 'million123',
      name: 'million',
      deployed: {
        routes: names.map(name => ({
          path: `/${name}`,
          method: 'GET',
          integration: {
            type: 'AWS_PROXY',
            uri: `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:111122223333:function:${name}/invocations`,
          },
        })),
        authorizers: [],
      },
      stages: [{stageName: 'prod', methodSettings: {'*/*': {loggingLevel: 'INFO'}}}],
    });
    for (const [offset, name] of names.entries()) {
      localAws.lambda.addFunction({name});
      localAws.logs.putGenerated(`/aws/lambda/${name}`, eventsOfGroup, index => ({
        logStream: 's',
        timestamp: end - (eventsOfGroup - index) * 50 + offset,
        ingestionTime: end - (eventsOfGroup - index) * 50 + offset,
        message: `${index % 10_000 === 0 ? '[ERROR] ' : ''}event ${index} of ${name}`,
      }));
    }
  });
  after(() => localAws.stop());

  const run = async (...args: string[]) => {
    localAws.calls.clear();
    const {stdout, stderr} = await runCommands(
      ['get', '-a', 'million123', '-t', 'prod', '-o', 'raw', ...args],
      {
        localAws,
      },
    );
    const calls = localAws.calls.list('FilterLogEvents');
    return {lines: stdout.trimEnd().split('\n'), stderr, calls};
  };

  it('costs two calls a log group at most, and reaches back a day', async () => {
    const {lines, calls} = await run('--last', '100');
    const expected = Array.from({length: 50}, (_, index) =>
      names.map(name => `event ${eventsOfGroup - 50 + index} of ${name}`),
    ).flat();
    assert.deepEqual(lines, expected);
    for (const name of names) {
      const ofGroup = calls.filter(({input}) => input.logGroupName === `/aws/lambda/${name}`);
      assert.ok(ofGroup.length <= 2, `${ofGroup.length} calls`);
      assert.equal(ofGroup[0]?.input.startFromHead, false);
    }
  });

  it('goes back in growing steps until it has found as many as were asked for', async () => {
    const {lines} = await run('--last', '7', '--level', 'ERROR');
    assert.deepEqual(lines, [
      '[ERROR] event 960000 of two',
      ...[970_000, 980_000, 990_000].flatMap(index => names.map(name => `[ERROR] event ${index} of ${name}`)),
    ]);
  });
});
