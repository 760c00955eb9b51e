import type {LoggingLevel} from './traffic-behaviour.js';
import {type ApiModel, type FunctionModel, functionArn} from './traffic-model.js';

/** A line of the execution log; the `(id) ` prefix is not part of `text`. */
export interface ExecutionLine {
  readonly at: number;
  readonly text: string;
}

/** Collects the lines of one request that the stage's logging level lets through. */
export class ExecutionLog {
  readonly lines: ExecutionLine[] = [];
  readonly #level: LoggingLevel;

  constructor(level: LoggingLevel) {
    this.#level = level;
  }

  /** Printed at every level. */
  error(at: number, text: string): void {
    this.lines.push({at, text: truncated(text)});
  }

  info(at: number, text: string): void {
    if (this.#level !== 'ERROR') this.error(at, text);
  }

  /** Printed with data trace alone. */
  trace(at: number, text: string): void {
    if (this.#level === 'INFO+trace') this.error(at, text);
  }
}

/** The text behind the prefix is cut at 1,024 characters and then marked (seen in real logs). */
const maxTextLength = 1024;
const truncated = (text: string) =>
  text.length <= maxTextLength ? text : `${text.slice(0, maxTextLength)} [TRUNCATED]`;

/** What a request shows of itself in its execution log. */
export interface RequestFacts {
  readonly api: ApiModel;
  readonly apiRequestId: string;
  readonly extendedRequestId: string;
  readonly traceId: string;
  readonly method: string;
  readonly resourcePath: string;
  readonly path: string;
  readonly ip: string;
  /** Headers of the client beyond the usual ones. */
  readonly headers: Readonly<Record<string, string>>;
}

const stageOf = ({api}: RequestFacts) => `${api.restApiId}/${api.stage}`;

/** API Gateway masks secrets but for the last six characters; its own session token it prints (seen). */
const maskedSignature = `${'*'.repeat(214)}3f9a1c`;
const maskedToken = `${'*'.repeat(48)}9f3c1e`;
const maskedKey = `${'*'.repeat(34)}Qx81Zt`;
const securityToken = `SAMPLE${'A1b2C3d4'.repeat(80)}`;

const endpointUri = (api: ApiModel, model: FunctionModel) =>
  `https://lambda.${api.region}.amazonaws.com/2015-03-31/functions/${functionArn(api, model)}/invocations`;

function clientHeaders({api, traceId, ip, headers}: RequestFacts): Record<string, string> {
  return {
    Accept: 'application/json',
    Host: `${api.restApiId}.execute-api.${api.region}.amazonaws.com`,
    'User-Agent': 'sample-client/1.4',
    ...headers,
    'X-Amzn-Trace-Id': `Root=${traceId}`,
    'X-Forwarded-For': ip,
    'X-Forwarded-Port': '443',
    'X-Forwarded-Proto': 'https',
  };
}

const printed = (headers: Readonly<Record<string, string>>) =>
  `{${Object.entries(headers)
    .map(([name, value]) => `${name}=${value}`)
    .join(', ')}}`;

export function logOpening(log: ExecutionLog, facts: RequestFacts, at: number): void {
  log.info(at, `Extended Request Id: ${facts.extendedRequestId}`);
}

/** Up to the call of the authorizer; the call's own lines are of data trace. */
export function logAuthorizerCall(log: ExecutionLog, facts: RequestFacts, at: number): void {
  const {api, apiRequestId, method, path} = facts;
  if (api.authorizer === undefined) throw new Error('the API has no authorizer');
  log.info(at, `Starting authorizer: ${api.authorizer.id} for request: ${apiRequestId}`);
  log.info(at, `Incoming identity: ${maskedToken}`);
  logEndpointRequest(log, facts, api.authorizer.function, at, {
    type: 'TOKEN',
    authorizationToken: `${'*'.repeat(24)}9f3c1e`,
    methodArn: `arn:aws:execute-api:${api.region}:${api.accountId}:${stageOf(facts)}/${method}${path}`,
  });
}

export function logAuthorizerResult(
  log: ExecutionLog,
  facts: RequestFacts,
  at: number,
  effect: 'Allow' | 'Deny',
): void {
  const {api} = facts;
  const resource = `arn:aws:execute-api:${api.region}:${api.accountId}:${stageOf(facts)}/*/*`;
  const policy = {
    principalId: 'user-17',
    policyDocument: {
      Version: '2012-10-17',
      Statement: [{Action: 'execute-api:Invoke', Effect: effect, Resource: resource}],
    },
  };
  log.trace(at, `Authorizer result body before parsing: ${JSON.stringify(policy)}`);
  log.info(at, 'Using valid authorizer policy for principal: ****-17');
  log.info(at + 1, 'Successfully completed authorizer execution');
}

/** A request without the token that the authorizer wants ends here: no status line follows (seen in 2026). */
export function logMissingToken(log: ExecutionLog, {api, apiRequestId}: RequestFacts, at: number): void {
  log.info(at, `Starting authorizer: ${api.authorizer?.id} for request: ${apiRequestId}`);
  log.error(at, `Unauthorized request: ${apiRequestId}`);
}

export function logUsagePlan(log: ExecutionLog, facts: RequestFacts, at: number): void {
  const {apiRequestId, method, resourcePath} = facts;
  log.info(at, `Verifying Usage Plan for request: ${apiRequestId}. API Key:  API Stage: ${stageOf(facts)}`);
  log.info(
    at + 1,
    `API Key  authorized because method '${method} ${resourcePath}' does not require API Key. Request will not contribute to throttle or quota limits`,
  );
  log.info(at + 1, `Usage Plan check succeeded for API Key  and API Stage ${stageOf(facts)}`);
}

export function logUsagePlanExceeded(log: ExecutionLog, facts: RequestFacts, at: number): void {
  const {api, apiRequestId, method} = facts;
  log.info(
    at,
    `Verifying Usage Plan for request: ${apiRequestId}. API Key: ${maskedKey} API Stage: ${stageOf(facts)}`,
  );
  log.error(
    at + 1,
    `Key throttle limit exceeded for RestApi ${api.restApiId}, Stage ${api.stage}, Resource s4mpl3, HttpMethod ${method}. Limit: 1.00 Burst: 1`,
  );
}

export function logMethodRequest(log: ExecutionLog, facts: RequestFacts, at: number): void {
  const {apiRequestId, method, path, resourcePath} = facts;
  const id = resourcePath.includes('{id}') ? path.slice(resourcePath.indexOf('{id}')) : undefined;
  log.info(at, `Starting execution for request: ${apiRequestId}`);
  log.info(at, `HTTP Method: ${method}, Resource Path: ${path}`);
  log.trace(at, `Method request path: ${id === undefined ? '{}' : `{id=${id}}`}`);
  log.trace(at, 'Method request query string: {}');
  log.trace(at, `Method request headers: ${printed(clientHeaders(facts))}`);
  log.trace(
    at,
    `Method request body before transformations: ${method === 'POST' ? '{"sku":"A-100","qty":2}' : ''}`,
  );
}

export function logIntegrationCall(
  log: ExecutionLog,
  facts: RequestFacts,
  model: FunctionModel,
  at: number,
): void {
  const {api, apiRequestId, extendedRequestId, method, path, resourcePath} = facts;
  const headers = clientHeaders(facts);
  logEndpointRequest(log, facts, model, at, {
    resource: resourcePath,
    path,
    httpMethod: method,
    headers,
    multiValueHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
    queryStringParameters: null,
    multiValueQueryStringParameters: null,
    pathParameters: null,
    stageVariables: Object.keys(api.variables).length === 0 ? null : api.variables,
    requestContext: {
      resourceId: 's4mpl3',
      resourcePath,
      httpMethod: method,
      extendedRequestId,
      requestId: apiRequestId,
      stage: api.stage,
      accountId: api.accountId,
      apiId: api.restApiId,
    },
    body: null,
  });
  log.trace(at, `Sending request to ${endpointUri(api, model)}`);
}

function logEndpointRequest(
  log: ExecutionLog,
  facts: RequestFacts,
  model: FunctionModel,
  at: number,
  body: object,
): void {
  const {api, apiRequestId, method, path} = facts;
  log.trace(at, `Endpoint request URI: ${endpointUri(api, model)}`);
  const headers = {
    'x-amzn-lambda-integration-tag': apiRequestId,
    Authorization: maskedSignature,
    'X-Amz-Date': `${new Date(at).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`,
    'x-amzn-apigateway-api-id': api.restApiId,
    'X-Amz-Source-Arn': `arn:aws:execute-api:${api.region}:${api.accountId}:${stageOf(facts)}/${method}${path}`,
    Accept: 'application/json',
    'User-Agent': `AmazonAPIGateway_${api.restApiId}`,
    'X-Amz-Security-Token': securityToken,
  };
  log.trace(at, `Endpoint request headers: ${printed(headers)}`);
  log.trace(at, `Endpoint request body after transformations: ${JSON.stringify(body)}`);
}

/** What came back from the function. */
export interface IntegrationResponse {
  readonly lambdaRequestId: string;
  readonly version: string;
  readonly latencyMs: number;
  readonly body: string;
  readonly isFunctionError: boolean;
}

export function logIntegrationResponse(
  log: ExecutionLog,
  {traceId}: RequestFacts,
  {lambdaRequestId, version, latencyMs, body, isFunctionError}: IntegrationResponse,
  at: number,
): void {
  log.trace(at, `Received response. Status: 200, Integration latency: ${latencyMs} ms`);
  const headers = {
    Date: new Date(at).toUTCString(),
    'Content-Type': 'application/json',
    'Content-Length': String(body.length),
    Connection: 'keep-alive',
    'x-amzn-RequestId': lambdaRequestId,
    ...(isFunctionError ? {'X-Amz-Function-Error': 'Unhandled'} : {}),
    'x-amzn-Remapped-Content-Length': '0',
    'X-Amz-Executed-Version': version,
    'X-Amzn-Trace-Id': `Root=${traceId};Sampled=1`,
  };
  log.trace(at, `Endpoint response headers: ${printed(headers)}`);
  log.trace(at, `Endpoint response body before transformations: ${body}`);
}

export function logSuccess(
  log: ExecutionLog,
  {traceId}: RequestFacts,
  at: number,
  status: number,
  body: string,
): void {
  log.trace(at, `Method response body after transformations: ${body}`);
  log.trace(
    at,
    `Method response headers: {content-type=application/json, X-Amzn-Trace-Id=Root=${traceId};Sampled=1}`,
  );
  log.info(at, 'Successfully completed execution');
  log.info(at, `Method completed with status: ${status}`);
}

export function logFailure(log: ExecutionLog, at: number, status: number, errors: readonly string[]): void {
  for (const error of errors) log.error(at, error);
  log.error(at, `Method completed with status: ${status}`);
}

/** The lines behind the status: which invocation answered, and the trace. */
export function logClosing(
  log: ExecutionLog,
  at: number,
  lambdaRequestId: string | undefined,
  traceId: string | undefined,
): void {
  if (lambdaRequestId !== undefined) {
    log.info(at, `AWS Integration Endpoint RequestId : ${lambdaRequestId}`);
  }
  if (traceId !== undefined) log.info(at, `X-ray Tracing ID : Root=${traceId}`);
}
