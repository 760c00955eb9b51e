import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import type {DiscoverPorts} from '../../src/discover/discover-ports.js';
import {functionSources} from '../../src/discover/function-sources.js';
import {parseFunctionArn} from '../../src/discover/lambda-uri.js';
import {narrowSharedGroups} from '../../src/discover/narrow-shared-groups.js';
import {awsError, denied, failing, functionArn} from './stage-fixture.js';

type Lookup = DiscoverPorts['getFunctionConfiguration'];

const use = (name: string, kind: 'lambda' | 'authorizer' = 'lambda') => {
  const lambdaFunction = parseFunctionArn(functionArn(name));
  assert.ok(lambdaFunction);
  return {function: lambdaFunction, kind, by: `GET /${name}`};
};

const logsTo =
  (groups: Record<string, string>): Lookup =>
  async arn => {
    const LogGroup = groups[arn.split(':function:')[1] ?? ''];
    return LogGroup ? {LoggingConfig: {LogGroup}} : {};
  };

const find = (getFunctionConfiguration: Lookup, ...names: string[]) =>
  functionSources(
    {getFunctionConfiguration},
    names.map(name => use(name)),
  );

const sharing = async (groups: Record<string, string>, ...names: string[]) => {
  const {found} = await find(logsTo(groups), ...names);
  return narrowSharedGroups(found).map(({source}) => source);
};

const hex = '0123456789abcdef0123456789abcdef';
const guid = '6f1e8e1c-5a3f-4f0e-9d8e-0b6a7c1d2e3f';

describe('functionSources', () => {
  it('looks a function up once, however many methods call it', async () => {
    const asked: string[] = [];
    const getFunctionConfiguration: Lookup = async arn => {
      asked.push(arn);
      return {};
    };
    const {found} = await functionSources({getFunctionConfiguration}, [
      use('orders'),
      use('orders', 'authorizer'),
      use('orders'),
    ]);
    assert.deepEqual(asked, [functionArn('orders')]);
    assert.equal(found.length, 1);
  });

  it('looks up each alias, and makes one source of those that log to the same group', async () => {
    const asked: string[] = [];
    const getFunctionConfiguration: Lookup = async arn => {
      asked.push(arn);
      return {};
    };
    const {found} = await find(getFunctionConfiguration, 'orders:live', 'orders:next', 'orders');
    assert.equal(asked.length, 3);
    assert.deepEqual(
      found.map(({source}) => source.logGroup),
      ['/aws/lambda/orders'],
    );
  });

  it('makes a source of each log group that the aliases of a function write to', async () => {
    const {found} = await find(
      logsTo({'orders:live': '/live', 'orders:next': '/next'}),
      'orders:live',
      'orders:next',
    );
    assert.deepEqual(
      found.map(({source}) => [source.name, source.logGroup]),
      [
        ['orders', '/live'],
        ['orders', '/next'],
      ],
    );
  });

  it('marks a function that runs several invocations in one environment', async () => {
    const getFunctionConfiguration: Lookup = async () => ({
      CapacityProviderConfig: {LambdaManagedInstancesCapacityProviderConfig: {CapacityProviderArn: 'arn'}},
    });
    const {found} = await find(getFunctionConfiguration, 'orders');
    assert.equal(found[0]?.source.isConcurrent, true);
  });

  it('reads the default log groups without the permission to look functions up, and says so once', async () => {
    const {found, gaps} = await find(failing(denied('lambda:GetFunctionConfiguration')), 'a', 'b');
    assert.deepEqual(
      found.map(({source}) => source.logGroup),
      ['/aws/lambda/a', '/aws/lambda/b'],
    );
    assert.deepEqual(
      gaps.map(({kind, what, isPartial}) => ({kind, what, isPartial})),
      [{kind: 'denied', what: 'a, b', isPartial: false}],
    );
  });

  it('reads what a deleted function or alias logged before', async () => {
    const {found, gaps} = await find(
      failing(awsError('ResourceNotFoundException', 'gone', 404)),
      'a',
      'b:live',
    );
    assert.deepEqual(
      found.map(({source}) => source.logGroup),
      ['/aws/lambda/a', '/aws/lambda/b'],
    );
    assert.deepEqual(
      gaps.map(({kind, what}) => `${kind} ${what}`),
      ['missingFunction a', 'missingFunction b:live'],
    );
  });

  it('keeps the other functions when one look-up fails for another reason', async () => {
    const {found, gaps} = await find(
      async arn => {
        if (arn.endsWith(':a')) throw awsError('TooManyRequestsException', 'Rate exceeded', 429);
        return {};
      },
      'a',
      'b',
    );
    assert.equal(found.length, 2);
    assert.match(gaps[0]?.message ?? '', /function a cannot be looked up: Rate exceeded/);
  });
});

describe('narrowSharedGroups', () => {
  it("leaves a function's own log group whole", async () => {
    const [orders] = await sharing({orders: '/aws/lambda/orders'}, 'orders');
    assert.equal(orders?.ownsStream, undefined);
  });

  it('gives each function of a shared group the streams with its name', async () => {
    const [order, orders] = await sharing({order: '/app', orders: '/app'}, 'order', 'orders');
    const ofOrder = `2026/03/10/order[$LATEST][${guid}]`;
    const ofOrders = `2026/03/10/orders[12][${guid}]`;
    assert.deepEqual([order?.ownsStream?.(ofOrder), order?.ownsStream?.(ofOrders)], [true, false]);
    assert.deepEqual([orders?.ownsStream?.(ofOrder), orders?.ownsStream?.(ofOrders)], [false, true]);
    assert.deepEqual([order?.logGroup, orders?.logGroup], ['/app', '/app']);
  });

  it('narrows a custom group even where one function of the stage writes to it', async () => {
    const [orders] = await sharing({orders: '/app'}, 'orders');
    assert.equal(orders?.ownsStream?.(`2026/03/10/of-another-api[$LATEST][${guid}]`), false);
  });

  it('gives streams named as in a default group to one function of a custom group only', async () => {
    const sources = await sharing({a: '/app', b: '/app'}, 'a', 'b');
    const owners = sources.filter(({ownsStream}) => ownsStream?.(`2026/03/10/[$LATEST]${hex}`));
    assert.equal(owners.length, 1);
  });

  it("leaves a function's own group to it but for the streams of a function that writes there too", async () => {
    const sources = await sharing({guest: '/aws/lambda/host'}, 'guest', 'host');
    const owner = (stream: string) => sources.filter(it => it.ownsStream?.(stream)).map(({name}) => name);
    assert.deepEqual(owner(`2026/03/10/[$LATEST]${hex}`), ['host']);
    assert.deepEqual(owner(`2026/03/10/guest[$LATEST][${guid}]`), ['guest']);
  });
});
