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
  const stores = input.flag('includeLinkedAccounts') ? [store, ...store.linked] : [store];
  const groups = stores
    .flatMap(owner => owner.list().map(group => ({group, arn: owner.arn(group.name)})))
    .filter(({group: {name}}) => name.startsWith(prefix ?? '') && name.includes(pattern ?? ''))
    .filter(({group}) => logGroupClass === undefined || group.logGroupClass === logGroupClass)
    .filter(({group, arn}) => !identifiers || identifiers.includes(group.name) || identifiers.includes(arn))
    .sort((a, b) => (a.group.name < b.group.name ? -1 : 1));
  const {items, nextToken} = takePage(groups, readPage(input));
  // Documented: with a pattern only name, ARN and creation time come back.
  const describe = pattern === undefined ? describeLogGroup : describeLogGroupBriefly;
  return {logGroups: items.map(describe), ...nextToken};
}

interface OwnedGroup {
  readonly group: LogGroup;
  readonly arn: string;
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
  const identifier = input.text('logGroupIdentifier');
  const groupArn = identifier?.startsWith('arn:') ? identifier : store.arn(group.name);
  return {logStreams: items.map(stream => describeLogStream(groupArn, stream)), ...nextToken};
}

const readPage = (input: Input) => ({
  limit: input.integer('limit', {min: 1, max: maxPageSize}) ?? maxPageSize,
  token: input.text('nextToken', {min: 1}),
});

const byName = (a: LogStream, b: LogStream) => (a.name < b.name ? -1 : 1);

const byLastEvent = (a: LogStream, b: LogStream) =>
  (a.lastEventTimestamp ?? 0) - (b.lastEventTimestamp ?? 0) || byName(a, b);

function describeLogGroup(owned: OwnedGroup): object {
  const {logGroupClass, retentionInDays} = owned.group;
  return {
    ...describeLogGroupBriefly(owned),
    logGroupArn: owned.arn,
    logGroupClass,
    metricFilterCount: 0,
    storedBytes: 0,
    ...(retentionInDays === undefined ? {} : {retentionInDays}),
  };
}

const describeLogGroupBriefly = ({group: {name, creationTime}, arn}: OwnedGroup) => ({
  logGroupName: name,
  creationTime,
  arn: `${arn}:*`,
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
