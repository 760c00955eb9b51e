import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import type {Explanation, ExplanationKind, SourceReport} from '../../src/explain/source-report.js';
import {LocalAws} from '../../src/local-aws/local-aws.js';
import type {RouteDefinition, StageDefinition} from '../../src/local-aws/rest-api-definition.js';
import {runCommands} from '../support/run-commands.js';

const apiId = 'abc123def4';
const executionGroup = `API-Gateway-Execution-Logs_${apiId}/prod`;
const accessGroup = '/orders/access';
const functionGroup = '/aws/lambda/orders-get';

const functionArn = (name: string, account = '111122223333') =>
  `arn:aws:lambda:eu-west-1:${account}:function:${name}`;
const route = (path: string, arn: string): RouteDefinition => ({
  path,
  method: 'GET',
  integration: {
    type: 'AWS_PROXY',
    uri: `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${arn}/invocations`,
  },
});
const logGroupArn = (name: string) => `arn:aws:logs:eu-west-1:111122223333:log-group:${name}`;

interface World {
  readonly stage?: Partial<StageDefinition>;
  readonly routes?: readonly RouteDefinition[];
  /** Changes what is there, once it is. */
  readonly change?: (localAws: LocalAws) => void;
}

const healthyStage: StageDefinition = {
  stageName: 'prod',
  methodSettings: {'*/*': {loggingLevel: 'INFO'}},
  accessLogSettings: {destinationArn: logGroupArn(accessGroup), format: '$context.requestId'},
};
const healthyRoutes = [route('/orders', functionArn('orders-get')), route('/carts', functionArn('carts'))];

/** A stage of which every log can be read and has an event, but for what is said to be different. */
async function inWorld<T>(
  {stage, routes, change}: World,
  use: (localAws: LocalAws) => Promise<T>,
): Promise<T> {
  const localAws = await LocalAws.start();
  try {
    for (const name of ['orders-get', 'carts']) localAws.lambda.addFunction({name});
    localAws.apiGateway.addRestApi({
      id: apiId,
      name: 'orders',
      deployed: {routes: routes ?? healthyRoutes, authorizers: []},
      stages: [{...healthyStage, ...stage}],
    });
    for (const group of [executionGroup, accessGroup, functionGroup, '/aws/lambda/carts']) {
      localAws.logs.putEvents(group, 'stream', [{timestamp: Date.now() - 600_000, message: 'hello'}]);
    }
    change?.(localAws);
    return await use(localAws);
  } finally {
    await localAws.stop();
  }
}

const remake = (localAws: LocalAws, group: string, settings: object) => {
  localAws.logs.deleteLogGroup(group);
  localAws.logs.createLogGroup(group, settings);
};

async function sourcesOf(world: World, args: readonly string[] = []): Promise<SourceReport[]> {
  return inWorld(world, async localAws => {
    const {stdout} = await runCommands(['sources', '-a', apiId, '-t', 'prod', '-o', 'json', ...args], {
      localAws,
    });
    return stdout
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line));
  });
}

const explained = (reports: readonly SourceReport[], kind: ExplanationKind) =>
  reports.flatMap(({name, logGroup, explanations}) =>
    explanations.filter(it => it.kind === kind).map(it => ({...it, of: logGroup ?? name})),
  );

interface Case extends World {
  readonly kind: ExplanationKind;
  /** The log group it stands beside, or the name of what has none. */
  readonly of: string;
  readonly says: RegExp;
  readonly hint: RegExp;
  readonly args?: readonly string[];
}

