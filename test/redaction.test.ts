import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {createRedaction} from '../src/redaction.js';

describe('createRedaction', () => {
  const cases: readonly (readonly [what: string, text: string, shown: string])[] = [
    ['a key id', 'key AKIAIOSFODNN7EXAMPLE is unknown', 'key *** is unknown'],
    ['the key id of a session', '(ASIAIOSFODNN7EXAMPLE)', '(***)'],
    ['user and password of a URL', 'http://me:pa55@proxy:3128/ is down', 'http://***@proxy:3128/ is down'],
    ['an @ in a password', 'https://me:pa@55@proxy', 'https://***@proxy'],
    [
      'the header of a token',
      'x-amz-security-token:IQoJb3JpZ2lu/+=\nhost:a',
      'x-amz-security-token:***\nhost:a',
    ],
    [
      'keys in JSON',
      '{"SecretAccessKey":"abc","SessionToken": "d/e=="}',
      '{"SecretAccessKey":"***","SessionToken": "***"}',
    ],
    ['a web identity', 'Token eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJtZSJ9.c2ln is expired', 'Token *** is expired'],
    [
      'a setting',
      'aws_secret_access_key = wJalr/XUt aws_region = x',
      'aws_secret_access_key = *** aws_region = x',
    ],
  ];
  for (const [what, text, shown] of cases) {
    it(`knows by its shape ${what}`, () => {
      assert.equal(createRedaction({}).apply(text), shown);
    });
  }

  it('leaves all else as it is: an address, an ARN, an option, a path', () => {
    const text =
      'mail me@example.com, http://localhost:4566/a@b, arn:aws:iam::111122223333:role/x@y, --aws-session-token, AKIATOOSHORT\n';
    assert.equal(createRedaction({}).apply(text), text);
  });

  it('knows the variables of the environment', () => {
    const env = {
      AWS_ACCESS_KEY_ID: 'its-id',
      AWS_SECRET_ACCESS_KEY: 'its-key',
      AWS_SESSION_TOKEN: 'its-token',
    };
    assert.equal(createRedaction(env).apply('its-id its-key its-token'), '*** *** ***');
  });

  it('knows what it was told, also where one begins another or stands in a URL, and no parts of words', () => {
    const redaction = createRedaction({});
    for (const secret of ['token', 'token/and+more', 'it', undefined]) redaction.add(secret);
    assert.equal(redaction.apply('it: token/and+more, token%2Fand%2Bmore, token'), 'it: ***, ***, ***');
  });

  it('takes no longer for each character of a text that is made to take long', () => {
    const redaction = createRedaction({});
    for (const piece of ['-eyJaaaaaaaaaaaa', 'a://', 'a.', 'session_token', 'x-amz-security-token  ']) {
      // 640,000 characters took 85 s where time grew with the square; as it should be, some milliseconds.
      const text = piece.repeat(Math.ceil(2_000_000 / piece.length));
      assert.equal(redaction.apply(text), text);
    }
  });

  it('forgets the oldest of very many, not the newest', () => {
    const redaction = createRedaction({});
    for (let i = 0; i < 5_000; i += 1) redaction.add(`secret-${i}.`);
    assert.equal(redaction.apply('secret-0. secret-4999.'), 'secret-0. ***');
  });
});
