import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {toNamedSources} from '../../src/groups/named-sources.js';

const region = 'eu-west-1';
const described = (...logGroups: string[]) =>
  toNamedSources(logGroups.map(logGroup => ({logGroup, region}))).map(
    ({kind, name, canary}) => `${kind} ${name}${canary ? ' of the canary' : ''}`,
  );

describe('toNamedSources', () => {
  const names: readonly (readonly [string, string])[] = [
    ['API-Gateway-Execution-Logs_abc123def4/prod', 'execution execution'],
    ['API-Gateway-Execution-Logs_abc123def4/prod/Canary', 'execution execution of the canary'],
    ['API-Gateway-Execution-Logs/abc123def4/prod/Canary', 'execution execution of the canary'],
    ['/aws/apigateway/abc123def4/prod', 'execution execution'],
    ['/aws/apigateway/welcome', 'other welcome'],
    ['/aws/lambda/orders', 'lambda orders'],
    ['/aws/lambda/us-east-1.edge', 'lambda us-east-1.edge'],
    ['/aws/vendedlogs/access', 'other access'],
    ['/ecs/web', 'other ecs/web'],
    ['access-log', 'other access-log'],
    ['/', 'other /'],
    ['/aws/', 'other aws/'],
    ['arn:aws:logs:us-east-1:444455556666:log-group:/aws/lambda/orders', 'lambda orders'],
  ];
  for (const [logGroup, expected] of names) {
    it(`takes ${logGroup} for ${expected}`, () => assert.deepEqual(described(logGroup), [expected]));
  }

  it('tells apart by longer names what a short one does not', () => {
    assert.deepEqual(
      described('API-Gateway-Execution-Logs_abc123def4/prod', 'API-Gateway-Execution-Logs_abc123def4/dev'),
      ['execution abc123def4/prod', 'execution abc123def4/dev'],
    );
    const arn = (account: string) => `arn:aws:logs:us-east-1:${account}:log-group:/aws/lambda/orders`;
    assert.deepEqual(described(arn('111122223333'), arn('444455556666')), [
      `lambda ${arn('111122223333')}`,
      `lambda ${arn('444455556666')}`,
    ]);
  });

  it('lets a stage and its canary have one name', () => {
    assert.deepEqual(
      described(
        'API-Gateway-Execution-Logs_abc123def4/prod',
        'API-Gateway-Execution-Logs_abc123def4/prod/Canary',
      ),
      ['execution execution', 'execution execution of the canary'],
    );
  });

  it('gives places in the order given', () => {
    const sources = toNamedSources(['b', 'a'].map(logGroup => ({logGroup, region})));
    assert.deepEqual(
      sources.map(({logGroup, rank}) => [logGroup, rank]),
      [
        ['b', 0],
        ['a', 1],
      ],
    );
  });
});
