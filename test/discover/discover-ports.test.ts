import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {createAwsClients} from '../../src/aws/aws-clients.js';
import {systemClock} from '../../src/clock.js';
import {createDiscoverPorts} from '../../src/discover/discover-ports.js';
import {fakeService} from '../aws/fake-service.js';
import {functionArn} from './stage-fixture.js';

/** What the service answers by path, or by operation for CloudWatch Logs; `item` is how API Gateway names its lists. */
const answers: Record<string, unknown> = {
  '/restapis/abc': {id: 'abc', name: 'orders'},
  '/restapis/abc/stages': {item: [{stageName: 'prod'}]},
  '/restapis/abc/stages/prod': {
    stageName: 'prod',
    variables: {fn: 'orders'},
    methodSettings: {'*/*': {loggingLevel: 'INFO'}},
  },
  '/restapis/abc/stages/prod/exports/oas30?extensions=integrations%2Cauthorizers': {
    openapi: '3.0.1',
    paths: {},
  },
  '/restapis/abc/resources?limit=500&embed=methods': {item: [{path: '/'}], position: 'p2'},
  '/restapis/abc/resources?position=p2&limit=500&embed=methods': {item: [{path: '/b'}]},
  '/restapis/abc/authorizers?limit=500': {item: [{id: 'x', name: 'token'}]},
  [`/2015-03-31/functions/${encodeURIComponent(functionArn('f:live'))}/configuration`]: {
    LoggingConfig: {LogGroup: '/app'},
  },
  'Logs_20140328.DescribeLogGroups {"logGroupNamePrefix":"/x"}': {logGroups: [{logGroupName: '/x'}]},
  'Logs_20140328.DescribeDeliverySources {}': {deliverySources: [{name: 's'}], nextToken: 'more'},
  'Logs_20140328.DescribeDeliveries {"deliverySourceNames":["s"]}': {deliveries: [{id: 'd'}]},
  'Logs_20140328.GetDeliveryDestination {"name":"n"}': {deliveryDestination: {name: 'n'}},
};

const sortedQuery = (url: string) => {
  const [path, query] = url.split('?');
  return query ? `${path}?${query.split('&').sort().join('&')}` : path;
};

const byUrl = new Map(Object.entries(answers).map(([key, answer]) => [sortedQuery(key), answer]));

const service = () =>
  fakeService(({url, headers, body}, response) => {
    const target = headers['x-amz-target'];
    const answer = target ? answers[`${target} ${body}`] : byUrl.get(sortedQuery(url));
    response.writeHead(answer ? 200 : 404, {'content-type': 'application/json'});
    response.end(JSON.stringify(answer ?? {message: `${target ?? url} ${body}`}));
  });

describe('createDiscoverPorts', () => {
  it('asks AWS in the way it is documented, and takes the answers apart', async () => {
    await using aws = await service();
    const clients = await createAwsClients(
      {
        region: 'eu-central-1',
        endpointUrl: aws.url,
        accessKeyId: 'AKID',
        secretAccessKey: 'x',
        sessionToken: undefined,
        profile: undefined,
      },
      {},
    );
    const ports = createDiscoverPorts(clients, systemClock);
    assert.equal((await ports.getRestApi('abc')).name, 'orders');
    const {variables, methodSettings} = await ports.getStage('abc', 'prod');
    assert.deepEqual(variables, {fn: 'orders'});
    assert.equal(methodSettings?.['*/*']?.loggingLevel, 'INFO');
    assert.deepEqual(
      (await ports.getStages('abc')).map(({stageName}) => stageName),
      ['prod'],
    );
    assert.deepEqual(await ports.getExport('abc', 'prod'), {openapi: '3.0.1', paths: {}});
    const first = await ports.getResources('abc', undefined);
    assert.deepEqual([first.items[0]?.path, first.next], ['/', 'p2']);
    const second = await ports.getResources('abc', first.next);
    assert.deepEqual([second.items[0]?.path, second.next], ['/b', undefined]);
    assert.equal((await ports.getAuthorizers('abc', undefined)).items[0]?.name, 'token');
    const configuration = await ports.getFunctionConfiguration(functionArn('f:live'), 'eu-central-1');
    assert.equal(configuration.LoggingConfig?.LogGroup, '/app');
    assert.equal((await ports.describeLogGroups('/x', 'eu-central-1'))[0]?.logGroupName, '/x');
    assert.deepEqual(await ports.describeDeliverySources(undefined), {items: [{name: 's'}], next: 'more'});
    assert.equal((await ports.describeDeliveries(['s'], undefined)).items[0]?.id, 'd');
    assert.equal((await ports.getDeliveryDestination('n')).name, 'n');
    assert.equal(ports.asked?.endpointUrl, aws.url);
    clients.destroy();
  });
});
