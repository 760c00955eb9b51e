import type {AwsClients} from '../aws/aws-clients.js';
import type {Clock} from '../clock.js';
import type {Page} from '../discover/discover-ports.js';
import {limitRate} from '../discover/limit-rate.js';
import type {ListedApi, ListedStage} from './api-listing.js';
import {toListedRestApi, toListedRestStage, toListedV2Api, toListedV2Stage} from './to-listed-api.js';

/** Which of the two versions of API Gateway is asked: the first for REST APIs, the second for all others. */
export type GatewayVersion = 'v1' | 'v2';

/** A part of a custom domain name's paths, and what it leads to. */
export interface PathMapping {
  /** Parts of the path; none for the domain itself. */
  readonly path: readonly string[];
  readonly apiId: string;
  /** Undefined where the next part of the path names it. */
  readonly stage: string | undefined;
}

export interface StackResource {
  readonly logicalId: string;
  readonly physicalId: string;
  /** Such as `AWS::ApiGateway::RestApi`. */
  readonly type: string;
}

type Call<Input extends unknown[], Item> = (
  ...input: [...Input, next: string | undefined, signal?: AbortSignal]
) => Promise<Page<Item>>;

/** What is asked to find a stage by something else than ids: a page each, rejecting with the SDK's errors. */
export interface ReachPorts {
  readonly listApis: Readonly<Record<GatewayVersion, Call<[], ListedApi>>>;
  readonly listStages: Readonly<Record<GatewayVersion, Call<[apiId: string], ListedStage>>>;
  readonly listMappings: Readonly<Record<GatewayVersion, Call<[domainName: string], PathMapping>>>;
  /** By the stack's name or ARN. */
  readonly listStackResources: Call<[stack: string], StackResource>;
  accountId(): Promise<string | undefined>;
  /** For messages. */
  readonly region: string;
  readonly asked: {readonly profile: string | undefined; readonly endpointUrl: string | undefined};
}

/**
 * The account's control plane takes 10 calls a second and 40 at once, of everybody (API Gateway guide, "Quotas for
 * creating and managing a REST API"); others go on working meanwhile.
 */
const gatewayCalls = {perSecond: 8, atOnce: 6};
const unpacedCalls = 20;
const pageLimit = 500;

/** What stands for the empty base path in answers (API reference, BasePathMapping). */
const noBasePath = '(none)';

/** The calls as the SDK makes them, paced by `clock`. */
export function createReachPorts(clients: AwsClients, clock: Clock): ReachPorts {
  const {region, profile, endpointUrl} = clients;
  const pace = createPace(clock);
  const options = (signal: AbortSignal | undefined) => (signal ? {abortSignal: signal} : {});
  const v1 = async () => {
    const [client, commands] = await Promise.all([
      clients.apiGateway(),
      import('../aws/sdk/api-gateway-directory.js'),
    ]);
    return {client, ...commands};
  };
  const v2 = async () => {
    const [client, commands] = await Promise.all([
      clients.apiGatewayV2(),
      import('../aws/sdk/api-gateway-v2-directory.js'),
    ]);
    return {client, ...commands};
  };

  return {
    region,
    asked: {profile, endpointUrl},
    accountId: () => clients.accountId(),
    listApis: {
      v1: (position, signal) =>
        pace(async () => {
          const {client, GetRestApisCommand} = await v1();
          const command = new GetRestApisCommand({position, limit: pageLimit});
          const answer = await client.send(command, options(signal));
          return page(
            (answer.items ?? []).map(api => toListedRestApi(api, region)),
            answer.position,
          );
        }, signal),
      v2: (NextToken, signal) =>
        pace(async () => {
          const {client, GetApisCommand} = await v2();
          const command = new GetApisCommand({NextToken, MaxResults: String(pageLimit)});
          const answer = await client.send(command, options(signal));
          return page((answer.Items ?? []).map(toListedV2Api), answer.NextToken);
        }, signal),
    },
    listStages: {
      v1: (restApiId, _next, signal) =>
        pace(async () => {
          const {client, GetStagesCommand} = await v1();
          const {item = []} = await client.send(new GetStagesCommand({restApiId}), options(signal));
          return page(item.map(toListedRestStage), undefined);
        }, signal),
      v2: (ApiId, NextToken, signal) =>
        pace(async () => {
          const {client, GetStagesCommand} = await v2();
          const command = new GetStagesCommand({ApiId, NextToken, MaxResults: String(pageLimit)});
          const answer = await client.send(command, options(signal));
          return page((answer.Items ?? []).map(toListedV2Stage), answer.NextToken);
        }, signal),
    },
    listMappings: {
      v1: (domainName, position, signal) =>
        pace(async () => {
          const {client, GetBasePathMappingsCommand} = await v1();
          const command = new GetBasePathMappingsCommand({domainName, position, limit: pageLimit});
          const {items = [], position: next} = await client.send(command, options(signal));
          return page(
            items.map(({basePath = noBasePath, restApiId, stage}) =>
              toMapping(basePath === noBasePath ? '' : basePath, restApiId, stage),
            ),
            next,
          );
        }, signal),
      v2: (DomainName, NextToken, signal) =>
        pace(async () => {
          const {client, GetApiMappingsCommand} = await v2();
          const command = new GetApiMappingsCommand({DomainName, NextToken, MaxResults: String(pageLimit)});
          const answer = await client.send(command, options(signal));
          const mappings = (answer.Items ?? []).map(({ApiMappingKey = '', ApiId, Stage}) =>
            toMapping(ApiMappingKey === noBasePath ? '' : ApiMappingKey, ApiId, Stage),
          );
          return page(mappings, answer.NextToken);
        }, signal),
    },
    listStackResources: async (StackName, NextToken, signal) => {
      const [client, {ListStackResourcesCommand}] = await Promise.all([
        clients.cloudFormation(),
        import('../aws/sdk/cloudformation.js'),
      ]);
      const command = new ListStackResourcesCommand({StackName, NextToken});
      const {StackResourceSummaries = [], NextToken: next} = await client.send(command, options(signal));
      return page(
        StackResourceSummaries.filter(({ResourceStatus}) => ResourceStatus !== 'DELETE_COMPLETE').map(
          ({LogicalResourceId = '', PhysicalResourceId = '', ResourceType = ''}) => ({
            logicalId: LogicalResourceId,
            physicalId: PhysicalResourceId,
            type: ResourceType,
          }),
        ),
        next,
      );
    },
  };
}

/** The first calls go out as they come, the rest at a steady rate. */
function createPace(clock: Clock): ReturnType<typeof limitRate> {
  const unpaced = limitRate({...gatewayCalls, perSecond: Number.POSITIVE_INFINITY}, clock);
  const paced = limitRate(gatewayCalls, clock);
  let begun = 0;
  return (call, signal) => {
    begun += 1;
    return begun <= unpacedCalls ? unpaced(call, signal) : paced(call, signal);
  };
}

const page = <Item>(items: readonly Item[], next: string | undefined): Page<Item> => ({items, next});

const toMapping = (key: string, apiId = '', stage: string | undefined): PathMapping => ({
  path: key.split('/').filter(Boolean),
  apiId,
  stage: stage || undefined,
});
