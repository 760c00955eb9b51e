import assert from 'node:assert/strict';
import {afterEach, beforeEach, describe, it} from 'node:test';
import {LocalAws} from '../../src/local-aws/local-aws.js';
import {generateTraffic} from '../../src/local-aws/traffic/generate-traffic.js';
import {parseLines} from '../support/compare-links.js';
import {runCommands} from '../support/run-commands.js';

const traffic = generateTraffic({requests: 60, functions: 2, concurrency: 10, seed: 3, authorizerShare: 0.5});
const {restApiId, stage} = traffic.api;
const first = traffic.events[0]?.timestamp ?? 0;
const last = traffic.events.at(-1)?.timestamp ?? 0;
const target = ['get', '-a', restApiId, '-t', stage];
const window = ['-s', new Date(first - 1_000).toISOString(), '-e', new Date(last + 1_000).toISOString()];
const all = [...target, ...window, '-o', 'json'];
const groups = [...new Set(traffic.events.map(({logGroup}) => logGroup))];
const executionGroup = `API-Gateway-Execution-Logs_${restApiId}/${stage}`;
const functionGroup = groups.find(group => group.includes('-get')) ?? '';
const authorizerGroup = groups.find(group => group.includes('authorizer')) ?? '';
const countOf = (keep: (logGroup: string) => boolean) =>
  traffic.events.filter(({logGroup}) => keep(logGroup)).length;

