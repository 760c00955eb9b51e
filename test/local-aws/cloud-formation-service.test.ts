import assert from 'node:assert/strict';
import {after, before, describe, it} from 'node:test';
import {CloudFormationClient, ListStackResourcesCommand} from '@aws-sdk/client-cloudformation';
import {startSdkFixture} from './sdk-fixture.js';

const {aws} = await startSdkFixture();
const client = new CloudFormationClient({
  endpoint: aws.endpoint,
  region: aws.region,
  credentials: {accessKeyId: 'local', secretAccessKey: 'local'},
  maxAttempts: 1,
});
after(() => client.destroy());

const resources = Array.from({length: 101}, (_, index) => ({
  logicalId: `Topic${index}`,
  physicalId: `<topic & ${index}>`,
  type: 'AWS::SNS::Topic',
}));

describe('LocalAws for CloudFormation', () => {
  before(() => aws.stacks.addStack({name: 'shop', resources}));

  it('lists the resources of a stack by its name or ARN, 100 at a time', async () => {
    const first = await client.send(new ListStackResourcesCommand({StackName: 'shop'}));
    assert.equal(first.StackResourceSummaries?.length, 100);
    const {LogicalResourceId, PhysicalResourceId, ResourceType, ResourceStatus} =
      first.StackResourceSummaries[1] ?? {};
    assert.deepEqual(
      [LogicalResourceId, PhysicalResourceId, ResourceType, ResourceStatus],
      ['Topic1', '<topic & 1>', 'AWS::SNS::Topic', 'CREATE_COMPLETE'],
    );
    const StackName = aws.stacks.arnOf('shop');
    const second = await client.send(new ListStackResourcesCommand({StackName, NextToken: first.NextToken}));
    assert.deepEqual(
      second.StackResourceSummaries?.map(resource => resource.LogicalResourceId),
      ['Topic100'],
    );
    assert.equal(second.NextToken, undefined);
  });

  it('fails as CloudFormation does for a stack that does not exist, and without permission', async () => {
    await assert.rejects(client.send(new ListStackResourcesCommand({StackName: 'nope'})), {
      name: 'ValidationError',
      message: 'Stack with id nope does not exist',
    });
    const denial = aws.faults.deny('cloudformation:ListStackResources');
    await assert.rejects(client.send(new ListStackResourcesCommand({StackName: 'shop'})), {
      name: 'AccessDenied',
      message: /not authorized to perform: cloudformation:ListStackResources on resource: \S+stack\/shop/,
    });
    denial.remove();
  });
});
