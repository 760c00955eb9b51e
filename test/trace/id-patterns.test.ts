import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import fc from 'fast-check';
import {compileFilterPattern} from '../../src/filter-pattern/compile-filter-pattern.js';
import {patternOfIds, patternOfPrefix} from '../../src/trace/id-patterns.js';
import {parseWantedId} from '../../src/trace/wanted-id.js';

const idCharacter = fc.constantFrom(...'aB3_=+/.:@-');
const id = fc.string({unit: idCharacter, minLength: 1, maxLength: 40});
/** What a log may say in the place of an id, to get out of the quotes above all. */
const saidId = fc.oneof(
  id,
  fc.string({unit: fc.constantFrom('a', '"', '\\', '?', ' ', '%', '{', '-', '\n'), minLength: 1}),
);
const message = fc.string({unit: fc.constantFrom(...'aB3_=+/.:@-', '"', '\\', ' ', '%')});

describe('the filter pattern of ids', () => {
  it('finds the lines with any of them and no other, whatever the ids', () => {
    fc.assert(
      fc.property(fc.array(id, {minLength: 1, maxLength: 60}), message, fc.nat(), (ids, text, at) => {
        const patterns = patternOfIds(ids).map(compileFilterPattern);
        const isFound = (line: string) => patterns.some(test => test(line));
        assert.equal(
          isFound(text),
          ids.some(wanted => text.includes(wanted)),
        );
        assert.ok(isFound(`${text}${ids[at % ids.length]}${text}`));
      }),
    );
  });

  it('never means anything else, also of ids that a log makes up', () => {
    const made: [string[]] = [['" ?"a', 'aaaaaaaa']];
    fc.assert(
      fc.property(fc.array(saidId, {maxLength: 20}), ids => {
        for (const pattern of patternOfIds(ids)) {
          assert.ok(pattern.length <= 1024);
          assert.equal(compileFilterPattern(pattern)('(;,)'), false);
        }
      }),
      {examples: [made]},
    );
  });

  it('is none where none of them can be an id', () =>
    assert.deepEqual(patternOfIds(['a" ?"b', '(', '']), []));
});

describe('the filter pattern of a beginning', () => {
  it('finds it anywhere, also within a word, and nothing else', () => {
    fc.assert(
      fc.property(id, message, (prefix, text) => {
        const test = compileFilterPattern(patternOfPrefix(prefix));
        assert.equal(test(text), text.includes(prefix));
        assert.ok(test(`${text}${prefix}${text}`));
      }),
    );
  });
});

describe('what is asked for', () => {
  it('is refused, or looks for itself alone, whatever is typed', () => {
    const typed = fc.oneof(saidId, fc.string(), fc.string({unit: 'binary'}));
    fc.assert(
      fc.property(typed, message, (text, line) => {
        let wanted: ReturnType<typeof parseWantedId>;
        try {
          wanted = parseWantedId(text);
        } catch (error) {
          assert.equal((error as {exitCode?: unknown}).exitCode, 2);
          return;
        }
        assert.equal(compileFilterPattern(wanted.filterPattern)(line), line.includes(wanted.text));
        assert.ok(text.toLowerCase().includes(wanted.text.toLowerCase()));
      }),
      {
        numRuns: 500,
        examples: [
          ['aaaaaaaa" ?"b', 'b'],
          ['%aaaaaaaa%', 'a'],
          ['aaaaaaaa" -"b', ''],
        ],
      },
    );
  });
});
