// What is used of the SDK's client, imported when it is needed: the bundle leaves the rest out.
export {
  ApiGatewayV2Client,
  ExportApiCommand,
  GetApiCommand,
  GetAuthorizersCommand,
  GetIntegrationsCommand,
  GetRoutesCommand,
  GetStageCommand,
  GetStagesCommand,
} from '@aws-sdk/client-apigatewayv2';
