import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import type {DiscoverPorts} from '../../src/discover/discover-ports.js';
import {discoverRestStage} from '../../src/discover/discover-rest-stage.js';
import {ApilogsError} from '../../src/errors.js';
import {
  account,
  atInfo,
  awsError,
  counting,
  denied,
  exportOf,
  failing,
  functionArn,
  groupsOf,
  invocationOf,
  logGroupArn,
  namesOf,
  portsOf,
  recordNotices,
  target,
} from './stage-fixture.js';

const discover = (different: Partial<DiscoverPorts>, notices = recordNotices()) =>
  discoverRestStage(portsOf(different), target, notices);

const execution = 'API-Gateway-Execution-Logs_abc123def4/prod';

describe('discoverRestStage', () => {
  it('finds the execution log, authorizers, functions and the access log, in the order of their ranks', async () => {
    const found = await discover({
      getStage: async () => ({
        ...atInfo,
        accessLogSettings: {destinationArn: `${logGroupArn('/api/access')}:*`, format: '$context.requestId'},
      }),
      getExport: async () =>
        exportOf(
          {
            '/orders': invocationOf(functionArn('orders-list')),
            '/carts': invocationOf(functionArn('carts')),
            '/search': 'https://search.example.com',
          },
          {token: invocationOf(functionArn('check-token'))},
        ),
    });
    assert.deepEqual(
      found.sources.map(({rank, kind, name, logGroup}) => [rank, kind, name, logGroup]),
      [
        [1, 'execution', 'execution', execution],
        [2, 'authorizer', 'check-token', '/aws/lambda/check-token'],
        [3, 'lambda', 'carts', '/aws/lambda/carts'],
        [4, 'lambda', 'orders-list', '/aws/lambda/orders-list'],
        [5, 'access', 'access', '/api/access'],
      ],
    );
    assert.equal(found.sources.at(-1)?.accessLogFormat, '$context.requestId');
    assert.equal(found.api.name, 'orders');
    assert.equal(found.accountId, account);
    assert.deepEqual(found.gaps, []);
  });

  it('remembers how each source was found', async () => {
    const found = await discover({
      getExport: async () =>
        exportOf({
          '/orders': invocationOf(functionArn('orders:live')),
          '/carts': invocationOf(functionArn('orders:live')),
        }),
    });
    assert.deepEqual(
      [...found.foundBy.entries()].map(([{name}, phrase]) => [name, phrase]),
      [
        ['execution', 'the name that API Gateway gives it'],
        ['orders', 'integration of GET /orders and 1 more (live)'],
      ],
    );
  });

  it('asks everything that needs no answer of another call before any has answered', async () => {
    const asked: string[] = [];
    const never = (name: string) => () => {
      asked.push(name);
      return new Promise<never>(() => {});
    };
    void discover({
      getRestApi: never('getRestApi'),
      getStage: never('getStage'),
      getExport: never('getExport'),
      getAuthorizers: never('getAuthorizers'),
      describeDeliverySources: never('describeDeliverySources'),
    });
    assert.deepEqual(asked.sort(), [
      'describeDeliverySources',
      'getAuthorizers',
      'getExport',
      'getRestApi',
      'getStage',
    ]);
  });

  it('needs no more than 60 calls for 300 routes over 40 functions', async () => {
    const routes = Object.fromEntries(
      Array.from({length: 300}, (_, i) => [`/route-${i}`, invocationOf(functionArn(`function-${i % 40}`))]),
    );
    const {ports, calls} = counting(portsOf({getExport: async () => exportOf(routes)}));
    const found = await discoverRestStage(ports, target, recordNotices());
    assert.equal(found.sources.length, 41);
    assert.equal(calls.get('getFunctionConfiguration'), 40);
    const total = [...calls.values()].reduce((sum, count) => sum + count, 0);
    assert.ok(total <= 60, `${total} calls`);
  });

  it('takes the current definition where the export holds no integrations, as on LocalStack', async () => {
    const found = await discover({
      getExport: async () => ({openapi: '3.0.1', paths: {'/orders': {get: {responses: {}}}}}),
      getResources: async (_id, next) =>
        next === undefined
          ? {
              items: [
                {
                  path: '/a',
                  resourceMethods: {GET: {methodIntegration: {uri: invocationOf(functionArn('a'))}}},
                },
              ],
              next: 'more',
            }
          : {
              items: [
                {
                  path: '/b',
                  resourceMethods: {ANY: {methodIntegration: {uri: invocationOf(functionArn('b'))}}},
                },
              ],
              next: undefined,
            },
      getAuthorizers: async () => ({
        items: [
          {name: 'token', authorizerUri: invocationOf(functionArn('check'))},
          {name: 'pool', type: 'COGNITO_USER_POOLS'},
        ],
        next: undefined,
      }),
    });
    assert.deepEqual(namesOf(found.sources), [
      'execution execution',
      'authorizer check',
      'lambda a',
      'lambda b',
    ]);
    assert.deepEqual(found.gaps, []);
  });

  it('takes the current definition where the export fails', async () => {
    const found = await discover({
      getExport: failing(awsError('BadRequestException', 'Only found non-JSON body models for response 200')),
      getResources: async () => ({
        items: [
          {path: '/a', resourceMethods: {GET: {methodIntegration: {uri: invocationOf(functionArn('a'))}}}},
        ],
        next: undefined,
      }),
    });
    assert.deepEqual(namesOf(found.sources), ['execution execution', 'lambda a']);
    assert.deepEqual(
      found.gaps.map(({kind, what, isPartial}) => ({kind, what, isPartial})),
      [{kind: 'failed', what: 'deployment', isPartial: false}],
    );
    assert.match(found.gaps[0]?.message ?? '', /as it is edited now: Only found non-JSON/);
  });

  it('leaves undeployed functions and unused authorizers out when the export can be read', async () => {
    const found = await discover({
      getExport: async () => exportOf({'/orders': invocationOf(functionArn('orders'))}),
      getResources: async () => ({
        items: [
          {
            path: '/new',
            resourceMethods: {GET: {methodIntegration: {uri: invocationOf(functionArn('new'))}}},
          },
        ],
        next: undefined,
      }),
      getAuthorizers: async () => ({
        items: [{name: 'unused', authorizerUri: invocationOf(functionArn('unused'))}],
        next: undefined,
      }),
    });
    assert.deepEqual(namesOf(found.sources), ['execution execution', 'lambda orders']);
  });

  it('takes an authorizer that a method names and the export does not describe from the list', async () => {
    const found = await discover({
      getExport: async () => ({
        paths: {
          '/orders': {
            get: {
              security: [{token: []}],
              'x-amazon-apigateway-integration': {uri: invocationOf(functionArn('orders'))},
            },
          },
        },
      }),
      getAuthorizers: async () => ({
        items: [{name: 'token', authorizerUri: invocationOf(functionArn('check'))}],
        next: undefined,
      }),
    });
    assert.deepEqual(namesOf(found.sources), ['execution execution', 'authorizer check', 'lambda orders']);
  });

  it('calls a function that is both authorizer and integration a function, once', async () => {
    const both = invocationOf(functionArn('both'));
    const found = await discover({getExport: async () => exportOf({'/orders': both}, {token: both})});
    assert.deepEqual(namesOf(found.sources), ['execution execution', 'lambda both']);
    assert.match([...found.foundBy.values()][1] ?? '', /integration of GET \/orders; authorizer token/);
  });

  it('reads a function of another region there', async () => {
    const regions: string[] = [];
    const found = await discover({
      getExport: async () => exportOf({'/a': invocationOf(functionArn('a', {region: 'us-east-1'}))}),
      getFunctionConfiguration: async (_arn, region) => {
        regions.push(region);
        return {};
      },
    });
    assert.equal(found.sources[1]?.region, 'us-east-1');
    assert.deepEqual(regions, ['us-east-1']);
  });

  it('neither looks up nor reads a function of another account, and makes the run partial for it', async () => {
    const {ports, calls} = counting(
      portsOf({
        accountId: async () => account,
        getExport: async () => exportOf({'/a': invocationOf(functionArn('a', {of: '210987654321'}))}),
      }),
    );
    const found = await discoverRestStage(ports, target, recordNotices());
    assert.deepEqual(namesOf(found.sources), ['execution execution']);
    assert.equal(calls.get('getFunctionConfiguration'), undefined);
    assert.deepEqual(
      found.gaps.map(({kind, what, isPartial}) => ({kind, what, isPartial})),
      [{kind: 'otherAccount', what: 'function a', isPartial: true}],
    );
  });

  it('names a Firehose access log and skips it', async () => {
    const notices = recordNotices();
    const found = await discover(
      {
        getStage: async () => ({
          ...atInfo,
          accessLogSettings: {
            destinationArn: `arn:aws:firehose:eu-central-1:${account}:deliverystream/amazon-apigateway-orders`,
          },
        }),
      },
      notices,
    );
    assert.deepEqual(namesOf(found.sources), ['execution execution']);
    assert.equal(found.gaps[0]?.isPartial, false);
    assert.match(notices.notices.join(), /Firehose stream amazon-apigateway-orders/);
  });

  it('says that a stage whose logging is off writes no execution log, and still reads what is there', async () => {
    const notices = recordNotices();
    const found = await discover({getStage: async () => ({methodSettings: {}})}, notices);
    assert.deepEqual(groupsOf(found.sources), [execution]);
    assert.equal(found.logging.level, 'OFF');
    assert.deepEqual(notices.notices, ['stage "prod" writes no execution log']);
  });

  it('mentions level ERROR to those who ask for details only', async () => {
    const notices = recordNotices();
    const methodSettings = {'*/*': {loggingLevel: 'ERROR'}};
    const found = await discover({getStage: async () => ({methodSettings})}, notices);
    assert.equal(found.logging.level, 'ERROR');
    assert.deepEqual(notices.notices, []);
    assert.match(notices.details.join(), /level ERROR/);
  });

  it('follows a log delivery, and reads what was in the usual group before', async () => {
    const found = await discover({
      describeDeliverySources: async () => ({
        items: [
          {
            name: 'of-another-stage',
            logType: 'EXECUTION_LOGS',
            resourceArns: [`arn:aws:apigateway:eu-central-1:${account}:/restapis/abc123def4/stages/dev`],
          },
          {
            name: 'prod-source',
            arn: `arn:aws:logs:eu-central-1:${account}:delivery-source:prod-source`,
            logType: 'EXECUTION_LOGS',
            resourceArns: [`arn:aws:apigateway:eu-central-1:${account}:/restapis/abc123def4/stages/prod`],
          },
        ],
        next: undefined,
      }),
      describeDeliveries: async () => ({
        items: [
          {
            deliverySourceName: 'of-another-stage',
            deliveryDestinationType: 'CWL',
            deliveryDestinationArn: 'x:wrong',
          },
          {
            deliverySourceName: 'prod-source',
            deliveryDestinationType: 'CWL',
            deliveryDestinationArn: `arn:aws:logs:eu-central-1:${account}:delivery-destination:to-group`,
          },
        ],
        next: undefined,
      }),
      getDeliveryDestination: async name => ({
        name,
        deliveryDestinationConfiguration: {destinationResourceArn: logGroupArn(`/delivered/${name}`)},
      }),
    });
    assert.equal(found.executionRerouted, true);
    assert.equal(found.accountId, account);
    assert.deepEqual(groupsOf(found.sources), [execution, '/delivered/to-group']);
    assert.deepEqual(namesOf(found.sources), ['execution execution', 'execution execution']);
  });

  it('fails without an answer to "which region" left open when the API does not exist', async () => {
    const notFound = awsError('NotFoundException', 'Invalid API identifier specified', 404);
    await assert.rejects(
      discover({
        getRestApi: failing(notFound),
        getStage: failing(notFound),
        getExport: failing(notFound),
        getAuthorizers: failing(notFound),
        accountId: async () => account,
      }),
      new ApilogsError(`API "abc123def4" does not exist in region eu-central-1 (account ${account})`, {
        exitCode: 5,
        hint: 'is it in another region (--region) or account (--profile)? `apilogs apis` lists those of this one',
        cause: notFound,
      }),
    );
  });

  it('names the stages there are when the stage does not exist', async () => {
    const notFound = awsError('NotFoundException', 'Invalid stage identifier specified', 404);
    await assert.rejects(
      discover({
        getStage: failing(notFound),
        getExport: failing(notFound),
        getStages: async () => [{stageName: 'live'}, {stageName: 'dev'}],
      }),
      new ApilogsError('stage "prod" of API abc123def4 does not exist', {
        exitCode: 5,
        hint: 'its stages are dev, live; `apilogs apis` lists every API and stage',
        cause: notFound,
      }),
    );
  });

  it('says that the API does not exist when only the list of stages tells', async () => {
    const notFound = awsError('NotFoundException', 'Invalid API identifier specified', 404);
    await assert.rejects(
      discover({getRestApi: failing(denied()), getStage: failing(notFound), getStages: failing(notFound)}),
      /API "abc123def4" does not exist in region eu-central-1/,
    );
  });

  it('still reads the execution log when every permission is missing, and names those it needs', async () => {
    const notices = recordNotices();
    const found = await discover(
      {
        getRestApi: failing(denied()),
        getStage: failing(denied()),
        getExport: failing(denied()),
        getResources: failing(denied()),
        getAuthorizers: failing(denied()),
        describeDeliverySources: failing(denied('logs:DescribeDeliverySources')),
      },
      notices,
    );
    assert.deepEqual(groupsOf(found.sources), [execution]);
    assert.equal(found.logging.level, 'unknown');
    const [gap] = found.gaps;
    assert.equal(gap?.isPartial, true);
    assert.match(
      gap?.hint ?? '',
      /apigateway:GET on arn:aws:apigateway:eu-central-1::\/restapis\/abc123def4.*lambda:GetFunctionConfiguration/,
    );
    assert.equal(notices.notices.length, 1);
  });

  it('goes on with the functions when only the stage may not be read', async () => {
    const found = await discover({
      getStage: failing(denied()),
      getExport: async () =>
        exportOf({
          '/a': invocationOf(functionArn('a')),
          '/b': invocationOf(functionArn(`b:$\{stageVariables.alias}`)),
        }),
    });
    assert.deepEqual(namesOf(found.sources), ['execution execution', 'lambda a']);
    assert.deepEqual(
      found.gaps.map(({kind, what, isPartial}) => ({kind, what, isPartial})),
      [
        {kind: 'denied', what: 'stage prod', isPartial: true},
        {kind: 'unresolvedVariable', what: 'alias', isPartial: true},
      ],
    );
  });

  it('says of a stage that AWS throttles that another run may read it', async () => {
    const {gaps} = await discover({
      getStage: failing(awsError('TooManyRequestsException', 'Too Many Requests', 429)),
    });
    const gap = gaps.find(({what}) => what === `stage ${target.stage}`);
    assert.equal(gap?.isPartial, true);
    assert.match(gap?.hint ?? '', /throttled .* run the command again/);
  });

  it('makes the run partial when the definition cannot be read', async () => {
    const found = await discover({getExport: failing(denied()), getResources: failing(denied())});
    assert.deepEqual(
      found.gaps.map(({kind, isPartial}) => ({kind, isPartial})),
      [{kind: 'denied', isPartial: true}],
    );
  });

  it('does not bother anybody with a missing permission for log deliveries', async () => {
    const notices = recordNotices();
    const found = await discover({describeDeliverySources: failing(denied())}, notices);
    assert.deepEqual(notices.notices, []);
    assert.equal(found.gaps[0]?.isPartial, false);
    assert.equal(found.executionRerouted, false);
  });

  it('ends where there are no credentials', async () => {
    const none = Object.assign(new Error('Could not load credentials from any providers'), {
      name: 'CredentialsProviderError',
    });
    await assert.rejects(discover({getExport: failing(none)}), (error: unknown) => {
      assert.ok(error instanceof ApilogsError);
      assert.equal(error.exitCode, 4);
      return true;
    });
  });

  it('ends where nothing answers', async () => {
    const refused = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:4566'), {code: 'ECONNREFUSED'});
    const asked = {profile: undefined, endpointUrl: 'http://127.0.0.1:4566'};
    await assert.rejects(
      discover({
        getRestApi: failing(refused),
        getStage: failing(refused),
        getExport: failing(refused),
        getAuthorizers: failing(refused),
        describeDeliverySources: failing(refused),
        asked,
      }),
      (error: unknown) => {
        assert.ok(error instanceof ApilogsError);
        assert.equal(error.exitCode, 1);
        assert.match(error.message, /^http:\/\/127\.0\.0\.1:4566 cannot be reached/);
        return true;
      },
    );
  });

  it('passes an abort on', async () => {
    const controller = new AbortController();
    const reason = Object.assign(new Error('stop'), {name: 'AbortError'});
    controller.abort(reason);
    await assert.rejects(
      discoverRestStage(portsOf({getStage: failing(reason)}), target, recordNotices(), controller.signal),
      reason,
    );
  });
});
