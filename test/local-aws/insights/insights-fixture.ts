import {afterEach} from 'node:test';
import {
  type CloudWatchLogsClient,
  GetQueryResultsCommand,
  type GetQueryResultsCommandOutput,
  StartQueryCommand,
  type StartQueryCommandInput,
} from '@aws-sdk/client-cloudwatch-logs';
import type {LocalAws} from '../../../src/local-aws/local-aws.js';
import type {PutEvent} from '../../../src/local-aws/log-store.js';
import {startSdkFixture} from '../sdk-fixture.js';

/** The time at which the clock stands when a test starts, in epoch milliseconds; a whole minute. */
export const base = Date.UTC(2026, 2, 10, 9, 16);

/** A local AWS with a clock that tests set, and the SDK's client. */
export interface InsightsFixture {
  readonly aws: LocalAws;
  readonly logs: CloudWatchLogsClient;
  /** Epoch milliseconds. */
  time: number;
  /** Puts messages into a group, a millisecond apart from `base` on, and gives the group's name. */
  put(logGroup: string, ...messages: readonly string[]): string;
  start(queryString: string, input?: Partial<StartQueryCommandInput>): Promise<string>;
  results(queryId: string | undefined): Promise<GetQueryResultsCommandOutput>;
  /** The rows of a query that is complete at once, without `@ptr`. */
  rows(logGroupName: string, queryString: string): Promise<Record<string, string>[]>;
}

export async function startInsightsFixture(): Promise<InsightsFixture> {
  const clock = {time: base + 60_000};
  const {aws, logs} = await startSdkFixture(() => clock.time);
  afterEach(() => {
    clock.time = base + 60_000;
    aws.insights.clear();
  });
  const start = async (queryString: string, input: Partial<StartQueryCommandInput> = {}) => {
    const window = {startTime: base / 1000, endTime: base / 1000 + 60};
    const {queryId = ''} = await logs.send(new StartQueryCommand({queryString, ...window, ...input}));
    return queryId;
  };
  const results = (queryId: string | undefined) => logs.send(new GetQueryResultsCommand({queryId}));
  return {
    aws,
    logs,
    get time() {
      return clock.time;
    },
    set time(time) {
      clock.time = time;
    },
    put: (logGroup, ...messages) => {
      aws.logs.putEvents(logGroup, 'stream', messages.map(eventAt));
      return logGroup;
    },
    start,
    results,
    rows: async (logGroupName, queryString) =>
      toRows(await results(await start(queryString, {logGroupName}))),
  };
}

const eventAt = (message: string, index: number): PutEvent => ({
  timestamp: base + index,
  ingestionTime: base + index,
  message,
});

/** The rows of an answer as objects, without `@ptr`. */
export const toRows = ({results = []}: GetQueryResultsCommandOutput): Record<string, string>[] =>
  results.map(row =>
    Object.fromEntries(
      row.flatMap(({field = '', value = ''}) => (field === '@ptr' ? [] : [[field, value] as const])),
    ),
  );
