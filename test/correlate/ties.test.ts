import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {Correlator} from '../../src/correlate/correlator.js';
import {holdForTies} from '../../src/correlate/hold-for-ties.js';
import type {Visibility} from '../../src/correlate/request-index.js';
import type {LogEvent} from '../../src/log-event.js';
import {event, executionSource, pages, rememberNotices, source, t0} from '../support/events.js';
import {readSample} from '../support/load-samples.js';
import {
  authorizer,
  completes,
  correlate,
  end,
  errorsOnly,
  invocation,
  lambda,
  names,
  opens,
  orders,
  report,
  request,
  start,
  stock,
  ties,
  traced,
  wholeRequests,
} from '../support/request-lines.js';

describe('correlation', () => {
  it('ties every line of an invocation that the execution log names, also those without any id', async () => {
    const lines = await correlate([
      opens(0, 1),
      start(5, 1),
      lambda(6, 'plain print\n'),
      lambda(7, "[ERROR] KeyError: 'sku'\nTraceback (most recent call last):\n  File x"),
      end(9, 1),
      report(9, 1),
      completes(12, 1),
      names(12, 1, 1),
    ]);
    assert.deepEqual(ties(lines), ['1/1', '1/1', '1/1', '1/1', '1/1']);
  });

  it('leaves an invocation that something else triggered with its own id', async () => {
    const lines = await correlate([
      opens(0, 1),
      start(1, 1),
      start(2, 2, {logStream: 'other'}),
      lambda(3, 'from a queue\n', {logStream: 'other'}),
      end(4, 2, {logStream: 'other'}),
      end(5, 1),
      completes(6, 1),
      names(6, 1, 1),
    ]);
    assert.deepEqual(ties(lines), ['1/1', '-/2', '-/2', '-/2', '1/1']);
  });

  it('does not guess the invocation of a line that lies between two', async () => {
    const lines = await correlate([
      lambda(0, 'before the window shows a START\n'),
      start(1, 1),
      end(2, 1),
      lambda(2, 'in the millisecond of END\n'),
      lambda(3, 'after END\n'),
      start(4, 2),
      end(5, 2),
    ]);
    assert.deepEqual(ties(lines), ['-/-', '-/1', '-/1', '-/1', '-/-', '-/2', '-/2']);
  });

  it('does not guess where a function runs several invocations at a time', async () => {
    const concurrent = {source: {...orders, isConcurrent: true}};
    const json = (at: number, n: number, message: string) =>
      lambda(at, JSON.stringify({level: 'INFO', message, requestId: invocation(n)}), concurrent);
    const starts = (at: number, n: number) =>
      lambda(at, JSON.stringify({type: 'platform.start', record: {requestId: invocation(n)}}), concurrent);
    const lines = await correlate([
      starts(0, 1),
      starts(1, 2),
      json(2, 1, 'one'),
      json(3, 2, 'two'),
      lambda(4, 'whose?\n', concurrent),
    ]);
    assert.deepEqual(ties(lines), ['-/1', '-/2', '-/1', '-/2', '-/-']);
  });

  it('notices by itself that invocations overlap in a stream', async () => {
    const json = (at: number, n: number) =>
      lambda(at, JSON.stringify({level: 'INFO', requestId: invocation(n)}));
    const starts = (at: number, n: number) =>
      lambda(at, JSON.stringify({type: 'platform.start', record: {requestId: invocation(n)}}));
    const lines = await correlate([starts(0, 1), starts(1, 2), json(2, 1), lambda(3, 'whose?\n')]);
    assert.deepEqual(ties(lines), ['-/1', '-/2', '-/1', '-/-']);
  });

  it('does not take an API request id that a function logs as requestId for an invocation', async () => {
    const lines = await correlate([
      opens(0, 1),
      start(1, 1),
      lambda(2, JSON.stringify({level: 30, msg: 'pino', requestId: request(1)})),
      end(3, 1),
      completes(4, 1),
      names(4, 1, 1),
    ]);
    assert.deepEqual(ties(lines), ['1/1', '1/1', '1/1']);
  });

  describe('of the lines of a starting sandbox', () => {
    const init = (at: number, fields?: Partial<LogEvent>) =>
      lambda(
        at,
        'INIT_START Runtime Version: nodejs:22.v61\tRuntime Version ARN: arn:aws:lambda:x\n',
        fields,
      );

    it('gives them to the invocation that waited', async () => {
      const lines = await correlate([
        opens(0, 1),
        init(1),
        lambda(2, '2026-03-10T09:00:00.002Z\tundefined\tINFO\tloading\n'),
        start(100, 1),
        end(105, 1),
        report(105, 1, 'Init Duration: 99 ms\t'),
        completes(110, 1),
        names(110, 1, 1),
      ]);
      assert.deepEqual(ties(lines), ['1/1', '1/1', '1/1', '1/1', '1/1']);
    });

    it('gives them to nobody where the sandbox was started ahead', async () => {
      const lines = await correlate([
        init(1),
        opens(5_000, 1),
        start(5_001, 1),
        end(5_005, 1),
        report(5_005, 1),
        completes(5_010, 1),
        names(5_010, 1, 1),
      ]);
      assert.deepEqual(ties(lines), ['-/-', '1/1', '1/1', '1/1']);
    });
  });

  describe('by a claim', () => {
    const mentions = (at: number, n: number, fields?: Partial<LogEvent>) =>
      lambda(at, `working for api request ${request(n)}\n`, fields);

    it('counts when the request closes without naming another invocation', async () => {
      const lines = await correlate([start(0, 1), mentions(1, 1), end(5, 1), completes(6, 1)], errorsOnly);
      assert.deepEqual(ties(lines), ['1/1', '1/1', '1/1']);
    });

    it('counts where the clock of the function is a quarter of a second behind', async () => {
      const lines = await correlate([
        start(0, 1),
        opens(250, 1),
        mentions(251, 1),
        end(255, 1),
        completes(256, 1),
      ]);
      assert.deepEqual(ties(lines), ['1/1', '1/1', '1/1']);
    });

    it('does not count against an invocation that the request names', async () => {
      const lines = await correlate([
        opens(0, 1),
        start(1, 1),
        mentions(2, 1, {source: stock, logStream: 's'}),
        start(2, 2, {source: stock, logStream: 's'}),
        mentions(3, 1, {source: stock, logStream: 's'}),
        end(4, 1),
        end(5, 2, {source: stock, logStream: 's'}),
        completes(6, 1),
        names(6, 1, 1),
      ]);
      assert.deepEqual(ties(lines), ['1/1', '-/-', '-/2', '-/2', '1/1', '-/2']);
    });

    it('does not count when two invocations make it', async () => {
      const other = {source: stock, logStream: 's'};
      const lines = await correlate(
        [
          start(0, 1),
          start(0, 2, other),
          mentions(1, 1),
          mentions(1, 1, other),
          end(2, 1),
          end(2, 2, other),
          completes(3, 1),
        ],
        errorsOnly,
      );
      assert.deepEqual(new Set(ties(lines)), new Set(['-/1', '-/2']));
    });

    it('does not count for who learned the id from the response', async () => {
      const lines = await correlate([start(0, 1), completes(6, 1), mentions(8, 1), end(9, 1)], errorsOnly);
      assert.deepEqual(ties(lines), ['-/1', '-/1', '-/1']);
    });

    it('does not count for an invocation that was there before the request', async () => {
      const lines = await correlate([
        start(0, 1),
        opens(1_000, 1),
        mentions(1_001, 1),
        completes(1_010, 1),
        end(1_020, 1),
      ]);
      assert.deepEqual(ties(lines), ['-/1', '-/1', '-/1']);
    });

    it('does not count when the request is never seen to end', async () => {
      const lines = await correlate([opens(0, 1), start(1, 1), mentions(2, 1), end(3, 1)]);
      assert.deepEqual(ties(lines), ['-/1', '-/1', '-/1']);
    });
  });

  describe('by a trace id', () => {
    const trace = '1-69afe2f6-4b1c9d2e7f3a5b6c8d0e1f2a';
    const xray = `\nXRAY TraceId: ${trace}\tSegmentId: 7d\tSampled: true\t`;
    const asAuthorizer = {source: authorizer, logStream: 'auth'};

    it('ties an authorizer, which the execution log never names', async () => {
      const lines = await correlate([
        opens(0, 1),
        start(2, 9, asAuthorizer),
        end(4, 9, asAuthorizer),
        report(4, 9, xray, asAuthorizer),
        start(6, 1),
        end(2_000, 1),
        completes(2_010, 1),
        names(2_010, 1, 1),
        traced(2_010, 1, trace),
      ]);
      assert.deepEqual(ties(lines), ['1/9', '1/9', '1/9', '1/1', '1/1']);
    });

    it('does not tie where two requests share the trace, as when a function calls its own API', async () => {
      const lines = await correlate([
        opens(0, 1),
        start(2, 9, asAuthorizer),
        end(4, 9, asAuthorizer),
        report(4, 9, xray, asAuthorizer),
        start(6, 1),
        opens(10, 2),
        start(12, 2, {source: stock, logStream: 's'}),
        end(14, 2, {source: stock, logStream: 's'}),
        completes(16, 2),
        names(16, 2, 2),
        traced(16, 2, trace),
        end(2_000, 1),
        completes(2_010, 1),
        names(2_010, 1, 1),
        traced(2_010, 1, trace),
      ]);
      assert.deepEqual(ties(lines), ['-/9', '-/9', '-/9', '1/1', '2/2', '2/2', '1/1']);
    });

    it('does not tie a function that called the API itself, within its own trace', async () => {
      const scheduled = {source: stock, logStream: 's'};
      const lines = await correlate([
        start(0, 9, scheduled),
        opens(1_000, 1),
        start(1_002, 1),
        end(1_004, 1),
        completes(1_005, 1),
        names(1_005, 1, 1),
        traced(1_005, 1, trace),
        end(1_100, 9, scheduled),
        report(1_100, 9, xray, scheduled),
      ]);
      assert.deepEqual(ties(lines), ['-/9', '1/1', '1/1', '-/9', '-/9']);
    });

    it('does not tie while a request is open whose trace is not known yet, when the window ends', async () => {
      const lines = await correlate([
        opens(0, 1),
        start(2, 9, asAuthorizer),
        end(4, 9, asAuthorizer),
        report(4, 9, xray, asAuthorizer),
        opens(10, 2),
        completes(16, 2),
        traced(16, 2, trace),
      ]);
      assert.deepEqual(ties(lines), ['-/9', '-/9', '-/9']);
    });
  });

  it('takes a client’s id that is sent twice for two requests', async () => {
    const lines = await correlate([
      opens(0, 1),
      start(1, 1),
      end(2, 1),
      completes(3, 1),
      names(3, 1, 1),
      opens(5_000, 1),
      start(5_001, 2),
      lambda(5_002, `for ${request(1)}\n`),
      end(5_003, 2),
      completes(5_004, 1),
    ]);
    assert.deepEqual(ties(lines), ['1/1', '1/1', '1/2', '1/2', '1/2']);
  });

  it('ties an id that two functions write to the one that wrote it first', async () => {
    const lines = await correlate([
      opens(0, 1),
      start(1, 1),
      lambda(2, `START RequestId: ${invocation(1)} Version: $LATEST\n`, {source: stock, logStream: 's'}),
      lambda(3, 'not the request’s\n', {source: stock, logStream: 's'}),
      end(4, 1),
      completes(5, 1),
      names(5, 1, 1),
    ]);
    assert.deepEqual(ties(lines), ['1/1', '-/1', '-/1', '1/1']);
  });

  it('carries the id forward in execution logs without prefix, while one request is open in the stream', async () => {
    const legacy = (at: number, message: string) => event(at, message);
    const lines = await correlate([
      legacy(0, `Starting execution for request: ${request(1)}`),
      legacy(1, 'Method request path: {}'),
      legacy(2, `Starting execution for request: ${request(2)}`),
      legacy(3, 'whose is this?'),
    ]);
    assert.deepEqual(
      lines.map(({apiRequestId}) => apiRequestId?.at(-1)),
      ['1', '1', '2', undefined],
    );
  });

  it('prints a line whose tie does not come after 30 seconds of log time, and lets nothing wait longer', async () => {
    const correlator = new Correlator(errorsOnly);
    const batches = (async function* () {
      yield [start(0, 1), lambda(1, 'still running\n')];
      yield [event(29_000, `(${request(2)}) unrelated`)];
      yield [event(30_002, `(${request(2)}) unrelated`)];
    })();
    const given: number[] = [];
    for await (const lines of holdForTies(batches, correlator, {
      notices: rememberNotices(),
      untilRequestIsComplete: false,
    })) {
      given.push(lines.length);
    }
    assert.deepEqual(given, [4]);
  });

  it('holds no more than its bound and says so once', async () => {
    const notices = rememberNotices();
    const many = Array.from({length: 100_050}, (_, at) => lambda(at % 1_000, 'x\n'));
    const batches = pages([start(0, 1)], many);
    let held = 0;
    let first: number | undefined;
    for await (const lines of holdForTies(batches, new Correlator(errorsOnly), {
      notices,
      untilRequestIsComplete: false,
    })) {
      first ??= lines.length;
      held += lines.length;
    }
    assert.equal(first, 51);
    assert.equal(held, 100_051);
    assert.ok(notices.said.length > 0);
  });

  it('holds no more than 32 million characters', async () => {
    const large = 'x'.repeat(5_000_000);
    const batches = pages([start(0, 1)], ...[1, 2, 3, 4, 5, 6].map(at => [lambda(at, large)]), [
      lambda(7, large),
    ]);
    const given: number[] = [];
    for await (const lines of holdForTies(batches, new Correlator(errorsOnly), {
      notices: rememberNotices(),
      untilRequestIsComplete: false,
    })) {
      given.push(lines.length);
    }
    // The START, and one large line to make room for the last.
    assert.deepEqual(given, [2, 6]);
  });

  it('waits no longer than 30 seconds of log time for an invocation that does not end', async () => {
    const batches = pages([start(0, 1)], [start(30_001, 2, {logStream: 'other'})]);
    const given: number[] = [];
    for await (const lines of holdForTies(batches, new Correlator(errorsOnly), {
      notices: rememberNotices(),
      untilRequestIsComplete: false,
    })) {
      given.push(lines.length);
    }
    assert.deepEqual(given, [1, 1]);
  });

  it('does not wait at all where nothing can tie', async () => {
    const batches = pages([start(0, 1)], [lambda(1, 'x\n')]);
    const given: number[] = [];
    const correlator = new Correlator({seesWholeRequests: false, canTie: false});
    for await (const lines of holdForTies(batches, correlator, {
      notices: rememberNotices(),
      untilRequestIsComplete: false,
    })) {
      given.push(lines.length);
    }
    assert.deepEqual(given, [1, 1]);
  });
});

