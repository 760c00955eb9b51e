import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {compileFilterPattern} from '../../src/filter-pattern/compile-filter-pattern.js';

const matches = (pattern: string, message: string) => compileFilterPattern(pattern)(message);

function assertMatches(pattern: string, message: string): void {
  assert.equal(matches(pattern, message), true, `${pattern} should match ${message}`);
}

function assertMisses(pattern: string, message: string): void {
  assert.equal(matches(pattern, message), false, `${pattern} should not match ${message}`);
}

function assertInvalid(...patterns: readonly string[]): void {
  for (const pattern of patterns) {
    assert.throws(
      () => compileFilterPattern(pattern),
      {name: 'InvalidParameterException', message: 'Invalid filter pattern'},
      pattern,
    );
  }
}

describe('compileFilterPattern, terms', () => {
  it('matches everything with an empty pattern', () => {
    assertMatches('', 'anything');
    assertMatches('  ', 'anything');
    assertMatches('""', 'anything');
  });

  it('matches a term anywhere, also inside a word', () => {
    assertMatches('ERROR', '[ERROR] A fatal exception');
    assertMatches('ERROR', 'Exiting with ERRORCODE: -1');
  });

  it('tells upper case from lower case', () => {
    assertMisses('error', 'ERROR');
  });

  it('asks for all of several terms', () => {
    assertMatches('ERROR Exception', '[ERROR] Unhandled Exception');
    assertMisses('ERROR Exception', '[ERROR] nothing else');
  });

  it('takes a quoted term as one phrase, with escaped quotes', () => {
    assertMatches('"b3ebd3c9-1045-4a0e"', 'START RequestId: b3ebd3c9-1045-4a0e');
    assertMisses('"ERROR 401"', 'ERROR code 401');
    assertMatches('"say \\"hi\\""', 'they say "hi" to us');
  });

  it('asks for any of the terms with a question mark', () => {
    assertMatches('?ERROR ?"WARN 1"', 'WARN 1 came');
    assertMatches('?ERROR ?"WARN 1"', 'ERROR came');
    assertMisses('?ERROR ?"WARN 1"', 'INFO came');
  });

  it('ignores terms with a question mark beside terms of another kind', () => {
    assertMatches('?ERROR ?WARN request', 'INFO request');
    assertMisses('?ERROR request', 'ERROR alone');
  });

  it('leaves out what has an excluded term', () => {
    assertMatches('ERROR -Exiting', '[ERROR] staying');
    assertMisses('ERROR -"Exiting now"', '[ERROR] Exiting now');
    assertMatches('-ERROR', 'all is well');
  });

  it('matches a regular expression between percent signs', () => {
    assertMatches('%4\\d{2}%', 'status: 404');
    assertMisses('%^4\\d{2}%', 'status: 404');
    assertMatches('ERROR %gr[ae]y%', 'ERROR grey');
  });

  it('refuses unquoted special characters, open quotes and stray signs', () => {
    assertInvalid('foo-bar', 'a=b', '"open', '"a""b"', '-', '?', '- a', 'a.b');
  });

  it('refuses regular expressions AWS does not take', () => {
    assertInvalid('%(a|b)%', '%something!%', '%[%', '%open', '%%', '%ü%', '%a% %b% %c%');
  });
});

const cloudTrail = JSON.stringify({
  eventType: 'UpdateTrail',
  sourceIPAddress: '111.111.111.111',
  arrayKey: ['value', 'another value'],
  objectList: [
    {name: 'a', id: 1},
    {name: 'b', id: 2},
  ],
  SomeObject: null,
  ThisFlag: true,
  Other: false,
  latency: 1500.5,
  literal: 'Ev*ent',
  'with.dot': 'x',
  'with-dash': 'y',
});

