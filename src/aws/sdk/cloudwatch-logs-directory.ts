// What is used of the SDK's client beside reading events; see cloudwatch-logs.ts.
export {
  CloudWatchLogsClient,
  DescribeDeliveriesCommand,
  DescribeDeliverySourcesCommand,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  GetDeliveryDestinationCommand,
} from '@aws-sdk/client-cloudwatch-logs';
