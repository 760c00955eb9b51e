import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {describe, it} from 'node:test';
import {renderPictures} from '../../scripts/pictures.js';
import {terminalSvg} from '../../scripts/terminal-svg.js';

const texts = (svg: string) =>
  [...svg.matchAll(/<text x="(\S+)" y="(\S+)"(?: class="([^"]*)")?[^>]*>([^<]*)</g)].map(
    ([, x, y, style = '', text]) => ({x: Number(x), y: Number(y), style, text}),
  );

const picture = (output: string, size: {columns?: number; rows?: number} = {}) =>
  texts(terminalSvg({command: 'a', output, columns: 40, rows: 9, ...size})).slice(2);

describe('the pictures of the README', () => {
  it('are what the program prints', async () => {
    for (const {path, svg} of await renderPictures()) {
      const committed = readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');
      assert.equal(committed, svg, `${path} lags, run: npm run picture`);
    }
  });

  it('keep each text in its column, in its style', () => {
    const [dim, name, error] = picture(
      '\u001b[2m09:16\u001b[22m  \u001b[33mget\u001b[39m  \u001b[31m\u001b[1mno\u001b[22m\u001b[39m',
    );
    assert.deepEqual([dim?.style, dim?.text], ['d', '09:16']);
    assert.deepEqual([name?.style, name?.text], ['yellow', 'get']);
    assert.deepEqual([error?.style, error?.text], ['b red', 'no']);
    const columnOf = ({x}: {x: number} = {x: 0}) => Math.round((x - (dim?.x ?? 0)) / 8.4);
    assert.deepEqual([columnOf(name), columnOf(error)], [7, 12]);
  });

  it('wrap a line that is longer than the terminal is wide, and end after the last row', () => {
    const wrapped = picture('abcdefgh\nij', {columns: 5});
    assert.deepEqual(
      wrapped.slice(-3).map(({text}) => text),
      ['abcde', 'fgh', 'ij'],
    );
    assert.equal(new Set(wrapped.slice(-3).map(({y}) => y)).size, 3);
    assert.deepEqual(
      picture('a\nb\nc\nd', {rows: 4}).map(({text}) => text),
      ['a', 'b', '…'],
    );
  });

  it('escape what SVG would take for markup', () => {
    assert.match(terminalSvg({command: 'a', output: '<b> & c', columns: 9, rows: 9}), /&lt;b&gt; &amp; c/);
  });

  it('refuse a style that no colour was chosen for', () => {
    assert.throws(() => picture('\u001b[44mx\u001b[49m'), RangeError);
  });
});
