import assert from 'node:assert/strict';
import {afterEach, beforeEach, describe, it} from 'node:test';
import {LocalAws} from '../../src/local-aws/local-aws.js';
import {
  generateTraffic,
  type Traffic,
  type TrafficOptions,
} from '../../src/local-aws/traffic/generate-traffic.js';
import {runWithoutWaiting} from '../support/run-without-waiting.js';

/** Traffic of all kinds: with canary and without, JSON logs, authorizers. */
const variants: readonly TrafficOptions[] = [
  {seed: 11, functions: 2, requests: 40, concurrency: 4},
  {seed: 12, functions: 3, requests: 40, concurrency: 8, canaryShare: 0.3, xray: 'active'},
  {seed: 13, functions: 2, requests: 30, concurrency: 4, runtimes: ['json'], authorizerShare: 0.5},
];

/** Selections that read in ways of their own. */
const selections: readonly (readonly string[])[] = [
  [],
  ['-f', 'ERROR'],
  ['-f', '?"Endpoint request" ?START ?"Method completed"'],
  ['-f', '-INFO -"Endpoint response"'],
  ['-f', '%\\[req%'],
  ['-f', '{ $.level = "ERROR" }', '--errors'],
  ['--errors'],
  ['-n', '25'],
  ['--function', '*'],
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

  for (const variant of variants) {
    it(`print the same of a REST API, seed ${variant.seed}`, async () => {
      const traffic = generateTraffic(variant);
      traffic.seedInto(localAws);
      const stage = ['-a', traffic.api.restApiId, '-t', traffic.api.stage];
      const window = windowOf(traffic);
      for (const selection of selections)
        await assertSame(['get', ...stage, ...window, ...selection, '-o', 'json']);
      assert.notEqual(await assertSame(['requests', ...stage, ...window, '-o', 'json']), '');
      for (const {apiRequestId, extendedRequestId} of traffic.requests.slice(0, 4)) {
        assert.notEqual(await assertSame(['trace', apiRequestId, ...stage, ...window]), '');
        assert.notEqual(
          await assertSame(['trace', extendedRequestId, ...stage, ...window, '-o', 'json']),
          '',
        );
      }
      await assertSame(['trace', traffic.requests[0]?.apiRequestId.slice(0, 9) ?? '', ...stage, ...window]);
    });
  }
});
