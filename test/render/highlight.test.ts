import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import fc from 'fast-check';
import {createHighlighter} from '../../src/render/highlight.js';
import {line, print} from './log-lines.js';

const bracket = (text: string) => `[${text}]`;
const lower = (text: string) => `{${text}}`;
const highlight = (terms: string[], text: string) => createHighlighter(terms, bracket)(text, lower);

describe('createHighlighter', () => {
  const cases: readonly (readonly [name: string, terms: string[], text: string, expected: string])[] = [
    ['marks every place', ['ab'], 'ab-ab', '[ab]{-}[ab]'],
    ['marks several terms', ['c', 'a'], 'abc', '[a]{b}[c]'],
    ['joins matches that overlap or touch', ['abc', 'bcd', 'e'], 'xabcdex', '{x}[abcde]{x}'],
    ['takes a match inside a match for one', ['abcd', 'bc'], 'abcde', '[abcd]{e}'],
    ['tells upper from lower case', ['error'], 'Error error', '{Error }[error]'],
    ['takes terms for literal text', ['.*', '['], 'a.*[', '{a}[.*[]'],
    ['ignores empty terms', ['', 'a'], 'ab', '[a]{b}'],
    ['styles a text without a match as one', ['z'], 'ab', '{ab}'],
    ['styles a text without terms as one', [], 'ab', '{ab}'],
    ['finds a control character as it is shown', ['\x1b[31m'], '\\x1b[31mred', '[\\x1b[31m]{red}'],
  ];
  for (const [name, terms, text, expected] of cases) {
    it(name, () => assert.equal(highlight(terms, text), expected));
  }

  it('never changes the text', () => {
    const text = fc.string({unit: fc.constantFrom('a', 'b', '1', ' ')});
    fc.assert(
      fc.property(text, fc.array(text), (searched, terms) => {
        const styled = createHighlighter(terms, bracket)(searched, lower);
        assert.equal(styled.replace(/[[\]{}]/g, ''), searched);
      }),
    );
  });
});

describe('--highlight', () => {
  it('marks columns and message, and never what only looks like an escape code', () => {
    assert.equal(
      print({color: true, columns: ['source'], highlight: ['[3', 'get']}, line('get [3', {level: 'ERROR'})),
      '\x1b[33morders-\x1b[39m\x1b[30m\x1b[43mget\x1b[49m\x1b[39m  ' +
        '\x1b[30m\x1b[43mget\x1b[49m\x1b[39m\x1b[31m\x1b[1m \x1b[22m\x1b[39m\x1b[30m\x1b[43m[3\x1b[49m\x1b[39m\n',
    );
  });

  it('does not mark the padding between columns', () => {
    assert.equal(
      print({color: true, columns: ['request'], highlight: [' ']}, line('a', {apiRequestId: 'id'})).split(
        'id',
      )[1],
      `\x1b[39m${' '.repeat(34)}  a\n`,
    );
  });

  it('marks nothing where there is no colour', () => {
    assert.equal(print({columns: [], highlight: ['a']}, line('a')), 'a\n');
  });
});
