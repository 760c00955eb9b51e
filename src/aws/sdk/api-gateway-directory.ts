// What is used of the SDK's client beside finding a stage's logs; see api-gateway.ts.
export {GetBasePathMappingsCommand, GetRestApisCommand, GetStagesCommand} from '@aws-sdk/client-api-gateway';
