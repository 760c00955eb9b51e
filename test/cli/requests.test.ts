import assert from 'node:assert/strict';
import {after, before, describe, it} from 'node:test';
import type {RequestsOptions} from '../../src/cli/requests-options.js';
import {LocalAws} from '../../src/local-aws/local-aws.js';
import {generateTraffic, type Traffic} from '../../src/local-aws/traffic/generate-traffic.js';
import type {Outcome, TrueInvocation, TrueRequest} from '../../src/local-aws/traffic/truth.js';
import type {Sought} from '../../src/options.js';
import type {RequestRecord} from '../../src/requests/request-record.js';
import type {FunctionSummary, RequestsSummary} from '../../src/summarize/requests-summary.js';
import {runShell} from '../support/run-cli.js';
import {runCommands} from '../support/run-commands.js';
import {runMain} from '../support/run-main.js';

const everyOutcome: Readonly<Partial<Record<Outcome, number>>> = {
  ok: 0.6,
  clientError: 0.05,
  malformedResponse: 0.04,
  functionError: 0.05,
  functionTimeout: 0.03,
  integrationTimeout: 0.03,
  throttled: 0.04,
  usagePlanExceeded: 0.03,
  denied: 0.03,
  missingToken: 0.03,
  outOfMemory: 0.04,
  initError: 0.03,
};
const failed = new Set<Outcome>([
  'malformedResponse',
  'functionError',
  'functionTimeout',
  'integrationTimeout',
  'throttled',
  'outOfMemory',
  'initError',
]);

const iso = (epochMs: number) => new Date(epochMs).toISOString();

/** Arguments that read all of the traffic. */
function all({api, events}: Traffic): string[] {
  const start = (events[0]?.timestamp ?? 0) - 1_000;
  const end = (events.at(-1)?.timestamp ?? 0) + 1_000;
  return ['requests', '-a', api.restApiId, '-t', api.stage, '-s', iso(start), '-e', iso(end)];
}

const parseRecords = (stdout: string): RequestRecord[] =>
  stdout
    .split('\n')
    .filter(Boolean)
    .map(line => JSON.parse(line));

/** By the definition: the value at rank ⌈n·p/100⌉ of all values in order. */
function nearestRank(values: readonly number[], percent: number): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.ceil((sorted.length * percent) / 100) - 1] ?? null;
}

function figuresOf(requests: readonly TrueRequest[]) {
  const latencies = requests.map(({startTime, endTime}) => endTime - startTime);
  const errors = requests.filter(({outcome}) => failed.has(outcome)).length;
  return {
    count: requests.length,
    errors,
    errorShare: errors / requests.length,
    clientErrors: requests.filter(({status}) => status >= 400 && status < 500).length,
    open: 0,
    throttles: requests.filter(({outcome}) => outcome === 'throttled').length,
    coldStarts: requests.filter(request => visibleInvocations(request).some(({isColdStart}) => isColdStart))
      .length,
    p50Ms: nearestRank(latencies, 50),
    p95Ms: nearestRank(latencies, 95),
    p99Ms: nearestRank(latencies, 99),
    maxMs: Math.max(...latencies),
  };
}

/** No line names the function that API Gateway gave up on. */
const visibleInvocations = ({outcome, invocations}: TrueRequest): readonly TrueInvocation[] =>
  outcome === 'integrationTimeout' ? invocations.filter(({role}) => role === 'authorizer') : invocations;

interface Reported {
  readonly durationMs: number;
  readonly memorySizeMB: number;
  readonly maxMemoryUsedMB: number;
}

/** What Lambda reported of each invocation, by a reading of the lines of its own. */
function reportsOf({events}: Traffic): Map<string, Reported> {
  const reports = new Map<string, Reported>();
  for (const {kind, message, lambdaRequestId = ''} of events) {
    if (kind !== 'report') continue;
    const {record} = message.startsWith('{') ? JSON.parse(message) : {record: undefined};
    const figure = (label: string) => Number(message.split(`\t${label}: `)[1]?.split(' ')[0]);
    reports.set(
      lambdaRequestId,
      record
        ? record.metrics
        : {
            durationMs: figure('Duration'),
            memorySizeMB: figure('Memory Size'),
            maxMemoryUsedMB: figure('Max Memory Used'),
          },
    );
  }
  return reports;
}

