import assert from 'node:assert/strict';
import {execFile} from 'node:child_process';
import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, afterEach, before, beforeEach, describe, it} from 'node:test';
import {promisify} from 'node:util';
import {GetStageCommand} from '@aws-sdk/client-api-gateway';
import {DescribeLogGroupsCommand, GetQueryResultsCommand} from '@aws-sdk/client-cloudwatch-logs';
import {GetFunctionConfigurationCommand} from '@aws-sdk/client-lambda';
import {type AwsClients, type AwsOptions, createAwsClients} from '../../src/aws/aws-clients.js';
import {
  isAccessDenied,
  isExpiredCredentials,
  isMissingCredentials,
  isNotFound,
  isThrottling,
  isTransient,
  isUnreachable,
  isWrongProtocol,
} from '../../src/aws/aws-error.js';
import type {DatedPage} from '../../src/aws/events-page.js';
import {ApilogsError} from '../../src/errors.js';
import {answering, fakeService} from './fake-service.js';

const nothing: AwsOptions = {
  region: undefined,
  profile: undefined,
  endpointUrl: undefined,
  accessKeyId: undefined,
  secretAccessKey: undefined,
  sessionToken: undefined,
};
const keys = {accessKeyId: 'AKIDFLAG', secretAccessKey: 'secret'};

const throttled = answering(400, {__type: 'ThrottlingException', message: 'Rate exceeded'});

/** The environment that the SDK sees; it reads the process's own. */
const cleanEnv = {...process.env};
for (const name of Object.keys(cleanEnv)) if (name.startsWith('AWS_')) delete cleanEnv[name];

let home: string;
let clients: AwsClients | undefined;

before(async () => {
  home = await mkdtemp(join(tmpdir(), 'apilogs-aws-'));
});
after(() => rm(home, {recursive: true}));
beforeEach(() => {
  process.env = {
    ...cleanEnv,
    HOME: home,
    AWS_CONFIG_FILE: join(home, 'none'),
    AWS_SHARED_CREDENTIALS_FILE: join(home, 'none'),
    AWS_EC2_METADATA_DISABLED: 'true',
  };
});
afterEach(() => {
  clients?.destroy();
  clients = undefined;
});

/** The SDK keeps a config file in memory by its path, so each test has a file of its own. */
async function configFile(name: string, text: string): Promise<void> {
  process.env.AWS_CONFIG_FILE = join(home, name);
  await writeFile(process.env.AWS_CONFIG_FILE, text);
}

async function create(options: Partial<AwsOptions>): Promise<AwsClients> {
  clients = await createAwsClients({...nothing, ...options}, process.env);
  return clients;
}

async function filter(options: Partial<AwsOptions>) {
  const made = await create({region: 'eu-central-1', ...keys, ...options});
  return (await made.logsEvents()).filterLogEvents({logGroupName: 'group', startTime: 0});
}

const rejection = async (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => assert.fail('it did not fail'),
    (error: unknown) => error,
  );

const isUsageError = (error: unknown) => error instanceof ApilogsError && error.exitCode === 2;

