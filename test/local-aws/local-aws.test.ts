import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {GetStageCommand} from '@aws-sdk/client-api-gateway';
import {FilterLogEventsCommand} from '@aws-sdk/client-cloudwatch-logs';
import {LocalAws} from '../../src/local-aws/local-aws.js';
import {startSdkFixture} from './sdk-fixture.js';

const start = Date.UTC(2026, 2, 10);
let now = start;
const {aws, logs, apiGateway} = await startSdkFixture(() => now);

describe('LocalAws', () => {
  it('tells who calls', async () => {
    const headers = {'content-type': 'application/x-www-form-urlencoded'};
    const body = 'Action=GetCallerIdentity&Version=2011-06-15';
    const text = await (await fetch(aws.endpoint, {method: 'POST', headers, body})).text();
    assert.match(text, /<Account>111122223333<\/Account>/);
    assert.match(text, /<Arn>arn:aws:iam::111122223333:user\/local<\/Arn>/);
  });

  it('keeps every call with its input and time', async () => {
    now = start + 7;
    await logs.send(new FilterLogEventsCommand({logGroupName: 'none'})).catch(() => undefined);
    await apiGateway.send(new GetStageCommand({restApiId: 'abc', stageName: 'live'})).catch(() => undefined);
    assert.deepEqual(
      aws.calls
        .list()
        .map(({service, operation, input, region, at}) => ({service, operation, input, region, at})),
      [
        {
          service: 'logs',
          operation: 'FilterLogEvents',
          input: {logGroupName: 'none'},
          region: 'eu-west-1',
          at: now,
        },
        {
          service: 'apigateway',
          operation: 'GetStage',
          input: {restApiId: 'abc', stageName: 'live'},
          region: 'eu-west-1',
          at: now,
        },
      ],
    );
  });

  it('keeps who signed a call and when, by the clock of the caller', async () => {
    const headers = {
      'x-amz-target': 'Logs_20140328.FilterLogEvents',
      'x-amz-date': '20260310T090807Z',
      authorization:
        'AWS4-HMAC-SHA256 Credential=AKIATEST/20260310/eu-west-1/logs/aws4_request, SignedHeaders=host',
    };
    await fetch(aws.endpoint, {method: 'POST', headers, body: '{}'});
    const [call] = aws.calls.list();
    assert.equal(call?.accessKeyId, 'AKIATEST');
    assert.equal(call?.signedAt, Date.UTC(2026, 2, 10, 9, 8, 7));
  });

  it('answers with its own time in the Date header', async () => {
    now = Date.UTC(2026, 5, 1);
    const {headers} = await fetch(`${aws.endpoint}/account`);
    assert.equal(headers.get('date'), 'Mon, 01 Jun 2026 00:00:00 GMT');
  });

  it('throttles FilterLogEvents above the quota until time has passed', async () => {
    let time = start;
    const small = await LocalAws.start({now: () => time, filterLogEventsQuota: 2});
    const call = async () => {
      const headers = {'x-amz-target': 'Logs_20140328.FilterLogEvents'};
      const response = await fetch(small.endpoint, {method: 'POST', headers, body: '{"logGroupName":"g"}'});
      return response.status === 200 ? 'ok' : await response.text();
    };
    small.logs.createLogGroup('g');
    const throttled = '{"__type":"ThrottlingException","message":"Rate exceeded"}';
    assert.deepEqual([await call(), await call(), await call()], ['ok', 'ok', throttled]);
    time += 500;
    assert.deepEqual([await call(), await call()], ['ok', throttled]);
    await small.stop();
  });

  it('throttles other operations each by its own quota', async () => {
    const small = await LocalAws.start({now: () => start, callQuotas: {StartQuery: 1, GetQueryResults: 2}});
    const call = async (operation: string) => {
      const headers = {'x-amz-target': `Logs_20140328.${operation}`};
      const response = await fetch(small.endpoint, {method: 'POST', headers, body: '{}'});
      return (await response.text()).includes('ThrottlingException');
    };
    const operations = ['StartQuery', 'StartQuery', 'GetQueryResults', 'GetQueryResults', 'GetQueryResults'];
    const throttled = [];
    for (const operation of operations) throttled.push(await call(operation));
    assert.deepEqual(throttled, [false, true, false, false, true]);
    await small.stop();
  });

  it('answers a request it cannot read with an error, and lives on', async () => {
    const headers = {'x-amz-target': 'Logs_20140328.FilterLogEvents'};
    const broken = await fetch(aws.endpoint, {method: 'POST', headers, body: '{"logGroupName":'});
    assert.deepEqual(
      [broken.status, await broken.json()],
      [400, {__type: 'SerializationException', message: 'The request body is not a JSON object'}],
    );
    assert.equal((await fetch(`${aws.endpoint}/restapis/%E0%A4%A`)).status, 400);
    assert.equal((await fetch(`${aws.endpoint}/nowhere`)).status, 404);
    assert.equal((await fetch(`${aws.endpoint}/account`)).status, 200);
  });

  it('answers with an error when it fails itself', async () => {
    const when = () => {
      throw new Error('a rule of a test is wrong');
    };
    aws.faults.add({when, fault: 'hang'});
    const response = await fetch(`${aws.endpoint}/account`);
    assert.equal(response.headers.get('x-amzn-errortype'), 'InternalFailure');
    assert.match(await response.text(), /a rule of a test is wrong/);
  });

  it('gives the environment that points a process here', () => {
    const {AWS_ENDPOINT_URL, AWS_REGION, AWS_EC2_METADATA_DISABLED} = aws.env();
    assert.deepEqual(
      [AWS_ENDPOINT_URL, AWS_REGION, AWS_EC2_METADATA_DISABLED],
      [aws.endpoint, 'eu-west-1', 'true'],
    );
    assert.match(aws.endpoint, /^http:\/\/127\.0\.0\.1:\d+$/);
  });

  it('stops although a call still waits for its answer', async () => {
    const other = await LocalAws.start();
    other.faults.add({operation: 'GetAccount', fault: 'hang'});
    const waiting = assert.rejects(fetch(`${other.endpoint}/account`));
    const arrived = () => other.calls.count('GetAccount') === 1;
    while (!arrived()) await new Promise(resolve => setImmediate(resolve));
    await other.stop();
    await waiting;
  });
});
