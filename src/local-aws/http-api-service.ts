import {AwsError} from './aws-error.js';
import {type CustomDomainDefinition, type CustomDomainStore, isRegional} from './custom-domain-store.js';
import type {HttpApiDefinition, HttpStageDefinition} from './http-api-definition.js';
import {exportHttpApi} from './http-api-export.js';
import {deployedContents, type HttpApiStore} from './http-api-store.js';
import type {Input} from './input.js';
import {notFound} from './rest-api-store.js';
import {shortId} from './rest-resources.js';
import type {Operations} from './service-call.js';

/** The second version writes times as ISO 8601 texts, the first as epoch seconds. */
const createdDate = '2026-01-01T00:00:00Z';

const defaultPageSize = 25;
const maxPageSize = 500;

/** The calls of API Gateway's second version that the local AWS answers; on the wire a list is `items`. */
export const httpApiOperations = (apis: HttpApiStore, domains: CustomDomainStore): Operations => ({
  GetApis: input =>
    takeItems(
      apis.list().map(api => describeApi(apis, api)),
      input,
    ),
  GetApi: input => describeApi(apis, findApi(apis, input)),
  GetStages: input => {
    const api = findApi(apis, input);
    return takeItems(
      api.stages.map(stage => describeStage(api, stage)),
      input,
    );
  },
  GetStage: input => {
    const api = findApi(apis, input);
    return describeStage(api, apis.stage(api, input.requiredText('stageName')));
  },
  GetRoutes: input => {
    const routes = findApi(apis, input).routes.map(({routeKey, integrationId, authorizerId}) => ({
      routeId: shortId(routeKey).slice(0, 7),
      routeKey,
      apiKeyRequired: false,
      authorizationType: authorizerId === undefined ? 'NONE' : 'CUSTOM',
      ...(authorizerId !== undefined && {authorizerId}),
      ...(integrationId !== undefined && {target: `integrations/${integrationId}`}),
    }));
    return takeItems(routes, input);
  },
  GetIntegrations: input => {
    const integrations = findApi(apis, input).integrations.map(({id, type, uri, subtype, ...others}) => ({
      integrationId: id,
      integrationType: type,
      connectionType: 'INTERNET',
      payloadFormatVersion: '2.0',
      timeoutInMillis: 30_000,
      ...(uri !== undefined && {integrationUri: uri, integrationMethod: 'POST'}),
      ...(subtype !== undefined && {integrationSubtype: subtype}),
      ...others,
    }));
    return takeItems(integrations, input);
  },
  GetAuthorizers: input => {
    const authorizers = findApi(apis, input).authorizers.map(({id, name, type, authorizerUri}) => ({
      authorizerId: id,
      name,
      authorizerType: type,
      ...(authorizerUri !== undefined && {authorizerUri, authorizerPayloadFormatVersion: '2.0'}),
    }));
    return takeItems(authorizers, input);
  },
  ExportApi: input => {
    const api = findApi(apis, input);
    if (input.requiredText('specification') !== 'OAS30') {
      throw new AwsError('BadRequestException', 'Specification must be OAS30');
    }
    const stageName = input.text('stageName');
    // Without a stage the API is exported as it is edited.
    const contents = stageName === undefined ? api : deployedContents(api, apis.stage(api, stageName));
    return exportHttpApi(api, contents, {hasExtensions: input.text('includeExtensions') !== 'false'});
  },
  GetDomainNames: input => takeItems(domains.list().filter(isRegional).map(describeDomain), input),
  GetDomainName: input => describeDomain(findDomain(domains, input)),
  GetApiMappings: input => {
    const {mappings} = findDomain(domains, input);
    return takeItems(
      mappings.map(({key, apiId, stage}) => ({
        apiId,
        apiMappingId: shortId(`${key} ${apiId}`).slice(0, 6),
        apiMappingKey: key,
        ...(stage !== undefined && {stage}),
      })),
      input,
    );
  },
});

function findDomain(domains: CustomDomainStore, input: Input): CustomDomainDefinition {
  const domain = domains.get(input.requiredText('domainName'));
  if (!isRegional(domain)) throw notFound('Invalid domain name identifier specified');
  return domain;
}

const describeDomain = ({name}: CustomDomainDefinition): object => ({
  domainName: name,
  domainNameConfigurations: [{endpointType: 'REGIONAL', domainNameStatus: 'AVAILABLE'}],
  apiMappingSelectionExpression: '$request.basepath',
});

const findApi = (apis: HttpApiStore, input: Input) => apis.get(input.requiredText('apiId'));

function takeItems(items: readonly object[], input: Input): object {
  const limit = Math.min(input.integer('maxResults', {min: 1}) ?? defaultPageSize, maxPageSize);
  const start = readPlace(input.text('nextToken'));
  const end = start + limit;
  return {items: items.slice(start, end), ...(end < items.length ? {nextToken: writePlace(end)} : {})};
}

const writePlace = (place: number) => Buffer.from(`next ${place}`).toString('base64');

function readPlace(token: string | undefined): number {
  if (token === undefined) return 0;
  const place = /^next (\d+)$/.exec(Buffer.from(token, 'base64').toString())?.[1];
  if (place === undefined) throw new AwsError('BadRequestException', 'Invalid token specified');
  return Number(place);
}

const describeApi = (apis: HttpApiStore, api: HttpApiDefinition): object => ({
  apiId: api.id,
  name: api.name,
  protocolType: api.protocolType,
  apiEndpoint: apis.endpointOf(api),
  apiKeySelectionExpression: '$request.header.x-api-key',
  routeSelectionExpression:
    api.protocolType === 'HTTP' ? '$request.method $request.path' : '$request.body.action',
  createdDate,
  disableExecuteApiEndpoint: api.disableExecuteApiEndpoint ?? false,
});

function describeStage(api: HttpApiDefinition, stage: HttpStageDefinition): object {
  const {deployed: _, deploymentId, autoDeploy = false, defaultRouteSettings, ...settings} = stage;
  return {
    deploymentId: deploymentId ?? shortId(JSON.stringify(contentsOf(api, stage))).slice(0, 6),
    autoDeploy,
    defaultRouteSettings: {detailedMetricsEnabled: false, ...defaultRouteSettings},
    routeSettings: {},
    stageVariables: {},
    tags: {},
    createdDate,
    lastUpdatedDate: createdDate,
    ...settings,
  };
}

function contentsOf(api: HttpApiDefinition, stage: HttpStageDefinition): object {
  const {routes, integrations, authorizers} = deployedContents(api, stage);
  return {routes, integrations, authorizers};
}
