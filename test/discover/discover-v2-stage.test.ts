import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {discoverV2Stage, type V2Api} from '../../src/discover/discover-v2-stage.js';
import {readStageFingerprint} from '../../src/discover/stage-fingerprint.js';
import type {V2Ports} from '../../src/discover/v2-ports.js';
import {ApilogsError} from '../../src/errors.js';
import {
  account,
  awsError,
  denied,
  exportOf,
  failing,
  functionArn,
  invocationOf,
  logGroupArn,
  namesOf,
  portsOf,
  recordNotices,
  region,
  v2PortsOf,
} from './stage-fixture.js';

const target = {apiId: 'abc123def4', stage: 'prod', region};
const http: V2Api = {Name: 'orders', ProtocolType: 'HTTP'};
const webSocket: V2Api = {Name: 'chat', ProtocolType: 'WEBSOCKET'};
const accessLog = {
  DestinationArn: logGroupArn('/api/access'),
  Format: '$context.requestId $context.integration.requestId',
};
const notFound = awsError('NotFoundException', 'Invalid stage identifier specified', 404);

const list =
  <Item>(...items: Item[]) =>
  async () => ({items, next: undefined});

/** A stage that deploys by itself and has an access log, with one function. */
const usual: Partial<V2Ports> = {
  getStage: async () => ({AutoDeploy: true, AccessLogSettings: accessLog}),
  getRoutes: list({RouteKey: 'GET /orders', Target: 'integrations/i1'}),
  getIntegrations: list({
    IntegrationId: 'i1',
    IntegrationType: 'AWS_PROXY',
    IntegrationUri: functionArn('orders'),
  }),
  getAuthorizers: list(),
};

const discover = (
  different: Partial<V2Ports> = {},
  {api = http, stage = 'prod', notices = recordNotices()} = {},
) => discoverV2Stage(portsOf({v2: v2PortsOf({...usual, ...different})}), {...target, stage}, api, notices);

