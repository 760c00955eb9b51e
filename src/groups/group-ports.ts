import type {LogGroup, LogStream} from '@aws-sdk/client-cloudwatch-logs';
import type {AwsClients} from '../aws/aws-clients.js';
import type {Page} from '../discover/discover-ports.js';
import {logGroupOf} from '../read/log-group-reading.js';

/** Which log groups to list. With `containing`, AWS says of each only name, ARN and creation time (documented). */
export type GroupQuery =
  | {readonly prefix: string}
  /** Text anywhere in the name; the case counts. */
  | {readonly containing: string};

/** Which log streams of a group to list. AWS knows no order but by name where a prefix is given (documented). */
export type StreamQuery =
  | {readonly prefix: string}
  /** By the last event, so many. */
  | {readonly newest: number};

/** What listing log groups and log streams asks AWS: one call each, rejecting with the SDK's errors. */
export interface GroupPorts {
  /** A page of at most 50, in the order of their names. */
  logGroups(
    query: GroupQuery,
    region: string,
    next: string | undefined,
    signal: AbortSignal,
  ): Promise<Page<LogGroup>>;
  /** A page of at most 50. `logGroup` is a name or an ARN. */
  logStreams(
    logGroup: string,
    query: StreamQuery,
    region: string,
    next: string | undefined,
    signal: AbortSignal,
  ): Promise<Page<LogStream>>;
}

/** The calls as the SDK makes them. */
export function createGroupPorts(clients: Pick<AwsClients, 'logsDirectory'>): GroupPorts {
  const logs = async (region: string) => {
    const [client, commands] = await Promise.all([
      clients.logsDirectory(region),
      import('../aws/sdk/cloudwatch-logs-directory.js'),
    ]);
    return {client, ...commands};
  };

  return {
    logGroups: async (query, region, nextToken, abortSignal) => {
      const {client, DescribeLogGroupsCommand} = await logs(region);
      const command = new DescribeLogGroupsCommand({...groupInput(query), nextToken});
      const answer = await client.send(command, {abortSignal});
      return {items: answer.logGroups ?? [], next: answer.nextToken};
    },
    logStreams: async (logGroup, query, region, nextToken, abortSignal) => {
      const {client, DescribeLogStreamsCommand} = await logs(region);
      const input = {...logGroupOf(logGroup), ...streamInput(query), nextToken};
      const answer = await client.send(new DescribeLogStreamsCommand(input), {abortSignal});
      return {items: answer.logStreams ?? [], next: answer.nextToken};
    },
  };
}

const groupInput = (query: GroupQuery) =>
  'containing' in query
    ? {logGroupNamePattern: query.containing}
    : query.prefix === ''
      ? {}
      : {logGroupNamePrefix: query.prefix};

const streamInput = (query: StreamQuery) =>
  'newest' in query
    ? {orderBy: 'LastEventTime' as const, descending: true, limit: query.newest}
    : query.prefix === ''
      ? {}
      : {logStreamNamePrefix: query.prefix};
