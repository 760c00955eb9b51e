import {createHash} from 'node:crypto';
import type {
  ApiDefinition,
  AuthorizerDefinition,
  IntegrationDefinition,
  RouteDefinition,
} from './rest-api-definition.js';

/** One node of an API's resource tree, as GetResources shows it. */
export interface RestResource {
  readonly id: string;
  readonly parentId?: string;
  readonly pathPart?: string;
  readonly path: string;
  readonly routes: readonly RouteDefinition[];
}

/** The default time limit of an integration. */
const defaultTimeoutMs = 29_000;

/** The resource tree of an API, with the resources that paths imply, by path. */
export function listResources(apiId: string, {routes}: ApiDefinition): readonly RestResource[] {
  const paths = new Set(['/', ...routes.flatMap(({path}) => pathsTo(path))]);
  return [...paths].sort().map(path => {
    const id = shortId(`${apiId} ${path}`);
    const own = routes.filter(route => route.path === path);
    if (path === '/') return {id, path, routes: own};
    const cut = path.lastIndexOf('/');
    const parentId = shortId(`${apiId} ${path.slice(0, cut) || '/'}`);
    return {id, parentId, pathPart: path.slice(cut + 1), path, routes: own};
  });
}

/** Identifies things as API Gateway does, by a few lower-case letters and digits. */
export const shortId = (text: string) =>
  BigInt(`0x${createHash('md5').update(text).digest('hex')}`)
    .toString(36)
    .slice(0, 10);

function pathsTo(path: string): readonly string[] {
  const parts = path.split('/').filter(part => part !== '');
  return parts.map((_, index) => `/${parts.slice(0, index + 1).join('/')}`);
}

/** A method in full, with its integration. */
export function describeMethod(
  {method, integration, authorizerId}: RouteDefinition,
  authorizers: readonly AuthorizerDefinition[],
  resourceId: string,
): object {
  const authorizer = authorizers.find(({id}) => id === authorizerId);
  return {
    httpMethod: method,
    authorizationType: authorizationType(authorizer),
    ...(authorizerId === undefined ? {} : {authorizerId}),
    apiKeyRequired: false,
    ...(integration ? {methodIntegration: describeIntegration(integration, resourceId)} : {}),
  };
}

function authorizationType(authorizer: AuthorizerDefinition | undefined): string {
  if (!authorizer) return 'NONE';
  return authorizer.type === 'COGNITO_USER_POOLS' ? authorizer.type : 'CUSTOM';
}

/** An integration in full. */
export const describeIntegration = (integration: IntegrationDefinition, resourceId: string): object => ({
  ...(integration.type === 'AWS_PROXY' || integration.type === 'AWS' ? {httpMethod: 'POST'} : {}),
  passthroughBehavior: 'WHEN_NO_MATCH',
  timeoutInMillis: defaultTimeoutMs,
  cacheNamespace: resourceId,
  cacheKeyParameters: [],
  ...integration,
});
