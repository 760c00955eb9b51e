import type {Stage} from '@aws-sdk/client-api-gateway';
import type {DiscoverPorts} from '../../src/discover/discover-ports.js';
import type {V2Ports} from '../../src/discover/v2-ports.js';
import type {LogSource} from '../../src/log-source.js';

export const account = '123456789012';
export const region = 'eu-central-1';
export const target = {restApiId: 'abc123def4', stage: 'prod', region};

export const functionArn = (name: string, {of = account, region: at = region} = {}): string =>
  `arn:aws:lambda:${at}:${of}:function:${name}`;

export const invocationOf = (arn: string): string =>
  `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/${arn}/invocations`;

export const logGroupArn = (name: string, of = account): string =>
  `arn:aws:logs:${region}:${of}:log-group:${name}`;

export const atInfo: Stage = {methodSettings: {'*/*': {loggingLevel: 'INFO'}}};

/** An export with one GET method for each path. */
export const exportOf = (
  uris: Record<string, string>,
  authorizers: Record<string, string> = {},
): unknown => ({
  openapi: '3.0.1',
  paths: Object.fromEntries(
    Object.entries(uris).map(([path, uri]) => [
      path,
      {get: {'x-amazon-apigateway-integration': {type: 'aws_proxy', httpMethod: 'POST', uri}}},
    ]),
  ),
  components: {
    securitySchemes: Object.fromEntries(
      Object.entries(authorizers).map(([name, authorizerUri]) => [
        name,
        {type: 'apiKey', 'x-amazon-apigateway-authorizer': {type: 'token', authorizerUri}},
      ]),
    ),
  },
});

/** An error as the SDK throws it. */
export const awsError = (name: string, message = name, status = 400): Error =>
  Object.assign(new Error(message), {name, $metadata: {httpStatusCode: status}});

export const denied = (action = 'apigateway:GET'): Error =>
  awsError(
    'AccessDeniedException',
    `User: arn:aws:iam::${account}:user/x is not authorized to perform: ${action}`,
    403,
  );

export const failing = (error: unknown) => async (): Promise<never> => {
  throw error;
};

/** A stage without functions that logs at INFO; each test says what is different about its own. */
export function portsOf(different: Partial<DiscoverPorts> = {}): DiscoverPorts {
  return {
    v2: v2PortsOf(),
    getRestApi: async id => ({id, name: 'orders'}),
    getStage: async () => atInfo,
    getStages: async () => [{stageName: 'prod'}],
    getExport: async () => exportOf({'/health': 'http://example.com'}),
    getResources: async () => ({items: [], next: undefined}),
    getAuthorizers: async () => ({items: [], next: undefined}),
    getFunctionConfiguration: async () => ({}),
    describeLogGroups: async () => [],
    describeDeliverySources: async () => ({items: [], next: undefined}),
    describeDeliveries: async () => ({items: [], next: undefined}),
    getDeliveryDestination: async () => ({}),
    accountId: async () => undefined,
    ...different,
  };
}

/** An API Gateway that knows no HTTP or WebSocket API; each test says what is different about its own. */
export function v2PortsOf(different: Partial<V2Ports> = {}): V2Ports {
  const unknown = failing(awsError('NotFoundException', 'Invalid API identifier specified', 404));
  return {
    getApi: unknown,
    getStage: unknown,
    getStages: unknown,
    getRoutes: unknown,
    getIntegrations: unknown,
    getAuthorizers: unknown,
    exportApi: unknown,
    ...different,
  };
}

/** The same ports, and how often each was called. */
export function counting(ports: DiscoverPorts): {ports: DiscoverPorts; calls: Map<string, number>} {
  const calls = new Map<string, number>();
  const counted = Object.fromEntries(
    Object.entries(ports).map(([name, port]) => [
      name,
      typeof port !== 'function'
        ? port
        : (...parameters: unknown[]) => {
            calls.set(name, (calls.get(name) ?? 0) + 1);
            return Reflect.apply(port, ports, parameters);
          },
    ]),
  );
  // Every port is there under its own name, with its own parameters.
  return {ports: counted as unknown as DiscoverPorts, calls};
}

/** Notices kept as text. */
export function recordNotices() {
  const notices: string[] = [];
  const details: string[] = [];
  return {
    notices,
    details,
    notice: (message: string) => void notices.push(message),
    change: () => undefined,
    detail: (message: string) => void details.push(message),
  };
}

export const namesOf = (sources: readonly LogSource[]): string[] =>
  sources.map(({kind, name}) => `${kind} ${name}`);

export const groupsOf = (sources: readonly LogSource[]): string[] => sources.map(({logGroup}) => logGroup);
