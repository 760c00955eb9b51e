import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import fc from 'fast-check';
import {fastest} from './growth.js';
import {expressionsOf, type SourceExpression, sourceFiles} from './source-expressions.js';

const found = sourceFiles.map(expressionsOf);
const literals = found.flatMap(file => file.literals);
const built = found.flatMap(file => file.built);

/** What somebody types at the prompt: for streams under a deadline of its own (test/groups/stream-pattern.test.ts). */
const typed = /^src\/(?:groups\/stream-pattern|filter-pattern\/pattern-reader)\.ts/;

/** Those that modules put together once, when they are loaded. */
async function builtOnLoad(): Promise<SourceExpression[]> {
  const expressions: SourceExpression[] = [];
  const {RegExp: original} = globalThis;
  let file = '';
  globalThis.RegExp = new Proxy(original, {
    construct: (target, args: [string | RegExp, string?], newTarget) => {
      const expression = Reflect.construct(target, args, newTarget) as RegExp;
      expressions.push({place: file, expression});
      return expression;
    },
  });
  try {
    for (file of new Set(built.map(place => place.replace(/:\d+$/, '')))) {
      await import(new URL(`../../${file.replace(/\.ts$/, '.js')}`, import.meta.url).href);
    }
  } finally {
    globalThis.RegExp = original;
  }
  return expressions;
}

/** From where an expression that grows exponentially shows it to where one does that grows with the square. */
const lengths = [16, 20, 24, 28, 64, 256, 1_000, 5_000, 20_000];
/** A linear one takes a tenth of a millisecond for the longest; on a machine that is busy, at its best of three runs. */
const noticeableMs = 50;
const loaded = await builtOnLoad();

const strings = 2;
const pumpsOfString = 16;

/** Texts that an expression nearly matches: one that it does, of which a part is repeated and the end spoilt. */
function attacks({source, flags}: RegExp): ((size: number) => string)[] {
  const kept = flags.includes('u') ? 'su' : 's';
  // Nothing is generated for look-around, word boundaries and back references.
  const plain = source.replace(/\(\?<?[=!][^()]*\)|\\b|\\[1-9]|\\k<\w+>/g, '');
  const matching = fc.sample(fc.stringMatching(new RegExp(`^(?:${plain})$`, kept)), {
    numRuns: strings,
    seed: 5,
  });
  return matching.flatMap(text => {
    const step = Math.max(1, Math.floor(text.length / pumpsOfString));
    const places = Array.from({length: Math.ceil(text.length / step)}, (_, index) => index * step);
    return [
      ...places.flatMap(at => [1, 2].map(width => [text.slice(0, at), text.slice(at, at + width)] as const)),
      ['', text] as const,
    ].flatMap(([before, pump]) =>
      ['\u0001', '\n\u0001'].map(
        end => (size: number) => before + pump.repeat(Math.ceil(size / Math.max(1, pump.length))) + end,
      ),
    );
  });
}

const isSlow = (expression: RegExp) =>
  attacks(expression).find(attack =>
    lengths.some(length => {
      const text = attack(length);
      return takesNotice(() => text.replace(expression, ''));
    }),
  );

/** What repeats nothing takes time in proportion to the text, whatever that is. */
const repeats = ({source}: RegExp) => /[*+{]/.test(source);

const takesNotice = (run: () => void) => fastest(run, 1) > noticeableMs && fastest(run, 3) > noticeableMs;

describe('every regular expression', () => {
  it('takes no more time on hostile text than its length', () => {
    const all = [...literals, ...loaded];
    const different = new Map(
      all.filter(({expression}) => repeats(expression)).map(each => [String(each.expression), each]),
    );
    assert.ok(different.size > 120, `there are ${different.size}`);
    const slow = [...different.values()].flatMap(({place, expression}) => {
      const attack = isSlow(expression);
      return attack ? [`${place} ${expression} on ${JSON.stringify(attack(20))}`] : [];
    });
    assert.deepEqual(slow, []);
  });

  it('is seen by this test, also where it is put together', () => {
    const seen = new Set(loaded.map(({place}) => place));
    assert.ok(built.length > 5);
    for (const place of built) {
      if (!typed.test(place)) assert.ok(seen.has(place.replace(/:\d+$/, '')), place);
    }
  });

  // Some that the program had.
  for (const slow of [
    /(a+)+b/,
    /\t+$/gm,
    /x+$/,
    /^HTTP Method: (\S{1,16}), Resource Path: (.*?)\s*$/s,
    /(\d+(?:\.\d+)?) ?([a-z]+)/i,
  ]) {
    it(`would be found here if it were ${slow}`, () => assert.ok(isSlow(slow)));
  }
});