function functionsOf(traffic: Traffic): FunctionSummary[] {
  const reports = reportsOf(traffic);
  const served = traffic.requests.flatMap(request =>
    visibleInvocations(request).map(invocation => ({...invocation, outcome: request.outcome})),
  );
  const names = [...new Set(served.map(({functionName}) => functionName))];
  return names.map(name => {
    const own = served.filter(({functionName}) => functionName === name);
    const reported = own.flatMap(({lambdaRequestId}) => reports.get(lambdaRequestId) ?? []);
    const ended = (...outcomes: Outcome[]) =>
      own.filter(({outcome, role}) => role === 'integration' && outcomes.includes(outcome)).length;
    const routes = traffic.api.routes.filter(route => route.function?.name === name).map(({path}) => path);
    return {
      name,
      invocations: own.length,
      errors: ended('functionError', 'outOfMemory', 'initError'),
      timeouts: ended('functionTimeout'),
      throttles: traffic.requests.filter(
        ({outcome, resourcePath}) => outcome === 'throttled' && routes.includes(resourcePath),
      ).length,
      coldStarts: own.filter(({isColdStart}) => isColdStart).length,
      p95DurationMs: nearestRank(
        reported.map(({durationMs}) => durationMs),
        95,
      ),
      memorySizeMB: reported[0]?.memorySizeMB ?? null,
      maxMemoryUsedMB: Math.max(...reported.map(({maxMemoryUsedMB}) => maxMemoryUsedMB)),
    };
  });
}

