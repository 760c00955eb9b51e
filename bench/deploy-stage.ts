import type {LocalAws} from '../src/local-aws/local-aws.js';

export const restApiId = 'bench12345';
export const stage = 'prod';
export const executionLogGroup = `API-Gateway-Execution-Logs_${restApiId}/${stage}`;
export const logGroupOf = (functionName: string) => `/aws/lambda/${functionName}`;

export interface Route {
  readonly path: string;
  readonly functionName: string;
}

/** Deploys a stage whose routes each have a function, and which logs all that there is to log. */
export function deployStage({lambda, apiGateway}: LocalAws, routes: readonly Route[]): void {
  for (const {functionName} of routes) lambda.addFunction({name: functionName});
  apiGateway.addRestApi({
    id: restApiId,
    name: 'bench',
    deployed: {routes: routes.map(toMethod), authorizers: []},
    stages: [{stageName: stage, methodSettings: {'*/*': {loggingLevel: 'INFO'}}}],
  });
}

const toMethod = ({path, functionName}: Route) => ({
  path,
  method: 'GET',
  integration: {
    type: 'AWS_PROXY' as const,
    uri: `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:111122223333:function:${functionName}/invocations`,
  },
});
