import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {LocalAws} from '../../src/local-aws/local-aws.js';
import {generateTraffic, type TrafficOptions} from '../../src/local-aws/traffic/generate-traffic.js';
import type {TruthEvent} from '../../src/local-aws/traffic/truth.js';
import type {RequestsSummary} from '../../src/summarize/requests-summary.js';
import {type AccessKeys, everyKey, httpTraffic} from '../support/http-traffic.js';
import {runWithoutWaiting} from '../support/run-without-waiting.js';

/** Traffic that tells of each failure in lines with the ids of both sides. */
const named: TrafficOptions = {
  requests: 250,
  ratePerSecond: 20,
  functions: 6,
  coldStartShare: 0.1,
  passRequestIdShare: 0,
  foreignHeaderShare: 0,
  outcomes: {
    ok: 0.6,
    clientError: 0.08,
    malformedResponse: 0.04,
    functionError: 0.06,
    functionTimeout: 0.04,
    integrationTimeout: 0.03,
    throttled: 0.05,
    usagePlanExceeded: 0.03,
    denied: 0.04,
    missingToken: 0.03,
    outOfMemory: 0.04,
  },
};

/** In a function's own log without ids an exception is nobody's, for queries; the status tells of it. */
const httpOptions: TrafficOptions = {
  ...named,
  seed: 5,
  authorizerShare: 0,
  runtimes: ['nodejs', 'dotnet', 'json'],
  outcomes: {...named.outcomes, integrationTimeout: 0},
};

interface Logged {
  readonly api: {readonly restApiId: string; readonly stage: string};
  readonly events: readonly Pick<TruthEvent, 'timestamp'>[];
  seedInto(localAws: LocalAws): void;
}

interface Summaries {
  readonly read: RequestsSummary;
  readonly queried: RequestsSummary;
  readonly stderr: string;
}

/** Gives the summaries of both engines, with further arguments, of traffic that is in a local AWS of its own. */
async function withTraffic(
  {api, events, seedInto}: Logged,
  use: (summaries: (...args: readonly string[]) => Promise<Summaries>) => Promise<void>,
): Promise<void> {
  const localAws = await LocalAws.start();
  try {
    seedInto(localAws);
    const times = events.map(({timestamp}) => timestamp);
    const iso = (epochMs: number) => new Date(epochMs).toISOString();
    const window = ['-s', iso(Math.min(...times) - 1_000), '-e', iso(Math.max(...times) + 1_000)];
    const all = ['requests', '-a', api.restApiId, '-t', api.stage, '--summary', '-o', 'json', ...window];
    const summaryOf = async (...args: readonly string[]) => {
      const {stdout, stderr, exitCode} = await runWithoutWaiting([...all, ...args], localAws);
      assert.equal(exitCode, 0, stderr);
      return {summary: JSON.parse(stdout) as RequestsSummary, stderr};
    };
    await use(async (...args) => {
      const read = await summaryOf('--engine', 'filter', '--max-rate', '100000', ...args);
      const queried = await summaryOf('--engine', 'insights', ...args);
      return {read: read.summary, queried: queried.summary, stderr: queried.stderr};
    });
  } finally {
    await localAws.stop();
  }
}

/** As logged by the default stage, which is the only one of generated HTTP APIs. */
function httpStage(keys: AccessKeys): Logged {
  const {api, ...traffic} = httpTraffic(httpOptions, keys);
  return {...traffic, api: {...api, stage: '$default'}};
}

describe('a summary by queries', () => {
  const cases: readonly TrafficOptions[] = [
    {},
    {accessLog: 'off', authorizerShare: 0},
    {accessLog: 'off', xray: 'active', outcomes: {...named.outcomes, integrationTimeout: 0}},
    {loggingLevel: 'INFO+trace'},
    {accessLog: 'basic', authorizerShare: 0},
    {loggingLevel: 'ERROR'},
    {canaryShare: 0.3},
  ];
  for (const [index, more] of cases.entries()) {
    it(`is that of a reading: ${JSON.stringify(more)}`, async () => {
      await withTraffic(generateTraffic({...named, ...more, seed: 100 + index}), async summaries => {
        const {read, queried, stderr} = await summaries();
        assert.ok(read.total.count > 100);
        assert.match(stderr, /^apilogs: Logs Insights: \d+ queries scanned /m);
        assert.deepEqual(queried, read);
      });
    });
  }

  it('is that of a reading of an HTTP API, whose access log alone says which function ran', async () => {
    await withTraffic(httpStage(everyKey), async summaries => {
      const {read, queried} = await summaries();
      assert.ok(read.functions.length > 1);
      assert.deepEqual(queried, read);
    });
  });

  it('says which functions cannot be counted, where nothing that queries see ties them', async () => {
    await withTraffic(httpStage(['requestId', 'status', 'responseLatency']), async summaries => {
      const {read, queried, stderr} = await summaries();
      assert.deepEqual(queried, {...read, functions: []});
      assert.match(stderr, /^apilogs: functions that no query can tie to requests are not counted: shop-/m);
    });
  });

  it('leaves out the log groups that do not exist yet', async () => {
    const traffic = generateTraffic({...named, requests: 12, functions: 20});
    await withTraffic(traffic, async summaries => {
      const {read, queried, stderr} = await summaries();
      assert.match(stderr, /^apilogs: log group "\/aws\/lambda\/shop-\S+" does not exist/m);
      assert.deepEqual(queried, read);
    });
  });

  it('counts nothing where there is nothing', async () => {
    await withTraffic(generateTraffic({...named, requests: 12}), async summaries => {
      const {queried, stderr} = await summaries('--status', '418');
      assert.deepEqual([queried.total.count, queried.routes.length], [0, 0]);
      assert.match(stderr, /^apilogs: no matching requests between /m);
    });
  });

  const filters: readonly (readonly string[])[] = [
    ['--status', '5xx'],
    ['--status', '40x,502'],
    ['--errors'],
    ['--slow', '1s'],
    ['--path', '/orders/*'],
    ['--method', 'get', '--slow', '50ms'],
    ['--cold'],
    ['--function', 'shop-orders-*'],
  ];
  it('selects as a reading does', async () => {
    await withTraffic(generateTraffic({...named, seed: 7, authorizerShare: 0}), async summaries => {
      for (const filter of filters) {
        const {read, queried} = await summaries(...filter);
        assert.ok(read.total.count > 0, filter.join(' '));
        assert.deepEqual(queried, read, filter.join(' '));
      }
    });
  });
});