const cases: readonly Case[] = [
  {
    kind: 'executionLoggingOff',
    of: executionGroup,
    stage: {methodSettings: {}},
    says: /stage "prod" writes no execution log/,
    hint: /loglevel,value=INFO/,
  },
  {
    kind: 'executionLoggingErrorsOnly',
    of: executionGroup,
    stage: {methodSettings: {'*/*': {loggingLevel: 'ERROR'}}},
    says: /failing requests only \(level ERROR\)/,
    hint: /level INFO/,
  },
  {
    kind: 'executionLoggingMixed',
    of: executionGroup,
    stage: {methodSettings: {'*/*': {loggingLevel: 'INFO'}, 'carts/GET': {loggingLevel: 'OFF'}}},
    says: /different levels/,
    hint: /level INFO/,
  },
  {
    kind: 'dataTraceOn',
    of: executionGroup,
    stage: {methodSettings: {'*/*': {loggingLevel: 'INFO', dataTraceEnabled: true}}},
    says: /data tracing is on/,
    hint: /turn "Data tracing" off/,
  },
  {
    kind: 'noAccessLog',
    of: 'access',
    stage: {accessLogSettings: undefined as never},
    says: /has no access log/,
    hint: /aws apigateway update-stage --region eu-west-1 .*accessLogSettings\/destinationArn/,
  },
  {
    kind: 'notCloudWatch',
    of: 'access',
    stage: {
      accessLogSettings: {
        destinationArn: 'arn:aws:firehose:eu-west-1:111122223333:deliverystream/amazon-apigateway-orders',
        format: '$context.requestId',
      },
    },
    says: /Firehose stream amazon-apigateway-orders/,
    hint: /log group instead/,
  },
  {
    kind: 'rerouted',
    of: executionGroup,
    change: localAws =>
      localAws.deliveries.addDelivery({restApiId: apiId, stageName: 'prod', logGroup: '/delivered'}),
    says: /a log delivery sends the execution log elsewhere/,
    hint: /"\/delivered"/,
  },
  {
    kind: 'logGroupMissing',
    of: executionGroup,
    change: localAws => localAws.logs.deleteLogGroup(executionGroup),
    says: /does not exist yet/,
    hint: /Logs and tracing/,
  },
  {
    kind: 'neverInvoked',
    of: functionGroup,
    change: localAws => localAws.logs.deleteLogGroup(functionGroup),
    says: /does not exist yet/,
    hint: /first invoked/,
  },
  {
    kind: 'logGroupClass',
    of: functionGroup,
    change: localAws => remake(localAws, functionGroup, {logGroupClass: 'INFREQUENT_ACCESS'}),
    says: /of class INFREQUENT_ACCESS/,
    hint: /Logs Insights/,
  },
  {
    kind: 'retention',
    of: accessGroup,
    change: localAws => remake(localAws, accessGroup, {retentionInDays: 1}),
    args: ['--start', '3d'],
    says: /keeps events for one day/,
    hint: /put-retention-policy --log-group-name \/orders\/access --retention-in-days 3/,
  },
  {
    kind: 'canary',
    of: `${executionGroup}/Canary`,
    stage: {canarySettings: {percentTraffic: 10, deploymentId: 'canary1'}},
    change: localAws =>
      localAws.logs.putEvents(`${executionGroup}/Canary`, 's', [{timestamp: Date.now(), message: 'hello'}]),
    says: /only what the canary served/,
    hint: /printed once/,
  },
  {
    kind: 'otherAccount',
    of: 'shared',
    routes: [...healthyRoutes, route('/shared', functionArn('shared', '999988887777'))],
    says: /in account 999988887777/,
    hint: /--profile/,
  },
  {
    kind: 'denied',
    of: functionGroup,
    change: localAws =>
      localAws.faults.deny('logs:FilterLogEvents', ({logGroupName}) => logGroupName === functionGroup),
    says: /no permission to read log group "\/aws\/lambda\/orders-get"/,
    hint: /allow logs:FilterLogEvents on arn:aws:logs/,
  },
  {
    kind: 'denied',
    of: 'prod',
    change: localAws => localAws.faults.deny('logs:DescribeLogGroups'),
    says: /class and retention/,
    hint: /allow logs:DescribeLogGroups/,
  },
  {
    kind: 'denied',
    of: 'prod',
    change: localAws =>
      localAws.faults.deny('apigateway:GET', (_, {operation}) => operation === 'GetAccount'),
    says: /whether API Gateway may write logs/,
    hint: /allow apigateway:GET on arn:aws:apigateway:eu-west-1::\/account/,
  },
  {
    kind: 'failed',
    of: functionGroup,
    change: localAws =>
      localAws.faults.add({
        operation: 'FilterLogEvents',
        when: ({logGroupName}) => logGroupName === functionGroup,
        fault: {error: {name: 'InvalidParameterException', message: 'no such thing'}},
      }),
    says: /no such thing/,
    hint: /run the command again/,
  },
  {
    kind: 'noCloudWatchRole',
    of: 'prod',
    change: localAws => {
      localAws.apiGateway.cloudwatchRoleArn = undefined;
    },
    says: /no role with which to write logs/,
    hint: /update-account/,
  },
  {
    kind: 'missingFunction',
    of: '/aws/lambda/gone',
    routes: [...healthyRoutes, route('/gone', functionArn('gone'))],
    says: /function gone, which the stage calls, does not exist/,
    hint: /read from \/aws\/lambda\/gone/,
  },
  {
    kind: 'unresolvedVariable',
    of: 'prod',
    routes: [...healthyRoutes, route('/v', functionArn(`\${stageVariables.fn}`))],
    says: /no variable "fn"/,
    hint: /until the variable is set/,
  },
  {
    kind: 'unreadableUri',
    of: 'prod',
    routes: [...healthyRoutes, route('/odd', 'orders-get')],
    says: /cannot tell which function/,
    hint: /its URI is/,
  },
  {
    kind: 'noEvents',
    of: functionGroup,
    change: localAws => remake(localAws, functionGroup, {}),
    says: /no events in "\/aws\/lambda\/orders-get" since/,
    hint: /--start 7d/,
  },
];