describe('correlation of the samples', () => {
  const sources = new Map([
    ['API-Gateway-Execution-Logs_qx7m2kd04v/prod', executionSource],
    ['API-Gateway-Execution-Logs_ab12cd34ef/dev', executionSource],
    ['/custom/apigw-execution', executionSource],
    ['/custom/orders-api/access', source({kind: 'access', name: 'access', rank: 90})],
  ]);
  const sourceOf = (logGroup: string) =>
    sources.get(logGroup) ??
    source({
      kind: logGroup.endsWith('authorizer') ? 'authorizer' : 'lambda',
      name: logGroup.split('/').at(-1) ?? '',
      rank: 30,
    });

  async function idsOf(name: string, visibility: Visibility): Promise<(string | undefined)[]> {
    const known = new Map<string, ReturnType<typeof sourceOf>>();
    const events = readSample(name).map(
      ({logGroupName, logStreamName, timestamp, ingestionTime, message}) => {
        const from = known.get(logGroupName) ?? sourceOf(logGroupName);
        known.set(logGroupName, from);
        return event(timestamp - t0, message, {source: from, logStream: logStreamName, ingestionTime});
      },
    );
    return (await correlate(events, visibility)).map(({apiRequestId}) => apiRequestId);
  }

  const cases: [name: string, visibility: Visibility, ids: string[]][] = [
    ['rest-proxy-200-info-trace', wholeRequests, ['0b7c2f1e-5a44-4d0b-9b61-3c2e8f70a911']],
    ['rest-proxy-200-info-notrace', wholeRequests, ['3e0f6c52-91b7-4c1a-8de3-7a5b2049cf18']],
    ['rest-proxy-502-malformed', wholeRequests, ['c9d1e7a0-3f62-4b8e-a5d4-1e0b7c6f2d39']],
    ['rest-lambda-timeout-502', wholeRequests, ['7e2a5c90-4b1d-4f7e-8c36-9a0d1b2e3f44']],
    ['rest-nonproxy-mapping-200', wholeRequests, ['a0b1c2d3-e4f5-4607-8899-aabbccddeeff']],
    ['rest-integration-timeout-504-error-level', errorsOnly, ['f05b3d7c-8e21-4a96-b7c4-2d1e0f9a8b76']],
    ['rest-authorizer-missing-token-401', wholeRequests, ['8a4c1d0e-2b3f-4e5a-9d6c-7f8091a2b3c4']],
    ['rest-delivery-json-GUESSED-SHAPE', wholeRequests, ['4f3e2d1c-0b9a-4876-8543-210fedcba987']],
    ['rest-legacy-unprefixed', wholeRequests, ['5e1b0c9a-8940-11e6-9c2d-4f0a1b2c3d4e']],
  ];
  for (const [name, visibility, ids] of cases) {
    it(`gives every line of ${name} to its request`, async () => {
      assert.deepEqual([...new Set(await idsOf(name, visibility))], ids);
    });
  }

  it('keeps two interleaved requests apart, one of whose streams came late', async () => {
    const ids = await idsOf('concurrent-interleaved-late', wholeRequests);
    assert.equal(ids.filter(id => id?.startsWith('aaaaaaaa')).length, 9);
    assert.equal(ids.filter(id => id?.startsWith('bbbbbbbb')).length, 9);
  });

  it('does not tie an authorizer that no line names', async () => {
    const ids = await idsOf('rest-authorizer-deny-403', wholeRequests);
    assert.equal(ids.filter(id => id === undefined).length, 4);
  });
});
