import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import type {RestApiDefinition} from '../../src/local-aws/rest-api-definition.js';
import {type ExportType, exportRestApi} from '../../src/local-aws/rest-api-export.js';

const stage = {stageName: 'live'};
const api: RestApiDefinition = {
  id: 'abc123def4',
  name: 'orders',
  deployed: {
    routes: [
      {
        path: '/orders',
        method: 'GET',
        integration: {type: 'AWS_PROXY', uri: 'arn:function', timeoutInMillis: 5000},
        authorizerId: 'auth01',
      },
      {path: '/orders', method: 'ANY', integration: {type: 'HTTP_PROXY', uri: 'https://example.com'}},
      {path: '/draft', method: 'POST'},
    ],
    authorizers: [{id: 'auth01', name: 'gate', type: 'REQUEST', authorizerUri: 'arn:gate'}],
  },
  stages: [stage],
};

/** The exported definition as its reader gets it, from JSON. */
const exported = (extensions: string, type: ExportType = 'oas30', definition = api) =>
  JSON.parse(JSON.stringify(exportRestApi(definition, stage, type, extensions)));

describe('exportRestApi', () => {
  it('gives the integrations when asked, types in lower case and ANY under a key of its own', () => {
    const {paths} = exported('integrations');
    const byMethod = paths['/orders'];
    assert.deepEqual(byMethod.get['x-amazon-apigateway-integration'], {
      type: 'aws_proxy',
      httpMethod: 'POST',
      uri: 'arn:function',
      timeoutInMillis: 5000,
      passthroughBehavior: 'when_no_match',
      responses: {default: {statusCode: '200'}},
    });
    const any = byMethod['x-amazon-apigateway-any-method']['x-amazon-apigateway-integration'];
    assert.deepEqual([any.type, any.uri], ['http_proxy', 'https://example.com']);
  });

  it('gives a method without integration as it is', () => {
    assert.deepEqual(Object.keys(exported('integrations').paths['/draft'].post), ['responses']);
  });

  it('leaves out what is not asked for', () => {
    const {paths, components} = exported('');
    assert.equal(paths['/orders'].get['x-amazon-apigateway-integration'], undefined);
    assert.equal(components.securitySchemes.gate['x-amazon-apigateway-authorizer'], undefined);
  });

  it('gives the authorizers when asked', () => {
    const {paths, components} = exported('integrations,authorizers');
    assert.deepEqual(paths['/orders'].get.security, [{gate: []}]);
    assert.deepEqual(components.securitySchemes.gate['x-amazon-apigateway-authorizer'], {
      type: 'request',
      authorizerUri: 'arn:gate',
    });
  });

  it('takes "apigateway" for all extensions', () => {
    assert.deepEqual(exported('apigateway'), exported('integrations,authorizers'));
  });

  it('gives Swagger 2.0 with the authorizers where that has them', () => {
    const {swagger, basePath, securityDefinitions} = exported('authorizers', 'swagger');
    assert.deepEqual([swagger, basePath], ['2.0', '/live']);
    assert.equal(securityDefinitions.gate['x-amazon-apigateway-authorizer'].authorizerUri, 'arn:gate');
  });

  it('prefers what the stage has deployed to what the API says', () => {
    const own = {...stage, deployed: {routes: [{path: '/own', method: 'GET'}], authorizers: []}};
    assert.deepEqual(Object.keys(JSON.parse(JSON.stringify(exportRestApi(api, own, 'oas30', ''))).paths), [
      '/own',
    ]);
  });

  it('omits integrations for an API that is told so', () => {
    const {paths} = exported('integrations,authorizers', 'oas30', {...api, exportOmitsIntegrations: true});
    assert.equal(paths['/orders'].get['x-amazon-apigateway-integration'], undefined);
  });

  it('fails for an API that is told so, with the given text', () => {
    const failing = {...api, exportFails: 'Only found non-JSON body models'};
    assert.throws(() => exportRestApi(failing, stage, 'oas30', ''), {
      name: 'BadRequestException',
      message: 'Only found non-JSON body models',
    });
  });
});
