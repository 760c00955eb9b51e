import assert from 'node:assert/strict';
import {createHash, createHmac} from 'node:crypto';
import {describe, it} from 'node:test';
import {CloudWatchLogsClient, FilterLogEventsCommand} from '@aws-sdk/client-cloudwatch-logs';
import {isRejectedCredentials, isTransient} from '../../src/aws/aws-error.js';
import {rejection} from '../support/rejection.js';
import {answering, type FakeService, fakeService, type ServiceRequest} from './fake-service.js';
import {sdkWorld} from './sdk-world.js';

const keys = {accessKeyId: 'AKID', secretAccessKey: 'secret', sessionToken: 'token'};
const input = {logGroupName: 'gruppe-ü', logStreamNames: ['a', 'b'], startTime: 0, filterPattern: '"x"'};

/** What signs by the published steps alone ("Create a signed AWS API request" in the IAM User Guide). */
function signatureOf({method, url, headers, body}: ServiceRequest): string {
  const [, date = '', region = '', signed = ''] =
    /Credential=AKID\/(\d+)\/([^/]+)\/logs\/aws4_request, SignedHeaders=([^,]+),/.exec(
      headers.authorization ?? '',
    ) ?? [];
  const hash = (text: string) => createHash('sha256').update(text).digest('hex');
  const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();
  const canonicalHeaders = signed.split(';').map(name => `${name}:${headers[name]}\n`);
  const canonical = [method, url, '', canonicalHeaders.join(''), signed, hash(body)].join('\n');
  const scope = `${date}/${region}/logs/aws4_request`;
  const toSign = ['AWS4-HMAC-SHA256', headers['x-amz-date'], scope, hash(canonical)].join('\n');
  const key = ['logs', 'aws4_request'].reduce(hmac, hmac(hmac(`AWS4${keys.secretAccessKey}`, date), region));
  return hmac(key, toSign).toString('hex');
}

const askedBySdk = async (service: FakeService) => {
  const client = new CloudWatchLogsClient({
    region: 'eu-west-1',
    endpoint: service.url,
    credentials: keys,
    maxAttempts: 1,
  });
  await client.send(new FilterLogEventsCommand(input));
  client.destroy();
};

describe('FilterLogEvents as it is sent', () => {
  it('has the headers and the body that the SDK’s client sends', async () => {
    await using service = await fakeService(answering(200, {events: []}));
    await using world = await sdkWorld();
    const clients = await world.create({endpointUrl: service.url, ...keys});
    await (await clients.logsEvents()).filterLogEvents(input);
    await askedBySdk(service);
    const [ours, theirs] = service.requests.map(({method, url, headers, body}) => {
      // Of its client and its retries.
      const {authorization, ...told} = headers;
      for (const name of ['amz-sdk-invocation-id', 'amz-sdk-request', 'user-agent', 'x-amz-user-agent'])
        delete told[name];
      return {method, url, body, told: {...told, 'x-amz-date': typeof told['x-amz-date']}};
    });
    assert.deepEqual(ours, theirs);
    assert.match(service.requests[0]?.headers['user-agent'] ?? '', /^apilogs\/\S+ md\/nodejs#/);
  });

  it('is signed as AWS checks it', async () => {
    await using service = await fakeService(answering(200, {events: []}));
    await using world = await sdkWorld();
    const clients = await world.create({endpointUrl: `${service.url}/below/`, ...keys});
    await (await clients.logsEvents('us-east-1')).filterLogEvents(input);
    const [request] = service.requests;
    assert.ok(request);
    assert.equal(request.url, '/below/');
    assert.match(request.headers.authorization ?? '', /\/us-east-1\/logs\/.*x-amz-security-token/);
    assert.equal(/Signature=(\w+)$/.exec(request.headers.authorization ?? '')?.[1], signatureOf(request));
  });

  it('is dated by the service’s clock after an answer that shows this machine’s to be wrong', async () => {
    const ahead = 3 * 3_600_000;
    const date = () => new Date(Date.now() + ahead).toUTCString();
    await using service = await fakeService((request, response) =>
      answering(
        400,
        {__type: 'InvalidSignatureException', message: 'Signature expired'},
        {date: date()},
      )(request, response),
    );
    await using world = await sdkWorld();
    const logs = await (await world.create({endpointUrl: service.url, ...keys})).logsEvents();
    const first = await rejection(logs.filterLogEvents(input));
    assert.deepEqual([isRejectedCredentials(first), isTransient(first)], [true, true]);
    await rejection(logs.filterLogEvents(input));
    const hours = service.requests.map(({headers}) => {
      const text = headers['x-amz-date'];
      const iso = String(text).replace(/^(....)(..)(..T..)(..)(..Z)$/, '$1-$2-$3:$4:$5');
      return Math.floor((Date.parse(iso) - Date.now() + 1_800_000) / 3_600_000);
    });
    assert.deepEqual(hours, [0, 3]);
  });

  it('keeps the time of this machine where the SDK is told to', async () => {
    await using service = await fakeService(
      answering(400, {__type: 'InvalidSignatureException'}, {date: 'Tue, 10 Mar 2026 09:16:40 GMT'}),
    );
    await using world = await sdkWorld({AWS_DISABLE_CLOCK_SKEW_CORRECTION: 'true'});
    const logs = await (await world.create({endpointUrl: service.url, ...keys})).logsEvents();
    assert.equal(isTransient(await rejection(logs.filterLogEvents(input))), false);
  });
});
