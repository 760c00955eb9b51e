import {AwsError} from './aws-error.js';
import type {
  HttpApiContents,
  HttpApiDefinition,
  HttpIntegrationDefinition,
  HttpRouteDefinition,
} from './http-api-definition.js';

/**
 * What ExportApi gives: OpenAPI 3.0 with the extensions of API Gateway. An integration that several routes
 * share stands once, under `components`. Throws for WebSocket APIs, which cannot be exported.
 */
export function exportHttpApi(
  {name, protocolType}: HttpApiDefinition,
  contents: HttpApiContents,
  {hasExtensions}: {readonly hasExtensions: boolean},
): object {
  if (protocolType !== 'HTTP') {
    throw new AwsError('BadRequestException', 'Export is only supported for HTTP protocol APIs');
  }
  const paths: Record<string, Record<string, object>> = {};
  for (const route of contents.routes) {
    const {path, operation} = placeOf(route);
    paths[path] ??= {};
    Object.assign(paths[path] ?? {}, {[operation]: exportRoute(route, contents, hasExtensions)});
  }
  const shared = hasExtensions ? sharedIntegrations(contents) : [];
  return {
    openapi: '3.0.1',
    info: {title: name, version: '2026-01-01 00:00:00UTC'},
    paths,
    components: {
      securitySchemes: exportAuthorizers(contents, hasExtensions),
      ...(shared.length > 0 && {
        'x-amazon-apigateway-integrations': Object.fromEntries(
          shared.map(integration => [integration.id, exportIntegration(integration)]),
        ),
      }),
    },
  };
}

const anyMethod = 'x-amazon-apigateway-any-method';

/** The route `$default` stands as the path `/$default`. */
function placeOf({routeKey}: HttpRouteDefinition): {path: string; operation: string} {
  if (routeKey === '$default') return {path: '/$default', operation: anyMethod};
  const [method = '', path = ''] = routeKey.split(' ');
  return {path, operation: method === 'ANY' ? anyMethod : method.toLowerCase()};
}

function exportRoute(route: HttpRouteDefinition, contents: HttpApiContents, hasExtensions: boolean): object {
  const integration = contents.integrations.find(({id}) => id === route.integrationId);
  const authorizer = contents.authorizers.find(({id}) => id === route.authorizerId);
  const isShared = integration && sharedIntegrations(contents).includes(integration);
  return {
    responses: {default: {description: `Default response for ${route.routeKey}`}},
    ...(authorizer && {security: [{[authorizer.name]: []}]}),
    ...(hasExtensions && route.routeKey === '$default' && {isDefaultRoute: true}),
    ...(hasExtensions &&
      integration && {
        'x-amazon-apigateway-integration': isShared
          ? {$ref: `#/components/x-amazon-apigateway-integrations/${integration.id}`}
          : exportIntegration(integration),
      }),
  };
}

const sharedIntegrations = ({routes, integrations}: HttpApiContents) =>
  integrations.filter(({id}) => routes.filter(({integrationId}) => integrationId === id).length > 1);

const exportIntegration = ({type, uri, subtype, payloadFormatVersion}: HttpIntegrationDefinition) => ({
  payloadFormatVersion: payloadFormatVersion ?? '2.0',
  type: type.toLowerCase(),
  httpMethod: 'POST',
  ...(uri !== undefined && {uri}),
  ...(subtype !== undefined && {integrationSubtype: subtype}),
  connectionType: 'INTERNET',
});

const exportAuthorizers = ({authorizers}: HttpApiContents, hasExtensions: boolean) =>
  Object.fromEntries(
    authorizers.map(({name, type, authorizerUri}) => [
      name,
      {
        ...(type === 'JWT' ? {type: 'oauth2'} : {type: 'apiKey', name: 'Authorization', in: 'header'}),
        ...(hasExtensions && {
          'x-amazon-apigateway-authorizer': {
            type: type.toLowerCase(),
            ...(authorizerUri !== undefined && {authorizerUri}),
          },
        }),
      },
    ]),
  );
