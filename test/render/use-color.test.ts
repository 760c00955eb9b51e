import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {type ColorChoice, useColor} from '../../src/render/use-color.js';

type Case = readonly [choice: ColorChoice, env: Record<string, string>, isTty: boolean, expected: boolean];

const cases: readonly Case[] = [
  ['auto', {}, true, true],
  ['auto', {}, false, false],
  ['auto', {TERM: 'dumb'}, true, false],
  ['auto', {TERM: 'xterm-256color'}, false, false],
  ['auto', {NO_COLOR: '1'}, true, false],
  ['auto', {NO_COLOR: ''}, true, true],
  ['auto', {FORCE_COLOR: '1'}, false, true],
  ['auto', {FORCE_COLOR: ''}, false, true],
  ['auto', {FORCE_COLOR: '3', TERM: 'dumb'}, false, true],
  ['auto', {FORCE_COLOR: '0'}, true, false],
  ['auto', {FORCE_COLOR: 'false'}, true, false],
  ['auto', {FORCE_COLOR: '1', NO_COLOR: '1'}, false, true],
  ['always', {NO_COLOR: '1', FORCE_COLOR: '0', TERM: 'dumb'}, false, true],
  ['never', {FORCE_COLOR: '1'}, true, false],
];

describe('useColor', () => {
  for (const [choice, env, isTty, expected] of cases) {
    it(`is ${expected} for ${choice} with ${JSON.stringify(env)} ${isTty ? 'on a terminal' : 'in a pipe'}`, () => {
      assert.equal(useColor(choice, env, isTty), expected);
    });
  }
});
