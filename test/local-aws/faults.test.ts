import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {GetStageCommand} from '@aws-sdk/client-api-gateway';
import {FilterLogEventsCommand} from '@aws-sdk/client-cloudwatch-logs';
import {GetFunctionConfigurationCommand} from '@aws-sdk/client-lambda';
import type {Fault} from '../../src/local-aws/faults.js';
import {startSdkFixture} from './sdk-fixture.js';

const {aws, logs, apiGateway, lambda} = await startSdkFixture();
for (const group of ['a', 'b']) aws.logs.putEvents(group, 's', [{timestamp: Date.now(), message: 'hello'}]);

const read = (logGroupName: string) => logs.send(new FilterLogEventsCommand({logGroupName}));

/** What a plain client sees of a FilterLogEvents call. */
async function rawRead(): Promise<Response> {
  const headers = {'x-amz-target': 'Logs_20140328.FilterLogEvents'};
  return fetch(aws.endpoint, {method: 'POST', headers, body: '{"logGroupName":"a"}'});
}

const fail = (fault: Fault) => aws.faults.add({operation: 'FilterLogEvents', fault});

describe('Faults', () => {
  it('gives an error of the service, as often as asked', async () => {
    const error = {name: 'ServiceUnavailableException', message: 'The service is busy'};
    const handle = aws.faults.add({operation: 'FilterLogEvents', times: 1, fault: {error}});
    await assert.rejects(read('a'), error);
    assert.equal((await read('a')).events?.length, 1);
    assert.equal(handle.hits, 1);
  });

  it('befalls only the calls it is meant for', async () => {
    const error = {name: 'ThrottlingException', message: 'Rate exceeded'};
    aws.faults.add({when: input => input.logGroupName === 'b', fault: {error}});
    assert.equal((await read('a')).events?.length, 1);
    await assert.rejects(read('b'), error);
  });

  it('ends when it is removed', async () => {
    const handle = fail({error: {name: 'ThrottlingException', message: 'Rate exceeded'}});
    await assert.rejects(read('a'));
    handle.remove();
    assert.equal((await read('a')).events?.length, 1);
  });

  it('breaks the connection before the answer', async () => {
    fail('reset');
    await assert.rejects(rawRead());
  });

  it('breaks the connection half way through the body', async () => {
    fail('reset-in-body');
    const response = await rawRead();
    assert.equal(response.status, 200);
    await assert.rejects(response.text());
  });

  it('cuts the JSON of an answer that arrives in full', async () => {
    const whole = await (await rawRead()).text();
    fail('truncate');
    const response = await rawRead();
    const text = await response.text();
    assert.equal(response.headers.get('content-type'), 'application/x-amz-json-1.1');
    assert.ok(text.length > 0 && whole.startsWith(text.slice(0, 30)) && text.length < whole.length);
    assert.throws(() => JSON.parse(text), SyntaxError);
  });

  it('answers with something that is no JSON', async () => {
    fail('not-json');
    const response = await rawRead();
    assert.equal(response.status, 200);
    await assert.rejects(response.json(), SyntaxError);
  });

  it("answers with a proxy's page", async () => {
    fail('html');
    const response = await rawRead();
    assert.equal(response.headers.get('content-type'), 'text/html');
    assert.match(await response.text(), /^<!DOCTYPE html>/);
  });

  it('answers with whatever it is given', async () => {
    fail({answer: {status: 502, contentType: 'text/plain', body: 'Bad Gateway'}});
    const response = await rawRead();
    assert.deepEqual([response.status, await response.text()], [502, 'Bad Gateway']);
  });

  it('delays an answer and leaves it as it is, also when it fails for another reason', async () => {
    const delay = fail({delayMs: 1});
    assert.equal((await read('a')).events?.length, 1);
    fail({error: {name: 'ThrottlingException', message: 'Rate exceeded'}});
    await assert.rejects(read('a'), {name: 'ThrottlingException'});
    assert.equal(delay.hits, 2);
  });

  it('ends a page early, or gives it the token that led to it', async () => {
    const timestamp = Date.now();
    aws.logs.putEvents(
      'three',
      's',
      ['1', '2', '3'].map(message => ({timestamp, message})),
    );
    const page = async (nextToken?: string) => {
      const command = new FilterLogEventsCommand({logGroupName: 'three', ...(nextToken && {nextToken})});
      const {events = [], nextToken: next} = await logs.send(command);
      return {messages: events.map(({message}) => message), next};
    };
    fail({shortPage: 1});
    const first = await page();
    assert.deepEqual(first.messages, ['1']);
    aws.faults.clear();
    fail('repeat-token');
    assert.deepEqual(await page(first.next), {messages: ['2', '3'], next: first.next});
    assert.deepEqual(await page(), {messages: ['1', '2', '3'], next: undefined});
  });

  it('denies an action of CloudWatch Logs with status 400', async () => {
    aws.faults.deny('logs:FilterLogEvents', input => input.logGroupName === 'a');
    assert.equal((await read('b')).events?.length, 1);
    const error = await read('a').catch((reason: unknown) => reason);
    assertDenied(
      error,
      400,
      'User: arn:aws:iam::111122223333:user/local is not authorized to perform: logs:FilterLogEvents on resource: ' +
        'arn:aws:logs:eu-west-1:111122223333:log-group:a:log-stream: because no identity-based policy allows the ' +
        'logs:FilterLogEvents action',
    );
  });

  it('denies actions of API Gateway and Lambda with status 403', async () => {
    aws.faults.deny('apigateway:GET');
    aws.faults.deny('lambda:GetFunctionConfiguration');
    const stage = new GetStageCommand({restApiId: 'abc', stageName: 'live'});
    assertDenied(
      await apiGateway.send(stage).catch((reason: unknown) => reason),
      403,
      'User: arn:aws:iam::111122223333:user/local is not authorized to perform: apigateway:GET on resource: ' +
        'arn:aws:apigateway:eu-west-1::/restapis/abc/stages/live because no identity-based policy allows the ' +
        'apigateway:GET action',
    );
    const configuration = new GetFunctionConfigurationCommand({FunctionName: 'orders', Qualifier: 'live'});
    assertDenied(
      await lambda.send(configuration).catch((reason: unknown) => reason),
      403,
      'User: arn:aws:iam::111122223333:user/local is not authorized to perform: lambda:GetFunctionConfiguration on ' +
        'resource: arn:aws:lambda:eu-west-1:111122223333:function:orders:live because no identity-based policy ' +
        'allows the lambda:GetFunctionConfiguration action',
    );
  });
});

function assertDenied(error: unknown, status: number, message: string): void {
  assert.ok(error instanceof Error);
  assert.deepEqual([error.name, error.message], ['AccessDeniedException', message]);
  assert.equal(Reflect.get(Reflect.get(error, '$metadata'), 'httpStatusCode'), status);
}