describe('get, where something is missing or fails', () => {
  let localAws: LocalAws;
  beforeEach(async () => {
    localAws = await LocalAws.start();
    traffic.seedInto(localAws);
  });
  afterEach(() => localAws.stop());

  const run = (args: readonly string[] = all, env: Record<string, string | undefined> = {}) =>
    runCommands(args, {localAws, env});
  const isGroup = (logGroup: string) => (input: Readonly<Record<string, unknown>>) =>
    input.logGroupName === logGroup;

  it('reads the rest when a function has no log group yet, says so, and all is well', async () => {
    localAws.logs.deleteLogGroup(functionGroup);
    const {stdout, stderr, exitCode} = await run();
    assert.equal(
      parseLines(stdout).length,
      countOf(group => group !== functionGroup),
    );
    assert.match(
      stderr,
      new RegExp(`log group "${functionGroup}" does not exist yet\n  hint: AWS creates it`),
    );
    assert.equal(exitCode, 0);
  });

  it('reads the rest when an authorizer’s log may not be read, and says so with code 8', async () => {
    localAws.faults.deny('logs:FilterLogEvents', isGroup(authorizerGroup));
    const {stdout, stderr, exitCode} = await run();
    assert.equal(
      parseLines(stdout).length,
      countOf(group => group !== authorizerGroup),
    );
    assert.match(stderr, new RegExp(`no permission to read log group "${authorizerGroup}"`));
    assert.match(stderr, /hint: allow logs:FilterLogEvents on arn:aws:logs/);
    assert.equal(exitCode, 8);
  });

  it('ends with code 4 when no log group may be read, and names the action', async () => {
    localAws.faults.deny('logs:FilterLogEvents');
    const {stdout, stderr, exitCode} = await run();
    assert.equal(stdout, '');
    assert.match(stderr, /no permission to read any of the log groups\n {2}hint: allow logs:FilterLogEvents/);
    assert.equal(exitCode, 4);
  });

  it('ends with code 4 also where the only log groups that may be read do not exist', async () => {
    localAws.logs.deleteLogGroup(functionGroup);
    localAws.faults.deny('logs:FilterLogEvents', input => !isGroup(functionGroup)(input));
    const {stdout, stderr, exitCode} = await run();
    assert.equal(stdout, '');
    assert.match(stderr, /no permission to read any of the log groups/);
    assert.doesNotMatch(stderr, /no events/);
    assert.equal(exitCode, 4);
  });

  it('shows a filter pattern that AWS refuses once, with how to quote it', async () => {
    for (const watch of [[], ['--watch', '--for', '5s']]) {
      const {stdout, stderr, exitCode} = await run([
        ...target,
        ...window.slice(0, 2),
        ...watch,
        '-f',
        'a-b" c',
      ]);
      assert.equal(stdout, '');
      assert.equal(stderr.match(/filter pattern a-b" c: /g)?.length, 1, stderr);
      assert.match(stderr, /hint: .*'"a-b"'/);
      assert.equal(exitCode, 2);
    }
  });

  it('takes a throttled account for slow, not for broken', async () => {
    localAws.faults.add({
      operation: 'FilterLogEvents',
      times: 3,
      fault: {error: {name: 'ThrottlingException', message: 'Rate exceeded'}},
    });
    const {stdout, stderr, exitCode} = await run();
    assert.equal(parseLines(stdout).length, traffic.events.length);
    assert.deepEqual([stderr, exitCode], ['', 0]);
  });

  it('gets over passing failures of every kind', async () => {
    for (const fault of ['reset', 'reset-in-body', 'truncate', 'not-json', 'html'] as const) {
      const handle = localAws.faults.add({operation: 'FilterLogEvents', times: 1, fault});
      const {stdout, stderr, exitCode} = await run();
      assert.equal(handle.hits, 1, fault);
      assert.equal(parseLines(stdout).length, traffic.events.length, fault);
      assert.deepEqual([stderr, exitCode], ['', 0], fault);
    }
  });

  it('goes on with the rest when one log group keeps failing, with code 8', async () => {
    localAws.faults.add({
      operation: 'FilterLogEvents',
      when: isGroup(functionGroup),
      fault: {error: {name: 'ServiceUnavailableException', message: 'try later', status: 503}},
    });
    const {stdout, stderr, exitCode} = await run();
    assert.equal(
      parseLines(stdout).length,
      countOf(group => group !== functionGroup),
    );
    assert.match(
      stderr,
      new RegExp(`cannot read log group "${functionGroup}": .*try later; its lines are missing`),
    );
    assert.equal(exitCode, 8);
  });

  it('names the log group whose answers keep breaking off or are not AWS’s, with code 8', async () => {
    for (const fault of ['reset', 'html', 'not-json'] as const) {
      const handle = localAws.faults.add({operation: 'FilterLogEvents', when: isGroup(functionGroup), fault});
      const {stdout, stderr, exitCode} = await run();
      handle.remove();
      assert.equal(
        parseLines(stdout).length,
        countOf(group => group !== functionGroup),
        fault,
      );
      assert.match(
        stderr,
        new RegExp(`log group "${functionGroup}" cannot be read: .*; its lines are missing\n  hint: `),
      );
      assert.equal(exitCode, 8, fault);
    }
  });

  it('ends with code 1, and says so once, when no log group gets an answer of AWS’s', async () => {
    localAws.faults.add({operation: 'FilterLogEvents', fault: 'html'});
    const {stdout, stderr, exitCode} = await run();
    assert.equal(stdout, '');
    assert.match(stderr, /^apilogs: \S+ does not answer logs:FilterLogEvents as AWS does/);
    assert.equal(stderr.match(/does not answer/g)?.length, 1, stderr);
    assert.equal(exitCode, 1);
  });

  it('does not repeat or hang when AWS returns one token for ever', async () => {
    localAws.faults.add({
      operation: 'FilterLogEvents',
      when: isGroup(functionGroup),
      fault: {answer: {body: JSON.stringify({events: [], nextToken: 'again'})}},
    });
    const {stdout, stderr, exitCode} = await run();
    assert.equal(
      parseLines(stdout).length,
      countOf(group => group !== functionGroup),
    );
    assert.match(stderr, /keeps returning the same page token/);
    assert.equal(exitCode, 8);
  });

  it('reads the default log groups when functions may not be looked up', async () => {
    localAws.faults.deny('lambda:GetFunctionConfiguration');
    const {stdout, stderr, exitCode} = await run();
    const isDefault = (group: string) => group.startsWith('/aws/lambda/') || !group.startsWith('/');
    assert.ok(parseLines(stdout).length >= countOf(isDefault));
    assert.match(stderr, /lambda:GetFunctionConfiguration/);
    assert.equal(exitCode, 0);
  });

  it('ends with code 8 when the default log group of a function that may not be looked up does not exist', async () => {
    localAws.faults.deny('lambda:GetFunctionConfiguration');
    localAws.logs.deleteLogGroup(functionGroup);
    const {stderr, exitCode} = await run();
    assert.match(
      stderr,
      new RegExp(`log group "${functionGroup}" does not exist, and function \\S+ could not be looked up`),
    );
    assert.equal(exitCode, 8);
  });

  it('says that it reads the API as it is edited now where its deployment cannot be exported', async () => {
    localAws.faults.add({operation: 'GetExport', fault: 'denied'});
    const {stdout, stderr, exitCode} = await run();
    assert.equal(parseLines(stdout).length, traffic.events.length);
    assert.match(
      stderr,
      /deployment cannot be exported, so functions are those of the API as it is edited now/,
    );
    assert.equal(exitCode, 0);
  });

  it('says where an unknown API was looked for', async () => {
    const {stderr, exitCode} = await run(['get', '-a', 'zzzzzzzzzz', '-t', 'prod']);
    assert.equal(
      stderr,
      'apilogs: API "zzzzzzzzzz" does not exist in region eu-west-1\n' +
        '  hint: is it in another region (--region) or account (--profile)? `apilogs apis` lists those of this one\n',
    );
    assert.equal(exitCode, 5);
  });

  it('names the stages there are', async () => {
    const {stderr, exitCode} = await run(['get', '-a', restApiId, '-t', 'live']);
    assert.equal(
      stderr,
      `apilogs: stage "live" of API ${restApiId} does not exist\n  hint: its only stage is ${stage}; \`apilogs apis\` lists every API and stage\n`,
    );
    assert.equal(exitCode, 5);
  });

  it('says that there are no credentials, and how to get some', async () => {
    const {stdout, stderr, exitCode} = await run(all, {
      AWS_ACCESS_KEY_ID: undefined,
      AWS_SECRET_ACCESS_KEY: undefined,
    });
    assert.equal(stdout, '');
    assert.match(stderr, /^apilogs: no AWS credentials found\n {2}hint: set AWS_PROFILE or pass --profile/);
    assert.equal(exitCode, 4);
  });

  it('says once that credentials have expired, also in the middle of a read', async () => {
    localAws.faults.add({
      operation: 'FilterLogEvents',
      when: ({logGroupName}) => logGroupName !== executionGroup,
      fault: {
        error: {
          name: 'ExpiredTokenException',
          message: 'The security token included in the request is expired',
        },
      },
    });
    const {stdout, stderr, exitCode} = await run();
    assert.equal(
      parseLines(stdout).length,
      countOf(group => group === executionGroup),
      'what was read is printed',
    );
    assert.equal(stderr.match(/have expired/g)?.length, 1, stderr);
    assert.equal(exitCode, 4);
  });

  it('names an endpoint that cannot be reached', async () => {
    const {stderr, exitCode} = await run([...target, '--endpoint-url', 'http://127.0.0.1:1']);
    assert.match(stderr, /^apilogs: http:\/\/127\.0\.0\.1:1 cannot be reached: connect ECONNREFUSED/);
    assert.equal(exitCode, 1);
  });

  it('says that execution logging is off', async () => {
    localAws.apiGateway.addRestApi({
      id: 'quiet12345',
      name: 'quiet',
      deployed: {routes: [{path: '/', method: 'GET', integration: {type: 'MOCK'}}], authorizers: []},
      stages: [{stageName: 'prod'}],
    });
    const {stderr, exitCode} = await run(['get', '-a', 'quiet12345', '-t', 'prod']);
    assert.match(stderr, /execution log/i);
    assert.match(stderr, /hint: .*(loggingLevel|log level|INFO)/i);
    assert.equal(exitCode, 0);
  });

  it('prints no notice with --quiet, and the same code', async () => {
    localAws.faults.deny('logs:FilterLogEvents', isGroup(authorizerGroup));
    const {stderr, exitCode} = await run([...all, '--quiet']);
    assert.deepEqual([stderr, exitCode], ['', 8]);
  });

  it('never prints a secret', async () => {
    const secret = 'wJalrXUtnFEMIsecret';
    const args = [...target, '--aws-access-key-id', 'AKIAEXAMPLE', '--aws-secret-access-key', secret, '-v'];
    localAws.faults.deny('logs:FilterLogEvents');
    const {stdout, stderr} = await run(args);
    assert.match(stderr, /can be seen by other users/);
    assert.equal((stdout + stderr).includes(secret), false);
  });
});
