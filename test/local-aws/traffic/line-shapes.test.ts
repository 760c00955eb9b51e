import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {generateTraffic, type TrafficOptions} from '../../../src/local-aws/traffic/generate-traffic.js';
import type {Runtime} from '../../../src/local-aws/traffic/traffic-model.js';
import type {Outcome, TruthEvent} from '../../../src/local-aws/traffic/truth.js';
import {readSample} from '../../support/load-samples.js';

/** The messages of a single quiet request. */
function linesOf(outcome: Outcome, options: TrafficOptions = {}): readonly TruthEvent[] {
  return generateTraffic({
    requests: 1,
    functions: 2,
    runtimes: ['nodejs'],
    slowShare: 0,
    coldStartShare: 0,
    selfCallShare: 0,
    passRequestIdShare: 0,
    authorizerShare: outcome === 'denied' || outcome === 'missingToken' ? 1 : 0,
    foreignInvocationShare: 0,
    outcomes: {[outcome]: 1},
    ...options,
  }).events;
}

const uuids = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** A message without what differs from request to request. */
const shape = (message: string) =>
  message
    .replace(uuids, 'ID')
    .replace(/Extended Request Id: \S+/, 'Extended Request Id: EXT')
    .replace(/1-[0-9a-f]{8}-[0-9a-f]{24}/g, 'TRACE')
    .replaceAll(/gen0traf1c|qx7m2kd04v/g, 'API')
    .replace(/'[A-Z]+ \/\S+'/, "'METHOD'")
    .replace(/Sending request to \S+/, 'Sending request')
    .replace(/HTTP Method: [A-Z]+, Resource Path: \S+/, 'HTTP Method')
    .replace(/(HttpMethod|Resource) \w+/g, '$1');

const executionShapes = (messages: Iterable<string>) =>
  [...messages].filter(message => message.startsWith('(')).map(shape);
const generated = (outcome: Outcome, options?: TrafficOptions) =>
  executionShapes(linesOf(outcome, options).map(({message}) => message));
const sampled = (name: string) => executionShapes(readSample(name).map(({message}) => message));

/** The part in front of the details, which differ. */
const beginnings = (shapes: string[]) => shapes.map(text => text.split(/: |\. /, 1)[0]);

describe('the lines of a request', () => {
  it('are those of the samples: a good request at INFO without data trace', () => {
    assert.deepEqual(generated('ok'), sampled('rest-proxy-200-info-notrace'));
  });

  it('are those of the samples: usage plan exceeded', () => {
    assert.deepEqual(generated('usagePlanExceeded'), sampled('rest-throttled-429'));
  });

  it('are those of the samples: no token', () => {
    assert.deepEqual(generated('missingToken'), sampled('rest-authorizer-missing-token-401'));
  });

  it('are those of the samples: API Gateway gave up, at ERROR', () => {
    assert.deepEqual(
      generated('integrationTimeout', {loggingLevel: 'ERROR'}),
      sampled('rest-integration-timeout-504-error-level'),
    );
  });

  it('are those of the samples: Lambda refused, at ERROR', () => {
    assert.deepEqual(
      generated('throttled', {loggingLevel: 'ERROR'}),
      sampled('rest-lambda-throttled-500-error-level'),
    );
  });

  it('come in the order of the samples with data trace', () => {
    const options: TrafficOptions = {loggingLevel: 'INFO+trace'};
    assert.deepEqual(beginnings(generated('ok', options)), beginnings(sampled('rest-proxy-200-info-trace')));
    assert.deepEqual(
      beginnings(generated('malformedResponse', options)),
      beginnings(sampled('rest-proxy-502-malformed')),
    );
    assert.deepEqual(
      beginnings(generated('functionTimeout', options)),
      beginnings(sampled('rest-lambda-timeout-502')),
    );
    assert.deepEqual(
      beginnings(generated('denied', options)),
      beginnings(sampled('rest-authorizer-deny-403')),
    );
  });

  it('are none at ERROR where nothing failed', () => {
    assert.deepEqual(generated('ok', {loggingLevel: 'ERROR'}), []);
    assert.deepEqual(generated('clientError', {loggingLevel: 'ERROR'}), []);
  });

  it('are cut at 1,024 characters behind the prefix, and marked', () => {
    const cut = linesOf('ok', {loggingLevel: 'INFO+trace'})
      .map(({message}) => message)
      .filter(message => message.endsWith(' [TRUNCATED]'));
    assert.deepEqual(
      cut.map(message => message.length),
      [1075, 1075],
    );
  });

  it('have no trace id where the stage prints none', () => {
    const messages = linesOf('ok', {xray: 'off'}).map(({message}) => message);
    assert.ok(messages.every(message => !message.includes('Root=')));
    assert.ok(messages.some(message => message.includes('"xrayTraceId":"-"')));
  });
});

