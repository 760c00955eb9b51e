import type {Authorizer, GetApiResponse, Integration, Route, Stage} from '@aws-sdk/client-apigatewayv2';
import type {AwsClients} from '../aws/aws-clients.js';
import type {Page} from './discover-ports.js';
import {readExport} from './read-export.js';

/** The calls of API Gateway's second version, which knows HTTP and WebSocket APIs. */
export interface V2Ports {
  getApi(apiId: string, signal?: AbortSignal): Promise<Pick<GetApiResponse, 'Name' | 'ProtocolType'>>;
  getStage(apiId: string, stage: string, signal?: AbortSignal): Promise<Omit<Stage, 'StageName'>>;
  getStages(
    apiId: string,
    next: string | undefined,
    signal?: AbortSignal,
  ): Promise<Page<Pick<Stage, 'StageName'>>>;
  /** As they are edited, like all of an API but its export. */
  getRoutes(apiId: string, next: string | undefined, signal?: AbortSignal): Promise<Page<Route>>;
  getIntegrations(apiId: string, next: string | undefined, signal?: AbortSignal): Promise<Page<Integration>>;
  getAuthorizers(apiId: string, next: string | undefined, signal?: AbortSignal): Promise<Page<Authorizer>>;
  /** What a stage of an HTTP API serves, as OpenAPI 3, parsed, with the extensions. */
  exportApi(apiId: string, stage: string, signal?: AbortSignal): Promise<unknown>;
}

/** A text in the service's model. */
const pageLimit = '500';

/** The calls as the SDK makes them. */
export function createV2Ports(clients: Pick<AwsClients, 'apiGatewayV2'>): V2Ports {
  const options = (signal: AbortSignal | undefined) => (signal ? {abortSignal: signal} : {});
  const gateway = async () => {
    const [client, commands] = await Promise.all([
      clients.apiGatewayV2(),
      import('../aws/sdk/api-gateway-v2.js'),
    ]);
    return {client, ...commands};
  };
  const page = <Item>({
    Items = [],
    NextToken,
  }: {
    Items?: Item[] | undefined;
    NextToken?: string | undefined;
  }) => ({
    items: Items,
    next: NextToken,
  });

  return {
    getApi: async (ApiId, signal) => {
      const {client, GetApiCommand} = await gateway();
      return client.send(new GetApiCommand({ApiId}), options(signal));
    },
    getStage: async (ApiId, StageName, signal) => {
      const {client, GetStageCommand} = await gateway();
      return client.send(new GetStageCommand({ApiId, StageName}), options(signal));
    },
    getStages: async (ApiId, NextToken, signal) => {
      const {client, GetStagesCommand} = await gateway();
      const input = {ApiId, NextToken, MaxResults: pageLimit};
      return page(await client.send(new GetStagesCommand(input), options(signal)));
    },
    getRoutes: async (ApiId, NextToken, signal) => {
      const {client, GetRoutesCommand} = await gateway();
      const input = {ApiId, NextToken, MaxResults: pageLimit};
      return page(await client.send(new GetRoutesCommand(input), options(signal)));
    },
    getIntegrations: async (ApiId, NextToken, signal) => {
      const {client, GetIntegrationsCommand} = await gateway();
      const input = {ApiId, NextToken, MaxResults: pageLimit};
      return page(await client.send(new GetIntegrationsCommand(input), options(signal)));
    },
    getAuthorizers: async (ApiId, NextToken, signal) => {
      const {client, GetAuthorizersCommand} = await gateway();
      const input = {ApiId, NextToken, MaxResults: pageLimit};
      return page(await client.send(new GetAuthorizersCommand(input), options(signal)));
    },
    exportApi: async (ApiId, StageName, signal) => {
      const {client, ExportApiCommand} = await gateway();
      const input = {
        ApiId,
        StageName,
        Specification: 'OAS30',
        OutputType: 'JSON',
        IncludeExtensions: true,
      } as const;
      return readExport(() => client.send(new ExportApiCommand(input), options(signal)));
    },
  };
}
