import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {restFunctions} from '../../src/discover/rest-functions.js';
import {substituteStageVariables} from '../../src/discover/stage-variables.js';
import {functionArn, invocationOf} from './stage-fixture.js';

const variable = (name: string) => `$\{stageVariables.${name}}`;

const ofIntegration = (uri: string, ...variables: Record<string, string>[]) =>
  restFunctions({integrations: [{by: 'GET /a', uri}], authorizers: []}, variables);

const arnsOf = ({uses}: ReturnType<typeof restFunctions>) => uses.map(use => use.function.arn);

describe('restFunctions', () => {
  it('puts a variable in for the name, the alias, both, or the whole ARN', () => {
    const live = functionArn('orders:live');
    const cases = [
      [functionArn(variable('v')), {v: 'orders:live'}],
      [functionArn(`orders:${variable('v')}`), {v: 'live'}],
      [functionArn(`${variable('v')}:${variable('w')}`), {v: 'orders', w: 'live'}],
      [variable('v'), {v: live}],
    ] as const;
    for (const [arn, variables] of cases) {
      assert.deepEqual(arnsOf(ofIntegration(invocationOf(arn), variables)), [live]);
    }
  });

  it('names a variable that the stage does not have, which does not make the run partial', () => {
    const {uses, gaps} = ofIntegration(invocationOf(functionArn(`orders:${variable('alias')}`)), {
      other: 'x',
    });
    assert.deepEqual(uses, []);
    assert.deepEqual(
      gaps.map(({kind, what, isPartial}) => ({kind, what, isPartial})),
      [{kind: 'unresolvedVariable', what: 'alias', isPartial: false}],
    );
  });

  it('does not ask for a variable that two methods lack twice', () => {
    const uri = invocationOf(functionArn(variable('fn')));
    const {gaps} = restFunctions(
      {
        integrations: [
          {by: 'GET /a', uri},
          {by: 'GET /b', uri},
        ],
        authorizers: [],
      },
      [{}],
    );
    assert.equal(gaps.length, 1);
  });

  it('lets variables of HTTP integrations alone', () => {
    assert.deepEqual(ofIntegration(`https://${variable('host')}/x`, {}), {uses: [], gaps: []});
  });

  it('says that a value leads to no function', () => {
    const {gaps} = ofIntegration(invocationOf(functionArn(variable('fn'))), {fn: 'not a name'});
    assert.deepEqual(
      gaps.map(({kind, what, isPartial}) => ({kind, what, isPartial})),
      [{kind: 'unreadableUri', what: 'GET /a', isPartial: true}],
    );
  });
});

describe('substituteStageVariables', () => {
  it('takes an empty value for none, as the ARN is invalid either way', () => {
    assert.deepEqual(substituteStageVariables(`a${variable('x')}b`, {x: ''}), {text: 'ab', unset: ['x']});
  });

  it('does not take what every object has for a variable', () => {
    assert.deepEqual(substituteStageVariables(variable('constructor'), {}).unset, ['constructor']);
  });

  it('does not read a value as a pattern', () => {
    assert.equal(substituteStageVariables(variable('x'), {x: '$&'}).text, '$&');
  });
});
