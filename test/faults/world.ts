import {LocalAws} from '../../src/local-aws/local-aws.js';

export const region = 'eu-west-1';
const account = '111122223333';

/** When the lines of the world were written: epoch ms of the first, and of the moment in which the tests run. */
export const writtenAt = Date.parse('2026-03-10T09:16:40.000Z');
export const today = Date.parse('2026-03-10T09:20:00.000Z');

export const window = ['-s', '2026-03-10T09:16:00Z', '-e', '2026-03-10T09:18:00Z'] as const;

export const restApiId = 'rest123456';
export const httpApiId = 'http123456';
export const executionGroup = `API-Gateway-Execution-Logs_${restApiId}/prod`;
export const accessGroup = '/access/shop';
export const ordersGroup = '/aws/lambda/orders';
export const cartsGroup = '/aws/lambda/carts';
export const guardGroup = '/aws/lambda/guard';
export const restGroups = [executionGroup, guardGroup, cartsGroup, ordersGroup, accessGroup];
export const httpGroup = '/aws/lambda/http-orders';
export const httpAccessGroup = '/access/http';
/** Where the execution log of the stage `sent` is delivered. */
export const deliveredGroup = '/delivered/execution';
export const requestId = '3e0f6c52-91b7-4c1a-8de3-7a5b2049cf18';
const invocationId = 'b20c7d41-6e93-4f58-92aa-0d1e3c4b5f67';

const functionArn = (name: string) => `arn:aws:lambda:${region}:${account}:function:${name}`;
const lambdaUri = (name: string) =>
  `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/${functionArn(name)}/invocations`;
const groupArn = (name: string) => `arn:aws:logs:${region}:${account}:log-group:${name}`;

/** A local AWS with one API of each kind, reachable in every way there is, whose lists come in several pages. */
export async function startWorld(
  options: Partial<Parameters<typeof LocalAws.start>[0]> = {},
): Promise<LocalAws> {
  const localAws = await LocalAws.start({region, accountId: account, pageSize: 2, ...options});
  deployRest(localAws);
  deployHttp(localAws);
  localAws.customDomains.addDomain({
    name: 'api.example.com',
    mappings: [
      {key: 'v1', apiId: restApiId, stage: 'prod'},
      {key: 'v2', apiId: restApiId, stage: 'sent'},
      {key: 'v4', apiId: restApiId, stage: 'prod'},
      {key: 'v3', apiId: httpApiId, stage: 'live', kind: 'http'},
    ],
  });
  localAws.stacks.addStack({name: 'shop', resources: stackResources});
  writeLogs(localAws);
  return localAws;
}

/** More than CloudFormation lists at once; the stage is on the second page. */
const stackResources = [
  {logicalId: 'Api', physicalId: restApiId, type: 'AWS::ApiGateway::RestApi'},
  ...Array.from({length: 100}, (_, i) => ({
    logicalId: `Topic${i}`,
    physicalId: `topic-${i}`,
    type: 'AWS::SNS::Topic',
  })),
  {logicalId: 'Stage', physicalId: 'prod', type: 'AWS::ApiGateway::Stage'},
];