describe('discoverV2Stage', () => {
  it('finds the functions behind both forms of URI, Lambda authorizers, and the access log with its format', async () => {
    const notices = recordNotices();
    const found = await discover(
      {
        getRoutes: list(
          {RouteKey: 'GET /orders', Target: 'integrations/i1'},
          {RouteKey: '$default', Target: 'integrations/i2'},
          {RouteKey: 'POST /start', Target: 'integrations/i3'},
          {RouteKey: 'GET /site', Target: 'integrations/i4'},
        ),
        getIntegrations: list(
          {IntegrationId: 'i1', IntegrationType: 'AWS_PROXY', IntegrationUri: functionArn('orders:live')},
          {
            IntegrationId: 'i2',
            IntegrationType: 'AWS_PROXY',
            IntegrationUri: invocationOf(functionArn('rest')),
          },
          {
            IntegrationId: 'i3',
            IntegrationType: 'AWS_PROXY',
            IntegrationSubtype: 'StepFunctions-StartExecution',
          },
          {IntegrationId: 'i4', IntegrationType: 'HTTP_PROXY', IntegrationUri: 'https://example.com'},
          {IntegrationId: 'i5', IntegrationType: 'AWS_PROXY', IntegrationUri: functionArn('left-over')},
        ),
        getAuthorizers: list(
          {Name: 'token', AuthorizerType: 'REQUEST', AuthorizerUri: invocationOf(functionArn('check'))},
          {Name: 'jwt', AuthorizerType: 'JWT'},
        ),
      },
      {notices},
    );
    assert.deepEqual(
      found.sources.map(source => [source.kind, source.name, source.logGroup, found.foundBy.get(source)]),
      [
        ['authorizer', 'check', '/aws/lambda/check', 'authorizer token'],
        ['lambda', 'orders', '/aws/lambda/orders', 'integration of GET /orders (live)'],
        ['lambda', 'rest', '/aws/lambda/rest', 'integration of $default'],
        ['access', 'access', '/api/access', "the stage's access log setting"],
      ],
    );
    const {kind, api, accountId, logging, gaps} = found;
    assert.deepEqual(
      [kind, api.name, accountId, logging.level, gaps],
      ['http', 'orders', account, 'OFF', []],
    );
    assert.deepEqual(
      [found.sources.at(-1)?.accessLogFormat, found.sources.at(-1)?.hasOneRequestId],
      [accessLog.Format, true],
    );
    assert.deepEqual(notices.notices, []);
  });

  it('puts stage variables into the URIs', async () => {
    const uri = functionArn(`$\{stageVariables.fn}`);
    const found = await discover({
      getStage: async () => ({
        AutoDeploy: true,
        AccessLogSettings: accessLog,
        StageVariables: {fn: 'orders-v2'},
      }),
      getIntegrations: list({IntegrationId: 'i1', IntegrationUri: uri}),
    });
    assert.deepEqual(namesOf(found.sources), ['lambda orders-v2', 'access access']);
    const unset = await discover({getIntegrations: list({IntegrationId: 'i1', IntegrationUri: uri})});
    assert.deepEqual(
      unset.gaps.map(({kind, what}) => [kind, what]),
      [['unresolvedVariable', 'fn']],
    );
  });

  it('takes the deployment from the export where AutoDeploy is off, or failed', async () => {
    const exported = {
      ...Object(exportOf({'/orders': functionArn('deployed')}, {token: invocationOf(functionArn('check'))})),
    };
    exported.paths['/shared'] = {
      get: {'x-amazon-apigateway-integration': {$ref: '#/components/x-amazon-apigateway-integrations/one'}},
    };
    exported.components['x-amazon-apigateway-integrations'] = {one: {uri: functionArn('shared')}};
    for (const settings of [
      {AutoDeploy: false},
      {AutoDeploy: true, LastDeploymentStatusMessage: 'Deployment attempt failed: no routes'},
    ]) {
      const found = await discover({
        getStage: async () => ({...settings, AccessLogSettings: accessLog}),
        exportApi: async () => exported,
      });
      assert.deepEqual(namesOf(found.sources), [
        'authorizer check',
        'lambda deployed',
        'lambda shared',
        'access access',
      ]);
      assert.deepEqual(found.gaps, []);
    }
  });

  it('takes the API as it is edited, and says so, where the deployment cannot be exported', async () => {
    const notices = recordNotices();
    const getStage = async () => ({AutoDeploy: false, AccessLogSettings: accessLog});
    const found = await discover({getStage, exportApi: failing(denied())}, {notices});
    assert.deepEqual(namesOf(found.sources), ['lambda orders', 'access access']);
    assert.match(notices.notices.join(), /AutoDeploy is off and the stage's deployment cannot be exported/);
    assert.equal(found.gaps[0]?.isPartial, false);
  });

  it('reads also what no route leads to, where the deployment may differ from the API', async () => {
    const notices = recordNotices();
    const found = await discover(
      {
        getStage: async () => ({DefaultRouteSettings: {LoggingLevel: 'INFO'}}),
        getIntegrations: list({IntegrationId: 'i9', IntegrationUri: invocationOf(functionArn('old'))}),
      },
      {api: webSocket, notices},
    );
    assert.deepEqual(namesOf(found.sources), ['execution execution', 'lambda old']);
    assert.deepEqual(notices.notices, []);
    assert.match(notices.details.join(), /deployment of a WebSocket API cannot be looked into/);
  });

  it('finds the level of a WebSocket API in the settings of the stage and its routes', async () => {
    const levelOf = async (settings: object) => {
      const getStage = async () => ({AutoDeploy: true, ...settings});
      const {logging} = await discover({getStage}, {api: webSocket});
      return [logging.level, logging.dataTrace, logging.everyMethodAtInfo];
    };
    assert.deepEqual(await levelOf({}), ['OFF', false, false]);
    assert.deepEqual(await levelOf({DefaultRouteSettings: {LoggingLevel: 'INFO', DataTraceEnabled: true}}), [
      'INFO',
      true,
      false,
    ]);
    const ofRoute = {RouteSettings: {'GET /orders': {LoggingLevel: 'ERROR'}}};
    assert.deepEqual(await levelOf({DefaultRouteSettings: {LoggingLevel: 'INFO'}, ...ofRoute}), [
      'ERROR',
      false,
      false,
    ]);
  });

  it('says which variables the format of an access log lacks for ties', async () => {
    const notices = recordNotices();
    const formatted = (Format: string) => async () => ({
      AutoDeploy: true,
      AccessLogSettings: {...accessLog, Format},
    });
    await discover({getStage: formatted('$context.status')}, {notices});
    await discover(
      {getStage: formatted('$context.extendedRequestId $context.awsEndpointRequestId')},
      {notices},
    );
    assert.equal(notices.notices.length, 1);
    assert.match(
      notices.notices[0] ?? '',
      /lacks \$context\.requestId and \$context\.integration\.requestId/,
    );
  });

  it('takes "default" for $default only where no stage is named so', async () => {
    const stages = (names: readonly string[]): Partial<V2Ports> => ({
      getStage: async (_id, stage) => {
        if (!names.includes(stage)) throw notFound;
        return {AutoDeploy: true, AccessLogSettings: accessLog};
      },
      getStages: list(...names.map(StageName => ({StageName}))),
    });
    assert.equal((await discover(stages(['$default']), {stage: 'default'})).stage, '$default');
    assert.equal((await discover(stages(['default', '$default']), {stage: 'default'})).stage, 'default');
    await assert.rejects(discover(stages(['live', '$default']), {stage: 'prod'}), error => {
      assert.ok(error instanceof ApilogsError);
      assert.equal(error.message, 'stage "prod" of API abc123def4 does not exist');
      assert.equal(error.hint, "its stages are '$default', live; `apilogs apis` lists every API and stage");
      return error.exitCode === 5;
    });
  });

  it('goes on without what may not be read, and ends where that leaves nothing', async () => {
    const noStage = await discover({getStage: failing(denied())});
    assert.deepEqual(namesOf(noStage.sources), ['lambda orders']);
    assert.equal(noStage.fingerprint, undefined);
    const noIntegrations = await discover({getIntegrations: failing(denied())});
    assert.deepEqual(namesOf(noIntegrations.sources), ['access access']);
    for (const {gaps} of [noStage, noIntegrations]) assert.ok(gaps.some(({isPartial}) => isPartial));
    const nothing = discover({getStage: failing(denied()), getIntegrations: failing(denied())});
    await assert.rejects(nothing, error => error instanceof ApilogsError && error.exitCode === 4);
  });

  it('has a fingerprint that a redeployment changes', async () => {
    const stageOf = (DeploymentId: string) => async () => ({AutoDeploy: true, DeploymentId});
    const found = await discover({getStage: stageOf('one')});
    const again = (id: string) =>
      readStageFingerprint(portsOf({v2: v2PortsOf({getStage: stageOf(id)})}), found);
    assert.equal(await again('one'), found.fingerprint);
    assert.notEqual(await again('two'), found.fingerprint);
  });
});
