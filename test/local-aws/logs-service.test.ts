import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DescribeDeliveriesCommand,
  DescribeDeliverySourcesCommand,
  DescribeQueriesCommand,
  FilterLogEventsCommand,
  GetDeliveryDestinationCommand,
  PutLogEventsCommand,
  paginateDescribeLogGroups,
  paginateDescribeLogStreams,
  paginateFilterLogEvents,
} from '@aws-sdk/client-cloudwatch-logs';
import {startSdkFixture} from './sdk-fixture.js';

const now = Date.UTC(2026, 2, 10);
const {aws, logs} = await startSdkFixture(() => now);

describe('LocalAws for CloudWatch Logs', () => {
  it('pages through the events of a group', async () => {
    const events = Array.from({length: 25}, (_, index) => ({
      timestamp: now + index,
      message: `m${index} é\n`,
    }));
    aws.logs.putEvents('paged', 's', events);
    const read = [];
    for await (const page of paginateFilterLogEvents({client: logs, pageSize: 10}, {logGroupName: 'paged'})) {
      read.push(...(page.events ?? []));
    }
    assert.deepEqual(
      read.map(({timestamp, message}) => ({timestamp, message})),
      events,
    );
    assert.equal(aws.calls.count('FilterLogEvents'), 3);
  });

  it('is where a foreign client can write', async () => {
    const stream = {logGroupName: 'written', logStreamName: 's'};
    await logs.send(new CreateLogGroupCommand({logGroupName: 'written'}));
    await logs.send(new CreateLogStreamCommand(stream));
    await logs.send(new PutLogEventsCommand({...stream, logEvents: [{timestamp: now, message: 'hello'}]}));
    const {events} = await logs.send(new FilterLogEventsCommand({logGroupName: 'written'}));
    assert.deepEqual(
      events?.map(({message, ingestionTime}) => ({message, ingestionTime})),
      [{message: 'hello', ingestionTime: now}],
    );
    await assert.rejects(logs.send(new CreateLogGroupCommand({logGroupName: 'written'})), {
      name: 'ResourceAlreadyExistsException',
    });
    await assert.rejects(logs.send(new CreateLogStreamCommand(stream)), {
      name: 'ResourceAlreadyExistsException',
    });
  });

  it('lists groups and streams over several pages', async () => {
    for (let index = 0; index < 60; index += 1) {
      aws.logs.createLogGroup(`listed/${index}`);
      aws.logs.putEvents('listed/0', `stream ${index}`, [{timestamp: now + index, message: 'x'}]);
    }
    const groups = [];
    for await (const page of paginateDescribeLogGroups({client: logs}, {logGroupNamePrefix: 'listed/'})) {
      groups.push(...(page.logGroups ?? []));
    }
    const streams = [];
    const newestFirst = {logGroupName: 'listed/0', orderBy: 'LastEventTime', descending: true} as const;
    for await (const page of paginateDescribeLogStreams({client: logs}, newestFirst)) {
      streams.push(...(page.logStreams ?? []));
    }
    assert.deepEqual([groups.length, streams.length, aws.calls.count()], [60, 60, 4]);
    assert.equal(groups[0]?.arn, 'arn:aws:logs:eu-west-1:111122223333:log-group:listed/0:*');
    assert.equal(groups[0]?.logGroupArn, 'arn:aws:logs:eu-west-1:111122223333:log-group:listed/0');
    assert.equal(streams[0]?.logStreamName, 'stream 59');
  });

  it('shows where the execution log of a stage is delivered', async () => {
    aws.deliveries.addDelivery({
      restApiId: 'delivered1',
      stageName: 'live',
      logGroup: '/exec/orders',
      outputFormat: 'json',
      recordFields: ['payload'],
    });
    const resourceArns = ['arn:aws:apigateway:eu-west-1:111122223333:/restapis/delivered1/stages/live'];
    const {deliverySources} = await logs.send(new DescribeDeliverySourcesCommand({resourceArns}));
    const deliverySourceNames = deliverySources?.map(({name}) => name ?? '') ?? [];
    const {deliveries} = await logs.send(new DescribeDeliveriesCommand({deliverySourceNames}));
    const name = deliveries?.[0]?.deliveryDestinationArn?.split(':').at(-1);
    const {deliveryDestination} = await logs.send(new GetDeliveryDestinationCommand({name}));
    assert.equal(deliverySources?.[0]?.logType, 'EXECUTION_LOGS');
    assert.deepEqual(deliveries?.[0]?.recordFields, ['payload']);
    assert.equal(deliveryDestination?.outputFormat, 'json');
    assert.equal(
      deliveryDestination?.deliveryDestinationConfiguration?.destinationResourceArn,
      'arn:aws:logs:eu-west-1:111122223333:log-group:/exec/orders',
    );
    const other = await logs.send(new DescribeDeliverySourcesCommand({resourceArns: ['arn:aws:other']}));
    assert.deepEqual(other.deliverySources, []);
  });

  it('refuses a call it does not know', async () => {
    await assert.rejects(logs.send(new DescribeQueriesCommand({})), {name: 'UnknownOperationException'});
  });
});
