import type {DeliveryStore} from './delivery-store.js';
import {describeLogGroups, describeLogStreams} from './describe-logs.js';
import {filterLogEvents} from './filter-log-events.js';
import type {Input} from './input.js';
import type {Insights} from './insights/insights.js';
import {logGroupName, logStreamName} from './log-names.js';
import type {LogStore} from './log-store.js';
import {putLogEvents} from './put-log-events.js';
import type {Operations} from './service-call.js';

export interface LogsServiceOptions {
  readonly logs: LogStore;
  readonly deliveries: DeliveryStore;
  readonly insights: Insights;
  readonly now: () => number;
  readonly scanLimit: number;
}

/** The calls of CloudWatch Logs that the local AWS answers. */
export const logsOperations = ({
  logs,
  deliveries,
  insights,
  now,
  scanLimit,
}: LogsServiceOptions): Operations => ({
  ...insights.operations,
  FilterLogEvents: input => filterLogEvents(logs, input, {now, scanLimit}),
  DescribeLogGroups: input => describeLogGroups(logs, input),
  DescribeLogStreams: input => describeLogStreams(logs, input),
  PutLogEvents: input => putLogEvents(logs, input, now()),
  CreateLogGroup: input => createLogGroup(logs, input),
  CreateLogStream: input => {
    const group = input.requiredText('logGroupName', logGroupName);
    logs.createLogStream(group, input.requiredText('logStreamName', logStreamName));
    return {};
  },
  DeleteLogGroup: input => {
    logs.deleteLogGroup(input.requiredText('logGroupName', logGroupName));
    return {};
  },
  DescribeDeliverySources: input => deliveries.describeSources(input),
  DescribeDeliveries: input => deliveries.describeDeliveries(input),
  GetDeliveryDestination: input => deliveries.getDestination(input),
});

function createLogGroup(logs: LogStore, input: Input): object {
  const name = input.requiredText('logGroupName', logGroupName);
  const logGroupClass = input.text('logGroupClass', {pattern: /^(?:STANDARD|INFREQUENT_ACCESS|DELIVERY)$/});
  const isKnown =
    logGroupClass === 'STANDARD' || logGroupClass === 'INFREQUENT_ACCESS' || logGroupClass === 'DELIVERY';
  logs.createLogGroup(name, isKnown ? {logGroupClass} : {});
  return {};
}
