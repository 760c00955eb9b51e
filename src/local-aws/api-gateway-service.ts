import {AwsError} from './aws-error.js';
import type {CustomDomainDefinition, CustomDomainStore} from './custom-domain-store.js';
import type {Input} from './input.js';
import type {RestApiDefinition, RouteDefinition, StageDefinition} from './rest-api-definition.js';
import {exportRestApi} from './rest-api-export.js';
import {currentDefinition, deployedDefinition, notFound, type RestApiStore} from './rest-api-store.js';
import {
  describeIntegration,
  describeMethod,
  listResources,
  type RestResource,
  shortId,
} from './rest-resources.js';
import type {Operations} from './service-call.js';

/** Epoch seconds, as API Gateway writes times to the SDK. */
const createdDate = Date.UTC(2026, 0, 1) / 1000;

const defaultPageSize = 25;
const maxPageSize = 500;

/** The calls of API Gateway's first version that the local AWS answers; on the wire a list is `item`. */
export const apiGatewayOperations = (apis: RestApiStore, domains: CustomDomainStore): Operations => ({
  GetAccount: () => ({
    ...(apis.cloudwatchRoleArn === undefined ? {} : {cloudwatchRoleArn: apis.cloudwatchRoleArn}),
    throttleSettings: {burstLimit: 5000, rateLimit: 10_000},
    features: ['UsagePlans'],
    apiKeyVersion: '4',
  }),
  GetRestApis: input => takeItems(apis.list().map(describeRestApi), input),
  GetRestApi: input => describeRestApi(findApi(apis, input)),
  GetStages: input => {
    const api = findApi(apis, input);
    return {item: api.stages.map(stage => describeStage(api, stage))};
  },
  GetStage: input => {
    const api = findApi(apis, input);
    return describeStage(api, apis.stage(api, input.requiredText('stageName')));
  },
  GetExport: input => {
    const api = findApi(apis, input);
    const stage = apis.stage(api, input.requiredText('stageName'));
    return exportRestApi(api, stage, readExportType(input), input.text('extensions') ?? '');
  },
  GetAuthorizers: input => {
    const {authorizers} = currentDefinition(findApi(apis, input));
    return takeItems(authorizers, input);
  },
  GetResources: input => {
    const api = findApi(apis, input);
    const isEmbedded = input.texts('embed')?.includes('methods') ?? false;
    const resources = listResources(api.id, currentDefinition(api));
    return takeItems(
      resources.map(resource => describeResource(api, resource, isEmbedded)),
      input,
    );
  },
  GetMethod: input => {
    const api = findApi(apis, input);
    const {resource, route} = findMethod(api, input);
    return describeMethod(route, currentDefinition(api).authorizers, resource.id);
  },
  GetIntegration: input => {
    const {resource, route} = findMethod(findApi(apis, input), input);
    if (!route.integration) throw notFound('Invalid Integration identifier specified');
    return describeIntegration(route.integration, resource.id);
  },
  GetDomainNames: input => takeItems(domains.list().map(describeDomain), input),
  GetDomainName: input => describeDomain(domains.get(input.requiredText('domainName'))),
  GetBasePathMappings: input => {
    const {mappings} = domains.get(input.requiredText('domainName'));
    // Mappings of several parts, and those to other kinds of API, are the second version's.
    const own = mappings.filter(({key, kind = 'rest'}) => kind === 'rest' && !key.includes('/'));
    return takeItems(
      own.map(({key, apiId, stage}) => ({
        basePath: key || noBasePath,
        restApiId: apiId,
        ...(stage !== undefined && {stage}),
      })),
      input,
    );
  },
});

/** What stands for the empty base path in answers. */
const noBasePath = '(none)';

const describeDomain = ({name, endpointType = 'REGIONAL'}: CustomDomainDefinition): object => ({
  domainName: name,
  domainNameStatus: 'AVAILABLE',
  endpointConfiguration: {types: [endpointType]},
  securityPolicy: 'TLS_1_2',
});

const findApi = (apis: RestApiStore, input: Input) => apis.get(input.requiredText('restApiId'));

function findMethod(api: RestApiDefinition, input: Input): {resource: RestResource; route: RouteDefinition} {
  const resources = listResources(api.id, currentDefinition(api));
  const resource = resources.find(({id}) => id === input.requiredText('resourceId'));
  if (!resource) throw notFound('Invalid Resource identifier specified');
  const route = resource.routes.find(({method}) => method === input.requiredText('httpMethod'));
  if (!route) throw notFound('Invalid Method identifier specified');
  return {resource, route};
}

function readExportType(input: Input): 'oas30' | 'swagger' {
  const exportType = input.requiredText('exportType');
  if (exportType === 'oas30' || exportType === 'swagger') return exportType;
  throw new AwsError('BadRequestException', `Invalid export type ${exportType}`);
}

function takeItems(items: readonly object[], input: Input): object {
  const limit = Math.min(input.integer('limit', {min: 1}) ?? defaultPageSize, maxPageSize);
  const start = readPlace(input.text('position'));
  const end = start + limit;
  return {item: items.slice(start, end), ...(end < items.length ? {position: writePlace(end)} : {})};
}

const writePlace = (place: number) => Buffer.from(`place ${place}`).toString('base64');

function readPlace(position: string | undefined): number {
  if (position === undefined) return 0;
  const place = /^place (\d+)$/.exec(Buffer.from(position, 'base64').toString())?.[1];
  if (place === undefined) throw new AwsError('BadRequestException', 'Invalid position parameter specified');
  return Number(place);
}

const describeRestApi = (api: RestApiDefinition): object => ({
  id: api.id,
  name: api.name,
  createdDate,
  apiKeySource: 'HEADER',
  endpointConfiguration: {types: api.endpointTypes ?? ['REGIONAL']},
  disableExecuteApiEndpoint: api.disableExecuteApiEndpoint ?? false,
  rootResourceId: shortId(`${api.id} /`),
});

function describeStage(api: RestApiDefinition, stage: StageDefinition): object {
  const {deployed: _, deploymentId, ...settings} = stage;
  return {
    deploymentId: deploymentId ?? shortId(JSON.stringify(deployedDefinition(api, stage))),
    cacheClusterEnabled: false,
    cacheClusterStatus: 'NOT_AVAILABLE',
    methodSettings: {},
    tracingEnabled: false,
    createdDate,
    lastUpdatedDate: createdDate,
    ...settings,
  };
}

/** Without `embed=methods` a resource names its methods and says nothing about them. */
function describeResource(api: RestApiDefinition, resource: RestResource, isEmbedded: boolean): object {
  const {routes, ...about} = resource;
  if (routes.length === 0) return about;
  const {authorizers} = currentDefinition(api);
  const methods = routes.map(route => [
    route.method,
    isEmbedded ? describeMethod(route, authorizers, resource.id) : {},
  ]);
  return {...about, resourceMethods: Object.fromEntries(methods)};
}
