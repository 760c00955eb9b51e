import type {Authorizer} from '@aws-sdk/client-api-gateway';
import {isAccessDenied, messageOf} from '../aws/aws-error.js';
import {allPages} from './all-pages.js';
import {type Attempt, attempt} from './attempt.js';
import type {DiscoverPorts} from './discover-ports.js';
import type {Gap} from './gap.js';
import {
  authorizerReference,
  definitionFromExport,
  definitionFromResources,
  emptyDefinition,
  hasIntegrations,
  type RestDefinition,
  type UriReference,
} from './rest-definition.js';

export interface ReadDefinition {
  readonly definition: RestDefinition;
  readonly gaps: readonly Gap[];
}

export interface DefinitionParts {
  readonly exported: Attempt<unknown>;
  readonly authorizers: Attempt<readonly Authorizer[]>;
  /** A canary serves a deployment of its own, which cannot be exported. */
  readonly hasCanary: boolean;
}

/**
 * The definition a stage serves: its export. The API's current definition is read instead where the export
 * fails, as it does for models that are not JSON, or says nothing of integrations, as on LocalStack and moto;
 * and besides it where there is a canary, whose deployment is mostly the newest.
 */
export async function readRestDefinition(
  {getResources}: Pick<DiscoverPorts, 'getResources'>,
  restApiId: string,
  {exported, authorizers, hasCanary}: DefinitionParts,
  signal?: AbortSignal,
): Promise<ReadDefinition> {
  const deployed =
    exported.ok && hasIntegrations(exported.value)
      ? withMissingAuthorizers(definitionFromExport(exported.value), authorizers)
      : undefined;
  if (deployed && !hasCanary) return {definition: deployed, gaps: []};

  const resources = await attempt(
    allPages(next => getResources(restApiId, next, signal)),
    signal,
  );
  if (!resources.ok) {
    if (deployed) return {definition: deployed, gaps: [canaryGap(resources.error)]};
    const error = exported.ok ? resources.error : exported.error;
    return {definition: emptyDefinition, gaps: [unreadableGap(error)]};
  }
  const known = authorizers.ok ? authorizers.value : [];
  const current = definitionFromResources(resources.value, known);
  if (deployed) return {definition: union(deployed, current), gaps: []};
  return {
    definition: current,
    gaps: [
      ...(exported.ok ? [] : [exportGap(exported.error)]),
      ...(authorizers.ok ? [] : [authorizersGap(authorizers.error)]),
    ],
  };
}

/** An authorizer that a method names and the export does not describe is taken from the API's list. */
function withMissingAuthorizers(
  definition: RestDefinition,
  authorizers: Attempt<readonly Authorizer[]>,
): RestDefinition {
  if (!authorizers.ok) return definition;
  const missing = authorizers.value.filter(({name = ''}) => definition.authorizersUsed.includes(name));
  return {...definition, authorizers: [...definition.authorizers, ...missing.flatMap(authorizerReference)]};
}

/** The levels of logging are judged by the deployed methods alone. */
const union = (deployed: RestDefinition, current: RestDefinition): RestDefinition => ({
  ...deployed,
  integrations: distinct([...deployed.integrations, ...current.integrations]),
  authorizers: distinct([...deployed.authorizers, ...current.authorizers]),
});

const distinct = (references: readonly UriReference[]): UriReference[] => [
  ...new Map(references.map(reference => [`${reference.by} ${reference.uri}`, reference])).values(),
];

const unreadableGap = (error: unknown): Gap => ({
  kind: isAccessDenied(error) ? 'denied' : 'failed',
  what: 'definition of the API',
  message: isAccessDenied(error)
    ? "no permission to read the API's definition: its functions are unknown, and their logs are not read"
    : `the API's definition cannot be read, so its functions are unknown: ${messageOf(error)}`,
  hint: `${isAccessDenied(error) ? 'allow apigateway:GET on the API and what is below it, or ' : ''}read the functions' log groups by their names: apilogs get --group-prefix /aws/lambda/`,
  isPartial: true,
});

/** An export that merely says nothing of integrations comes from a server that keeps no deployments. */
const exportGap = (error: unknown): Gap => ({
  kind: isAccessDenied(error) ? 'denied' : 'failed',
  what: 'deployment',
  message: `the stage's deployment cannot be exported, so functions are those of the API as it is edited now: ${messageOf(error)}`,
  hint: isAccessDenied(error)
    ? "allow apigateway:GET on the stage's exports, or a function that only the deployment calls is missed"
    : 'a function that only the deployment calls is missed',
  isPartial: false,
});

const canaryGap = (error: unknown): Gap => ({
  kind: isAccessDenied(error) ? 'denied' : 'failed',
  what: "canary's definition",
  message: `functions that only the canary calls may be missing: ${messageOf(error)}`,
  hint: "allow apigateway:GET on the API's resources",
  isPartial: true,
});

const authorizersGap = (error: unknown): Gap => ({
  kind: isAccessDenied(error) ? 'denied' : 'failed',
  what: 'authorizers',
  message: `the API's authorizers cannot be read, so their logs are not either: ${messageOf(error)}`,
  hint: "allow apigateway:GET on the API's authorizers",
  isPartial: true,
});
