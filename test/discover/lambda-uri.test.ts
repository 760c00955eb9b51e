import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {parseFunctionArn, parseLambdaUri} from '../../src/discover/lambda-uri.js';

const invocation = (arn: string) =>
  `arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/${arn}/invocations`;

const arn = 'arn:aws:lambda:eu-central-1:123456789012:function:orders';
const orders = {name: 'orders', qualifier: undefined, region: 'eu-central-1', accountId: '123456789012', arn};

describe('parseLambdaUri', () => {
  it('reads a function', () => {
    assert.deepEqual(parseLambdaUri(invocation(arn)), {kind: 'lambda', function: orders});
  });

  for (const qualifier of ['prod', '7', '$LATEST', 'blue_green-2']) {
    it(`reads the qualifier ${qualifier}`, () => {
      const target = parseLambdaUri(invocation(`${arn}:${qualifier}`));
      assert.deepEqual(target, {
        kind: 'lambda',
        function: {...orders, qualifier, arn: `${arn}:${qualifier}`},
      });
    });
  }

  it('reads the ARN alone, as HTTP APIs have it, and sees when it is broken', () => {
    assert.deepEqual(parseLambdaUri(arn), {kind: 'lambda', function: orders});
    assert.deepEqual(parseLambdaUri('arn:aws:lambda:eu-central-1:123456789012:function:'), {
      kind: 'unreadable',
    });
  });

  it('reads the URI of a streaming integration', () => {
    const uri = `arn:aws:apigateway:eu-central-1:lambda:path/2021-11-15/functions/${arn}/response-streaming-invocations`;
    assert.deepEqual(parseLambdaUri(uri), {kind: 'lambda', function: orders});
  });

  it('keeps the region and the account of the function, which may differ from those of the API', () => {
    const target = parseLambdaUri(invocation('arn:aws:lambda:us-east-1:210987654321:function:far'));
    assert.ok(target.kind === 'lambda');
    assert.deepEqual([target.function.region, target.function.accountId], ['us-east-1', '210987654321']);
  });

  for (const [partition, region] of [
    ['aws-cn', 'cn-north-1'],
    ['aws-us-gov', 'us-gov-west-1'],
  ]) {
    it(`understands the partition ${partition}`, () => {
      const uri = `arn:${partition}:apigateway:${region}:lambda:path/2015-03-31/functions/arn:${partition}:lambda:${region}:123456789012:function:f/invocations`;
      const target = parseLambdaUri(uri);
      assert.equal(target.kind === 'lambda' && target.function.region, region);
    });
  }

  for (const uri of [
    'https://example.com/functions/x/invocations',
    'http://internal-nlb-1.elb.eu-central-1.amazonaws.com',
    'arn:aws:apigateway:eu-central-1:states:action/StartExecution',
    'arn:aws:apigateway:eu-central-1:s3:path/bucket/key',
    '',
  ]) {
    it(`sees no function in "${uri}"`, () => {
      assert.deepEqual(parseLambdaUri(uri), {kind: 'other'});
    });
  }

  for (const broken of [
    '',
    `${arn}:`,
    'arn:aws:lambda:eu-central-1:123456789012:function:',
    'orders',
    `${arn}:a:b`,
  ]) {
    it(`says that it cannot read the function "${broken}"`, () => {
      assert.deepEqual(parseLambdaUri(invocation(broken)), {kind: 'unreadable'});
    });
  }
});

describe('parseFunctionArn', () => {
  it('takes a function ARN only', () => {
    assert.deepEqual(parseFunctionArn(arn), orders);
    assert.equal(parseFunctionArn('arn:aws:lambda:eu-central-1:123456789012:layer:x'), undefined);
  });
});