describe('sources', () => {
  it('explains nothing about a healthy stage but that requests are not logged in full', async () => {
    const reports = await sourcesOf({});
    assert.deepEqual(
      reports.map(({kind, name, logGroup, state}) => [kind, name, logGroup, state]),
      [
        ['stage', 'prod', null, null],
        ['execution', 'execution', executionGroup, 'readable'],
        ['lambda', 'carts', '/aws/lambda/carts', 'readable'],
        ['lambda', 'orders-get', functionGroup, 'readable'],
        ['access', 'access', accessGroup, 'readable'],
      ],
    );
    assert.deepEqual(
      reports.flatMap(({explanations}) => explanations.map(({kind}) => kind)),
      ['dataTraceOff'],
    );
    for (const {newestEvent} of reports.slice(1)) assert.match(newestEvent ?? '', /^\d{4}-.*Z$/);
  });

  it('says that requests are logged in full or are not, never both', async () => {
    const [traced] = cases.filter(({kind}) => kind === 'dataTraceOn');
    assert.deepEqual(explained(await sourcesOf(traced ?? {}), 'dataTraceOff'), []);
    assert.deepEqual(explained(await sourcesOf({stage: {methodSettings: {}}}), 'dataTraceOff'), []);
  });

  for (const {kind, of, says, hint, args, ...world} of cases) {
    it(`explains ${kind} of ${of} where it is so`, async () => {
      const found: (Explanation & {of: string})[] = explained(await sourcesOf(world, args), kind);
      assert.deepEqual(
        found.map(explanation => explanation.of),
        [of],
      );
      assert.match(found[0]?.message ?? '', says);
      assert.match(found[0]?.hint ?? '', hint);
    });
  }

  it('does not call a retention short that is as long as the window', async () => {
    const change = (localAws: LocalAws) => remake(localAws, accessGroup, {retentionInDays: 3});
    assert.deepEqual(explained(await sourcesOf({change}, ['--start', '3d']), 'retention'), []);
  });

  it('does not say that a canary’s log holds its requests where it does not exist yet', async () => {
    const stage = {canarySettings: {percentTraffic: 10, deploymentId: 'canary1'}};
    const reports = await sourcesOf({stage});
    assert.deepEqual(explained(reports, 'canary'), []);
    assert.match(explained(reports, 'logGroupMissing')[0]?.hint ?? '', /canary serves its first request/);
  });

  it('costs one call of FilterLogEvents a log group, and few others', async () => {
    await inWorld({}, async localAws => {
      await runCommands(['sources', '-a', apiId, '-t', 'prod'], {localAws});
      const calls = localAws.calls.list().map(({operation}) => operation);
      assert.equal(calls.filter(operation => operation === 'FilterLogEvents').length, 4);
      assert.equal(calls.filter(operation => operation === 'DescribeLogGroups').length, 1);
      assert.equal(calls.filter(operation => operation === 'GetAccount').length, 1);
    });
  });

  it('prints a table with explanations under what they are about', async () => {
    await inWorld({change: localAws => localAws.logs.deleteLogGroup(functionGroup)}, async localAws => {
      const {stdout, stderr, exitCode} = await runCommands(['sources', '-a', apiId, '-t', 'prod'], {
        localAws,
      });
      assert.match(stdout, /^KIND +NAME +STATE +NEWEST EVENT +REGION +LOG GROUP +KNOWN FROM\n/);
      assert.match(
        stdout,
        /\nlambda +orders-get +missing +- +eu-west-1 +\/aws\/lambda\/orders-get +integration of GET \/orders\n {4}! log group "\/aws\/lambda\/orders-get" does not exist yet\n {6}hint: AWS creates it when the function is first invoked, if .*\n/,
      );
      assert.deepEqual([stderr, exitCode], ['', 0]);
    });
  });

  it('ends with code 8 where a log may not be read, and 4 where none may', async () => {
    const deny = (when?: (input: Readonly<Record<string, unknown>>) => boolean) => (localAws: LocalAws) =>
      void localAws.faults.deny('logs:FilterLogEvents', when);
    const run = (change: World['change'] & object) =>
      inWorld({change}, localAws => runCommands(['sources', '-a', apiId, '-t', 'prod'], {localAws}));
    const some = await run(deny(({logGroupName}) => logGroupName === functionGroup));
    assert.equal(some.exitCode, 8);
    const all = await run(deny());
    assert.equal(all.exitCode, 4);
    assert.match(all.stdout, /orders-get +denied/);
  });

  it('says that credentials have expired, and prints nothing', async () => {
    const change = (localAws: LocalAws) =>
      void localAws.faults.add({
        operation: 'FilterLogEvents',
        fault: {error: {name: 'ExpiredTokenException', message: 'The security token is expired'}},
      });
    const {stdout, stderr, exitCode} = await inWorld({change}, localAws =>
      runCommands(['sources', '-a', apiId, '-t', 'prod'], {localAws}),
    );
    assert.deepEqual([stdout, exitCode], ['', 4]);
    assert.match(stderr, /^apilogs: the AWS credentials have expired\n/);
  });

  it('prints no other format than text and json', async () => {
    const {stderr, exitCode} = await runCommands(['sources', '-a', apiId, '-t', 'prod', '-o', 'raw']);
    assert.equal(stderr, 'apilogs: --output cannot be "raw"\n  hint: it takes text, json\n');
    assert.equal(exitCode, 2);
  });
});

