import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {discoverRestStage} from '../../src/discover/discover-rest-stage.js';
import {
  atInfo,
  counting,
  denied,
  exportOf,
  failing,
  functionArn,
  groupsOf,
  invocationOf,
  logGroupArn,
  namesOf,
  portsOf,
  recordNotices,
  target,
} from './stage-fixture.js';

const execution = 'API-Gateway-Execution-Logs_abc123def4/prod';
const withCanary = {...atInfo, canarySettings: {percentTraffic: 10, deploymentId: 'newer'}};

const discover = (different: Parameters<typeof portsOf>[0]) =>
  discoverRestStage(portsOf({getStage: async () => withCanary, ...different}), target, recordNotices());

describe('discoverRestStage with a canary', () => {
  it('does not look for canary log groups where the stage has no canary', async () => {
    const {ports, calls} = counting(portsOf());
    await discoverRestStage(ports, target, recordNotices());
    assert.equal(calls.get('describeLogGroups'), undefined);
  });

  it('puts the canary before the execution log, under the underscore spelling when neither exists yet', async () => {
    const {sources} = await discover({});
    assert.deepEqual(
      sources.map(({rank, canary, logGroup}) => [rank, canary, logGroup]),
      [
        [0, true, `${execution}/Canary`],
        [1, false, execution],
      ],
    );
  });

  it('takes the spelling that exists', async () => {
    const slashed = 'API-Gateway-Execution-Logs/abc123def4/prod/Canary';
    const {sources} = await discover({
      describeLogGroups: async prefix => (prefix === slashed ? [{logGroupName: slashed}] : []),
    });
    assert.deepEqual(groupsOf(sources), [slashed, execution]);
  });

  it('does not take a group whose name only begins so', async () => {
    const {sources} = await discover({
      describeLogGroups: async prefix => [{logGroupName: `${prefix}-old`}],
    });
    assert.deepEqual(groupsOf(sources), [`${execution}/Canary`, execution]);
  });

  it('reads the twin of the access log if it exists or cannot be looked for', async () => {
    const getStage = async () => ({
      ...withCanary,
      accessLogSettings: {destinationArn: logGroupArn('/api/access')},
    });
    const absent = await discover({getStage});
    assert.deepEqual(groupsOf(absent.sources), [`${execution}/Canary`, execution, '/api/access']);
    const unknown = await discover({getStage, describeLogGroups: failing(denied('logs:DescribeLogGroups'))});
    assert.deepEqual(groupsOf(unknown.sources), [
      `${execution}/Canary`,
      execution,
      '/api/access/Canary',
      '/api/access',
    ]);
  });

  it('reads the functions that the variables lead to with and without the values of the canary', async () => {
    const {sources, gaps} = await discover({
      getStage: async () => ({
        ...withCanary,
        variables: {fn: 'orders'},
        canarySettings: {stageVariableOverrides: {fn: 'orders-next', added: 'extra'}},
      }),
      getExport: async () =>
        exportOf({
          '/a': invocationOf(functionArn(`$\{stageVariables.fn}`)),
          '/b': invocationOf(functionArn(`$\{stageVariables.added}`)),
        }),
    });
    assert.deepEqual(namesOf(sources).slice(2), ['lambda extra', 'lambda orders', 'lambda orders-next']);
    assert.deepEqual(gaps, []);
  });

  it('adds what the newest definition calls, since the deployment of the canary cannot be exported', async () => {
    const {sources} = await discover({
      getExport: async () => exportOf({'/a': invocationOf(functionArn('a'))}),
      getResources: async () => ({
        items: [
          {path: '/a', resourceMethods: {GET: {methodIntegration: {uri: invocationOf(functionArn('a'))}}}},
          {path: '/b', resourceMethods: {GET: {methodIntegration: {uri: invocationOf(functionArn('b'))}}}},
        ],
        next: undefined,
      }),
    });
    assert.deepEqual(namesOf(sources).slice(2), ['lambda a', 'lambda b']);
  });

  it('makes the run partial where the newest definition cannot be read', async () => {
    const {gaps} = await discover({
      getExport: async () => exportOf({'/a': invocationOf(functionArn('a'))}),
      getResources: failing(denied('apigateway:GET')),
    });
    assert.deepEqual(
      gaps.map(({what, isPartial}) => ({what, isPartial})),
      [{what: "canary's definition", isPartial: true}],
    );
  });
});
