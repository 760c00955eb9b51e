// What is used of the SDK's client, imported when it is needed: the bundle leaves the rest out.
export {
  APIGatewayClient,
  GetAccountCommand,
  GetAuthorizersCommand,
  GetExportCommand,
  GetResourcesCommand,
  GetRestApiCommand,
  GetStageCommand,
  GetStagesCommand,
} from '@aws-sdk/client-api-gateway';
