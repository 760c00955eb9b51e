import assert from 'node:assert/strict';
import {afterEach, beforeEach, describe, it} from 'node:test';
import {SlowReadWatch} from '../../src/commands/slow-read-notice.js';
import {LocalAws} from '../../src/local-aws/local-aws.js';
import {generateTraffic} from '../../src/local-aws/traffic/generate-traffic.js';
import {runWithoutWaiting} from '../support/run-without-waiting.js';

const options = {engine: 'auto', filterPattern: undefined, pricePerGb: 0.005} as const;
type Step = readonly [seconds: number, share: number];

function createWatch(more: object = {}) {
  let now = 0;
  const watch = new SlowReadWatch({...options, ...more}, {now: () => now, sleep: async () => {}});
  return {
    /** What is said when a read has come so far after so many seconds. */
    atShares: (steps: readonly Step[]) =>
      steps.flatMap(([seconds, share]) => {
        now = seconds * 1_000;
        return watch.atShare(share) ?? [];
      }),
    /** What is said when so many answers came evenly in these seconds. */
    atAnswers: (count: number, [from, to]: readonly [number, number]) =>
      Array.from({length: count}, (_, index) => from + (index * (to - from)) / (count - 1)).flatMap(
        seconds => {
          now = seconds * 1_000;
          return watch.atAnswer() ?? [];
        },
      ),
  };
}

/** From one share to another, a step every second. */
const evenly = ([from, to]: Step, seconds: readonly [number, number]): Step[] =>
  Array.from({length: seconds[1] - seconds[0] + 1}, (_, index) => [
    seconds[0] + index,
    from + ((to - from) * index) / (seconds[1] - seconds[0]),
  ]);

describe('SlowReadWatch', () => {
  it('tells once how long a read of minutes takes', () => {
    assert.deepEqual(createWatch().atShares(evenly([0, 0.05], [1, 31])), [
      {
        message: 'about 10 minutes to go at this rate',
        hint:
          'a filter pattern (-f) has less to hand over, and with it --engine insights has AWS search, for about ' +
          '0.005 USD a GB scanned',
      },
    ]);
  });

  it('offers the other engine for what it is better at', () => {
    for (const more of [{filterPattern: 'ERROR'}, {summary: true}])
      assert.equal(
        createWatch(more).atShares(evenly([0, 0.02], [0, 12]))[0]?.hint,
        '--engine insights has AWS search, for about 0.005 USD a GB scanned',
      );
  });

  it('says nothing of a read that is over soon, or that is by queries', () => {
    assert.deepEqual(createWatch().atShares(evenly([0, 1], [0, 60])), []);
    assert.deepEqual(createWatch().atShares(evenly([0, 0], [0, 60])), []);
    const byQueries = createWatch({engine: 'insights'});
    assert.deepEqual(byQueries.atShares(evenly([0, 0.02], [0, 12])), []);
    assert.deepEqual(byQueries.atAnswers(100, [0, 90]), []);
  });

  it('takes a slow beginning for no rate', () => {
    // Cut off for a minute after its first page, and done within seconds then.
    assert.deepEqual(createWatch().atShares([[0, 0.001], ...evenly([0.002, 1], [60, 68])]), []);
    // No answer at all in the beginning.
    assert.deepEqual(createWatch().atShares(evenly([0.02, 0.9], [70, 76])), []);
  });

  it('takes a pause for no rate, and tells once the read goes on evenly', () => {
    const watch = createWatch();
    assert.deepEqual(watch.atShares([...evenly([0, 0.008], [0, 8]), ...evenly([0.008, 0.01], [38, 40])]), []);
    assert.equal(
      watch.atShares(evenly([0.011, 0.031], [41, 61]))[0]?.message,
      'about 16 minutes to go at this rate',
    );
  });

  it('says of a read that does not show how far it is how long it has taken', () => {
    assert.deepEqual(createWatch({filterPattern: 'ERROR'}).atAnswers(300, [5, 70]), [
      {
        message: '277 calls so far, and AWS does not say how many are to come',
        hint: '--engine insights has AWS search, for about 0.005 USD a GB scanned',
      },
    ]);
  });

  it('says nothing of it where AWS hardly answers, or where the end is in sight', () => {
    assert.deepEqual(createWatch().atAnswers(20, [0, 300]), []);
    const watch = createWatch();
    assert.deepEqual(watch.atShares(evenly([0, 0.9], [0, 59])), []);
    assert.deepEqual(watch.atAnswers(62, [0, 60]), []);
  });
});

describe('the offer of the other engine', () => {
  let localAws: LocalAws;
  beforeEach(async () => {
    localAws = await LocalAws.start({scanLimit: 10});
  });
  afterEach(() => localAws.stop());

  it('comes where a filter finds nothing page after page', async () => {
    const t0 = Date.parse('2026-03-10T09:00:00.000Z');
    localAws.logs.putEvents(
      '/a',
      'stream',
      Array.from({length: 3_000}, (_, index) => ({
        timestamp: t0 + index * 1_000,
        ingestionTime: t0 + index * 1_000,
        message: `event ${index}`,
      })),
    );
    const window = ['-s', '2026-03-10T09:00Z', '-e', '2026-03-10T10:00Z'];
    const argv = ['get', '/a', ...window, '-f', 'nothing', '--max-rate', '2'];
    const {stderr} = await runWithoutWaiting(argv, localAws);
    assert.match(
      stderr,
      /^apilogs: \d+ calls so far, and AWS does not say how many are to come\n {2}hint: --engine insights has AWS search/m,
    );
  });

  it('comes in a search for one request', async () => {
    const {api, events, seedInto} = generateTraffic({seed: 41, functions: 1, requests: 60});
    seedInto(localAws);
    const iso = (epochMs = 0) => new Date(epochMs).toISOString();
    const window = ['-s', iso(events[0]?.timestamp), '-e', iso((events.at(-1)?.timestamp ?? 0) + 1_000)];
    const stage = ['-a', api.restApiId, '-t', api.stage, ...window];
    const {stderr} = await runWithoutWaiting(
      ['trace', '00000000-0000-4000-8000-000000000000', ...stage, '--max-rate', '1'],
      localAws,
    );
    assert.match(
      stderr,
      /^apilogs: \d+ calls so far, and AWS does not say .*\n {2}hint: --engine insights has AWS search/m,
    );
  });
});