function deployRest(localAws: LocalAws): void {
  for (const name of ['orders', 'carts', 'guard', 'http-orders']) localAws.lambda.addFunction({name});
  const logged = {'*/*': {loggingLevel: 'INFO'}} as const;
  const authorizers = ['guard', 'second', 'third'].map((name, i) => ({
    id: `auth0${i}`,
    name,
    type: 'TOKEN' as const,
    authorizerUri: lambdaUri('guard'),
  }));
  localAws.apiGateway.cloudwatchRoleArn = `arn:aws:iam::${account}:role/logs`;
  localAws.apiGateway.addRestApi({
    id: restApiId,
    name: 'shop',
    deployed: {
      routes: ['orders', 'carts', 'orders/{id}'].map(path => ({
        path: `/${path}`,
        method: 'GET',
        authorizerId: 'auth00',
        integration: {type: 'AWS_PROXY', uri: lambdaUri(path.split('/')[0] ?? '')},
      })),
      authorizers,
    },
    stages: [
      {
        stageName: 'prod',
        methodSettings: logged,
        accessLogSettings: {
          destinationArn: groupArn(accessGroup),
          format: '$context.requestId $context.status',
        },
      },
      {stageName: 'sent', methodSettings: logged},
    ],
  });
  for (const name of ['other1', 'other2']) {
    const id = `${name}0000`;
    localAws.apiGateway.addRestApi({
      id,
      name,
      deployed: {routes: [], authorizers: []},
      stages: [{stageName: 'prod'}],
    });
    localAws.deliveries.addDelivery({restApiId: id, stageName: 'prod', logGroup: `/delivered/${name}`});
  }
  localAws.deliveries.addDelivery({
    restApiId,
    stageName: 'sent',
    logGroup: deliveredGroup,
    outputFormat: 'plain',
  });
}

function deployHttp(localAws: LocalAws): void {
  const integrations = ['one', 'two', 'three'].map(id => ({
    id,
    type: 'AWS_PROXY' as const,
    uri: functionArn('http-orders'),
  }));
  const authorizers = ['a', 'b', 'c'].map(id => ({
    id,
    name: `guard-${id}`,
    type: 'REQUEST' as const,
    authorizerUri: lambdaUri('guard'),
  }));
  const api = (id: string, name: string, stages: readonly string[]) =>
    localAws.apiGatewayV2.addApi({
      id,
      name,
      protocolType: 'HTTP',
      routes: integrations.map(integration => ({
        routeKey: `GET /${integration.id}`,
        integrationId: integration.id,
        authorizerId: 'a',
      })),
      integrations,
      authorizers,
      stages: stages.map(stageName => ({
        stageName,
        accessLogSettings: {
          destinationArn: groupArn(httpAccessGroup),
          format: '$context.requestId $context.status',
        },
      })),
    });
  api(httpApiId, 'web', ['live', 'next', 'old']);
  api('http654321', 'web-2', ['live']);
  api('http765432', 'web-3', ['live']);
}

function writeLogs(localAws: LocalAws): void {
  const write = (logGroup: string, messages: readonly string[], everyMs: number, offsetMs: number) => {
    localAws.logs.createLogGroup(logGroup);
    localAws.logs.putEvents(
      logGroup,
      `stream of ${logGroup.split('/').at(-1)}`,
      messages.map((message, i) => ({timestamp: writtenAt + offsetMs + i * everyMs, message})),
    );
  };
  const numbered = (name: string) => Array.from({length: 7}, (_, i) => `${name} line ${i}`);
  const gateway = [
    'Extended Request Id: a1b2c3=',
    'HTTP Method: GET, Resource Path: /orders',
    `AWS Integration Endpoint RequestId : ${invocationId}`,
    'Method completed with status: 200',
  ].map(text => `(${requestId}) ${text}`);
  const orders = [
    `START RequestId: ${invocationId} Version: $LATEST`,
    `END RequestId: ${invocationId}`,
    `REPORT RequestId: ${invocationId}\tDuration: 12.90 ms\tBilled Duration: 13 ms\tMemory Size: 128 MB\tMax Memory Used: 85 MB\t`,
  ];
  write(executionGroup, [...gateway, ...numbered('execution')], 100, 0);
  write(ordersGroup, [...orders, ...numbered('orders')], 90, 250);
  write(cartsGroup, numbered('carts'), 110, 5);
  for (const stream of ['second', 'third']) localAws.logs.createLogStream(cartsGroup, stream);
  write(guardGroup, numbered('guard'), 120, 7);
  write(accessGroup, [`${requestId} 200`, ...numbered('access')], 130, 400);
  write(deliveredGroup, numbered('delivered'), 100, 3);
  write(httpGroup, numbered('http'), 100, 9);
  write(httpAccessGroup, numbered('http access'), 100, 11);
}