describe('requests', () => {
  const traffic = generateTraffic({
    requests: 2_000,
    functions: 6,
    seed: 21,
    canaryShare: 0.2,
    // Whoever logs the id that was passed on may be found although no other line names it.
    passRequestIdShare: 0,
    outcomes: everyOutcome,
  });
  const {requests} = traffic;
  let localAws: LocalAws;
  let records: RequestRecord[];
  const run = (...args: string[]) => runCommands([...all(traffic), ...args], {localAws});

  before(async () => {
    localAws = await LocalAws.start();
    traffic.seedInto(localAws);
    const {stdout, stderr, exitCode} = await run('-o', 'json');
    assert.deepEqual([stderr, exitCode], ['', 0]);
    records = parseRecords(stdout);
  });
  after(() => localAws.stop());

  it('prints every request once, in the order in which they began', () => {
    assert.deepEqual(
      records.map(({apiRequestId}) => apiRequestId).sort(),
      requests.map(({apiRequestId}) => apiRequestId).sort(),
    );
    const times = records.map(({timestamp}) => timestamp);
    assert.deepEqual(times, times.toSorted());
  });

  it('knows what was called, how it was answered, and which functions served it', () => {
    const byId = new Map(records.map(record => [record.apiRequestId, record]));
    for (const request of requests) {
      const record = byId.get(request.apiRequestId);
      assert.deepEqual(
        {
          called: `${record?.method} ${record?.path} ${record?.resourcePath}`,
          status: record?.status,
          latencyMs: record?.latencyMs,
          functions: record?.functions.map(
            ({name, requestId, coldStart}) => `${name} ${requestId} ${coldStart}`,
          ),
        },
        {
          called: `${request.method} ${request.path} ${request.resourcePath}`,
          status: request.status,
          latencyMs: request.endTime - request.startTime,
          functions: visibleInvocations(request).map(
            ({functionName, lambdaRequestId, isColdStart}) =>
              `${functionName} ${lambdaRequestId} ${isColdStart}`,
          ),
        },
        request.outcome,
      );
    }
  });

  it('has always the same keys in JSON', () => {
    assert.deepEqual(
      [...new Set(records.map(record => Object.keys(record).join()))],
      [
        'apiRequestId,extendedRequestId,traceId,timestamp,method,path,resourcePath,status,latencyMs,integrationLatencyMs,functions,errors,open,lines',
      ],
    );
  });

  const selections: readonly [string, readonly string[], (request: TrueRequest) => boolean][] = [
    ['statuses', ['--status', '404,5xx'], ({status}) => status === 404 || status >= 500],
    ['failures', ['--errors'], ({outcome}) => failed.has(outcome)],
    ['slow ones', ['--slow', '1s'], ({startTime, endTime}) => endTime - startTime >= 1_000],
    [
      'paths',
      ['--path', '/orders/*', '--path', '/carts/{id}'],
      ({resourcePath}) => /^\/(orders|carts)\//.test(resourcePath),
    ],
    [
      'a method',
      ['--method', 'get', '--status', '200'],
      ({method, status}) => method === 'GET' && status === 200,
    ],
    [
      'functions',
      ['--function', 'shop-st*'],
      request => visibleInvocations(request).some(({functionName}) => functionName.startsWith('shop-st')),
    ],
    ['cold starts', ['--cold'], request => visibleInvocations(request).some(({isColdStart}) => isColdStart)],
  ];
  for (const [what, args, isWanted] of selections) {
    it(`selects ${what}`, async () => {
      const {stdout} = await run('-o', 'json', ...args);
      const expected = requests.filter(isWanted).map(({apiRequestId}) => apiRequestId);
      assert.ok(expected.length > 0 && expected.length < requests.length);
      assert.deepEqual(
        parseRecords(stdout)
          .map(({apiRequestId}) => apiRequestId)
          .sort(),
        expected.sort(),
      );
    });
  }

  it('sorts by latency, and by status', async () => {
    const latencies = parseRecords((await run('-o', 'json', '--sort', 'latency')).stdout).map(
      ({latencyMs}) => latencyMs,
    );
    assert.deepEqual(
      latencies,
      requests.map(({startTime, endTime}) => endTime - startTime).sort((a, b) => b - a),
    );
    const statuses = parseRecords((await run('-o', 'json', '--sort', 'status')).stdout).map(
      ({status}) => status,
    );
    assert.deepEqual(
      statuses,
      requests.map(({status}) => status).sort((a, b) => b - a),
    );
  });

  it('prints all columns into a pipe, one line a request', async () => {
    const {stdout, stderr} = await run();
    const lines = stdout.trimEnd().split('\n');
    assert.deepEqual([lines.length, stderr], [requests.length, '']);
    const request = requests.find(({outcome}) => outcome === 'functionTimeout');
    assert.ok(request);
    const line = lines.find(text => text.endsWith(request.apiRequestId));
    assert.deepEqual(line?.split(/ {2,}/).slice(0, 5), [
      iso(request.startTime),
      request.method,
      request.path,
      '502',
      `${request.endTime - request.startTime}ms`,
    ]);
    assert.match(line, /FunctionTimeout: Task timed out after [\d.]+ seconds/);
  });

  it('sums up exactly what happened: by route, by function and over time', async () => {
    const {stdout, stderr, exitCode} = await run('--summary', '-o', 'json');
    assert.deepEqual([stderr, exitCode], ['', 0]);
    const summary: RequestsSummary = JSON.parse(stdout);
    assert.deepEqual(summary.total, figuresOf(requests));

    const routes = new Map<string, TrueRequest[]>();
    for (const request of requests) {
      const key = `${request.method} ${request.resourcePath}`;
      routes.set(key, [...(routes.get(key) ?? []), request]);
    }
    assert.deepEqual(
      Object.fromEntries(summary.routes.map(({method, path, ...figures}) => [`${method} ${path}`, figures])),
      Object.fromEntries([...routes].map(([route, own]) => [route, figuresOf(own)])),
    );
    const byName = (a: FunctionSummary, b: FunctionSummary) => a.name.localeCompare(b.name);
    assert.deepEqual(summary.functions.toSorted(byName), functionsOf(traffic).sort(byName));

    const {intervalMs, buckets} = summary.histogram;
    assert.ok(buckets.length > 10 && buckets.length <= 60);
    for (const {start, requests: count, errors} of buckets) {
      const from = Date.parse(start);
      const within = requests.filter(({startTime}) => startTime >= from && startTime < from + intervalMs);
      assert.deepEqual(
        [count, errors],
        [within.length, within.filter(({outcome}) => failed.has(outcome)).length],
      );
    }
    assert.equal(
      buckets.reduce((sum, bucket) => sum + bucket.requests, 0),
      requests.length,
    );
  });

  it('sums up what is selected, for eyes', async () => {
    const {stdout} = await runCommands([...all(traffic), '--summary', '--errors'], {
      localAws,
      env: {LANG: 'C.UTF-8'},
    });
    const count = requests.filter(({outcome}) => failed.has(outcome)).length;
    assert.match(stdout, new RegExp(`^all +${count} +100\\.0% `, 'm'));
    assert.match(stdout, /^errors +[ ▁▂▃▄▅▆▇█]+ \d+ at most$/m);
  });

  it('ends at once and quietly when the reader has enough', async () => {
    const {stdout, stderr} = await runShell(
      `apilogs ${all(traffic).join(' ')} | head -1; echo "\${PIPESTATUS[0]}"`,
      {
        localAws,
      },
    );
    assert.match(stdout, /^2026-\S+Z {2}[^\n]+\n0\n$/);
    assert.equal(stderr, '');
  });

  it('tells in its exit code whether a request was printed, when asked to', async () => {
    assert.equal((await run('--errors', '--exit-code')).exitCode, 10);
    const none = await run('--status', '418', '--exit-code');
    assert.deepEqual([none.stdout, none.exitCode], ['', 0]);
    assert.match(none.stderr, /^apilogs: no matching requests between 2026-/);
    assert.equal((await run('--summary', '--status', '418', '--exit-code')).exitCode, 0);
  });
});

