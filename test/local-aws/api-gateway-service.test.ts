import assert from 'node:assert/strict';
import {before, describe, it} from 'node:test';
import {
  GetAccountCommand,
  GetAuthorizersCommand,
  GetExportCommand,
  GetIntegrationCommand,
  GetMethodCommand,
  GetResourcesCommand,
  GetRestApiCommand,
  GetStageCommand,
  GetStagesCommand,
  GetUsagePlansCommand,
  paginateGetResources,
  paginateGetRestApis,
} from '@aws-sdk/client-api-gateway';
import type {ApiDefinition} from '../../src/local-aws/rest-api-definition.js';
import {startSdkFixture} from './sdk-fixture.js';

const {aws, apiGateway} = await startSdkFixture();

const uri =
  // biome-ignore lint/suspicious/noTemplateCurlyInString: API Gateway's own way to name a stage variable
  'arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:111122223333:function:orders:${stageVariables.alias}/invocations';
const deployed: ApiDefinition = {
  routes: [
    {path: '/orders/{id}', method: 'GET', integration: {type: 'AWS_PROXY', uri}, authorizerId: 'auth01'},
    {path: '/ping', method: 'ANY', integration: {type: 'MOCK'}},
  ],
  authorizers: [{id: 'auth01', name: 'gate', type: 'TOKEN', authorizerUri: uri}],
};
const id = 'abc123def4';

function addOrdersApi(extra: {exportFails?: boolean; current?: ApiDefinition} = {}): void {
  aws.apiGateway.addRestApi({
    id,
    name: 'orders',
    deployed,
    stages: [
      {
        stageName: 'live',
        variables: {alias: 'prod'},
        methodSettings: {'*/*': {loggingLevel: 'INFO'}},
        canarySettings: {percentTraffic: 10},
      },
    ],
    ...extra,
  });
}

describe('LocalAws for API Gateway', () => {
  before(() => addOrdersApi());

  it('describes APIs, stages and the account', async () => {
    const api = await apiGateway.send(new GetRestApiCommand({restApiId: id}));
    const stage = await apiGateway.send(new GetStageCommand({restApiId: id, stageName: 'live'}));
    const {item: stages} = await apiGateway.send(new GetStagesCommand({restApiId: id}));
    const account = await apiGateway.send(new GetAccountCommand({}));
    assert.deepEqual([api.name, api.endpointConfiguration?.types], ['orders', ['REGIONAL']]);
    assert.deepEqual(stage.variables, {alias: 'prod'});
    assert.equal(stage.methodSettings?.['*/*']?.loggingLevel, 'INFO');
    assert.equal(stage.canarySettings?.percentTraffic, 10);
    assert.deepEqual(stage.createdDate, new Date('2026-01-01T00:00:00Z'));
    assert.deepEqual(
      stages?.map(({stageName}) => stageName),
      ['live'],
    );
    assert.equal(account.cloudwatchRoleArn, 'arn:aws:iam::111122223333:role/api-gateway-logs');
  });

  it('says which identifier is wrong', async () => {
    await assert.rejects(apiGateway.send(new GetRestApiCommand({restApiId: 'none'})), {
      name: 'NotFoundException',
      message: 'Invalid API identifier specified 111122223333:none',
    });
    await assert.rejects(apiGateway.send(new GetStageCommand({restApiId: id, stageName: 'none'})), {
      name: 'NotFoundException',
      message: 'Invalid stage identifier specified',
    });
  });

  it('names methods without saying anything about them, unless they are embedded', async () => {
    const bare = await apiGateway.send(new GetResourcesCommand({restApiId: id}));
    const full = await apiGateway.send(new GetResourcesCommand({restApiId: id, embed: ['methods']}));
    assert.deepEqual(
      bare.items?.map(({path}) => path),
      ['/', '/orders', '/orders/{id}', '/ping'],
    );
    assert.deepEqual(bare.items?.[2]?.resourceMethods, {GET: {}});
    const method = full.items?.[2]?.resourceMethods?.GET;
    assert.deepEqual([method?.authorizationType, method?.methodIntegration?.uri], ['CUSTOM', uri]);
  });

  it('gives a method and an integration by the ids of GetResources', async () => {
    const {items} = await apiGateway.send(new GetResourcesCommand({restApiId: id}));
    const place = {restApiId: id, resourceId: items?.[2]?.id, httpMethod: 'GET'};
    const method = await apiGateway.send(new GetMethodCommand(place));
    const integration = await apiGateway.send(new GetIntegrationCommand(place));
    assert.equal(method.authorizerId, 'auth01');
    assert.deepEqual([integration.type, integration.timeoutInMillis], ['AWS_PROXY', 29_000]);
    await assert.rejects(apiGateway.send(new GetMethodCommand({...place, httpMethod: 'PUT'})), {
      name: 'NotFoundException',
    });
  });

  it('pages through resources and APIs by 25', async () => {
    const routes = Array.from({length: 59}, (_, index) => ({path: `/p${index}`, method: 'GET'}));
    aws.apiGateway.addRestApi({id: 'large', name: 'large', deployed: {routes, authorizers: []}, stages: []});
    for (let index = 0; index < 30; index += 1) {
      const empty = {routes: [], authorizers: []};
      aws.apiGateway.addRestApi({id: `api${index}`, name: 'one of many', deployed: empty, stages: []});
    }
    const pages = [];
    for await (const page of paginateGetResources({client: apiGateway}, {restApiId: 'large'})) {
      pages.push(page.items?.length);
    }
    for await (const page of paginateGetRestApis({client: apiGateway}, {})) pages.push(page.items?.length);
    assert.deepEqual(pages, [25, 25, 10, 25, 7]);
  });

  it('exports what is deployed and lists what is current', async () => {
    addOrdersApi({current: {routes: [{path: '/draft', method: 'POST'}], authorizers: []}});
    const exported = await exportLive('integrations,authorizers');
    const {items} = await apiGateway.send(new GetResourcesCommand({restApiId: id}));
    const authorizers = await apiGateway.send(new GetAuthorizersCommand({restApiId: id}));
    addOrdersApi();
    assert.match(exported, /"\/orders\/\{id\}"/);
    assert.doesNotMatch(exported, /draft/);
    assert.deepEqual(
      items?.map(({path}) => path),
      ['/', '/draft'],
    );
    assert.deepEqual(authorizers.items, []);
  });

  it('fails to export where the API cannot be exported', async () => {
    addOrdersApi({exportFails: true});
    await assert.rejects(exportLive('integrations'), {name: 'BadRequestException'});
    addOrdersApi();
  });

  it('refuses a call it does not know', async () => {
    await assert.rejects(apiGateway.send(new GetUsagePlansCommand({})), {name: 'UnknownOperationException'});
  });
});

async function exportLive(extensions: string): Promise<string> {
  const {body} = await apiGateway.send(
    new GetExportCommand({restApiId: id, stageName: 'live', exportType: 'oas30', parameters: {extensions}}),
  );
  return new TextDecoder().decode(body);
}
