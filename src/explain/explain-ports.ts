import type {LogGroup} from '@aws-sdk/client-cloudwatch-logs';
import type {AwsClients} from '../aws/aws-clients.js';

/** What an explanation asks AWS besides what discovery did. */
export interface ExplainPorts {
  /** The role with which API Gateway writes logs in this region; undefined where none is set. */
  getCloudWatchRole(signal: AbortSignal): Promise<string | undefined>;
  /** The log groups of these names or ARNs, at most 50. */
  describeLogGroups(
    identifiers: readonly string[],
    region: string,
    signal: AbortSignal,
  ): Promise<readonly LogGroup[]>;
}

export const createExplainPorts = (clients: AwsClients): ExplainPorts => ({
  getCloudWatchRole: async abortSignal => {
    const [client, {GetAccountCommand}] = await Promise.all([
      clients.apiGateway(),
      import('../aws/sdk/api-gateway.js'),
    ]);
    const {cloudwatchRoleArn} = await client.send(new GetAccountCommand({}), {abortSignal});
    return cloudwatchRoleArn || undefined;
  },
  describeLogGroups: async (identifiers, region, abortSignal) => {
    const [client, {DescribeLogGroupsCommand}] = await Promise.all([
      clients.logsDirectory(region),
      import('../aws/sdk/cloudwatch-logs-directory.js'),
    ]);
    const command = new DescribeLogGroupsCommand({logGroupIdentifiers: [...identifiers]});
    const {logGroups = []} = await client.send(command, {abortSignal});
    return logGroups;
  },
});
