import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import fc from 'fast-check';
import {
  endWithoutLineBreaks,
  isPlain,
  showControlCharacters,
  showControlCharactersOfLines,
  splitLines,
  toJsonString,
  toSafeJson,
} from '../../src/render/control-characters.js';

const shown: readonly (readonly [name: string, text: string, expected: string])[] = [
  ['a colour', '\x1b[31mred', '\\x1b[31mred'],
  ['a window title', '\x1b]0;owned\x07', '\\x1b]0;owned\\x07'],
  ['a C1 control sequence', '\x9b2J', '\\x9b2J'],
  ['NUL', 'a\0b', 'a\\x00b'],
  ['a backspace', 'a\bb', 'a\\x08b'],
  ['DEL', 'a\x7fb', 'a\\x7fb'],
  ['next line (C1)', 'a\u0085b', 'a\\x85b'],
  ['a line feed', 'a\nb', 'a\\x0ab'],
  ['a carriage return', 'a\rb', 'a\\x0db'],
  ['a right-to-left override', 'a\u202eb', 'a\\u202eb'],
  ['an isolate', 'a\u2066b\u2069', 'a\\u2066b\\u2069'],
  ['a left-to-right mark', 'a\u200eb', 'a\\u200eb'],
  ['an Arabic letter mark', 'a\u061cb', 'a\\u061cb'],
  ['a line separator', 'a\u2028b\u2029', 'a\\u2028b\\u2029'],
  ['an invisible tag', 'a\u{e0041}b', 'a\\u{e0041}b'],
  ['a variation selector that can hide bytes', 'a\u{e0101}b', 'a\\u{e0101}b'],
  ['a space without width', 'ad\u200bmin', 'ad\\u200bmin'],
  ['a byte order mark', 'a\ufeffb', 'a\\ufeffb'],
  ['a word joiner', 'a\u2060b', 'a\\u2060b'],
  ['a soft hyphen', 'a\u00adb', 'a\\xadb'],
  ['a filler', 'a\u3164b', 'a\\u3164b'],
  ['a note between lines', 'a\ufff9b', 'a\\ufff9b'],
  ['a joiner within ASCII', '3e0f\u200d6c52', '3e0f\\u200d6c52'],
  ['a non-joiner at the end of a word', 'é\u200c a', 'é\\u200c a'],
  ['joiners in a row', '👩\u200d\u200d👩', '👩\\u200d\\u200d👩'],
  ['a variation selector behind ASCII', 'a\ufe01b', 'a\\ufe01b'],
  ['variation selectors in a row, which can hide bytes', '😀\ufe0f\ufe01', '😀\ufe0f\\ufe01'],
  ['a mark that hides another', 'é\u200b\ufe0f', 'é\\u200b\\ufe0f'],
  ['half a surrogate pair', 'a\ud83db', 'a\\ud83db'],
  ['the other half', 'a\ude00b', 'a\\ude00b'],
];

/** Any text, and such as mixes what is kept with what is not. */
const hostileText = fc.oneof(
  fc.string({unit: 'binary'}),
  fc.string({
    unit: fc.constantFrom(
      'a',
      '1',
      'é',
      '😀',
      '\u20e3',
      '\u200b',
      '\u200c',
      '\u200d',
      '\ufe01',
      '\ufe0f',
      '\\',
      '\ud800',
      '\x1b',
    ),
  }),
);

describe('showControlCharacters', () => {
  for (const [name, text, expected] of shown) {
    it(`shows ${name}`, () => assert.equal(showControlCharacters(text), expected));
  }

  it('leaves tabs, letters of any script and emoji alone', () => {
    const text = 'a\tb Zürich 東京 עברית 👩‍👩‍👧 😀 ❤️‍🔥 ☎︎ 1️⃣ می‌خواهم क्‍ष';
    assert.equal(showControlCharacters(text), text);
  });

  it('leaves nothing behind that it would show', () => {
    fc.assert(
      fc.property(hostileText, text => {
        const once = showControlCharacters(text);
        assert.equal(showControlCharacters(once), once);
        assert.equal(Buffer.from(once).toString(), once);
      }),
    );
  });
});

describe('what is shown of a text', () => {
  /** From the visible form back to the text. */
  const read = (visible: string) =>
    visible.replace(
      /\\x([\da-f]{2})|\\u([\da-f]{4})|\\u\{([\da-f]+)\}/g,
      (_, ...codes: (string | undefined)[]) =>
        String.fromCodePoint(Number.parseInt(codes.slice(0, 3).find(code => code !== undefined) ?? '', 16)),
    );

  it('says which characters stood there, where the text has no backslash of its own', () => {
    fc.assert(
      fc.property(hostileText, text => {
        const original = text.replaceAll('\\', '/');
        assert.equal(read(showControlCharacters(original)), original);
      }),
      {examples: [['é\u200b\ufe0f'], ['😀\ufe0f\ufe01'], ['1\ufe0f\u20e3']]},
    );
  });

  it('is the text itself where nothing in it is unsafe', () => {
    fc.assert(
      fc.property(fc.string({unit: 'grapheme'}), text => {
        if (isPlain(text)) assert.equal(showControlCharacters(text), text);
      }),
    );
  });
});

describe('showControlCharactersOfLines', () => {
  it('keeps the line breaks of a text, each as a line feed', () => {
    assert.equal(showControlCharactersOfLines('a\r\nb\rc\nd\x1b\n'), 'a\nb\nc\nd\\x1b\n');
  });
});

describe('splitLines', () => {
  it('takes a carriage return alone for a line break, as in stack traces of Lambda', () => {
    assert.deepEqual(splitLines('Error\r    at a\r\n    at b\n\nend'), [
      'Error',
      '    at a',
      '    at b',
      '',
      'end',
    ]);
  });
});

describe('endWithoutLineBreaks', () => {
  const lengths: readonly (readonly [text: string, end: number])[] = [
    ['', 0],
    ['\r\n\n', 0],
    ['a', 1],
    ['a\n\n', 1],
    ['a\r\nb\r', 4],
    ['a \n', 2],
  ];
  for (const [text, end] of lengths) {
    it(`is ${end} for ${JSON.stringify(text)}`, () => assert.equal(endWithoutLineBreaks(text), end));
  }
});

describe('toJsonString', () => {
  it('escapes what a terminal might act on', () => {
    assert.equal(
      toJsonString('\x1b[2J\x7f\x9b\u2028\u202e\ud800\u{e0041}'),
      '"\\u001b[2J\\u007f\\u009b\\u2028\\u202e\ufffd\\udb40\\udc41"',
    );
  });

  it('gives a lone surrogate as U+FFFD, which every reader of JSON takes', () => {
    assert.equal(toJsonString('a\ud800b\udc00'), '"a\ufffdb\ufffd"');
    assert.equal(toSafeJson({'\udfff': ['\\ud800', '\\\ud800']}), '{"\ufffd":["\\\\ud800","\\\\\ufffd"]}');
  });

  it('leaves readable text readable', () => {
    assert.equal(toJsonString('Zürich 東京 😀'), '"Zürich 東京 😀"');
  });

  it('parses back to the same text, well-formed, and shows nothing but itself', () => {
    fc.assert(
      fc.property(hostileText, text => {
        const json = toJsonString(text);
        assert.equal(JSON.parse(json), Buffer.from(text).toString());
        assert.equal(showControlCharacters(json), json);
      }),
    );
  });
});
