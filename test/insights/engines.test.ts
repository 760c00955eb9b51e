import assert from 'node:assert/strict';
import {afterEach, beforeEach, describe, it} from 'node:test';
import {LocalAws} from '../../src/local-aws/local-aws.js';
import {
  generateTraffic,
  type Traffic,
  type TrafficOptions,
} from '../../src/local-aws/traffic/generate-traffic.js';
import {functionsOf} from '../../src/local-aws/traffic/traffic-model.js';
import {everyKey, httpTraffic} from '../support/http-traffic.js';
import {runWithoutWaiting} from '../support/run-without-waiting.js';

/** Every way in which a request can end. */
const everyOutcome = {
  ok: 0.5,
  clientError: 0.05,
  malformedResponse: 0.05,
  functionError: 0.1,
  functionTimeout: 0.05,
  integrationTimeout: 0.05,
  throttled: 0.05,
  usagePlanExceeded: 0.05,
  denied: 0.03,
  missingToken: 0.02,
  outOfMemory: 0.05,
} as const;

/** Traffic of all kinds: with canary and without, JSON logs, authorizers, stack traces, ids in odd places. */
const variants: readonly TrafficOptions[] = [
  {
    seed: 11,
    functions: 6,
    requests: 40,
    ratePerSecond: 2_000,
    coldStartShare: 0.5,
    stackTraces: true,
    outcomes: everyOutcome,
  },
  {seed: 12, functions: 3, requests: 30, concurrency: 8, canaryShare: 0.3, xray: 'active'},
  {seed: 13, functions: 2, requests: 30, concurrency: 4, runtimes: ['json'], authorizerShare: 0.5},
  {
    seed: 17,
    functions: 3,
    requests: 30,
    concurrency: 4,
    passRequestIdShare: 1,
    foreignHeaderShare: 0.5,
    selfCallShare: 0.3,
    idlessShare: 0.3,
    loggingLevel: 'INFO+trace',
    clockSkewMs: 40,
  },
  {seed: 18, functions: 2, requests: 30, concurrency: 4, loggingLevel: 'ERROR', foreignInvocationShare: 0.5},
];

/** Selections that read in ways of their own; each variant takes some of them. */
const selections: readonly (readonly string[])[] = [
  ['-f', 'ERROR'],
  ['-f', '?"Endpoint request" ?START ?"Method completed"'],
  ['-f', '-INFO -"Endpoint response"'],
  ['-f', '%\\[req%'],
  ['-f', '{ $.level = "ERROR" }', '--errors'],
  ['--errors'],
  ['-n', '25'],
  ['--function', '*'],
  ['-f', '%[Tt]ask timed out|REPORT%'],
  ['-f', '[kind = START || kind = REPORT, ...]'],
  ['-f', '{ ($.record.metrics.durationMs >= 0) || ($.status = 5*) }'],
  ['-f', '{ $.status != "200" }'],
  ['--level', 'WARN'],
  ['--status', '5xx'],
];