describe('compileFilterPattern, JSON', () => {
  it('matches the examples of the AWS guide', () => {
    assertMatches('{ $.eventType = "UpdateTrail" }', cloudTrail);
    assertMatches('{ $.sourceIPAddress != 123.123.* }', cloudTrail);
    assertMatches('{ $.arrayKey[0] = "value" }', cloudTrail);
    assertMatches('{ $.objectList[1].id = 2 }', cloudTrail);
    assertMatches('{ $.SomeObject IS NULL }', cloudTrail);
    assertMatches('{ $.SomeOtherObject NOT EXISTS }', cloudTrail);
    assertMatches('{ $.ThisFlag IS TRUE }', cloudTrail);
    assertMatches('{ $.Other IS FALSE }', cloudTrail);
  });

  it('tells null, false and absent apart', () => {
    assertMisses('{ $.absent IS NULL }', cloudTrail);
    assertMisses('{ $.SomeObject NOT EXISTS }', cloudTrail);
    assertMatches('{ $.SomeObject EXISTS }', cloudTrail);
    assertMisses('{ $.Other IS TRUE }', cloudTrail);
  });

  it('takes an asterisk as a wildcard at the ends only', () => {
    assertMatches('{ $.eventType = "*Trail" }', cloudTrail);
    assertMatches('{ $.eventType = Update* }', cloudTrail);
    assertMatches('{ $.eventType = "*dateTr*" }', cloudTrail);
    assertMatches('{ $.eventType = * }', cloudTrail);
    assertMisses('{ $.eventType = "Upd*Trail" }', cloudTrail);
    assertMatches('{ $.literal = "Ev*ent" }', cloudTrail);
  });

  it('compares numbers, also signed and in scientific notation', () => {
    assertMatches('{ $.latency >= 500 }', cloudTrail);
    assertMatches('{ $.latency < 10e3 }', cloudTrail);
    assertMatches('{ $.latency = +1500.50 }', cloudTrail);
    assertMatches('{ $.latency > -1 }', cloudTrail);
    assertMisses('{ $.latency <= 1500 }', cloudTrail);
    assertMisses('{ $.latency != 1500.5 }', cloudTrail);
    assertMisses('{ $.eventType > 1 }', cloudTrail);
  });

  it('binds && closer than ||, and obeys parentheses', () => {
    const event = '{"user":{"id":1,"email":"x@example.com"},"coordinates":[[0,1],[4,5]],"actions":["GET"]}';
    assertMatches('{ ($.user.id = 1) && ($.user.email = "x@example.com") }', event);
    assertMatches('{ $.user.id = 1 || $.coordinates[0][1] = no && $.actions[0] = no }', event);
    assertMisses('{ ($.user.id = 1 || $.coordinates[0][1] = no) && $.actions[0] = no }', event);
    assertMatches('{($.coordinates[1][0]=4)}', event);
  });

  it('never matches where the selector meets an object, an array or nothing', () => {
    for (const selector of ['$.arrayKey', '$.objectList', '$.absent', '$.arrayKey[7]', '$.eventType[0]']) {
      assertMisses(`{ ${selector} = "x" }`, cloudTrail);
      assertMisses(`{ ${selector} != "x" }`, cloudTrail);
    }
  });

  it('selects every member with a wildcard, and names with special characters in brackets', () => {
    assertMatches('{ $.objectList[*].name = "b" }', cloudTrail);
    assertMatches("{ $.['with.dot'] = x }", cloudTrail);
    assertMatches('{ $["with.dot"] = x }', cloudTrail);
    assertMatches('{ $.with-dash = y }', cloudTrail);
  });

  it('matches a value against a regular expression', () => {
    assertMatches('{ $.eventType = %^Up.*l$% }', cloudTrail);
    assertMisses('{ $.eventType != %Trail% }', cloudTrail);
  });

  it('does not match what is no JSON object', () => {
    assertMisses('{ $.a NOT EXISTS }', 'plain text');
    assertMisses('{ $.a NOT EXISTS }', '{"a": 1');
    assertMisses('{ $.a NOT EXISTS }', '[1]');
    assertMatches('{ $.a = 1 }', '  {"a": 1}\n');
  });

  it('does not reach into what every object inherits', () => {
    assertMisses('{ $.toString EXISTS }', '{}');
  });

  it('refuses what it cannot read', () => {
    assertInvalid('{ $.a = 1', '{ }', '{ a = 1 }', '{ $.a }', '{ $.a = }', '{ $.a > abc }', '{ $.a = 1 && }');
    assertInvalid('{ ($.a = 1 }', '{ $.a = "x }', '{ $.a = 1 } extra', '{ $.a IS MAYBE }', '{ $.a = b@c }');
  });
});

const accessLine = '127.0.0.1 - frank [10/Oct/2000:13:25:15 -0700] "GET /index.html HTTP/1.0" 404 1534';

describe('compileFilterPattern, space-delimited', () => {
  it('matches when the number of fields agrees, quotes and brackets making one field', () => {
    assertMatches('[ip, user, username, timestamp, request, status_code, bytes]', accessLine);
    assertMisses('[ip, user, username, timestamp, request, status_code]', accessLine);
  });

  it('skips any number of fields at an ellipsis', () => {
    assertMatches('[..., status_code = 404, bytes]', accessLine);
    assertMatches('[ip = 127.*, user, ..., bytes]', accessLine);
    assertMatches('[ip, ...]', accessLine);
    assertMatches('[a, b, ..., c]', '1 2 3');
    assertMisses('[a, b, ..., c]', '1 2');
  });

  it('compares as text with wildcards and as numbers', () => {
    assertMatches('[..., request=*.html*, status_code=4*,]', accessLine);
    assertMatches('[..., status_code, bytes > 1000]', accessLine);
    assertMisses('[..., status_code, bytes > 1534]', accessLine);
    assertMatches('[..., status_code = 404.0, bytes >= 1534]', accessLine);
  });

  it('joins conditions on one field', () => {
    assertMatches('[..., status_code = 4* && status_code != 403, bytes]', accessLine);
    assertMisses('[..., status_code = 4* && status_code != 404, bytes]', accessLine);
    assertMatches('[w1=ERROR || w1=WARN, w2]', 'WARN message');
    assertMisses('[w1=!ERROR&&w1=!WARN, w2]', 'WARN message');
  });

  it('refuses two ellipses and what it cannot read', () => {
    assertInvalid('[a, ..., b, ...]', '[a', '[a = ]', '[a b]', '[a] b');
  });
});
