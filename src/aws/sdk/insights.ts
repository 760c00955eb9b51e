// What is used of the SDK's client for queries; see cloudwatch-logs.ts.
export {
  GetQueryResultsCommand,
  StartQueryCommand,
  StopQueryCommand,
} from '@aws-sdk/client-cloudwatch-logs';