describe('both engines', () => {
  let localAws: LocalAws;
  beforeEach(async () => {
    localAws = await LocalAws.start();
  });
  afterEach(() => localAws.stop());

  const windowOf = ({events}: Pick<Traffic, 'events'>) => {
    const first = events[0]?.timestamp ?? 0;
    const last = events.at(-1)?.timestamp ?? 0;
    return ['-s', new Date(first - 1_000).toISOString(), '-e', new Date(last + 500).toISOString()];
  };

  async function assertSame(args: readonly string[]): Promise<string> {
    const [filter, insights] = [
      await runWithoutWaiting([...args, '--max-rate', '100000', '--engine', 'filter'], localAws),
      await runWithoutWaiting([...args, '--engine', 'insights'], localAws),
    ];
    const withoutIds = filter.stdout.replaceAll(/"eventId":"\d+"/g, '"eventId":null');
    const [expected, found] = [withoutIds.split('\n'), insights.stdout.split('\n')];
    const different = expected.findIndex((line, index) => line !== found[index]);
    assert.equal(found[different], expected[different], args.join(' '));
    assert.equal(found.length, expected.length, args.join(' '));
    assert.equal(insights.exitCode, filter.exitCode, args.join(' '));
    return filter.stdout;
  }

  for (const [index, variant] of variants.entries()) {
    it(`print the same of a REST API, seed ${variant.seed}`, async () => {
      const traffic = generateTraffic(variant);
      traffic.seedInto(localAws);
      const stage = ['-a', traffic.api.restApiId, '-t', traffic.api.stage];
      const window = windowOf(traffic);
      const own = selections.filter((_, nth) => nth % variants.length === index);
      for (const selection of [[], ...own])
        await assertSame(['get', ...stage, ...window, ...selection, '-o', 'json']);
      assert.notEqual(await assertSame(['requests', ...stage, ...window, '-o', 'json']), '');
      const [first, second] = traffic.requests.slice(index);
      assert.ok(first && second);
      const byId = ['--request-id', first.apiRequestId, '--request-id', second.extendedRequestId];
      assert.notEqual(await assertSame(['get', ...stage, ...window, ...byId]), '');
      for (const id of [first.apiRequestId, second.extendedRequestId])
        assert.notEqual(await assertSame(['trace', id, ...stage, ...window, '-o', 'json']), '');
      await assertSame(['trace', first.apiRequestId.slice(0, 9), ...stage, ...window]);
    });
  }

  it('print the same of an HTTP API', async () => {
    const traffic = httpTraffic({seed: 14, functions: 2, requests: 30, concurrency: 4}, everyKey);
    traffic.seedInto(localAws);
    const stage = ['-a', traffic.api.restApiId, '-t', '$default', ...windowOf(traffic)];
    for (const selection of [[], ['-f', '{ $.status = "200" }'], ['--errors'], ['-n', '9']])
      await assertSame(['get', ...stage, ...selection, '-o', 'json']);
    assert.notEqual(await assertSame(['requests', ...stage]), '');
    const [{apiRequestId = ''} = {}] = traffic.events.filter(event => event.kind === 'access');
    assert.notEqual(await assertSame(['trace', apiRequestId, ...stage]), '');
  });

  it('have the same lines where AWS puts those of one millisecond in any order', async () => {
    const traffic = generateTraffic({seed: 15, functions: 2, requests: 30, concurrency: 4});
    traffic.seedInto(localAws);
    localAws.insights.configure({shufflesTies: true, isEndSecondWhole: false});
    const get = ['get', '-a', traffic.api.restApiId, '-t', traffic.api.stage, ...windowOf(traffic)];
    const [filter, insights] = [
      await runWithoutWaiting([...get, '--engine', 'filter'], localAws),
      await runWithoutWaiting([...get, '--engine', 'insights'], localAws),
    ];
    assert.deepEqual(insights.stdout.split('\n').toSorted(), filter.stdout.split('\n').toSorted());
  });

  it('are told apart by themselves where a stage has log groups that only queries read', async () => {
    const traffic = generateTraffic({seed: 16, functions: 2, requests: 30, concurrency: 4});
    const {restApiId, stage} = traffic.api;
    const plain = await LocalAws.start();
    traffic.seedInto(plain);
    const cold = functionsOf(traffic.api).map(({logGroup}) => logGroup);
    for (const logGroup of cold)
      localAws.logs.createLogGroup(logGroup, {logGroupClass: 'INFREQUENT_ACCESS', creationTime: 1});
    traffic.seedInto(localAws);
    const options = ['-a', restApiId, '-t', stage, ...windowOf(traffic), '--max-rate', '100000'];
    for (const argv of [
      ['get', ...options],
      ['get', '-n', '20', ...options],
      ['requests', ...options],
      ['trace', traffic.requests[0]?.apiRequestId ?? '', ...options],
    ]) {
      const [expected, found] = [
        await runWithoutWaiting(argv, plain),
        await runWithoutWaiting(argv, localAws),
      ];
      assert.notEqual(expected.stdout, '');
      assert.equal(found.stdout, expected.stdout, argv.join(' '));
      assert.deepEqual([expected.exitCode, found.exitCode], [0, 0]);
      assert.match(found.stderr, /is of class INFREQUENT_ACCESS, which FilterLogEvents cannot read/);
    }
    const queried = localAws.calls.list('StartQuery').flatMap(({input}) => input.logGroupNames);
    assert.deepEqual(new Set(queried), new Set(cold));
    await plain.stop();
  });
});