describe('createAwsClients', () => {
  it('takes the region from the flag, AWS_REGION, AWS_DEFAULT_REGION and the profile, in this order', async () => {
    await configFile('regions', '[default]\nregion = sa-east-1\n[profile other]\nregion = ca-central-1\n');
    const regions: string[] = [];
    const note = async (options: Partial<AwsOptions>) => {
      regions.push((await create(options)).region);
    };
    await note({});
    await note({profile: 'other'});
    delete process.env.AWS_PROFILE;
    process.env.AWS_DEFAULT_REGION = 'us-east-2';
    await note({});
    process.env.AWS_REGION = 'us-west-1';
    await note({});
    await note({region: 'eu-west-1'});
    assert.deepEqual(regions, ['sa-east-1', 'ca-central-1', 'us-east-2', 'us-west-1', 'eu-west-1']);
  });

  it('asks for a region where there is none', async () => {
    const error = await rejection(create({}));
    assert.ok(isUsageError(error));
    assert.match((error as ApilogsError).hint ?? '', /--region/);
  });

  for (const [what, options] of [
    ['an access key without its secret', {accessKeyId: 'AKID'}],
    ['a secret without its access key', {secretAccessKey: 'hush'}],
    ['a session token without keys', {sessionToken: 'token'}],
    ['a region that is none', {region: 'eu central'}],
    ['an endpoint that is no URL', {region: 'eu-west-1', endpointUrl: 'localhost:4566'}],
  ] as const) {
    it(`refuses ${what}`, async () => {
      const error = await rejection(create(options));
      assert.ok(isUsageError(error));
      assert.doesNotMatch(String(error), /hush/);
    });
  }

  it('refuses a broken AWS_ENDPOINT_URL before the SDK complains about it', async () => {
    for (const name of ['AWS_ENDPOINT_URL_LAMBDA', 'AWS_ENDPOINT_URL_CLOUDFORMATION']) {
      process.env[name] = 'nonsense';
      assert.ok(isUsageError(await rejection(create({region: 'eu-west-1'}))), name);
      delete process.env[name];
    }
  });

  it('asks every service at the given endpoint, with the given keys', async () => {
    await using service = await fakeService(answering(200, {}));
    const made = await create({region: 'eu-central-1', endpointUrl: service.url, ...keys});
    await (await made.logsEvents()).filterLogEvents({logGroupName: 'group'});
    await (await made.logsDirectory('us-east-1')).send(new DescribeLogGroupsCommand({}));
    await (await made.apiGateway()).send(new GetStageCommand({restApiId: 'abc', stageName: 'prod'}));
    await (await made.lambda()).send(new GetFunctionConfigurationCommand({FunctionName: 'f'}));
    assert.deepEqual(
      service.requests.map(({method, url}) => `${method} ${url}`),
      ['POST /', 'POST /', 'GET /restapis/abc/stages/prod', 'GET /2015-03-31/functions/f/configuration'],
    );
    const scopes = service.requests.map(
      ({headers}) => /Credential=([^,]+)/.exec(headers.authorization ?? '')?.[1],
    );
    assert.match(scopes[0] ?? '', /^AKIDFLAG\/\d+\/eu-central-1\/logs\//);
    assert.match(scopes[1] ?? '', /\/us-east-1\/logs\//);
  });

  it('leaves a throttled call of Logs Insights to whoever made it, and tries again what fails', async () => {
    let calls = 0;
    await using service = await fakeService((request, response) => {
      calls += 1;
      const answer = calls === 1 ? answering(500, {__type: 'InternalFailure'}) : throttled;
      return answer(request, response);
    });
    const made = await create({region: 'eu-central-1', endpointUrl: service.url, ...keys});
    const call = (await made.logsQueries()).send(new GetQueryResultsCommand({queryId: 'query'}));
    assert.ok(isThrottling(await rejection(call)));
    assert.equal(calls, 2);
  });

  it('makes one client for each region', async () => {
    const made = await create({region: 'eu-central-1', ...keys});
    assert.equal(await made.logsEvents(), await made.logsEvents('eu-central-1'));
    assert.notEqual(await made.logsEvents(), await made.logsEvents('us-east-1'));
  });

  it('finds endpoint_url in the profile that the flag names', async () => {
    await using service = await fakeService(answering(200, {events: []}));
    await configFile('endpoint', `[profile local]\nregion = eu-central-1\nendpoint_url = ${service.url}\n`);
    const made = await create({profile: 'local', ...keys});
    await (await made.logsEvents()).filterLogEvents({logGroupName: 'group'});
    assert.equal(service.requests.length, 1);
    assert.equal(made.profile, 'local');
  });

  it('takes the keys of the environment before AWS_PROFILE, and the profile of the flag before both', async () => {
    await using service = await fakeService(answering(200, {events: []}));
    await configFile(
      'keys',
      ['env', 'flag']
        .map(p => `[profile ${p}]\naws_access_key_id = AKID${p}\naws_secret_access_key = x\n`)
        .join(''),
    );
    Object.assign(process.env, {
      AWS_ACCESS_KEY_ID: 'AKIDkeys',
      AWS_SECRET_ACCESS_KEY: 'x',
      AWS_PROFILE: 'env',
    });
    const endpoint = {endpointUrl: service.url, accessKeyId: undefined, secretAccessKey: undefined};
    await filter(endpoint);
    await filter({...endpoint, profile: 'flag'});
    assert.deepEqual(
      service.requests.map(({headers}) => /Credential=(\w+)/.exec(headers.authorization ?? '')?.[1]),
      ['AKIDkeys', 'AKIDflag'],
    );
  });

  it('knows the account where the credentials say it, and fails nowhere else', async () => {
    Object.assign(process.env, {AWS_ACCESS_KEY_ID: 'AKID', AWS_SECRET_ACCESS_KEY: 'x'});
    assert.equal(await (await create({region: 'eu-west-1'})).accountId(), undefined);
    process.env.AWS_ACCOUNT_ID = '123456789012';
    assert.equal(await (await create({region: 'eu-west-1'})).accountId(), '123456789012');
    delete process.env.AWS_ACCESS_KEY_ID;
    assert.equal(await (await create({region: 'eu-west-1'})).accountId(), undefined);
  });

  it('keeps the SDK off stderr', async () => {
    await using service = await fakeService(answering(200, 'no JSON'));
    await configFile('loud', '[profile loud]\naws_access_key_id = AKID\naws_secret_access_key = x\n');
    const program = `
      import {createAwsClients} from '${new URL('../../src/aws/aws-clients.js', import.meta.url)}';
      import {GetStageCommand} from '@aws-sdk/client-api-gateway';
      const clients = await createAwsClients({profile: 'loud', endpointUrl: '${service.url}'}, process.env);
      const logs = await clients.logsEvents();
      const apiGateway = await clients.apiGateway();
      await logs.filterLogEvents({logGroupName: 'group'}).catch(() => {});
      await apiGateway.send(new GetStageCommand({restApiId: 'a', stageName: 'b'})).catch(() => {});
      clients.destroy();
    `;
    const env = {
      ...process.env,
      AWS_ACCESS_KEY_ID: 'AKID',
      AWS_SECRET_ACCESS_KEY: 'x',
      AWS_REGION: 'eu-west-1',
    };
    const {stdout, stderr} = await promisify(execFile)(
      process.execPath,
      ['--input-type=module', '--eval', program],
      {env},
    );
    assert.equal(stdout + stderr, '');
    // What cannot be read is asked for five times, but FilterLogEvents, whose caller counts its calls.
    assert.equal(service.requests.length, 1 + 5);
  });
});

describe('FilterLogEvents through the logs client', () => {
  it('gives a page as it came, with the metadata of the answer', async () => {
    const events = [
      {logStreamName: 's', timestamp: 1, ingestionTime: 2, eventId: '3', message: 'grüße "\u0000" 🙂\r\n'},
    ];
    await using service = await fakeService(
      answering(200, {events, nextToken: 'more', searchedLogStreams: []}, {'x-amzn-requestid': 'id-1'}),
    );
    const answer: DatedPage = await filter({endpointUrl: service.url});
    const {$metadata, serverDate, eventsText, ...page} = answer;
    assert.ok(serverDate !== undefined && Math.abs(serverDate - Date.now()) < 60_000);
    assert.deepEqual(page, {nextToken: 'more', searchedLogStreams: []});
    assert.deepEqual(answer.events, events);
    assert.deepEqual(eventsText?.parse(), events);
    assert.equal(typeof serverDate, 'number');
    assert.equal($metadata.requestId, 'id-1');
    assert.equal($metadata.httpStatusCode, 200);
  });

  it('puts a character together that was cut between two packets', async () => {
    const body = Buffer.from(JSON.stringify({events: [{message: 'é'}]}));
    const cut = body.indexOf('é') + 1;
    await using service = await fakeService((_request, response) => {
      response.writeHead(200);
      response.write(body.subarray(0, cut), () => response.end(body.subarray(cut)));
    });
    assert.equal((await filter({endpointUrl: service.url})).events?.[0]?.message, 'é');
  });

  it('leaves retrying to the caller', async () => {
    await using service = await fakeService(
      answering(400, {__type: 'ThrottlingException', message: 'Rate exceeded'}),
    );
    const error = await rejection(filter({endpointUrl: service.url}));
    assert.equal(service.requests.length, 1);
    assert.ok(isThrottling(error));
  });

  for (const [what, body] of [
    ['a login page', '<html>log in</html>'],
    ['half an answer', '{"events":[{"message":"x"'],
    ['no body', ''],
    ['a list', '[]'],
    ['events that are no list', '{"events":{}}'],
  ] as const) {
    it(`takes a success with ${what} for an error worth another try`, async () => {
      await using service = await fakeService(answering(200, body));
      const error = await rejection(filter({endpointUrl: service.url}));
      assert.ok(isTransient(error));
      assert.ok(isWrongProtocol(error));
    });
  }

  it('takes a connection that breaks in the middle for an error worth another try', async () => {
    await using service = await fakeService((_request, response) => {
      response.writeHead(200, {'content-length': '100'});
      response.write('{"events"', () => response.destroy());
    });
    assert.ok(isTransient(await rejection(filter({endpointUrl: service.url}))));
  });
});

describe('error predicates on what the SDK really throws', () => {
  const cases = [
    [400, {__type: 'com.amazonaws.logs#ResourceNotFoundException', message: 'no'}, isNotFound],
    [400, {__type: 'AccessDeniedException', Message: 'User: x is not authorized'}, isAccessDenied],
    [400, {__type: 'ExpiredTokenException', message: 'The security token is expired'}, isExpiredCredentials],
    [503, {__type: 'ServiceUnavailableException'}, isTransient],
    [503, '<html>busy</html>', isTransient],
    [429, '', isThrottling],
    [404, '<html>not found</html>', isWrongProtocol],
    [404, {message: 'no such path'}, isWrongProtocol],
    [400, {__type: 'UnknownOperationException'}, isWrongProtocol],
  ] as const;
  for (const [status, body, applies] of cases) {
    it(`${applies.name} holds for a ${status} with ${JSON.stringify(body)}`, async () => {
      await using service = await fakeService(answering(status, body));
      assert.equal(applies(await rejection(filter({endpointUrl: service.url}))), true);
    });
  }

  it('isUnreachable and isTransient hold where nothing listens', async () => {
    const service = await fakeService(answering(200, {}));
    await service[Symbol.asyncDispose]();
    const error = await rejection(filter({endpointUrl: service.url}));
    assert.ok(isUnreachable(error));
    assert.ok(isTransient(error));
  });

  it('isMissingCredentials holds where the chain finds none', async () => {
    const error = await rejection(filter({accessKeyId: undefined, secretAccessKey: undefined}));
    assert.ok(isMissingCredentials(error));
    assert.equal(isTransient(error), false);
  });

  it('isExpiredCredentials holds for an SSO profile without a session', async () => {
    await configFile(
      'sso',
      '[profile sso]\nsso_session = s\nsso_account_id = 123456789012\nsso_role_name = r\nregion = eu-west-1\n' +
        '[sso-session s]\nsso_region = eu-west-1\nsso_start_url = https://example.awsapps.com/start\n',
    );
    const error = await rejection(
      filter({profile: 'sso', accessKeyId: undefined, secretAccessKey: undefined}),
    );
    assert.ok(isExpiredCredentials(error));
  });
});
