import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {generateTraffic} from '../../src/local-aws/traffic/generate-traffic.js';
import type {Outcome} from '../../src/local-aws/traffic/truth.js';
import type {LogLine} from '../../src/log-line.js';
import {collectRequest} from '../../src/requests/collect-request.js';
import {hasFailed} from '../../src/requests/has-failed.js';
import {RequestCollector} from '../../src/requests/request-collector.js';
import type {RequestRecord} from '../../src/requests/request-record.js';
import {correlated, linesOf} from '../support/correlated.js';
import {event, executionSource, source, t0} from '../support/events.js';
import {readSample} from '../support/load-samples.js';

const everyOutcome: Readonly<Partial<Record<Outcome, number>>> = {
  ok: 0.4,
  clientError: 0.05,
  malformedResponse: 0.05,
  functionError: 0.1,
  functionTimeout: 0.05,
  integrationTimeout: 0.03,
  throttled: 0.05,
  usagePlanExceeded: 0.05,
  denied: 0.05,
  missingToken: 0.05,
  outOfMemory: 0.06,
  initError: 0.06,
};

function collect(batches: readonly LogLine[][]): RequestRecord[] {
  const collector = new RequestCollector();
  return [...batches.flatMap(lines => collector.add(lines)), ...collector.end()];
}

describe('RequestCollector, on 3,000 requests with every outcome', () => {
  const traffic = generateTraffic({requests: 3_000, functions: 6, seed: 11, outcomes: everyOutcome});
  const batches = linesOf(traffic);
  const records = collect(batches);
  const byId = new Map(records.map(record => [record.apiRequestId, record]));
  const recordOf = (id: string) => {
    const record = byId.get(id);
    assert.ok(record, id);
    return record;
  };

  it('gives one record for each', () => {
    assert.equal(records.length, traffic.requests.length);
    assert.equal(byId.size, traffic.requests.length);
  });

  it('knows the ids, what was called, how it was answered, and how long it took', () => {
    for (const request of traffic.requests) {
      const {extendedRequestId, traceId, timestamp, method, path, resourcePath, status, latencyMs, open} =
        recordOf(request.apiRequestId);
      assert.deepEqual(
        {extendedRequestId, traceId, timestamp, method, path, resourcePath, status, latencyMs, open},
        {
          extendedRequestId: request.extendedRequestId,
          traceId: request.traceId,
          timestamp: new Date(request.startTime).toISOString(),
          method: request.method,
          path: request.path,
          resourcePath: request.resourcePath,
          status: request.status,
          latencyMs: request.endTime - request.startTime,
          open: false,
        },
      );
    }
  });

  it('lists the invocations that served it, with their cold starts', () => {
    // A function that API Gateway gave up on is named by no line.
    for (const {apiRequestId, invocations, outcome} of traffic.requests.filter(
      ({outcome}) => outcome !== 'integrationTimeout',
    )) {
      assert.deepEqual(
        recordOf(apiRequestId).functions.map(({name, requestId, authorizer, coldStart}) => ({
          name,
          requestId,
          authorizer,
          coldStart,
        })),
        invocations.map(({functionName, lambdaRequestId, role, isColdStart}) => ({
          name: functionName,
          requestId: lambdaRequestId,
          authorizer: role === 'authorizer',
          coldStart: isColdStart,
        })),
        outcome,
      );
    }
  });

  const causes: Readonly<Partial<Record<Outcome, RegExp>>> = {
    malformedResponse: /^MalformedProxyResponse$/,
    functionError:
      /^(TypeError|KeyError|RangeError|panic|java\.lang\.IllegalStateException|System\.InvalidOperationException)$/,
    functionTimeout: /^FunctionTimeout$/,
    integrationTimeout: /^IntegrationTimeout$/,
    throttled: /^LambdaThrottled$/,
    usagePlanExceeded: /^UsagePlanThrottled$/,
    denied: /^DeniedByAuthorizer$/,
    missingToken: /^MissingToken$/,
    outOfMemory: /^Runtime\.OutOfMemory$/,
    initError: /^Runtime\.ImportModuleError$/,
  };

  it('names the cause first, and none where nothing failed', () => {
    const seen = new Set<Outcome>();
    for (const {apiRequestId, outcome} of traffic.requests) {
      const [error] = recordOf(apiRequestId).errors;
      const expected = causes[outcome];
      if (expected) assert.match(error?.type ?? 'none', expected);
      else assert.equal(error, undefined);
      seen.add(outcome);
    }
    for (const outcome of Object.keys(everyOutcome)) assert.ok(seen.has(outcome as Outcome), outcome);
  });

  it('says of each invocation how it ended', () => {
    const expected: Readonly<Partial<Record<Outcome, string>>> = {
      functionError: 'error',
      functionTimeout: 'timeout',
      outOfMemory: 'error',
      initError: 'error',
    };
    for (const {apiRequestId, outcome} of traffic.requests) {
      for (const {authorizer, status} of recordOf(apiRequestId).functions) {
        assert.equal(status, authorizer ? 'success' : (expected[outcome] ?? 'success'), outcome);
      }
    }
  });

  it('counts every line that is tied to the request', () => {
    const counts = new Map<string, number>();
    for (const {apiRequestId} of batches.flat()) {
      if (apiRequestId !== undefined) counts.set(apiRequestId, (counts.get(apiRequestId) ?? 0) + 1);
    }
    for (const {apiRequestId, lines} of records) assert.equal(lines, counts.get(apiRequestId), apiRequestId);
  });

  it('gives records while lines still come, so that it holds few', () => {
    const collector = new RequestCollector();
    const early = batches.slice(0, -1).flatMap(lines => collector.add(lines)).length;
    assert.ok(early > 0.9 * records.length, `${early} of ${records.length}`);
  });

  it('gives the same for the lines of one request alone', () => {
    const failed = traffic.requests.filter(({outcome}) => outcome !== 'ok').slice(0, 200);
    for (const {apiRequestId} of failed) {
      const lines = batches.flat().filter(line => line.apiRequestId === apiRequestId);
      assert.deepEqual(collectRequest(lines), recordOf(apiRequestId));
    }
  });
});

