import assert from 'node:assert/strict';
import {PassThrough} from 'node:stream';
import {describe, it} from 'node:test';
import {CredentialsError} from '../../src/aws/credentials-error.js';
import {canAsk} from '../../src/prompt/can-ask.js';
import {createMfaPrompt} from '../../src/prompt/mfa-code.js';
import {memoryStream} from '../support/run-main.js';

const serial = 'arn:aws:iam::111122223333:mfa/anna';

function terminal(typed?: string) {
  const stdin = Object.assign(new PassThrough(), {isTTY: true});
  if (typed !== undefined) stdin.end(typed);
  const stderr = {...memoryStream(), isTTY: true};
  const controller = new AbortController();
  return {stdin, stderr, env: {}, controller, signal: controller.signal};
}

describe('createMfaPrompt', () => {
  it('asks on stderr and gives what was typed, without spaces', async () => {
    const context = terminal(' 123 456 \n');
    assert.equal(await createMfaPrompt(context)(serial, false), '123456');
    assert.equal(context.stderr.text(), `MFA code for ${serial}: `);
  });

  it('asks again for what cannot be a code', async () => {
    const context = terminal();
    const code = createMfaPrompt(context)(serial, false);
    context.stdin.write('12345\n');
    // What follows is typed once the question stands there again.
    const {stderr} = context;
    const again = stderr.write;
    stderr.write = text => {
      again(text);
      if (text.startsWith('MFA')) context.stdin.write('654321\n');
      return true;
    };
    assert.equal(await code, '654321');
    assert.equal(
      stderr.text(),
      `MFA code for ${serial}: apilogs: a code has six digits\nMFA code for ${serial}: `,
    );
  });

  it('says that the last code was not accepted', async () => {
    const context = terminal('123456\n');
    await createMfaPrompt(context)(serial, true);
    assert.match(context.stderr.text(), /^apilogs: AWS did not accept this code; .*\nMFA code for /);
  });

  it('says on a line of its own that a code is wanted once more, as when a session ends', async () => {
    const context = terminal();
    const ask = createMfaPrompt(context);
    for (const code of ['123456', '654321']) {
      const given = ask(serial, false);
      context.stdin.write(`${code}\n`);
      assert.equal(await given, code);
    }
    assert.match(
      context.stderr.text(),
      /: \napilogs: AWS wants another MFA code to go on\nMFA code for [^\n]*: $/,
    );
  });

  it('fails at the end of the input', async () => {
    const context = terminal('');
    await assert.rejects(createMfaPrompt(context)(serial, false), (error: unknown) => {
      assert.ok(error instanceof CredentialsError);
      assert.equal(error.exitCode, 4);
      return /no MFA code was given/.test(error.message);
    });
  });

  it('ends with the run', async () => {
    const context = terminal();
    const code = createMfaPrompt(context)(serial, false);
    const reason = new Error('Ctrl-C');
    context.controller.abort(reason);
    await assert.rejects(code, reason);
    await assert.rejects(createMfaPrompt(context)(serial, false), reason);
  });

  it('cannot be made to print control characters by a profile', async () => {
    const context = terminal('123456\n');
    await createMfaPrompt(context)('\x1b[2Jdevice', false);
    assert.equal(context.stderr.text(), 'MFA code for \\x1b[2Jdevice: ');
  });
});

describe('canAsk', () => {
  it('holds where stdin and stderr are terminals and CI is not set', () => {
    const {stdin, stderr} = terminal();
    assert.equal(canAsk({stdin, stderr, env: {}}), true);
    assert.equal(canAsk({stdin, stderr, env: {CI: 'true'}}), false);
    assert.equal(canAsk({stdin, stderr: memoryStream(), env: {}}), false);
    assert.equal(canAsk({stdin: new PassThrough(), stderr, env: {}}), false);
    assert.equal(canAsk({stdin: undefined, stderr, env: {}}), false);
  });
});
