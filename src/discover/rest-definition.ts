import type {Authorizer, Resource} from '@aws-sdk/client-api-gateway';

/** What of a REST API's definition leads to logs. */
export interface RestDefinition {
  readonly methods: readonly RestMethod[];
  readonly integrations: readonly UriReference[];
  readonly authorizers: readonly UriReference[];
  /** Names of authorizers that methods use and that are not among `authorizers`. */
  readonly authorizersUsed: readonly string[];
}

export interface RestMethod {
  /** As in the definition: `/orders/{id}`. */
  readonly path: string;
  /** In capitals; `ANY` for all. */
  readonly httpMethod: string;
}

/** A URI, and the method (`GET /orders`) or authorizer that names it. */
export interface UriReference {
  readonly by: string;
  readonly uri: string;
}

export const emptyDefinition: RestDefinition = {
  methods: [],
  integrations: [],
  authorizers: [],
  authorizersUsed: [],
};

const anyMethod = 'x-amazon-apigateway-any-method';
const httpMethods = new Set(['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace', anyMethod]);

/** Reads an export of a stage, OpenAPI 3 or Swagger 2, with the extensions for integrations and authorizers. */
export function definitionFromExport(document: unknown): RestDefinition {
  const root = recordOf(document);
  const operations = Object.entries(recordOf(root.paths)).flatMap(([path, item]) =>
    Object.entries(recordOf(item))
      .filter(([key]) => httpMethods.has(key))
      .map(([key, operation]) => ({
        path,
        httpMethod: key === anyMethod ? 'ANY' : key.toUpperCase(),
        operation: recordOf(operation),
      })),
  );
  const schemes = {
    ...recordOf(root.securityDefinitions),
    ...recordOf(recordOf(root.components).securitySchemes),
  };
  const authorizers = Object.entries(schemes).flatMap(([name, scheme]) =>
    uriReference(name, recordOf(recordOf(scheme)['x-amazon-apigateway-authorizer']).authorizerUri),
  );
  const used = new Set(operations.flatMap(({operation}) => securityNames(operation.security)));
  for (const {by} of authorizers) used.delete(by);
  return {
    methods: operations.map(({path, httpMethod}) => ({path, httpMethod})),
    integrations: operations.flatMap(({path, httpMethod, operation}) =>
      uriReference(`${httpMethod} ${path}`, integrationOf(root, operation).uri),
    ),
    authorizers,
    authorizersUsed: [...used],
  };
}

/** An export of an HTTP API may hold an integration that several routes share once, and refer to it. */
function integrationOf(root: JsonRecord, operation: JsonRecord): JsonRecord {
  const integration = recordOf(operation['x-amazon-apigateway-integration']);
  if (typeof integration.$ref !== 'string') return integration;
  const shared = recordOf(recordOf(root.components)['x-amazon-apigateway-integrations']);
  return recordOf(shared[integration.$ref.split('/').at(-1) ?? '']);
}

/** Whether an export says what its methods call. LocalStack and moto leave that out. */
export const hasIntegrations = (document: unknown): boolean =>
  Object.values(recordOf(recordOf(document).paths)).some(item =>
    Object.values(recordOf(item)).some(operation =>
      Object.hasOwn(recordOf(operation), 'x-amazon-apigateway-integration'),
    ),
  );

/** Reads the current definition, which may be newer than what the stage serves. */
export function definitionFromResources(
  resources: readonly Resource[],
  authorizers: readonly Authorizer[],
): RestDefinition {
  const methods = resources.flatMap(({path = '', resourceMethods = {}}) =>
    Object.entries(resourceMethods).map(([httpMethod, method]) => ({path, httpMethod, method})),
  );
  return {
    methods: methods.map(({path, httpMethod}) => ({path, httpMethod})),
    integrations: methods.flatMap(({path, httpMethod, method}) =>
      uriReference(`${httpMethod} ${path}`, method?.methodIntegration?.uri),
    ),
    authorizers: authorizers.flatMap(authorizerReference),
    authorizersUsed: [],
  };
}

/** The authorizer's Lambda URI; none for Cognito, which calls no function. */
export const authorizerReference = ({name, id, authorizerUri}: Authorizer): UriReference[] =>
  uriReference(name ?? id ?? '', authorizerUri);

const uriReference = (by: string, uri: unknown): UriReference[] =>
  typeof uri === 'string' && uri !== '' ? [{by, uri}] : [];

const securityNames = (security: unknown): string[] =>
  Array.isArray(security) ? security.flatMap(requirement => Object.keys(recordOf(requirement))) : [];

type JsonRecord = Readonly<Record<string, unknown>>;

const recordOf = (value: unknown): JsonRecord =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
