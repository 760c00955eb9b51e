import {invalidParameter} from './aws-error.js';
import type {Input} from './input.js';
import type {LogGroup, LogStream} from './log-group.js';
import {findLogGroup, logGroupName, logStreamName} from './log-names.js';
import type {LogStore} from './log-store.js';
import {takePage} from './take-page.js';

const maxPageSize = 50;

/** The DescribeLogGroups call: groups by name, at most 50 at a time. */
export function describeLogGroups(store: LogStore, input: Input): object {
  const prefix = input.text('logGroupNamePrefix', logGroupName);
  const pattern = input.text('logGroupNamePattern', {max: 512});
  const identifiers = input.texts('logGroupIdentifiers', {min: 1, max: maxPageSize});
  const logGroupClass = input.text('logGroupClass');
  if (prefix !== undefined && pattern !== undefined) {
    throw invalidParameter(
      'LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.',
    );
  }
  const groups = store
    .list()
    .filter(({name}) => name.startsWith(prefix ?? '') && name.includes(pattern ?? ''))
    .filter(group => logGroupClass === undefined || group.logGroupClass === logGroupClass)
    .filter(({name}) => !identifiers || identifiers.includes(name) || identifiers.includes(store.arn(name)));
  const {items, nextToken} = takePage(groups, readPage(input));
  // Documented: with a pattern only name, ARN and creation time come back.
  const describe = pattern === undefined ? describeLogGroup : describeLogGroupBriefly;
  return {logGroups: items.map(group => describe(store, group)), ...nextToken};
}

/** The DescribeLogStreams call: streams of a group by name or by their last event. */
export function describeLogStreams(store: LogStore, input: Input): object {
  const group = findLogGroup(store, input);
  const prefix = input.text('logStreamNamePrefix', logStreamName);
  const orderBy = input.text('orderBy', {pattern: /^(?:LogStreamName|LastEventTime)$/}) ?? 'LogStreamName';
  if (orderBy === 'LastEventTime' && prefix !== undefined) {
    throw invalidParameter('Cannot order by LastEventTime with a logStreamNamePrefix.');
  }
  const streams = [...group.streams.values()]
    .filter(({name}) => name.startsWith(prefix ?? ''))
    .sort(orderBy === 'LastEventTime' ? byLastEvent : byName);
  if (input.flag('descending')) streams.reverse();
  const {items, nextToken} = takePage(streams, readPage(input));
  return {logStreams: items.map(stream => describeLogStream(store.arn(group.name), stream)), ...nextToken};
}

const readPage = (input: Input) => ({
  limit: input.integer('limit', {min: 1, max: maxPageSize}) ?? maxPageSize,
  token: input.text('nextToken', {min: 1}),
});

const byName = (a: LogStream, b: LogStream) => (a.name < b.name ? -1 : 1);

const byLastEvent = (a: LogStream, b: LogStream) =>
  (a.lastEventTimestamp ?? 0) - (b.lastEventTimestamp ?? 0) || byName(a, b);

function describeLogGroup(store: LogStore, group: LogGroup): object {
  const {logGroupClass, retentionInDays} = group;
  return {
    ...describeLogGroupBriefly(store, group),
    logGroupArn: store.arn(group.name),
    logGroupClass,
    metricFilterCount: 0,
    storedBytes: 0,
    ...(retentionInDays === undefined ? {} : {retentionInDays}),
  };
}

const describeLogGroupBriefly = (store: LogStore, {name, creationTime}: LogGroup) => ({
  logGroupName: name,
  creationTime,
  arn: `${store.arn(name)}:*`,
});

function describeLogStream(groupArn: string, stream: LogStream): object {
  const {name, ...times} = stream;
  return {
    logStreamName: name,
    ...times,
    arn: `${groupArn}:log-stream:${name}`,
    // Documented: no longer counted for streams, always 0.
    storedBytes: 0,
  };
}
