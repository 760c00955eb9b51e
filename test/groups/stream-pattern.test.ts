import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {compileStreamPattern} from '../../src/groups/stream-pattern.js';

describe('compileStreamPattern', () => {
  const beginnings: readonly {
    readonly text: string;
    readonly prefix: string;
    readonly isPrefix: boolean;
  }[] = [
    {text: '', prefix: '', isPrefix: true},
    {text: '2026/03/10', prefix: '2026/03/10', isPrefix: true},
    {text: '^web', prefix: 'web', isPrefix: true},
    {text: 'web.*', prefix: 'web', isPrefix: true},
    {text: 'web.*$', prefix: 'web', isPrefix: true},
    {text: '2026/03/10/\\[\\$LATEST\\]', prefix: '2026/03/10/[$LATEST]', isPrefix: true},
    {text: '2026/03/10/[$LATEST]', prefix: '2026/03/10/', isPrefix: false},
    {text: 'web.', prefix: 'web', isPrefix: false},
    {text: 'web$', prefix: 'web', isPrefix: false},
    {text: 'webs?', prefix: 'web', isPrefix: false},
    {text: 'webs*', prefix: 'web', isPrefix: false},
    {text: 'web\\.{2}', prefix: 'web', isPrefix: false},
    {text: 'web\\d', prefix: 'web', isPrefix: false},
    {text: 'web|api', prefix: '', isPrefix: false},
    {text: '(?:web)', prefix: '', isPrefix: false},
    {text: '.*web', prefix: '', isPrefix: false},
    // No name of a stream holds these, and AWS refuses to be asked for them.
    {text: 'web:1', prefix: 'web', isPrefix: false},
    {text: 'web\\*1', prefix: 'web', isPrefix: false},
  ];
  for (const {text, prefix, isPrefix} of beginnings) {
    it(`knows how every name begins that ${text || 'nothing'} fits`, () => {
      const pattern = compileStreamPattern(text);
      assert.deepEqual([pattern.prefix, pattern.isPrefix], [prefix, isPrefix]);
    });
  }

  it('asks AWS for no longer a beginning than it takes', () => {
    const {prefix, isPrefix, matches} = compileStreamPattern('a'.repeat(600));
    assert.deepEqual([prefix.length, isPrefix, matches('a'.repeat(512))], [512, false, false]);
  });

  it('fits the beginning of a name, and no later part of it', () => {
    const {matches} = compileStreamPattern('b|c.');
    assert.deepEqual(['b1', 'cc', 'c', 'ab'].map(matches), [true, true, false, false]);
  });
});
