import {AwsError} from './aws-error.js';
import type {WireRequest} from './http-server.js';
import type {Members} from './input.js';
import type {ServiceCall, ServiceName} from './service-call.js';

/** What a call is named that no service of the local AWS knows. */
export const unknownOperation = 'UnknownOperation';

interface RestRoute {
  readonly service: ServiceName;
  readonly operation: string;
  readonly method: string;
  /** The path, with a named group for each member in it. */
  readonly path: RegExp;
}

/** A path template such as `/restapis/{restApiId}`; one part of the path to each member. */
const route = (service: ServiceName, operation: string, template: string, method = 'GET'): RestRoute => ({
  service,
  operation,
  method,
  path: new RegExp(`^${template.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}/?$`),
});

const restRoutes: readonly RestRoute[] = [
  route('apigateway', 'GetAccount', '/account'),
  route('apigateway', 'GetRestApis', '/restapis'),
  route('apigateway', 'GetRestApi', '/restapis/{restApiId}'),
  route('apigateway', 'GetStages', '/restapis/{restApiId}/stages'),
  route('apigateway', 'GetStage', '/restapis/{restApiId}/stages/{stageName}'),
  route('apigateway', 'GetExport', '/restapis/{restApiId}/stages/{stageName}/exports/{exportType}'),
  route('apigateway', 'GetAuthorizers', '/restapis/{restApiId}/authorizers'),
  route('apigateway', 'GetResources', '/restapis/{restApiId}/resources'),
  route('apigateway', 'GetMethod', '/restapis/{restApiId}/resources/{resourceId}/methods/{httpMethod}'),
  route(
    'apigateway',
    'GetIntegration',
    '/restapis/{restApiId}/resources/{resourceId}/methods/{httpMethod}/integration',
  ),
  route('apigateway', 'GetDomainNames', '/domainnames'),
  route('apigateway', 'GetDomainName', '/domainnames/{domainName}'),
  route('apigateway', 'GetBasePathMappings', '/domainnames/{domainName}/basepathmappings'),
  route('apigatewayv2', 'GetDomainNames', '/v2/domainnames'),
  route('apigatewayv2', 'GetDomainName', '/v2/domainnames/{domainName}'),
  route('apigatewayv2', 'GetApiMappings', '/v2/domainnames/{domainName}/apimappings'),
  route('apigatewayv2', 'GetApis', '/v2/apis'),
  route('apigatewayv2', 'GetApi', '/v2/apis/{apiId}'),
  route('apigatewayv2', 'GetStages', '/v2/apis/{apiId}/stages'),
  route('apigatewayv2', 'GetStage', '/v2/apis/{apiId}/stages/{stageName}'),
  route('apigatewayv2', 'GetRoutes', '/v2/apis/{apiId}/routes'),
  route('apigatewayv2', 'GetIntegrations', '/v2/apis/{apiId}/integrations'),
  route('apigatewayv2', 'GetAuthorizers', '/v2/apis/{apiId}/authorizers'),
  route('apigatewayv2', 'ExportApi', '/v2/apis/{apiId}/exports/{specification}'),
  route('sso', 'GetRoleCredentials', '/federation/credentials'),
  route('lambda', 'GetFunctionConfiguration', '/2015-03-31/functions/{FunctionName}/configuration'),
];

/** Services of the query protocol are told apart by the version that each call names. */
const cloudFormationVersion = '2010-05-15';

/** Query parameters that may be given several times and are lists in the SDK. */
const listParameters = new Set(['embed']);

/** Tells which call a request is; throws `SerializationException` for a body that cannot be read. */
export function routeRequest(request: WireRequest): ServiceCall {
  const {path} = request;
  const signed = signatureOf(request);
  const target = request.header('x-amz-target');
  if (target !== undefined) {
    const operation = /^Logs_20140328\.(\w+)$/.exec(target)?.[1] ?? unknownOperation;
    return {service: 'logs', operation, input: parseMembers(request.body), path, ...signed};
  }
  if (request.method === 'POST' && path === '/') {
    const {Action: operation = unknownOperation, ...input} = Object.fromEntries(
      new URLSearchParams(request.body),
    );
    const service = input.Version === cloudFormationVersion ? 'cloudformation' : 'sts';
    return {service, operation, input, path, ...signed};
  }
  return {...routeRest(request), path, ...signed};
}

function routeRest({method, path, query}: WireRequest): Pick<ServiceCall, 'service' | 'operation' | 'input'> {
  for (const candidate of restRoutes) {
    const found = candidate.method === method && candidate.path.exec(path);
    if (!found) continue;
    const fromPath = Object.entries(found.groups ?? {}).map(([name, value]) => [name, decode(value)]);
    const input = {...readQuery(query), ...Object.fromEntries(fromPath)};
    return {service: candidate.service, operation: candidate.operation, input};
  }
  return {service: serviceOfPath(path), operation: unknownOperation, input: readQuery(query)};
}

function serviceOfPath(path: string): ServiceName {
  if (/^\/\d{4}-\d\d-\d\d\//.test(path)) return 'lambda';
  return path.startsWith('/v2/') ? 'apigatewayv2' : 'apigateway';
}

function readQuery(query: URLSearchParams): Members {
  return Object.fromEntries(
    Array.from(query.keys(), name => [name, listParameters.has(name) ? query.getAll(name) : query.get(name)]),
  );
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new AwsError('BadRequestException', `${part} is not a valid part of a path`);
  }
}

function parseMembers(body: string): Members {
  try {
    const value: unknown = JSON.parse(body || '{}');
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return {...value};
  } catch {
    // Said below, as for a body that is JSON and no object.
  }
  throw new AwsError('SerializationException', 'The request body is not a JSON object');
}

/** What the headers of signature version 4 say: `Credential=KEY/20260310/eu-west-1/logs/aws4_request`. */
function signatureOf({header}: WireRequest): Pick<ServiceCall, 'accessKeyId' | 'region' | 'signedAt'> {
  const [, accessKeyId, region] =
    /Credential=([^/]*)\/\d+\/([^/]+)\//.exec(header('authorization') ?? '') ?? [];
  const date = header('x-amz-date')?.replace(/^(\d{4})(\d\d)(\d\dT\d\d)(\d\d)(\d\dZ)$/, '$1-$2-$3:$4:$5');
  return {accessKeyId, region, signedAt: date === undefined ? undefined : Date.parse(date)};
}
