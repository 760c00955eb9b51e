import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {LocalAws} from '../../src/local-aws/local-aws.js';
import {generateTraffic, type TrafficOptions} from '../../src/local-aws/traffic/generate-traffic.js';
import type {TruthEvent} from '../../src/local-aws/traffic/truth.js';
import type {RequestsSummary} from '../../src/summarize/requests-summary.js';
import {requestsAgainst} from '../support/run-against.js';

/** Traffic that tells of each failure in lines with the ids of both sides. */
const named: TrafficOptions = {
  requests: 300,
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

interface Logged {
  readonly api: {readonly restApiId: string; readonly stage: string};
  readonly events: readonly Pick<TruthEvent, 'timestamp'>[];
  seedInto(localAws: LocalAws): void;
}

/** The summaries of both engines. */
async function summaries(traffic: Logged, args: readonly string[] = []) {
  const localAws = await LocalAws.start();
  try {
    traffic.seedInto(localAws);
    const {api, events} = traffic;
    const times = events.map(({timestamp}) => timestamp);
    const iso = (epochMs: number) => new Date(epochMs).toISOString();
    const all = ['-a', api.restApiId, '-t', api.stage, '--summary', '-o', 'json', ...args];
    const window = ['-s', iso(Math.min(...times) - 1_000), '-e', iso(Math.max(...times) + 1_000)];
    const runs = await Promise.all(
      ['filter', 'insights'].map(engine =>
        requestsAgainst(localAws, [...all, ...window, '--engine', engine]),
      ),
    );
    for (const {exitCode, stderr} of runs) assert.equal(exitCode, 0, stderr);
    const [read, queried] = runs.map(({stdout}): RequestsSummary => JSON.parse(stdout));
    return {read, queried, stderr: runs[1]?.stderr ?? ''};
  } finally {
    await localAws.stop();
  }
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
      const {read, queried, stderr} = await summaries(
        generateTraffic({...named, ...more, seed: 100 + index}),
      );
      assert.ok((read?.total.count ?? 0) > 100);
      assert.match(stderr, /^apilogs: Logs Insights: \d+ queries scanned /m);
      assert.deepEqual(queried, read);
    });
  }
});
