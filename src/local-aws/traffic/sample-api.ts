import type {LocalAws} from '../local-aws.js';
import {seedApi} from './seed-api.js';
import {type TrafficBehaviour, typicalBehaviour} from './traffic-behaviour.js';
import {type ApiModel, type FunctionModel, functionsOf} from './traffic-model.js';
import type {TrafficTarget} from './traffic-target.js';

const ordersGet: FunctionModel = {
  name: 'orders-get',
  runtime: 'nodejs',
  version: '$LATEST',
  logGroup: '/aws/lambda/orders-get',
  memorySizeMb: 256,
  timeoutMs: 10_000,
  chatter: [
    'loading order {n}',
    'order {n} has 3 lines',
    'stock cache hit sku=A-{n}',
    'price computed in {n} us',
    'customer {n} is a regular',
  ],
};

/** Published; the stage variable `alias` says which alias the API calls. */
const ordersCreate: FunctionModel = {
  name: 'orders-create',
  runtime: 'python',
  version: '7',
  alias: 'live',
  aliasVariable: 'alias',
  logGroup: '/aws/lambda/orders-create',
  memorySizeMb: 128,
  timeoutMs: 6000,
  chatter: [
    'creating order for sku A-{n}',
    'stock reserved sku=A-{n}',
    'payment authorised, {n} ms',
    'wrote order {n}',
    'event order.created sent',
  ],
};

/** JSON log format, in a log group of its own choice; slow enough for API Gateway to give up on it. */
const ordersReport: FunctionModel = {
  name: 'orders-report',
  runtime: 'json',
  version: '$LATEST',
  logGroup: '/shop/reports',
  memorySizeMb: 512,
  timeoutMs: 60_000,
  chatter: ['scanning {n} orders', 'grouped by region, {n} rows', 'report has {n} lines'],
};

const ordersAuthorizer: FunctionModel = {
  name: 'orders-authorizer',
  runtime: 'nodejs',
  version: '$LATEST',
  logGroup: '/aws/lambda/orders-authorizer',
  memorySizeMb: 128,
  timeoutMs: 3000,
  chatter: ['token has {n} scopes', 'token is good for {n} s'],
};

/** The API of `apilogs demo`: what its stage is like, and which functions it has. */
export const sampleApi = ({region, accountId}: Pick<TrafficTarget, 'region' | 'accountId'>): ApiModel => ({
  restApiId: 'demo1a2b3c',
  name: 'orders-api',
  stage: 'prod',
  region,
  accountId,
  variables: {alias: 'live'},
  accessLogGroup: '/orders-api/access',
  routes: [
    {method: 'GET', path: '/orders/{id}', function: ordersGet, authorized: false, weight: 6},
    {method: 'GET', path: '/orders', function: ordersGet, authorized: false, weight: 2},
    {method: 'POST', path: '/orders', function: ordersCreate, authorized: true, weight: 3},
    {method: 'GET', path: '/reports', function: ordersReport, authorized: true, weight: 1},
    {method: 'GET', path: '/health', authorized: false, weight: 1},
  ],
  authorizer: {id: 'k7zq2m', name: 'orders-authorizer', function: ordersAuthorizer},
});

/** How the sample API is used: more goes wrong than a good night would bring, so that there is something to see. */
export const sampleBehaviour: TrafficBehaviour = {
  ...typicalBehaviour,
  xray: 'active',
  authorizerShare: 0.8,
  foreignInvocationShare: 0.05,
  slowShare: 0.02,
  coldStartShare: 0.04,
  passRequestIdShare: 0.1,
  foreignHeaderShare: 0.02,
  outcomes: {
    ok: 0.82,
    clientError: 0.05,
    malformedResponse: 0.02,
    functionError: 0.03,
    functionTimeout: 0.01,
    integrationTimeout: 0.003,
    throttled: 0.01,
    usagePlanExceeded: 0.01,
    denied: 0.02,
    missingToken: 0.015,
    outOfMemory: 0.005,
    initError: 0.004,
  },
};

/** What more the sample API can be reached by. */
export const sampleDomain = 'api.orders.example';
export const sampleStack = 'orders';

/**
 * Makes the sample API in the embedded AWS: API, stage, functions and log groups, as yet without traffic; a custom
 * domain name that leads to it, and the stack that would have made it.
 */
export function seedSampleApi(
  localAws: TrafficTarget & Pick<LocalAws, 'customDomains' | 'stacks'>,
): ApiModel {
  const api = sampleApi(localAws);
  const {restApiId, stage} = api;
  seedApi(localAws, api, sampleBehaviour);
  localAws.customDomains.addDomain({name: sampleDomain, mappings: [{key: '', apiId: restApiId, stage}]});
  localAws.stacks.addStack({
    name: sampleStack,
    resources: [
      {logicalId: 'OrdersApi', physicalId: restApiId, type: 'AWS::ApiGateway::RestApi'},
      {logicalId: 'OrdersApiProdStage', physicalId: stage, type: 'AWS::ApiGateway::Stage'},
      ...functionsOf(api).map(({name}) => ({
        logicalId: name.replaceAll(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase()),
        physicalId: name,
        type: 'AWS::Lambda::Function',
      })),
    ],
  });
  return api;
}
