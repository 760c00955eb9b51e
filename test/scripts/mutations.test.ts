import assert from 'node:assert/strict';
import {existsSync, readFileSync} from 'node:fs';
import {describe, it} from 'node:test';
import {mutations} from '../../scripts/mutations.js';

const project = new URL('../../../', import.meta.url);

// Whether tests notice them takes long to find out: `npm run mutations`.
describe('the list of mutations', () => {
  it('changes what stands once in a file', () => {
    const astray = mutations.filter(({file, from, to}) => {
      const source = readFileSync(new URL(`src/${file}`, project), 'utf8');
      return source.split(from).length !== 2 || from === to;
    });
    assert.deepEqual(astray, []);
  });

  it('names tests that exist', () => {
    const tests = new Set(mutations.flatMap(({tests}) => tests));
    assert.deepEqual(
      [...tests].filter(test => !existsSync(new URL(`test/${test}.test.ts`, project))),
      [],
    );
  });

  it('calls each by a name of its own', () => {
    const names = mutations.map(({name}) => name);
    assert.deepEqual(names, [...new Set(names)]);
  });
});
