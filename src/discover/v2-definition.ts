import type {Authorizer, Integration, Route} from '@aws-sdk/client-apigatewayv2';
import {isAccessDenied, messageOf} from '../aws/aws-error.js';
import type {Attempt} from './attempt.js';
import type {Gap} from './gap.js';
import {definitionFromExport, hasIntegrations, type UriReference} from './rest-definition.js';

/** What of an HTTP or WebSocket API leads to functions. */
export interface V2Definition {
  readonly integrations: readonly UriReference[];
  readonly authorizers: readonly UriReference[];
}

/** The API as it is edited. */
export interface V2Objects {
  readonly routes: Attempt<readonly Route[]>;
  readonly integrations: Attempt<readonly Integration[]>;
  readonly authorizers: Attempt<readonly Authorizer[]>;
}

/**
 * What the API's objects say now. An integration without a route serves nobody, but may still be in an earlier
 * deployment, so `isDeployed` tells whether the stage serves just these objects.
 */
export function definitionFromObjects(
  {routes, integrations, authorizers}: V2Objects,
  {isDeployed}: {readonly isDeployed: boolean},
): V2Definition {
  const routeKeys = new Map<string, string[]>();
  for (const {Target = '', RouteKey = ''} of routes.ok ? routes.value : []) {
    const id = Target.replace(/^integrations\//, '');
    routeKeys.set(id, [...(routeKeys.get(id) ?? []), RouteKey]);
  }
  const referencesOf = ({IntegrationId = '', IntegrationUri, IntegrationSubtype}: Integration) => {
    // With a subtype, AWS_PROXY calls another AWS service, and no URI names it (API Gateway guide).
    if (!IntegrationUri || IntegrationSubtype) return [];
    const keys = routeKeys.get(IntegrationId) ?? [];
    if (keys.length === 0 && routes.ok && isDeployed) return [];
    const by = keys.length > 0 ? keys : [`integration ${IntegrationId}`];
    return by.map(name => ({by: name, uri: IntegrationUri}));
  };
  return {
    integrations: (integrations.ok ? integrations.value : []).flatMap(referencesOf),
    authorizers: (authorizers.ok ? authorizers.value : []).flatMap(authorizerReference),
  };
}

/**
 * What a stage's export says: its deployment. Undefined where it is none, or says nothing of integrations
 * although the API has some.
 */
export function definitionFromV2Export(
  exported: unknown,
  {integrations, authorizers}: V2Objects,
): V2Definition | undefined {
  const hasSome = integrations.ok && integrations.value.length > 0;
  if (hasSome && !hasIntegrations(exported)) return undefined;
  const definition = definitionFromExport(exported);
  const listed = authorizers.ok ? authorizers.value : [];
  const missing = listed.filter(({Name = ''}) => definition.authorizersUsed.includes(Name));
  return {
    integrations: definition.integrations.map(({by, uri}) => ({by: by.replace(/^ANY \/(?=\$)/, ''), uri})),
    authorizers: [...definition.authorizers, ...missing.flatMap(authorizerReference)],
  };
}

/** A JWT authorizer calls no function and has no URI. */
const authorizerReference = ({Name, AuthorizerId, AuthorizerUri}: Authorizer): UriReference[] =>
  AuthorizerUri ? [{by: Name ?? AuthorizerId ?? '', uri: AuthorizerUri}] : [];

/** The parts of the API that could not be read. */
export function unreadObjectGaps({integrations, authorizers}: V2Objects): Gap[] {
  return [
    ...(integrations.ok ? [] : [unreadGap('integrations', 'functions', integrations.error)]),
    ...(authorizers.ok ? [] : [unreadGap('authorizers', 'authorizers', authorizers.error)]),
  ];
}

const unreadGap = (what: string, unknown: string, error: unknown): Gap => ({
  kind: isAccessDenied(error) ? 'denied' : 'failed',
  what,
  message: isAccessDenied(error)
    ? `no permission to read the API's ${what}: the logs of its ${unknown} are not read`
    : `the API's ${what} cannot be read, so the logs of its ${unknown} are not either: ${messageOf(error)}`,
  hint: isAccessDenied(error) ? 'allow apigateway:GET on what is below the API' : 'run the command again',
  isPartial: true,
});
