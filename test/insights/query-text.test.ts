import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import fc from 'fast-check';
import {compileFilterPattern} from '../../src/filter-pattern/compile-filter-pattern.js';
import {InvalidFilterPattern} from '../../src/filter-pattern/invalid-filter-pattern.js';
import {conditionOfPattern} from '../../src/insights/pattern-condition.js';
import {asRegExp, fitting, quoted} from '../../src/insights/query-text.js';
import {summaryQuery} from '../../src/insights/summary-query.js';
import {startInsightsFixture} from '../local-aws/insights/insights-fixture.js';

/** What would break out of quotes, or mean something to a regular expression or a pattern. */
const signs = [
  '"',
  "'",
  '`',
  '/',
  '\\',
  '|',
  '#',
  '$',
  '{',
  '}',
  '[',
  ']',
  '(',
  ')',
  '*',
  '+',
  '?',
  '.',
  '^',
  '%',
  '-',
];
const hostile = fc
  .array(fc.constantFrom(...signs, ' ', 'a', 'B', '7', '_', 'é', '日', ':', '=', ','), {
    minLength: 1,
    maxLength: 8,
  })
  .map(parts => parts.join(''));
let groups = 0;

describe('texts of queries', async () => {
  const fixture = await startInsightsFixture();
  const put = (messages: readonly string[]) => {
    groups += 1;
    return fixture.put(`/group/${groups}`, ...messages);
  };
  const messagesOf = async (logGroup: string, condition: string) => {
    const rows = await fixture.rows(logGroup, `fields @message | filter ${condition} | sort @timestamp`);
    return rows.map(row => row['@message']);
  };

  it('match what they quote, and cannot break out', async () => {
    const others = ['', 'a', 'other', '"', '/', '\\'];
    await fc.assert(
      fc.asyncProperty(hostile, async text => {
        const messages = [text, `<${text}>`, ...others.filter(other => !other.includes(text))];
        const logGroup = put(messages);
        assert.deepEqual(await messagesOf(logGroup, `@message like ${asRegExp(text)}`), [text, `<${text}>`]);
        assert.deepEqual(await messagesOf(logGroup, `@message = ${quoted(text)}`), [text]);
        assert.deepEqual(await messagesOf(logGroup, `@message in ["x", ${quoted(text)}]`), [text]);
      }),
      {numRuns: 60},
    );
  });

  const term = fc.oneof(
    fc.constantFrom('ERROR', 'order', 'a', '7'),
    hostile.map(text => `"${text.replace(/[\\"]/g, '\\$&')}"`),
    fc.constantFrom('%a\\.b%', '%[Ee]rror%', '%order%', '%\\[a%'),
  );
  const terms = fc
    .array(fc.tuple(fc.constantFrom('', '', '-', '?'), term), {minLength: 1, maxLength: 4})
    .map(parts => parts.map(([sign, text]) => sign + text).join(' '));
  const json = fc.constantFrom(
    '{ $.level = "ERROR" }',
    '{ $.level = "ERR*" && $.n > 3 }',
    '{ ($.level = "ERROR") || ($.n = 1) }',
    '{ $.level != "ERROR" }',
    '{ $.n >= 3 }',
    '{ $.level = %ERR% }',
    '[a, b = "x*", ...]',
  );
  const jsonMessages = [
    '{"level":"ERROR","n":1}',
    '{"level":"\\u0045RROR","n":4}',
    '{"level":"INFO","n":5}',
    '1 xyz more',
  ];

  it('ask for no less than a filter pattern does', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(terms, json),
        fc.array(fc.oneof(hostile, fc.constantFrom('an ERROR', 'order 7', 'a.b', '[a')), {maxLength: 12}),
        async (pattern, messages) => {
          const matches = testOf(pattern);
          const condition = matches && conditionOfPattern(pattern);
          if (!matches || condition === undefined) return;
          const all = [...messages, ...jsonMessages];
          const passed = await messagesOf(put(all), condition);
          assert.deepEqual(
            passed.filter(text => text !== undefined && matches(text)),
            all.filter(matches),
            condition,
          );
        },
      ),
      {numRuns: 150},
    );
  });

  it('hold what has room in them, the first before the others', () => {
    assert.deepEqual(fitting(['four', 'five5', 'six666', 'x'], 12, 1), ['four', 'five5']);
    assert.deepEqual(fitting(['four', 'far too long', 'x'], 8, 1), ['four', 'x']);
  });

  it('are refused where StartQuery would not take them', () => {
    const task = {plan: {region: 'eu-west-1'}, window: {startTime: 0, endTime: 1}};
    assert.equal(summaryQuery(task, ['/a'], 'x'.repeat(10_000)).limit, 100_000);
    assert.throws(() => summaryQuery(task, ['/a'], 'x'.repeat(10_001)), {
      message: 'the query is too long for Logs Insights: 10001 characters of 10000',
      exitCode: 2,
    });
  });

  it('ask for what a pattern of terms says, and for strings of JSON', () => {
    assert.equal(conditionOfPattern('ERROR "a/b"'), '@message like /ERROR/ and @message like /a\\/b/');
    assert.equal(conditionOfPattern('?a ?b'), '(@message like /a/ or @message like /b/)');
    assert.equal(conditionOfPattern('%3e0f\\-6c52%'), '@message like /3e0f\\-6c52/');
    assert.equal(
      conditionOfPattern('{ $.level = "ERR*" && $.n > 3 }'),
      '(@message like /ERR/ or @message like /\\\\u/)',
    );
    for (const pattern of ['', '?a ?%b.%', '%b.%', '{ $.a = "x" || $.b = 1 }', '[a, b]', '"\n"'])
      assert.equal(conditionOfPattern(pattern), undefined, pattern);
  });
});

/** Undefined for a pattern that FilterLogEvents refuses. */
function testOf(pattern: string): ((message: string) => boolean) | undefined {
  try {
    return compileFilterPattern(pattern);
  } catch (error) {
    if (error instanceof InvalidFilterPattern) return undefined;
    throw error;
  }
}
