import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {line, print} from './log-lines.js';

const hostile = '\x1b[2Ja\rb\0\u202e\ud800';

describe('raw', () => {
  it('is byte for byte in a pipe, with one line break where a message ends without', () => {
    assert.equal(
      print(
        {format: 'raw'},
        line('one'),
        line('two\n'),
        line('three\n\n'),
        line('four\r\n'),
        line('five\r'),
        line(''),
      ),
      'one\ntwo\nthree\n\nfour\r\nfive\r\n\n',
    );
    assert.equal(print({format: 'raw'}, line(hostile)), `${hostile}\n`);
  });

  it('stays so when colours and highlights are asked for', () => {
    assert.equal(print({format: 'raw', color: true, highlight: ['a']}, line(hostile)), `${hostile}\n`);
  });

  it('is made safe on a terminal', () => {
    assert.equal(
      print({format: 'raw', isTerminal: true}, line(hostile), line('b\r\n'), line('c\r')),
      '\\x1b[2Ja\nb\\x00\\u202e\\ud800\nb\nc\n',
    );
  });

  it('marks what is highlighted on a terminal', () => {
    assert.equal(
      print({format: 'raw', isTerminal: true, color: true, highlight: ['b', 'zz']}, line('abc\nd\n')),
      'a\x1b[30m\x1b[43mb\x1b[49m\x1b[39mc\nd\n',
    );
  });
});
