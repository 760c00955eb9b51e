import type {Authorizer, Resource, RestApi, Stage} from '@aws-sdk/client-api-gateway';
import type {Delivery, DeliveryDestination, DeliverySource, LogGroup} from '@aws-sdk/client-cloudwatch-logs';
import type {FunctionConfiguration} from '@aws-sdk/client-lambda';
import type {AwsClients} from '../aws/aws-clients.js';
import type {Clock} from '../clock.js';
import {limitRate} from './limit-rate.js';
import {readExport} from './read-export.js';
import {createV2Ports, type V2Ports} from './v2-ports.js';

/** A part of a list, and the token with which to ask for the next part. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly next: string | undefined;
}

/** What discovery asks AWS: one call each, rejecting with the SDK's errors after its retries. */
export interface DiscoverPorts {
  /** For HTTP and WebSocket APIs; the other calls that bear the same names are for REST APIs. */
  readonly v2: V2Ports;
  getRestApi(restApiId: string, signal?: AbortSignal): Promise<Pick<RestApi, 'id' | 'name'>>;
  getStage(restApiId: string, stage: string, signal?: AbortSignal): Promise<Stage>;
  getStages(restApiId: string, signal?: AbortSignal): Promise<readonly Stage[]>;
  /** The stage's definition as OpenAPI 3, parsed, with integrations and authorizers. */
  getExport(restApiId: string, stage: string, signal?: AbortSignal): Promise<unknown>;
  /** Resources with their methods and integrations embedded. */
  getResources(restApiId: string, next: string | undefined, signal?: AbortSignal): Promise<Page<Resource>>;
  getAuthorizers(
    restApiId: string,
    next: string | undefined,
    signal?: AbortSignal,
  ): Promise<Page<Authorizer>>;
  /** By ARN, with or without a qualifier. */
  getFunctionConfiguration(
    functionArn: string,
    region: string,
    signal?: AbortSignal,
  ): Promise<Pick<FunctionConfiguration, 'LoggingConfig' | 'CapacityProviderConfig'>>;
  /** The first log groups, by name, whose names begin so. */
  describeLogGroups(prefix: string, region: string, signal?: AbortSignal): Promise<readonly LogGroup[]>;
  describeDeliverySources(next: string | undefined, signal?: AbortSignal): Promise<Page<DeliverySource>>;
  describeDeliveries(
    deliverySourceNames: readonly string[],
    next: string | undefined,
    signal?: AbortSignal,
  ): Promise<Page<Delivery>>;
  getDeliveryDestination(name: string, signal?: AbortSignal): Promise<DeliveryDestination>;
  /** The account of the credentials, where they say it. */
  accountId(): Promise<string | undefined>;
  /** For messages: whose credentials were used, and what was asked in place of AWS. */
  readonly asked?: {readonly profile: string | undefined; readonly endpointUrl: string | undefined};
}

/** Lambda's quota for its control plane without GetFunction and GetPolicy (Lambda guide, "Lambda quotas"). */
const functionCallsPerSecond = 15;
const functionCallsAtOnce = 15;
/** The most that GetResources and GetAuthorizers give at once. */
const pageLimit = 500;

/** The calls as the SDK makes them. `clock` paces the look-ups of functions. */
export function createDiscoverPorts(clients: AwsClients, clock: Clock): DiscoverPorts {
  const options = (signal: AbortSignal | undefined) => (signal ? {abortSignal: signal} : {});
  const pace = limitRate({perSecond: functionCallsPerSecond, atOnce: functionCallsAtOnce}, clock);
  const gateway = async () => {
    const [client, commands] = await Promise.all([clients.apiGateway(), import('../aws/sdk/api-gateway.js')]);
    return {client, ...commands};
  };
  const logs = async (region?: string) => {
    const [client, commands] = await Promise.all([
      clients.logsDirectory(region),
      import('../aws/sdk/cloudwatch-logs-directory.js'),
    ]);
    return {client, ...commands};
  };

  return {
    v2: createV2Ports(clients),
    getRestApi: async (restApiId, signal) => {
      const {client, GetRestApiCommand} = await gateway();
      return client.send(new GetRestApiCommand({restApiId}), options(signal));
    },
    getStage: async (restApiId, stageName, signal) => {
      const {client, GetStageCommand} = await gateway();
      return client.send(new GetStageCommand({restApiId, stageName}), options(signal));
    },
    getStages: async (restApiId, signal) => {
      const {client, GetStagesCommand} = await gateway();
      const {item = []} = await client.send(new GetStagesCommand({restApiId}), options(signal));
      return item;
    },
    getExport: async (restApiId, stageName, signal) => {
      const {client, GetExportCommand} = await gateway();
      const input = {
        restApiId,
        stageName,
        exportType: 'oas30',
        accepts: 'application/json',
        parameters: {extensions: 'integrations,authorizers'},
      };
      return readExport(() => client.send(new GetExportCommand(input), options(signal)));
    },
    getResources: async (restApiId, position, signal) => {
      const {client, GetResourcesCommand} = await gateway();
      const answer = await client.send(
        new GetResourcesCommand({restApiId, position, limit: pageLimit, embed: ['methods']}),
        options(signal),
      );
      return {items: answer.items ?? [], next: answer.position};
    },
    getAuthorizers: async (restApiId, position, signal) => {
      const {client, GetAuthorizersCommand} = await gateway();
      const answer = await client.send(
        new GetAuthorizersCommand({restApiId, position, limit: pageLimit}),
        options(signal),
      );
      return {items: answer.items ?? [], next: answer.position};
    },
    getFunctionConfiguration: (functionArn, region, signal) =>
      pace(async () => {
        const [client, {GetFunctionConfigurationCommand}] = await Promise.all([
          clients.lambda(region),
          import('../aws/sdk/lambda.js'),
        ]);
        return client.send(new GetFunctionConfigurationCommand({FunctionName: functionArn}), options(signal));
      }, signal),
    describeLogGroups: async (logGroupNamePrefix, region, signal) => {
      const {client, DescribeLogGroupsCommand} = await logs(region);
      const {logGroups = []} = await client.send(
        new DescribeLogGroupsCommand({logGroupNamePrefix}),
        options(signal),
      );
      return logGroups;
    },
    describeDeliverySources: async (nextToken, signal) => {
      const {client, DescribeDeliverySourcesCommand} = await logs();
      const answer = await client.send(new DescribeDeliverySourcesCommand({nextToken}), options(signal));
      return {items: answer.deliverySources ?? [], next: answer.nextToken};
    },
    describeDeliveries: async (deliverySourceNames, nextToken, signal) => {
      const {client, DescribeDeliveriesCommand} = await logs();
      const answer = await client.send(
        new DescribeDeliveriesCommand({deliverySourceNames: [...deliverySourceNames], nextToken}),
        options(signal),
      );
      return {items: answer.deliveries ?? [], next: answer.nextToken};
    },
    getDeliveryDestination: async (name, signal) => {
      const {client, GetDeliveryDestinationCommand} = await logs();
      const answer = await client.send(new GetDeliveryDestinationCommand({name}), options(signal));
      return answer.deliveryDestination ?? {};
    },
    accountId: () => clients.accountId(),
    asked: {profile: clients.profile, endpointUrl: clients.endpointUrl},
  };
}
