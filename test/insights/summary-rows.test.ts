import assert from 'node:assert/strict';
import {after, before, describe, it} from 'node:test';
import {CloudWatchLogsClient} from '@aws-sdk/client-cloudwatch-logs';
import {QueryRunner} from '../../src/insights/query-runner.js';
import {
  type CountedRequests,
  countRequests,
  type SummaryTask,
  selectRequests,
} from '../../src/insights/summarize-requests.js';
import {summaryPlan} from '../../src/insights/summary-plan.js';
import {LocalAws} from '../../src/local-aws/local-aws.js';
import {generateTraffic} from '../../src/local-aws/traffic/generate-traffic.js';
import {executionLogGroup, functionsOf} from '../../src/local-aws/traffic/traffic-model.js';
import type {LogSource} from '../../src/log-source.js';
import type {RouteSummary} from '../../src/summarize/requests-summary.js';
import {everyRequest} from '../support/request-records.js';
import {impatientClock} from '../support/run-without-waiting.js';

/** Some hours, so that parts of them are narrower than the whole. */
const traffic = generateTraffic({
  seed: 21,
  functions: 2,
  requests: 250,
  ratePerSecond: 0.015,
  authorizerShare: 0,
  coldStartShare: 0.5,
  passRequestIdShare: 0,
  foreignHeaderShare: 0,
});