describe('RequestCollector, where the logs say less', () => {
  it('sees at level ERROR what failed, without method, path and latency', () => {
    const traffic = generateTraffic({
      requests: 1_000,
      loggingLevel: 'ERROR',
      accessLog: 'off',
      seed: 5,
      outcomes: everyOutcome,
      slowShare: 0,
    });
    const records = collect(linesOf(traffic));
    const statuses = new Map(traffic.requests.map(({apiRequestId, status}) => [apiRequestId, status]));
    assert.ok(records.length > 300, String(records.length));
    for (const {apiRequestId, status, path, latencyMs} of records) {
      assert.deepEqual([status, path, latencyMs], [statuses.get(apiRequestId), null, null], apiRequestId);
    }
    assert.ok(records.filter(hasFailed).length > 200);
  });

  it('makes records of the access log alone', () => {
    const traffic = generateTraffic({requests: 200, seed: 3, outcomes: everyOutcome});
    const lines = linesOf(traffic)
      .flat()
      .filter(({event: {source}}) => source.kind === 'access');
    const records = collect([lines]);
    assert.equal(records.length, traffic.requests.length);
    assert.deepEqual(
      records.map(({apiRequestId, path, status, latencyMs, open, lines}) => ({
        apiRequestId,
        path,
        status,
        latencyMs,
        open,
        lines,
      })),
      [...traffic.requests]
        .sort(
          (a, b) =>
            records.findIndex(r => r.apiRequestId === a.apiRequestId) -
            records.findIndex(r => r.apiRequestId === b.apiRequestId),
        )
        .map(({apiRequestId, path, status, startTime, endTime}) => ({
          apiRequestId,
          path,
          status,
          latencyMs: endTime - startTime,
          open: false,
          lines: 1,
        })),
    );
  });
});

