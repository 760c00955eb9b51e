import type {FilterLogEventsCommandInput} from '@aws-sdk/client-cloudwatch-logs';
import {CallBudget} from '../../src/aws/call-budget.js';
import {createFilterLogEvents} from '../../src/aws/filter-log-events.js';
import {CallQuota} from '../../src/local-aws/call-quota.js';
import type {LogGroupReading} from '../../src/read/log-group-reading.js';
import {PageRoom} from '../../src/read/page-room.js';
import type {RegionCalls} from '../../src/read/region-calls.js';
import {executionSource, rememberNotices} from '../support/events.js';
import type {FakeClock} from '../support/fake-clock.js';
import type {SimulatedLogGroup} from './simulated-log-group.js';

export interface SimulatedRegionOptions {
  readonly clock: FakeClock;
  readonly groups: Readonly<Record<string, SimulatedLogGroup>>;
  readonly latencyMs?: number;
  /** Calls a second that the program believes it has. */
  readonly rate?: number;
  /** Calls a second that it has; more are throttled. */
  readonly quota?: number;
  readonly roomBytes?: number;
  /** Runs before each answer, and may fail. */
  readonly before?: (input: FilterLogEventsCommandInput) => void;
}

export interface SimulatedRegion {
  readonly calls: RegionCalls;
  readonly statistics: {calls: number; throttled: number};
  readonly asked: {readonly at: number; readonly input: FilterLogEventsCommandInput}[];
}

/** What log groups of a region share, in front of log groups that are simulated. */
export function simulateRegion({
  clock,
  groups,
  latencyMs = 150,
  rate = 25,
  quota = 1_000,
  roomBytes = Number.POSITIVE_INFINITY,
  before,
}: SimulatedRegionOptions): SimulatedRegion {
  const granted = new CallQuota(quota, () => clock.now());
  const statistics = {calls: 0, throttled: 0};
  const asked: SimulatedRegion['asked'] = [];
  const budget = new CallBudget({rate, clock});
  const filterLogEvents = createFilterLogEvents({
    budget,
    clock,
    statistics,
    notices: rememberNotices(),
    send: async (input, signal) => {
      asked.push({at: clock.now(), input});
      const isGranted = granted.take();
      await clock.sleep(latencyMs, signal);
      if (!isGranted) throw Object.assign(new Error('Rate exceeded'), {name: 'ThrottlingException'});
      before?.(input);
      const {logGroupName = '', startTime = 0, endTime = 0, nextToken} = input;
      const page = groups[logGroupName]?.answer({startTime, endTime, nextToken});
      const parts = [...(page?.events.parts() ?? [])];
      const events = parts.flat().map(({logStream, ...event}) => ({...event, logStreamName: logStream}));
      return {$metadata: {}, events, nextToken: page?.nextToken};
    },
  });
  const calls = {filterLogEvents, budget, clock, room: new PageRoom(roomBytes), readings: 0};
  return {calls, statistics, asked};
}

export const readingOf = (logGroup: string): LogGroupReading => ({
  logGroup,
  region: executionSource.region,
  sources: [{...executionSource, logGroup}],
});
