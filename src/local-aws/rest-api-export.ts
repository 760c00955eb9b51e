import {AwsError} from './aws-error.js';
import type {
  ApiDefinition,
  AuthorizerDefinition,
  IntegrationDefinition,
  RestApiDefinition,
  RouteDefinition,
  StageDefinition,
} from './rest-api-definition.js';
import {deployedDefinition} from './rest-api-store.js';

export type ExportType = 'oas30' | 'swagger';

interface Extensions {
  readonly integrations: boolean;
  readonly authorizers: boolean;
}

/**
 * What GetExport gives: the definition that a stage serves, as OpenAPI 3.0 or Swagger 2.0 with the asked
 * for extensions of API Gateway. Stage variables stay unresolved in it.
 */
export function exportRestApi(
  api: RestApiDefinition,
  stage: StageDefinition,
  exportType: ExportType,
  extensionList: string,
): object {
  if (api.exportFails) throw exportFailure(api.exportFails);
  const asked = readExtensions(extensionList);
  const extensions = {...asked, integrations: asked.integrations && !api.exportOmitsIntegrations};
  const definition = deployedDefinition(api, stage);
  const info = {title: api.name, version: '2026-01-01T00:00:00Z'};
  const paths = exportPaths(definition, extensions);
  const schemes = exportAuthorizers(definition.authorizers, extensions);
  if (exportType === 'swagger') {
    return {swagger: '2.0', info, basePath: `/${stage.stageName}`, paths, securityDefinitions: schemes};
  }
  const servers = [{url: '/{basePath}', variables: {basePath: {default: stage.stageName}}}];
  return {openapi: '3.0.1', info, servers, paths, components: {securitySchemes: schemes}};
}

const exportFailure = (reason: true | string) =>
  new AwsError(
    'BadRequestException',
    reason === true ? 'Unable to build exporter: Only found non-JSON body models for this API' : reason,
  );

/** `apigateway` stands for all extensions of API Gateway (documented). */
function readExtensions(list: string): Extensions {
  const names = list.split(',').map(name => name.trim());
  const isAll = names.includes('apigateway');
  return {
    integrations: isAll || names.includes('integrations'),
    authorizers: isAll || names.includes('authorizers'),
  };
}

function exportPaths({routes, authorizers}: ApiDefinition, extensions: Extensions): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const route of routes) {
    paths[route.path] ??= {};
    Object.assign(paths[route.path] ?? {}, {
      [operationKey(route.method)]: exportRoute(route, authorizers, extensions),
    });
  }
  return paths;
}

const operationKey = (method: string) =>
  method === 'ANY' ? 'x-amazon-apigateway-any-method' : method.toLowerCase();

function exportRoute(
  {integration, authorizerId}: RouteDefinition,
  authorizers: readonly AuthorizerDefinition[],
  extensions: Extensions,
): object {
  const authorizer = authorizers.find(({id}) => id === authorizerId);
  return {
    responses: {200: {description: '200 response'}},
    ...(authorizer ? {security: [{[authorizer.name]: []}]} : {}),
    ...(integration && extensions.integrations
      ? {'x-amazon-apigateway-integration': exportIntegration(integration)}
      : {}),
  };
}

/** Types are in lower case in an export and in capitals elsewhere. */
function exportIntegration(integration: IntegrationDefinition): object {
  const isAws = integration.type === 'AWS' || integration.type === 'AWS_PROXY';
  return {
    ...(isAws ? {httpMethod: 'POST'} : {}),
    passthroughBehavior: 'when_no_match',
    responses: {default: {statusCode: '200'}},
    ...integration,
    type: integration.type.toLowerCase(),
  };
}

function exportAuthorizers(
  authorizers: readonly AuthorizerDefinition[],
  extensions: Extensions,
): Record<string, object> {
  return Object.fromEntries(
    authorizers.map(({name, type, authorizerUri}) => {
      const scheme = {
        type: 'apiKey',
        name: type === 'REQUEST' ? 'Unused' : 'Authorization',
        in: 'header',
        'x-amazon-apigateway-authtype': type === 'COGNITO_USER_POOLS' ? 'cognito_user_pools' : 'custom',
      };
      if (!extensions.authorizers) return [name, scheme];
      const authorizer = {type: type.toLowerCase(), ...(authorizerUri ? {authorizerUri} : {})};
      return [name, {...scheme, 'x-amazon-apigateway-authorizer': authorizer}];
    }),
  );
}
