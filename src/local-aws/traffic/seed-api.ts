import type {FunctionDefinition} from '../function-store.js';
import type {RouteDefinition, StageDefinition} from '../rest-api-definition.js';
import {accessLogFormat} from './access-log.js';
import type {TrafficBehaviour} from './traffic-behaviour.js';
import {
  type ApiModel,
  canaryLogGroup,
  executionLogGroup,
  type FunctionModel,
  functionsOf,
  integrationUri,
  type RouteModel,
  type Runtime,
} from './traffic-model.js';
import type {TrafficTarget} from './traffic-target.js';
import type {TruthEvent} from './truth.js';

/** Makes the API, its functions and the log groups that exist before the first request. */
export function seedApi(localAws: TrafficTarget, api: ApiModel, behaviour: TrafficBehaviour): void {
  const {restApiId, name, stage, authorizer} = api;
  localAws.logs.createLogGroup(executionLogGroup(api));
  if (behaviour.canaryShare > 0) localAws.logs.createLogGroup(canaryLogGroup(api));
  if (behaviour.accessLog !== 'off') localAws.logs.createLogGroup(api.accessLogGroup);
  for (const model of functionsOf(api)) localAws.lambda.addFunction(functionDefinition(model));
  localAws.apiGateway.addRestApi({
    id: restApiId,
    name,
    deployed: {
      routes: api.routes.map(route => deployedRoute(api, route)),
      authorizers:
        authorizer === undefined
          ? []
          : [
              {
                id: authorizer.id,
                name: authorizer.name,
                type: 'TOKEN',
                authorizerUri: integrationUri(api, authorizer.function),
              },
            ],
    },
    stages: [{stageName: stage, ...stageSettings(api, behaviour)}],
  });
}

/** Puts events into the log groups and streams they name, stream by stream. */
export function putEvents({logs}: TrafficTarget, events: readonly TruthEvent[]): void {
  const streams = new Map<string, TruthEvent[]>();
  for (const event of events) {
    const key = `${event.logGroup}\n${event.logStream}`;
    const stream = streams.get(key);
    if (stream === undefined) streams.set(key, [event]);
    else stream.push(event);
  }
  for (const stream of streams.values()) {
    const [first] = stream;
    if (first === undefined) continue;
    const batch = stream.map(({timestamp, message, ingestionTime}) => ({timestamp, message, ingestionTime}));
    logs.putEvents(first.logGroup, first.logStream, batch);
  }
}

const lambdaRuntimes: Readonly<Record<Runtime, string>> = {
  nodejs: 'nodejs22.x',
  python: 'python3.13',
  java: 'java21',
  dotnet: 'dotnet8',
  go: 'provided.al2023',
  json: 'nodejs22.x',
};

function functionDefinition(model: FunctionModel): FunctionDefinition {
  const {name, runtime, alias, version, logGroup, memorySizeMb} = model;
  return {
    name,
    logFormat: runtime === 'json' ? 'JSON' : 'Text',
    logGroup,
    memorySize: memorySizeMb,
    runtime: lambdaRuntimes[runtime],
    ...(alias === undefined ? {} : {versions: {[alias]: {version}, [version]: {}}}),
  };
}

function deployedRoute(
  api: ApiModel,
  {method, path, function: model, authorized}: RouteModel,
): RouteDefinition {
  return {
    path,
    method,
    integration: model === undefined ? {type: 'MOCK'} : {type: 'AWS_PROXY', uri: integrationUri(api, model)},
    ...(authorized && api.authorizer !== undefined ? {authorizerId: api.authorizer.id} : {}),
  };
}

function stageSettings(
  api: ApiModel,
  {loggingLevel, accessLog, canaryShare, xray}: TrafficBehaviour,
): Omit<StageDefinition, 'stageName'> {
  const {region, accountId, accessLogGroup, variables} = api;
  return {
    variables: {...variables},
    methodSettings: {
      '*/*': {
        loggingLevel: loggingLevel === 'ERROR' ? 'ERROR' : 'INFO',
        dataTraceEnabled: loggingLevel === 'INFO+trace',
      },
    },
    ...(accessLog === 'off'
      ? {}
      : {
          accessLogSettings: {
            destinationArn: `arn:aws:logs:${region}:${accountId}:log-group:${accessLogGroup}`,
            format: accessLogFormat(accessLog),
          },
        }),
    ...(canaryShare > 0
      ? {canarySettings: {percentTraffic: canaryShare * 100, deploymentId: 'canary1'}}
      : {}),
    tracingEnabled: xray === 'active',
  };
}
