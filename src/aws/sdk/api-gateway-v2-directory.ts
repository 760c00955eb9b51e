// What is used of the SDK's client beside finding a stage's logs; see api-gateway-v2.ts.
export {GetApiMappingsCommand, GetApisCommand, GetStagesCommand} from '@aws-sdk/client-apigatewayv2';
