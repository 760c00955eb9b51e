import type {ApiModel, FunctionModel, Runtime} from './traffic-model.js';

export interface GeneratedApiOptions {
  readonly functions: number;
  readonly runtimes: readonly Runtime[];
  readonly region: string;
  readonly accountId: string;
  readonly hasAuthorizer: boolean;
}

const chatter = [
  'loading order {n}',
  'stock checked sku=A-{n}',
  'cache miss, reading table orders',
  'price computed in {n} us',
  'wrote {n} bytes',
  'feature flags: checkout-v2=on',
  'retrying, attempt {n}',
  '{"event":"order.loaded","orderId":{n}}',
];

const resources = ['orders', 'carts', 'stock', 'quotes', 'users', 'invoices', 'returns', 'reports'];
const methods = ['GET', 'POST', 'PUT', 'DELETE'];

/** An API with as many functions as asked, each behind a route of its own. */
export function generatedApi(options: GeneratedApiOptions): ApiModel {
  const functions = Array.from({length: options.functions}, (_, index) => generatedFunction(options, index));
  return {
    restApiId: 'gen0traf1c',
    name: 'generated-api',
    stage: 'prod',
    region: options.region,
    accountId: options.accountId,
    variables: {},
    accessLogGroup: '/generated-api/access',
    routes: functions.map((model, index) => ({
      ...routeAt(index),
      function: model,
      authorized: options.hasAuthorizer,
      weight: 1,
    })),
    ...(options.hasAuthorizer
      ? {authorizer: {id: 'k7zq2m', name: 'token', function: authorizerFunction}}
      : {}),
  };
}

const authorizerFunction: FunctionModel = {
  name: 'shop-authorizer',
  runtime: 'nodejs',
  version: '$LATEST',
  logGroup: '/aws/lambda/shop-authorizer',
  memorySizeMb: 128,
  timeoutMs: 5000,
  chatter: ['token has {n} scopes', 'token is good for {n} s'],
};

/** The first routes take every resource with one method, the next with the next method, and then deeper paths. */
function routeAt(index: number): {method: string; path: string} {
  const resource = resources[index % resources.length];
  const round = Math.floor(index / resources.length);
  const depth = Math.floor(round / methods.length);
  return {
    method: methods[round % methods.length] ?? 'GET',
    path: depth === 0 ? `/${resource}/{id}` : `/v${depth + 1}/${resource}/{id}`,
  };
}

function generatedFunction({runtimes}: GeneratedApiOptions, index: number): FunctionModel {
  const {method, path} = routeAt(index);
  const name = `shop-${path.slice(1).replace('/{id}', '').replaceAll('/', '-')}-${method.toLowerCase()}`;
  const runtime = runtimes[index % runtimes.length];
  if (runtime === undefined) throw new RangeError('at least one runtime is needed');
  const isPublished = index % 3 === 1;
  return {
    name,
    runtime,
    version: isPublished ? String(7 + index) : '$LATEST',
    ...(isPublished ? {alias: 'live'} : {}),
    // Functions with the JSON format often share a group of the owner's choice.
    logGroup: runtime === 'json' ? '/shop/functions' : `/aws/lambda/${name}`,
    memorySizeMb: 128 << (index % 4),
    timeoutMs: index % 2 === 0 ? 10_000 : 60_000,
    chatter,
  };
}
