import assert from 'node:assert/strict';
import {after, before, describe, it} from 'node:test';
import {
  ApiGatewayV2Client,
  ExportApiCommand,
  GetApiCommand,
  GetApisCommand,
  GetAuthorizersCommand,
  GetIntegrationsCommand,
  GetModelsCommand,
  GetRoutesCommand,
  GetStageCommand,
  GetStagesCommand,
} from '@aws-sdk/client-apigatewayv2';
import {startSdkFixture} from './sdk-fixture.js';

const {aws} = await startSdkFixture();
const client = new ApiGatewayV2Client({
  endpoint: aws.endpoint,
  region: aws.region,
  credentials: {accessKeyId: 'local', secretAccessKey: 'local'},
  maxAttempts: 1,
});
after(() => client.destroy());

const ApiId = 'ht7m2kd04v';
const uri = 'arn:aws:lambda:eu-west-1:111122223333:function:orders';
const deployed = {
  routes: [
    {routeKey: 'GET /orders/{id}', integrationId: 'i1', authorizerId: 'a1'},
    {routeKey: '$default', integrationId: 'i1'},
  ],
  integrations: [{id: 'i1', type: 'AWS_PROXY', uri}],
  authorizers: [{id: 'a1', name: 'gate', type: 'REQUEST', authorizerUri: uri}],
} as const;

describe('LocalAws for HTTP and WebSocket APIs', () => {
  before(() => {
    aws.apiGatewayV2.addApi({
      id: ApiId,
      name: 'orders',
      protocolType: 'HTTP',
      routes: [{routeKey: 'POST /draft', integrationId: 'i2'}],
      integrations: [{id: 'i2', type: 'AWS_PROXY', subtype: 'SQS-SendMessage'}],
      authorizers: [],
      stages: [
        {
          stageName: '$default',
          stageVariables: {fn: 'orders'},
          accessLogSettings: {destinationArn: 'arn:aws:logs:::log-group:x', format: '$context.requestId'},
          deployed,
        },
        {stageName: 'dev', autoDeploy: true, defaultRouteSettings: {loggingLevel: 'INFO'}},
      ],
    });
  });

  it('describes an API and its stages, also the one named $default', async () => {
    const api = await client.send(new GetApiCommand({ApiId}));
    assert.deepEqual([api.Name, api.ProtocolType], ['orders', 'HTTP']);
    assert.equal(api.ApiEndpoint, 'https://ht7m2kd04v.execute-api.eu-west-1.amazonaws.com');
    assert.deepEqual(api.CreatedDate, new Date('2026-01-01T00:00:00Z'));
    const stage = await client.send(new GetStageCommand({ApiId, StageName: '$default'}));
    assert.deepEqual([stage.StageName, stage.AutoDeploy], ['$default', false]);
    assert.deepEqual(stage.StageVariables, {fn: 'orders'});
    assert.equal(stage.AccessLogSettings?.Format, '$context.requestId');
    const {Items} = await client.send(new GetStagesCommand({ApiId}));
    assert.deepEqual(
      Items?.map(({StageName, DefaultRouteSettings}) => [StageName, DefaultRouteSettings?.LoggingLevel]),
      [
        ['$default', undefined],
        ['dev', 'INFO'],
      ],
    );
    assert.notEqual(Items?.[0]?.DeploymentId, Items?.[1]?.DeploymentId);
  });

  it('lists routes, integrations and authorizers as they are edited', async () => {
    const routes = await client.send(new GetRoutesCommand({ApiId}));
    assert.deepEqual(
      routes.Items?.map(({RouteKey, Target}) => [RouteKey, Target]),
      [['POST /draft', 'integrations/i2']],
    );
    const integrations = await client.send(new GetIntegrationsCommand({ApiId}));
    assert.deepEqual(
      integrations.Items?.map(({IntegrationId, IntegrationType, IntegrationSubtype, IntegrationUri}) => [
        IntegrationId,
        IntegrationType,
        IntegrationSubtype,
        IntegrationUri,
      ]),
      [['i2', 'AWS_PROXY', 'SQS-SendMessage', undefined]],
    );
    assert.deepEqual((await client.send(new GetAuthorizersCommand({ApiId}))).Items, []);
  });

  it('exports what a stage serves, an integration of several routes once', async () => {
    const input = {ApiId, StageName: '$default', Specification: 'OAS30', OutputType: 'JSON'};
    const {body} = await client.send(new ExportApiCommand(input));
    const exported = JSON.parse(new TextDecoder().decode(body));
    const reference = {$ref: '#/components/x-amazon-apigateway-integrations/i1'};
    const {paths, components} = exported;
    assert.deepEqual(Object.keys(paths), ['/orders/{id}', '/$default']);
    assert.deepEqual(paths['/orders/{id}'].get['x-amazon-apigateway-integration'], reference);
    assert.equal(components['x-amazon-apigateway-integrations'].i1.uri, uri);
    assert.equal(components.securitySchemes.gate['x-amazon-apigateway-authorizer'].authorizerUri, uri);
  });

  it('pages with its tokens', async () => {
    for (let index = 0; index < 30; index += 1) {
      const empty = {routes: [], integrations: [], authorizers: [], stages: []};
      aws.apiGatewayV2.addApi({...empty, id: `ws${index}`, name: 'one', protocolType: 'WEBSOCKET'});
    }
    const first = await client.send(new GetApisCommand({MaxResults: '20'}));
    const rest = await client.send(new GetApisCommand({MaxResults: '20', NextToken: first.NextToken}));
    assert.deepEqual([first.Items?.length, rest.Items?.length, rest.NextToken], [20, 11, undefined]);
    await assert.rejects(client.send(new GetApisCommand({NextToken: 'made up'})), {
      name: 'BadRequestException',
    });
  });

  it('says which identifier is wrong, and refuses what it cannot do', async () => {
    await assert.rejects(client.send(new GetApiCommand({ApiId: 'none'})), {
      name: 'NotFoundException',
      message: 'Invalid API identifier specified 111122223333:none',
    });
    await assert.rejects(client.send(new GetStageCommand({ApiId, StageName: 'none'})), {
      name: 'NotFoundException',
      message: 'Invalid stage identifier specified',
    });
    const input = {ApiId: 'ws0', Specification: 'OAS30', OutputType: 'JSON'};
    await assert.rejects(client.send(new ExportApiCommand(input)), {name: 'BadRequestException'});
    await assert.rejects(client.send(new GetModelsCommand({ApiId})), {name: 'UnknownOperationException'});
  });

  it('denies as API Gateway does', async () => {
    aws.faults.deny('apigateway:GET');
    await assert.rejects(client.send(new GetApiCommand({ApiId})), {
      name: 'AccessDeniedException',
      message: /apigateway:GET on resource: arn:aws:apigateway:eu-west-1::\/apis\/ht7m2kd04v because/,
    });
  });
});