describe('requests, of stages that log less', () => {
  const cases = [
    {
      what: 'says once that only failed requests are seen at level ERROR',
      loggingLevel: 'ERROR',
      accessLog: 'off',
      stderr:
        /^apilogs: only failed requests are seen: stage "prod" logs at level ERROR[^\n]*\n {2}hint: [^\n]*\n$/,
    },
    {
      what: 'says nothing of level ERROR where an access log shows all requests',
      loggingLevel: 'ERROR',
      accessLog: 'full',
      stderr: /^$/,
    },
    {what: 'says nothing at level INFO', loggingLevel: 'INFO', accessLog: 'off', stderr: /^$/},
  ] as const;
  for (const {what, stderr: expected, ...behaviour} of cases) {
    it(what, async () => {
      const traffic = generateTraffic({requests: 150, seed: 4, outcomes: everyOutcome, ...behaviour});
      const localAws = await LocalAws.start();
      try {
        traffic.seedInto(localAws);
        const {stdout, stderr} = await runCommands([...all(traffic), '-o', 'json'], {localAws});
        assert.match(stderr, expected);
        const ids = parseRecords(stdout).map(({apiRequestId}) => apiRequestId);
        assert.equal(new Set(ids).size, ids.length);
        const seesAll = behaviour.loggingLevel === 'INFO' || behaviour.accessLog === 'full';
        if (seesAll) assert.equal(ids.length, traffic.requests.length);
        else assert.ok(ids.length > 0 && ids.length < traffic.requests.length);
      } finally {
        await localAws.stop();
      }
    });
  }

  it('marks requests whose end lies behind the window as open, and counts them so', async () => {
    const traffic = generateTraffic({requests: 400, seed: 9, accessLog: 'off', slowShare: 0.1});
    const cut = (traffic.requests[300]?.startTime ?? 0) + 1;
    const args = all(traffic).map((word, index, words) => (words[index - 1] === '-e' ? iso(cut) : word));
    const localAws = await LocalAws.start();
    try {
      traffic.seedInto(localAws);
      const records = parseRecords((await runCommands([...args, '-o', 'json'], {localAws})).stdout);
      const begun = traffic.requests.filter(({startTime}) => startTime <= cut);
      assert.equal(records.length, begun.length);
      const expected = begun.filter(({endTime}) => endTime > cut).map(({apiRequestId}) => apiRequestId);
      const open = records.filter(record => record.open);
      assert.ok(expected.length > 10, String(expected.length));
      assert.deepEqual(open.map(({apiRequestId}) => apiRequestId).sort(), expected.sort());
      assert.ok(open.every(({status, latencyMs}) => status === null && latencyMs === null));

      const {stdout} = await runCommands([...args, '--summary', '-o', 'json'], {localAws});
      const {total}: RequestsSummary = JSON.parse(stdout);
      assert.deepEqual([total.count, total.open], [begun.length, expected.length]);
    } finally {
      await localAws.stop();
    }
  });

  it('says that nothing can be seen where neither log is on', async () => {
    const localAws = await LocalAws.start();
    try {
      localAws.logs.createLogGroup('API-Gateway-Execution-Logs_qx7m2kd04v/prod');
      localAws.apiGateway.addRestApi({
        id: 'qx7m2kd04v',
        name: 'orders',
        deployed: {routes: [{path: '/', method: 'GET', integration: {type: 'MOCK'}}], authorizers: []},
        stages: [{stageName: 'prod', methodSettings: {'*/*': {loggingLevel: 'OFF'}}}],
      });
      const {stdout, stderr, exitCode} = await runCommands(['requests', '-a', 'qx7m2kd04v', '-t', 'prod'], {
        localAws,
      });
      assert.deepEqual([stdout, exitCode], ['', 0]);
      assert.match(stderr, /apilogs: no request can be seen: stage "prod" writes neither/);
      assert.match(stderr, /apilogs: no requests between /);
    } finally {
      await localAws.stop();
    }
  });
});