describe('a summary of more rows than a query gives', () => {
  let localAws: LocalAws;
  let logs: CloudWatchLogsClient;
  before(async () => {
    localAws = await LocalAws.start();
    traffic.seedInto(localAws);
    const env = localAws.env();
    logs = new CloudWatchLogsClient({
      region: env.AWS_REGION ?? '',
      endpoint: env.AWS_ENDPOINT_URL ?? '',
      credentials: {accessKeyId: 'a', secretAccessKey: 'b'},
    });
  });
  after(async () => {
    logs.destroy();
    await localAws.stop();
  });

  const sourceOf = (kind: LogSource['kind'], name: string, logGroup: string): LogSource => ({
    kind,
    name,
    logGroup,
    region: traffic.api.region,
    canary: false,
    rank: 0,
  });

  /** The same task with as many rows of a query, and how many records AWS scanned for it. */
  async function summed(
    mostRows: number,
    use: (task: SummaryTask) => Promise<CountedRequests>,
    sources: readonly LogSource[] = [
      sourceOf('execution', 'execution', executionLogGroup(traffic.api)),
      ...functionsOf(traffic.api).map(({name, logGroup}) => sourceOf('lambda', name, logGroup)),
    ],
  ): Promise<CountedRequests & {readonly scanned: number; readonly queries: number}> {
    const plan = summaryPlan(sources);
    assert.ok(plan);
    const runner = new QueryRunner({
      aws: {logsQueries: async () => logs},
      clock: impatientClock(),
      notices: {notice: () => {}, change: () => {}, detail: () => {}},
      signal: new AbortController().signal,
    });
    const times = traffic.events.map(({timestamp}) => timestamp);
    const window = {startTime: Math.min(...times), endTime: Math.max(...times)};
    const counted = await use({
      plan,
      window,
      mostBuckets: 6,
      mostRows,
      ask: query => runner.run(query),
    });
    return {...counted, scanned: runner.scanned.records, queries: runner.scanned.queries};
  }

  it('asks again for the requests behind the last row, by when they begin', async () => {
    for (const filter of [everyRequest, {...everyRequest, cold: true}]) {
      const whole = await summed(100_000, task => selectRequests(task, filter));
      const inParts = await summed(70, task => selectRequests(task, filter));
      assert.ok(whole.summary.total.count > 100, `${whole.summary.total.count} requests`);
      assert.ok(inParts.queries > whole.queries);
      assert.deepEqual(inParts.summary, whole.summary);
      assert.equal(inParts.isCut, false);
      assert.ok(inParts.scanned < 3.5 * whole.scanned, `${inParts.scanned} of ${whole.scanned} records`);
    }
  });

  /** Puts a request's lines, and gives the window around all of them. */
  const put = (requests: readonly {readonly id: string; readonly at: number; readonly lastsMs: number}[]) => {
    const events = requests.flatMap(({id, at, lastsMs}) =>
      [
        [at, 'Starting execution for request: x'],
        [at, `HTTP Method: GET, Resource Path: /${id}`],
        [at + lastsMs, 'Method completed with status: 200'],
      ].map(([timestamp, text]) => ({
        timestamp: Number(timestamp),
        ingestionTime: Number(timestamp),
        message: `(${id}) ${text}`,
      })),
    );
    const sorted = events.toSorted((one, other) => one.timestamp - other.timestamp);
    localAws.logs.putEvents(executionLogGroup(traffic.api), 'put', sorted);
    return {startTime: (sorted[0]?.timestamp ?? 0) - 1, endTime: (sorted.at(-1)?.timestamp ?? 0) + 1};
  };
  const first = Math.min(...traffic.events.map(({timestamp}) => timestamp));

  it('counts a request once whose lines lie in several parts', async () => {
    const at = first - 86_400_000;
    const window = put(
      Array.from({length: 9}, (_, index) => ({
        id: `long-${index}`,
        at: at + index * 120_000,
        // Also such as last into the last part.
        lastsMs: index % 2 === 0 ? 800_000 : 50,
      })),
    );
    const whole = await summed(100_000, task => selectRequests({...task, window}, everyRequest));
    const inParts = await summed(2, task => selectRequests({...task, window}, everyRequest));
    assert.equal(whole.summary.total.count, 9);
    assert.deepEqual(inParts.summary, whole.summary);
  });

  it('says so where a query cannot even give those of one millisecond', async () => {
    const window = put(['a', 'b'].map(id => ({id, at: first - 3_600_000, lastsMs: 0})));
    const {isCut, summary} = await summed(1, task => selectRequests({...task, window}, everyRequest));
    assert.deepEqual([isCut, summary.total.count], [true, 1]);
  });

  it('counts together the routes beyond the busiest', async () => {
    const window = put(
      Array.from({length: 1_100}, (_, index) => ({
        id: `route-${index}`,
        at: first - 7_200_000 + index * 1_000,
        lastsMs: 7,
      })),
    );
    const {summary, isRough} = await summed(1_050, task => countRequests({...task, window}));
    const others = summary.routes.find(({path}) => path === null);
    assert.deepEqual([isRough, summary.total.count, summary.total.p50Ms], [true, 1_100, 7]);
    assert.deepEqual([summary.routes.length, others?.count, others?.p50Ms], [1_001, 100, null]);
  });

  it('counts the same, but for the latencies of routes', async () => {
    const whole = await summed(100_000, countRequests);
    // More than the statuses and latencies, fewer than with the routes.
    const rough = await summed(200, countRequests);
    assert.deepEqual([whole.isRough, rough.isRough, rough.isCut], [false, true, false]);
    const withoutPercentiles = ({p50Ms, p95Ms, p99Ms, ...counts}: RouteSummary) => counts;
    assert.deepEqual(
      {...rough.summary, routes: rough.summary.routes.map(withoutPercentiles)},
      {...whole.summary, routes: whole.summary.routes.map(withoutPercentiles)},
    );
    for (const [index, {p50Ms, p99Ms, maxMs}] of rough.summary.routes.entries()) {
      assert.ok((p50Ms ?? 0) <= (p99Ms ?? 0) && (p99Ms ?? 0) <= (maxMs ?? 0));
      assert.ok(Math.abs((p50Ms ?? 0) - (whole.summary.routes[index]?.p50Ms ?? 0)) <= 20);
    }
  });

  it('takes an access log of JSON apart whose format nobody knows', async () => {
    const access = sourceOf('access', 'access', traffic.api.accessLogGroup);
    const {summary} = await summed(100_000, countRequests, [access]);
    const answered = traffic.events
      .filter(({kind}) => kind === 'access')
      .map(({message}) => JSON.parse(message));
    assert.equal(summary.total.count, answered.length);
    const statuses = answered.map(({status}) => Number(status));
    assert.equal(summary.total.errors, statuses.filter(status => status >= 500).length);
    assert.equal(
      summary.total.maxMs,
      Math.max(...answered.map(({responseLatency}) => Number(responseLatency))),
    );
    assert.ok(summary.routes.every(({method, path}) => method !== null && path !== null));
  });
});