describe('RequestCollector', () => {
  const id = '3e0f6c52-91b7-4c1a-8de3-7a5b2049cf18';
  const lambdaId = '6f1d9a3c-2b58-4e7f-8a10-d94c5b7e2f36';
  const orders = source({kind: 'lambda', name: 'orders-get', rank: 20});
  const gateway = (at: number, text: string, requestId = id) => event(at, `(${requestId}) ${text}`);
  const lambda = (at: number, message: string) => event(at, message, {source: orders});
  const report = `REPORT RequestId: ${lambdaId}\tDuration: 5.30 ms\tBilled Duration: 6 ms\tMemory Size: 128 MB\tMax Memory Used: 61 MB\t\n`;

  it('marks a request whose end is not in the window as open, and guesses no latency', () => {
    const [record] = collect(
      correlated([
        gateway(0, `Starting execution for request: ${id}`),
        gateway(0, 'HTTP Method: GET, Resource Path: /orders/43'),
      ]),
    );
    assert.deepEqual(
      [record?.open, record?.latencyMs, record?.status, record?.method, record?.path],
      [true, null, null, 'GET', '/orders/43'],
    );
  });

  it('guesses no latency of a request that began before the window', () => {
    const [record] = collect(
      correlated([
        gateway(0, 'Successfully completed execution'),
        gateway(5, 'Method completed with status: 200'),
      ]),
    );
    assert.deepEqual([record?.open, record?.latencyMs, record?.status], [false, null, 200]);
  });

  it('waits for the report, which may come after the request has ended', () => {
    const collector = new RequestCollector();
    const lines = correlated([
      gateway(0, `Starting execution for request: ${id}`),
      lambda(5, `START RequestId: ${lambdaId} Version: 1\n`),
      gateway(20, 'Method completed with status: 200'),
      gateway(20, `AWS Integration Endpoint RequestId : ${lambdaId}`),
      lambda(9_000, `END RequestId: ${lambdaId}\n`),
      lambda(9_000, report),
      gateway(20_000, `Starting execution for request: ${lambdaId}`, 'another-request'),
    ]).flat();
    const at = (line: LogLine) => line.event.timestamp - t0;
    assert.deepEqual(collector.add(lines.filter(line => at(line) < 9_000)), []);
    const [record, ...others] = collector.add(lines.filter(line => at(line) >= 9_000));
    assert.deepEqual([record?.functions[0]?.durationMs, record?.lines, others], [5.3, 6, []]);
  });

  it('does not wait for ever, and makes no second record of what comes too late', () => {
    const lines = correlated([
      gateway(0, `Starting execution for request: ${id}`),
      lambda(5, `START RequestId: ${lambdaId} Version: 1\n`),
      gateway(20, 'Method completed with status: 200'),
      gateway(20, `AWS Integration Endpoint RequestId : ${lambdaId}`),
      lambda(100_000, report),
    ]);
    const records = collect(lines);
    assert.deepEqual(
      records.map(record => [record.lines, record.functions[0]?.durationMs, record.open]),
      [[4, null, false]],
    );
  });

  it('tells two requests apart that a client gave one id', () => {
    const once = (at: number, status: number) => [
      gateway(at, 'Extended Request Id: JKJa='),
      gateway(at, 'HTTP Method: GET, Resource Path: /orders/43'),
      gateway(at + 10, `Method completed with status: ${status}`),
    ];
    const records = collect(correlated([...once(0, 200), ...once(500, 502), ...once(5_000, 404)]));
    assert.deepEqual(
      records.map(({apiRequestId, status, latencyMs, lines}) => [apiRequestId, status, latencyMs, lines]),
      [200, 502, 404].map(status => [id, status, 10, 3]),
    );
  });

  it('knows when the oldest request began whose record is still to come', () => {
    const collector = new RequestCollector();
    assert.equal(collector.oldestOpen, undefined);
    collector.add(correlated([gateway(3, `Starting execution for request: ${id}`)]).flat());
    assert.equal(collector.oldestOpen, t0 + 3);
    collector.end();
    assert.equal(collector.oldestOpen, undefined);
  });

  it('holds 100,000 requests at most, and gives the oldest early', () => {
    const collector = new RequestCollector();
    const lineOf = (index: number): LogLine => ({
      event: event(0, `(${index}) HTTP Method: GET, Resource Path: /`, {source: executionSource}),
      apiRequestId: String(index),
      lambdaRequestId: undefined,
      level: 'INFO',
      canary: false,
      late: false,
      isPlatform: false,
      textStart: String(index).length + 3,
    });
    const given = collector.add(Array.from({length: 100_010}, (_, index) => lineOf(index)));
    assert.deepEqual(
      given.map(({apiRequestId, open}) => [apiRequestId, open]),
      Array.from({length: 10}, (_, index) => [String(index), true]),
    );
  });

  it('reads the samples of real line forms', () => {
    const functions = ['orders-get', 'orders-create', 'reports'];
    const sources = functions.map(name => source({kind: 'lambda', name, rank: 20}));
    const names = [
      'rest-proxy-200-info-trace',
      'rest-proxy-502-malformed',
      'rest-lambda-timeout-502',
      'rest-authorizer-deny-403',
    ];
    const access = source({kind: 'access', name: 'access', rank: 30});
    const events = names
      .flatMap(readSample)
      .filter(({logGroupName}) => !logGroupName.endsWith('authorizer'))
      .map(({logGroupName, logStreamName, timestamp, message}) =>
        event(0, message, {
          timestamp,
          logStream: logStreamName,
          source:
            sources.find(({logGroup}) => logGroup === logGroupName) ??
            (logGroupName.endsWith('access') ? access : executionSource),
        }),
      )
      .sort((a, b) => a.timestamp - b.timestamp || a.source.rank - b.source.rank);
    const records = collect(correlated(events));
    assert.deepEqual(
      records.map(
        ({method, path, resourcePath, status, latencyMs, integrationLatencyMs, functions, errors}) => ({
          called: `${method} ${path} ${resourcePath} ${status}`,
          latency: [latencyMs, integrationLatencyMs],
          functions: functions.map(({name, durationMs, coldStart, status}) => [
            name,
            durationMs,
            coldStart,
            status,
          ]),
          cause: errors[0]?.type,
        }),
      ),
      [
        {
          called: 'GET /orders/42 /orders/{id} 200',
          // The access log's, which is longer than what the execution log shows.
          latency: [221, 217],
          functions: [['orders-get', 20.87, true, 'success']],
          cause: undefined,
        },
        {
          called: 'POST /orders /orders 502',
          latency: [38, 36],
          functions: [['orders-create', 22.41, false, 'success']],
          cause: 'MalformedProxyResponse',
        },
        {
          called: 'GET /reports /reports 502',
          latency: [10020, 10019],
          functions: [['reports', 10000, false, 'timeout']],
          cause: 'FunctionTimeout',
        },
        // With data trace the authorizer's event says what was called.
        {
          called: 'DELETE /orders/42 null 403',
          latency: [16, null],
          functions: [],
          cause: 'DeniedByAuthorizer',
        },
      ],
    );
  });
});