describe('the options of requests', () => {
  async function main(...argv: string[]) {
    const requests: Sought<RequestsOptions>[] = [];
    const run = await runMain(['requests', '-a', 'abc123def4', '-t', 'prod', ...argv], {
      runRequests: async options => {
        requests.push(options);
        return 0;
      },
    });
    return {...run, requests};
  }

  it('are read by their names', async () => {
    const {requests} = await main(
      ...'--status 502,4XX --errors --slow 1.5 --path /a --path /b/* --method get,POST --function f* --cold --sort latency -o json'.split(
        ' ',
      ),
    );
    assert.deepEqual(requests[0]?.filter, {
      status: ['502', '4xx'],
      errors: true,
      slowMs: 1_500,
      paths: ['/a', '/b/*'],
      methods: ['GET', 'POST'],
      functions: ['f*'],
      cold: true,
    });
    assert.deepEqual(
      [requests[0]?.sort, requests[0]?.output, requests[0]?.summary],
      ['latency', 'json', false],
    );
  });

  it('have defaults', async () => {
    const {requests} = await main();
    assert.deepEqual([requests[0]?.sort, requests[0]?.output, requests[0]?.summary], ['time', 'text', false]);
    assert.deepEqual(requests[0]?.filter, {
      status: [],
      errors: false,
      slowMs: undefined,
      paths: [],
      methods: [],
      functions: [],
      cold: false,
    });
  });

  const mistakes: readonly [readonly string[], RegExp][] = [
    [['--status', '6xx'], /--status takes no "6xx"/],
    [['--status', '502,'], /--status takes no ""/],
    [['--slow', 'soon'], /--slow takes a duration, not "soon"/],
    [['--method', 'G T'], /--method takes no "G T"/],
    [['--path', ''], /--path is empty/],
    [['--sort', 'size'], /--sort cannot be "size"[\s\S]*it takes time, latency, status/],
    [['-o', 'raw'], /--output cannot be "raw"[\s\S]*it takes text, json/],
    [['--summary', '--sort', 'status'], /--summary and --sort exclude each other/],
    [['--watch', '--summary'], /--watch and --summary exclude each other/],
  ];
  for (const [argv, expected] of mistakes) {
    it(`refuses ${argv.join(' ')}`, async () => {
      const {exitCode, stderr, requests} = await main(...argv);
      assert.deepEqual([exitCode, requests], [2, []]);
      assert.match(stderr, expected);
    });
  }
});
