import assert from 'node:assert/strict';
import {before, describe, it} from 'node:test';
import {GetFunctionConfigurationCommand, ListFunctionsCommand} from '@aws-sdk/client-lambda';
import {startSdkFixture} from './sdk-fixture.js';

const {aws, lambda} = await startSdkFixture();

describe('LocalAws for Lambda', () => {
  before(() => {
    aws.lambda.addFunction({
      name: 'orders',
      logGroup: 'shared',
      versions: {prod: {logGroup: 'prod-logs', version: '7', logFormat: 'JSON', isConcurrent: true}},
    });
  });

  it('gives the configuration of a function by name, ARN or qualifier', async () => {
    const arn = 'arn:aws:lambda:eu-west-1:111122223333:function:orders';
    const groups = [];
    for (const input of [
      {FunctionName: 'orders'},
      {FunctionName: arn},
      {FunctionName: 'orders', Qualifier: '$LATEST'},
      {FunctionName: `${arn}:prod`},
      {FunctionName: 'orders', Qualifier: 'prod'},
    ]) {
      const {LoggingConfig} = await lambda.send(new GetFunctionConfigurationCommand(input));
      groups.push(LoggingConfig?.LogGroup);
    }
    assert.deepEqual(groups, ['shared', 'shared', 'shared', 'prod-logs', 'prod-logs']);
    const prod = await lambda.send(new GetFunctionConfigurationCommand({FunctionName: 'orders:prod'}));
    assert.deepEqual(
      [prod.Version, prod.FunctionArn, prod.LoggingConfig?.LogFormat],
      ['7', `${arn}:prod`, 'JSON'],
    );
    assert.ok(prod.CapacityProviderConfig?.LambdaManagedInstancesCapacityProviderConfig);
  });

  it('says which function it does not find', async () => {
    for (const name of ['none', 'orders:none']) {
      await assert.rejects(lambda.send(new GetFunctionConfigurationCommand({FunctionName: name})), {
        name: 'ResourceNotFoundException',
        message: `Function not found: arn:aws:lambda:eu-west-1:111122223333:function:${name}`,
      });
    }
  });

  it('denies functions of another account and does not find those of another region', async () => {
    const ask = (arn: string) => lambda.send(new GetFunctionConfigurationCommand({FunctionName: arn}));
    await assert.rejects(ask('arn:aws:lambda:eu-west-1:999988887777:function:orders'), {
      name: 'AccessDeniedException',
    });
    await assert.rejects(ask('arn:aws:lambda:us-east-1:111122223333:function:orders'), {
      name: 'ResourceNotFoundException',
    });
    aws.lambda.addFunction({name: 'orders', region: 'us-east-1', logGroup: 'far'});
    const {LoggingConfig} = await ask('arn:aws:lambda:us-east-1:111122223333:function:orders');
    assert.equal(LoggingConfig?.LogGroup, 'far');
  });

  it('refuses a call it does not know', async () => {
    await assert.rejects(lambda.send(new ListFunctionsCommand({})), {name: 'UnknownOperationException'});
  });
});
