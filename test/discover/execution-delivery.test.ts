import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {findExecutionDelivery} from '../../src/discover/execution-delivery.js';
import {awsError, denied, failing, logGroupArn, portsOf} from './stage-fixture.js';

const source = {
  name: 'src',
  logType: 'EXECUTION_LOGS',
  resourceArns: ['arn:aws:apigateway:eu-central-1:123456789012:/restapis/abc/stages/prod'],
};
const delivery = (type: 'CWL' | 'FH' | 'S3', name: string) => ({
  deliverySourceName: 'src',
  deliveryDestinationType: type,
  deliveryDestinationArn: `arn:aws:logs:eu-central-1:123456789012:delivery-destination:${name}`,
});

const find = (different: Parameters<typeof portsOf>[0]) =>
  findExecutionDelivery(
    portsOf({describeDeliverySources: async () => ({items: [source], next: undefined}), ...different}),
    'abc',
    'prod',
  );

describe('findExecutionDelivery', () => {
  it('reads every page of the delivery sources, and ends when a token repeats', async () => {
    const asked: (string | undefined)[] = [];
    const found = await find({
      describeDeliverySources: async next => {
        asked.push(next);
        return {items: [], next: 'a'};
      },
    });
    assert.deepEqual(asked, [undefined, 'a']);
    assert.equal(found.isRerouted, false);
  });

  it('does not take the delivery of an access log, or of a stage whose name ends alike', async () => {
    const found = await find({
      describeDeliverySources: async () => ({
        items: [
          {...source, logType: 'ACCESS_LOGS'},
          {
            ...source,
            resourceArns: [
              `${source.resourceArns[0]}uction`,
              'arn:aws:apigateway:r:1:/restapis/abc/stages/preprod',
            ],
          },
        ],
        next: undefined,
      }),
    });
    assert.equal(found.isRerouted, false);
  });

  it('takes a delivery source without a delivery for none', async () => {
    assert.equal((await find({})).isRerouted, false);
  });

  it('says that the log goes to S3 and Firehose only', async () => {
    const found = await find({
      describeDeliveries: async () => ({items: [delivery('S3', 'x'), delivery('FH', 'y')], next: undefined}),
    });
    assert.equal(found.isRerouted, true);
    assert.equal(found.logGroup, undefined);
    assert.match(found.gaps[0]?.message ?? '', /to S3 and Firehose, not to CloudWatch Logs/);
    assert.equal(found.gaps[0]?.isPartial, false);
  });

  it('takes the first destination that can be read', async () => {
    const found = await find({
      describeDeliveries: async () => ({
        items: [delivery('CWL', 'gone'), delivery('CWL', 'here')],
        next: undefined,
      }),
      getDeliveryDestination: async name => {
        if (name === 'gone') throw awsError('ResourceNotFoundException');
        return {deliveryDestinationConfiguration: {destinationResourceArn: `${logGroupArn('/exec')}:*`}};
      },
    });
    assert.equal(found.logGroup?.logGroup, '/exec');
    assert.deepEqual(found.gaps, []);
  });

  it('makes the run partial where the destination may not be read', async () => {
    const found = await find({
      describeDeliveries: async () => ({items: [delivery('CWL', 'x')], next: undefined}),
      getDeliveryDestination: failing(denied('logs:GetDeliveryDestination')),
    });
    assert.deepEqual(
      found.gaps.map(({kind, isPartial}) => ({kind, isPartial})),
      [{kind: 'denied', isPartial: true}],
    );
  });
});