describe('get that found nothing', () => {
  const get = (world: World, args: readonly string[] = []) =>
    inWorld(world, localAws => runCommands(['get', '-a', apiId, '-t', 'prod', ...args], {localAws}));

  it('says no more of a healthy stage than where it looked', async () => {
    const {stderr, exitCode} = await get({});
    assert.equal(stderr.match(/^apilogs: /gm)?.length, 1, stderr);
    assert.match(stderr, /^apilogs: no events between/);
    assert.equal(exitCode, 0);
  });

  it('says what may be why, and nothing twice', async () => {
    const {stderr} = await get({
      stage: {methodSettings: {}, accessLogSettings: undefined as never},
      change: localAws => {
        localAws.apiGateway.cloudwatchRoleArn = undefined;
        localAws.logs.deleteLogGroup(functionGroup);
      },
    });
    const messages = stderr.match(/^apilogs: .*/gm) ?? [];
    assert.equal(new Set(messages).size, messages.length);
    for (const part of [
      'writes no execution log',
      'no role',
      'no access log',
      `"${functionGroup}" does not`,
    ]) {
      assert.equal(messages.filter(message => message.includes(part)).length, 1, `${part} in:\n${stderr}`);
    }
    assert.doesNotMatch(stderr, /data tracing/);
  });

  for (const {kind, says, args, ...world} of cases.filter(({kind}) =>
    ['executionLoggingErrorsOnly', 'rerouted', 'noCloudWatchRole', 'noAccessLog'].includes(kind),
  )) {
    it(`explains ${kind}`, async () => {
      assert.match((await get(world)).stderr, says);
    });
  }

  it('explains a retention shorter than the window', async () => {
    const change = (localAws: LocalAws) => {
      for (const group of [executionGroup, accessGroup, functionGroup, '/aws/lambda/carts'])
        remake(localAws, group, {retentionInDays: 1});
    };
    const {stderr} = await get({change}, ['--start', '3d']);
    assert.match(stderr, /keeps events for one day/);
  });

  it('keeps quiet when told to', async () => {
    const {stderr} = await get({stage: {methodSettings: {}}}, ['--quiet']);
    assert.equal(stderr, '');
  });
});
