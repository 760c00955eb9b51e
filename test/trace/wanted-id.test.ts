import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {ApilogsError} from '../../src/errors.js';
import {parseWantedId} from '../../src/trace/wanted-id.js';

const uuid = '3e0f6c52-91b7-4c1a-8de3-7a5b2049cf18';
const trace = '1-69afdd90-1f13616eac57f469bd8c2304';

describe('parseWantedId', () => {
  it('finds the id in what people paste', () => {
    const pasted = {
      [uuid]: uuid,
      [`x-amzn-RequestId: ${uuid}`]: uuid,
      [`x-amzn-requestid:${uuid}`]: uuid,
      [`< x-amzn-requestid: ${uuid}\r\n`]: uuid,
      [`"x-amzn-RequestId": "${uuid}",`]: uuid,
      [`(${uuid})`]: uuid,
      'x-amz-apigw-id: JKJaXmPLoAMFVtg=': 'JKJaXmPLoAMFVtg=',
      [`X-Amzn-Trace-Id: Root=${trace};Parent=53995c3f42cd8ad8;Sampled=1`]: trace,
      [`Root=${trace}`]: trace,
      [uuid.toUpperCase()]: uuid,
      'ABCDEFGHIJ=': 'ABCDEFGHIJ=',
    };
    for (const [text, id] of Object.entries(pasted)) {
      const wanted = parseWantedId(text);
      assert.deepEqual([wanted.text, wanted.isPrefix], [id, false], text);
    }
  });

  it('quotes a whole id for AWS, and matches the beginning of one as a substring', () => {
    assert.equal(parseWantedId(uuid).filterPattern, `"${uuid}"`);
    assert.equal(parseWantedId('JKJaXmPLoAMFVtg=').filterPattern, '"JKJaXmPLoAMFVtg="');
    assert.equal(parseWantedId('3e0f6c52').filterPattern, '%3e0f6c52%');
    assert.equal(parseWantedId('ab+c/defg').filterPattern, '%ab\\+c\\/defg%');
  });

  it('matches a whole id alone, and what begins with a prefix', () => {
    assert.equal(parseWantedId(uuid).matches(uuid), true);
    assert.equal(parseWantedId(uuid).matches(`${uuid}0`), false);
    assert.equal(parseWantedId('3e0f6c52').matches(uuid), true);
    assert.equal(parseWantedId('91b7-4c1a').matches(uuid), false);
    assert.equal(parseWantedId('3e0f6c52').matches(undefined), false);
  });

  it('knows when a trace began, also from the beginning of its id', () => {
    assert.equal(parseWantedId(trace).startedAt, 0x69afdd90 * 1000);
    assert.equal(parseWantedId('1-69afdd90').startedAt, 0x69afdd90 * 1000);
    assert.equal(parseWantedId('1-69afdd90').isPrefix, true);
    assert.equal(parseWantedId(uuid).startedAt, undefined);
  });

  it('refuses what is too short, and what could end the quotes of a pattern', () => {
    for (const text of ['', '3e0f6c5', 'a b c d e f', '3e0f6c52" ?"ERROR', '%.*%.*%.*', 'x'.repeat(129)]) {
      assert.throws(
        () => parseWantedId(text),
        (error: unknown) => error instanceof ApilogsError && error.exitCode === 2 && error.hint !== undefined,
        text,
      );
    }
  });
});
