import {createAwsClients} from '../src/aws/aws-clients.js';
import {systemClock} from '../src/clock.js';
import {mergeByTime} from '../src/merge/merge-by-time.js';
import {LogReader} from '../src/read/log-reader.js';
import {readLogGroup} from '../src/read/read-log-group.js';
import type {ServedPlace} from './serve-logs.js';

// One chain of tokens for each log group, as other tools read: what the sliced reading is compared with.
const [place = '{}', filterPattern] = process.argv.slice(2);
const {logGroups, startTime, endTime} = JSON.parse(place) as ServedPlace;
const fromEnvironment = {
  region: undefined,
  endpointUrl: undefined,
  profile: undefined,
  accessKeyId: undefined,
  secretAccessKey: undefined,
  sessionToken: undefined,
};
const {signal} = new AbortController();
const reader = new LogReader({
  aws: await createAwsClients(fromEnvironment, process.env),
  clock: systemClock,
  notices: {notice: () => undefined, change: () => undefined, detail: () => undefined},
  signal,
  maxRate: undefined,
  quotaShare: 1,
  engine: 'filter',
});
const region = 'us-east-1';
const chains = logGroups.map((logGroup, rank) => {
  const source = {kind: 'other' as const, name: logGroup, logGroup, region, canary: false, rank};
  const reading = {logGroup, region, sources: [source]};
  const window = {startTime, endTime, filterPattern, limit: 10_000};
  return readLogGroup(reader.filterLogEvents(region), reading, window, signal);
});
for await (const events of mergeByTime(chains)) {
  process.stdout.write(events.map(({message}) => `${message}\n`).join(''));
}