describe('the lines of a function', () => {
  const messages = (kind: string, outcome: Outcome, runtime: Runtime, options: TrafficOptions = {}) =>
    linesOf(outcome, {runtimes: [runtime], ...options})
      .filter(event => event.kind === kind)
      .map(({message}) => message.replace(uuids, 'ID'));

  it('report a good invocation with a tab before the line break', () => {
    const [report] = messages('report', 'ok', 'nodejs');
    assert.match(
      report ?? '',
      /^REPORT RequestId: ID\tDuration: \d+\.\d\d ms\tBilled Duration: \d+ ms\tMemory Size: \d+ MB\tMax Memory Used: \d+ MB\t\n$/,
    );
  });

  it('report a cold start and the trace', () => {
    const [report] = messages('report', 'ok', 'nodejs', {coldStartShare: 1, xray: 'active'});
    assert.match(
      report ?? '',
      /\tInit Duration: \d+\.\d\d ms\t\nXRAY TraceId: 1-[0-9a-f]{8}-[0-9a-f]{24}\tSegmentId: [0-9a-f]{16}\tSampled: true\t\n$/,
    );
  });

  it('report a timeout', () => {
    assert.match(messages('report', 'functionTimeout', 'nodejs')[0] ?? '', /\tStatus: timeout\n$/);
    assert.match(
      messages('error', 'functionTimeout', 'nodejs')[0] ?? '',
      /^\d{4}-\d\d-\d\dT[\d:.]+Z ID Task timed out after 10\.00 seconds\n\n$/,
    );
  });

  it('report an invocation that ran out of memory', () => {
    assert.match(
      messages('report', 'outOfMemory', 'nodejs')[0] ?? '',
      /Memory Size: (\d+) MB\tMax Memory Used: \1 MB\tStatus: error\tError Type: Runtime\.OutOfMemory\n$/,
    );
    assert.deepEqual(messages('error', 'outOfMemory', 'nodejs'), [
      'RequestId: ID Error: Runtime exited with error: signal: killed\nRuntime.ExitError\n',
    ]);
  });

  it('report an INIT that failed twice before START', () => {
    const inits = messages('init', 'initError', 'nodejs').map(message =>
      message.replace(/[\d.]+ ms/, 'N ms'),
    );
    assert.equal(inits.length, 5);
    assert.match(inits[1] ?? '', /^\S+Z\tundefined\tERROR\tUncaught Exception \t\{/);
    assert.deepEqual(
      [inits[2], inits[4]],
      [
        'INIT_REPORT Init Duration: N ms\tPhase: init\tStatus: error\tError Type: Runtime.ImportModuleError\n',
        'INIT_REPORT Init Duration: N ms\tPhase: invoke\tStatus: error\tError Type: Runtime.ImportModuleError\n',
      ],
    );
  });

  it('have no END in the JSON format, and a status in the report', () => {
    const events = linesOf('functionTimeout', {runtimes: ['json'], coldStartShare: 1, xray: 'active'}).filter(
      ({logGroup}) => logGroup === '/shop/functions',
    );
    const records = events.map(
      ({message}) => JSON.parse(message) as {type?: string; record?: {status?: string}},
    );
    assert.deepEqual(
      records.flatMap(({type}) => type ?? []),
      ['platform.initStart', 'platform.start', 'platform.report'],
    );
    assert.equal(records.at(-1)?.record?.status, 'timeout');
  });

  it('lie in streams named after function, version and day', () => {
    const streamsOf = (runtime: Runtime) => {
      const {events} = generateTraffic({requests: 60, functions: 2, runtimes: [runtime], authorizerShare: 0});
      const lines = events.filter(({kind}) => kind === 'start');
      return [...new Set(lines.map(({logStream}) => logStream.replace(/[0-9a-f]{32}/, 'HEX')))].sort();
    };
    assert.deepEqual(streamsOf('nodejs'), ['2026/03/10/[$LATEST]HEX', '2026/03/10/[8]HEX']);
    assert.deepEqual(streamsOf('json'), [
      '2026/03/10/shop-carts-get[8][HEX]',
      '2026/03/10/shop-orders-get[$LATEST][HEX]',
    ]);
  });

  const failures: Record<Runtime, RegExp[]> = {
    nodejs: [/^\S+Z\tID\tERROR\tInvoke Error \t\{"errorType":"TypeError".*"stack":\[.*\]\}\n$/],
    python: [/^\[ERROR\] KeyError: 'sku'\nTraceback \(most recent call last\):\n {2}File .*\n {4}sku = .*$/],
    java: [/^stock is negative: java\.lang\.IllegalStateException\n.*\n\tat .*\n\tat .*\n$/],
    dotnet: [/^\S+Z\tID\tfail\tSystem\.InvalidOperationException: .*\n {3}at .*\n {3}at .*\n$/],
    go: [
      /^panic: .*\n$/,
      /^goroutine 1 \[running\]:\n$/,
      /^main\.handler.*\n$/,
      /^\t\/src\/main\.go:44.*\n$/,
    ],
    json: [/^\{"timestamp":"\S+Z","level":"ERROR".*"stackTrace":\[".*"requestId":"ID"\}$/],
  };
  for (const [runtime, patterns] of Object.entries(failures) as [Runtime, RegExp[]][]) {
    it(`show a failure as ${runtime} does`, () => {
      const errors = messages('error', 'functionError', runtime);
      assert.equal(errors.length, patterns.length);
      for (const [index, pattern] of patterns.entries()) assert.match(errors[index] ?? '', pattern);
    });
  }

  it('show a failure without stack traces where none are asked for', () => {
    const errors = messages('error', 'functionError', 'python', {stackTraces: false});
    assert.deepEqual(errors, ["[ERROR] KeyError: 'sku'"]);
  });

  it('say their request or not, by runtime and by the share asked for', () => {
    const idShare = (runtime: Runtime, idlessShare: number) => {
      const events = linesOf('ok', {runtimes: [runtime], idlessShare, requests: 300, stackTraces: false});
      const lines = events.filter(({kind}) => kind === 'application');
      return (
        lines.filter(({message, lambdaRequestId}) => message.includes(lambdaRequestId ?? '-')).length /
        lines.length
      );
    };
    assert.equal(idShare('nodejs', 0), 1);
    assert.equal(idShare('python', 1), 0);
    assert.equal(idShare('json', 0), 1);
    assert.equal(idShare('json', 1), 0);
    assert.equal(idShare('java', 0), 0);
    assert.equal(idShare('go', 0), 0);
    assert.equal(idShare('dotnet', 1), 1);
    const half = idShare('nodejs', 0.5);
    assert.ok(half > 0.4 && half < 0.6);
  });
});
