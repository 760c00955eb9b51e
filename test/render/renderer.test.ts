import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {stripVTControlCharacters} from 'node:util';
import fc from 'fast-check';
import type {LogLine} from '../../src/log-line.js';
import {levels} from '../../src/log-line.js';
import {columnNames, createRenderer, type RenderOptions} from '../../src/render/renderer.js';
import {apiRequestId, execution, lambda, line, ordersGet, plain, time} from './log-lines.js';

const nasty = fc.constantFrom(
  '\x1b[31m',
  '\x1b]0;x\x07',
  '\x9b',
  '\r',
  '\r\n',
  '\n',
  '\t',
  '\0',
  '\x7f',
  '\u202e',
  '\u2028',
  '\ud800',
  '\u{e0041}',
  '😀',
);
const text = fc
  .array(
    fc.oneof(
      nasty,
      fc.string({unit: 'binary', maxLength: 4}),
      fc.constantFrom('2026-03-10T09:16:40.551Z', 'INFO', '[31m'),
    ),
  )
  .map(parts => parts.join(''));

const logLine: fc.Arbitrary<LogLine> = fc
  .record({
    message: text,
    source: fc.oneof(
      fc.constantFrom(execution, ordersGet),
      text.map(name => lambda(name, {logGroup: name})),
    ),
    logStream: text,
    timestamp: fc.oneof(fc.integer({min: time - 2e8, max: time + 2e8}), fc.constant(Number.NaN)),
    apiRequestId: fc.oneof(text, fc.constantFrom(apiRequestId, undefined)),
    lambdaRequestId: fc.option(text, {nil: undefined}),
    level: fc.constantFrom(...levels, undefined),
    late: fc.boolean(),
    isPlatform: fc.boolean(),
    payload: fc.option(text, {nil: undefined}),
  })
  .map(({message, payload, ...details}) =>
    line(message, payload === undefined ? details : {...details, payload}),
  );

const layout: fc.Arbitrary<RenderOptions> = fc.record({
  format: fc.constantFrom('text', 'classic'),
  compact: fc.boolean(),
  isTerminal: fc.boolean(),
  columns: fc.option(fc.subarray([...columnNames]), {nil: undefined}),
  color: fc.boolean(),
  highlight: fc.array(fc.oneof(fc.constantFrom('[', 'm', '3', '\x1b[39m', 'orders'), text), {maxLength: 3}),
  timeZone: fc.constantFrom('utc', 'America/New_York'),
  width: fc.integer({min: 0, max: 200}),
  sources: fc.constant(plain.sources),
});
const lines = fc.array(logLine, {maxLength: 5});

const unsafe = /(?![\t\n])[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}\u{e0000}-\u{e0fff}]/u;

describe('every layout', () => {
  it('prints nothing that can drive a terminal, whatever a log says', () => {
    fc.assert(
      fc.property(layout, lines, (options, batch) => {
        assert.doesNotMatch(createRenderer({...options, color: false}).render(batch), unsafe);
      }),
    );
  });

  it('prints the same text with colours and highlights as without', () => {
    fc.assert(
      fc.property(layout, lines, (options, batch) => {
        const colored = createRenderer({...options, color: true}).render(batch);
        const plainText = createRenderer({...options, color: false, highlight: []}).render(batch);
        assert.equal(stripVTControlCharacters(colored), plainText);
      }),
    );
  });

  it('closes every colour on the line that opened it', () => {
    fc.assert(
      fc.property(layout, lines, (options, batch) => {
        for (const printed of createRenderer({...options, color: true})
          .render(batch)
          .split('\n')) {
          const codes = [...printed.matchAll(/\x1b\[(\d+)m/g)].map(([, code]) => Number(code));
          assert.equal(codes.filter(isOpening).length, codes.filter(code => !isOpening(code)).length);
        }
      }),
    );
  });

  it('prints the same in one batch as in many', () => {
    fc.assert(
      fc.property(layout, lines, (options, batch) => {
        const renderer = createRenderer(options);
        assert.equal(
          batch.map(one => renderer.render([one])).join(''),
          createRenderer(options).render(batch),
        );
      }),
    );
  });

  it('prints at least one line for every event, and ends with a line break', () => {
    const formats = fc.constantFrom('text', 'classic', 'raw', 'json');
    fc.assert(
      fc.property(layout, formats, logLine, (options, format, one) => {
        assert.match(createRenderer({...options, format}).render([one]), /\n$/);
      }),
    );
  });

  it('makes raw as safe on a terminal', () => {
    fc.assert(
      fc.property(lines, batch => {
        assert.doesNotMatch(
          createRenderer({...plain, format: 'raw', isTerminal: true}).render(batch),
          unsafe,
        );
      }),
    );
  });
});

/** Of the codes in use, 22, 39 and 49 end a style. */
function isOpening(code: number): boolean {
  return code !== 22 && code !== 39 && code !== 49;
}
