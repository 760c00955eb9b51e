import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {
  type FailedCall,
  isAccessDenied,
  isNotFound,
  isThrottling,
  isTransient,
  isWrongProtocol,
  toApilogsError,
} from '../../src/aws/aws-error.js';
import {ApilogsError} from '../../src/errors.js';

const call: FailedCall = {
  action: 'logs:FilterLogEvents',
  what: 'log group "/aws/lambda/orders"',
  region: 'eu-central-1',
};

const error = (name: string, message = '', fields: object = {}) =>
  Object.assign(new Error(message), {name, ...fields});
const answered = (httpStatusCode: number) => ({$metadata: {httpStatusCode}});

/** The error as `cli` prints it, with its exit code. */
const told = (cause: unknown, context: Partial<FailedCall> = {}) => {
  const {message, hint, exitCode} = toApilogsError(cause, {...call, ...context});
  return {message, hint, exitCode};
};

describe('toApilogsError', () => {
  it('tells an expired SSO session how to be renewed', () => {
    const text =
      'Token is expired. To refresh this SSO session run aws sso login with the corresponding profile.';
    assert.deepEqual(told(error('CredentialsProviderError', text), {profile: 'prod'}), {
      message: 'the SSO session of profile "prod" has expired',
      hint: 'run `aws sso login --profile prod`',
      exitCode: 4,
    });
  });

  it('tells an expired session of aws login how to be renewed', () => {
    const text = 'Failed to load a token for session x, please re-authenticate using aws login';
    assert.equal(told(error('CredentialsProviderError', text)).hint, 'run `aws login`');
  });

  it('says that a session token has expired', () => {
    const {message, exitCode} = told(
      error('ExpiredTokenException', 'The security token is expired', answered(400)),
    );
    assert.equal(message, 'the AWS credentials have expired');
    assert.equal(exitCode, 4);
  });

  it('says that there are no credentials, and for which profile', () => {
    const none = error('CredentialsProviderError', 'Could not load credentials from any providers');
    assert.equal(told(none).message, 'no AWS credentials found');
    assert.equal(told(none, {profile: 'prod'}).message, 'no AWS credentials found for profile "prod"');
    assert.equal(told(none).exitCode, 4);
  });

  it('names the action, the resource and the user where a permission is missing', () => {
    const text =
      'User: arn:aws:iam::123456789012:user/x is not authorized to perform: logs:FilterLogEvents on resource: ' +
      'arn:aws:logs:eu-central-1:123456789012:log-group:/aws/lambda/orders:log-stream: because no identity-based policy allows it';
    assert.deepEqual(told(error('AccessDeniedException', text, answered(400))), {
      message: 'no permission to read log group "/aws/lambda/orders"',
      hint:
        'allow logs:FilterLogEvents on arn:aws:logs:eu-central-1:123456789012:log-group:/aws/lambda/orders:log-stream: ' +
        'to arn:aws:iam::123456789012:user/x',
      exitCode: 4,
    });
  });

  it('names the action by itself where the service does not', () => {
    assert.equal(
      told(error('AccessDeniedException', 'no', answered(403))).hint,
      'allow logs:FilterLogEvents',
    );
  });

  it('says where it looked for what does not exist', () => {
    const missing = error(
      'ResourceNotFoundException',
      'The specified log group does not exist.',
      answered(400),
    );
    assert.deepEqual(told(missing, {accountId: '123456789012', notFoundHint: 'look again'}), {
      message: 'log group "/aws/lambda/orders" does not exist in region eu-central-1 (account 123456789012)',
      hint: 'look again',
      exitCode: 5,
    });
  });

  it('names the endpoint that cannot be reached', () => {
    const refused = error('Error', 'connect ECONNREFUSED 127.0.0.1:4566', {code: 'ECONNREFUSED'});
    const {message, exitCode} = told(refused, {endpointUrl: 'http://127.0.0.1:4566'});
    assert.equal(message, 'http://127.0.0.1:4566 cannot be reached: connect ECONNREFUSED 127.0.0.1:4566');
    assert.equal(exitCode, 1);
  });

  it('asks about the region where the name of the service is unknown', () => {
    const unknown = error('Error', 'getaddrinfo ENOTFOUND logs.eu-nowhere-1.amazonaws.com', {
      code: 'ENOTFOUND',
      hostname: 'logs.eu-nowhere-1.amazonaws.com',
    });
    assert.deepEqual(told(unknown, {region: 'eu-nowhere-1'}), {
      message: 'the name of logs.eu-nowhere-1.amazonaws.com cannot be resolved',
      hint: 'check the network, and that region "eu-nowhere-1" exists',
      exitCode: 1,
    });
  });

  it('says that something else than AWS answers', () => {
    const page = error('SyntaxError', 'Unexpected token <', answered(200));
    const {message, exitCode} = told(page, {endpointUrl: 'http://localhost:8080'});
    assert.equal(
      message,
      'http://localhost:8080 does not answer logs:FilterLogEvents as AWS does (HTTP status 200)',
    );
    assert.equal(exitCode, 1);
  });

  it('speaks of a certificate, not of the network, where TLS is inspected', () => {
    const untrusted = error('Error', 'self-signed certificate in certificate chain', {
      code: 'SELF_SIGNED_CERT_IN_CHAIN',
    });
    assert.match(told(untrusted).hint ?? '', /AWS_CA_BUNDLE/);
  });

  it('asks for the clock where the signature is out of date', () => {
    const skewed = error(
      'InvalidSignatureException',
      'Signature expired: 2026 is now earlier than',
      answered(400),
    );
    assert.match(told(skewed).hint ?? '', /clock/);
  });

  it('keeps what it cannot explain, and leaves the hints of the SDK on debugging out', () => {
    const odd = error(
      'InvalidParameterException',
      'Bad pattern\n  Deserialization error: to see …',
      answered(400),
    );
    const {message, exitCode} = told(odd);
    assert.equal(
      message,
      'cannot read log group "/aws/lambda/orders": InvalidParameterException: Bad pattern',
    );
    assert.equal(exitCode, 1);
  });

  it('keeps the cause', () => {
    const cause = error('AccessDeniedException');
    assert.equal(toApilogsError(cause, call).cause, cause);
  });

  it('lets an error pass that is explained already', () => {
    const explained = new ApilogsError('known');
    assert.equal(toApilogsError(explained, call), explained);
  });
});

describe('error predicates', () => {
  it('tell every name of throttling, and a 429 by any name', () => {
    for (const name of [
      'ThrottlingException',
      'TooManyRequestsException',
      'LimitExceededException',
      'SlowDown',
    ]) {
      assert.ok(isThrottling(error(name)), name);
    }
    assert.ok(isThrottling(error('Whatever', '', answered(429))));
    assert.equal(isThrottling(error('AccessDeniedException', '', answered(400))), false);
  });

  it('try again after the network failed, not after a refusal', () => {
    for (const code of ['ECONNRESET', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN', 'EPIPE', 'ENETUNREACH']) {
      assert.ok(isTransient(error('Error', '', {code})), code);
    }
    assert.ok(isTransient(error('TimeoutError')));
    assert.ok(isTransient(error('Error', '', {cause: {code: 'ECONNRESET'}})));
    assert.equal(isTransient(error('AccessDeniedException', '', answered(403))), false);
    assert.equal(isTransient(error('AbortError')), false);
  });

  it('try again with the right clock once the SDK has learnt it', () => {
    const skewed = (clockSkewCorrected: boolean) =>
      error('InvalidSignatureException', '', {$metadata: {httpStatusCode: 400, clockSkewCorrected}});
    assert.equal(isTransient(skewed(true)), true);
    assert.equal(isTransient(skewed(false)), false);
  });

  it('do not take expired or rejected credentials for a missing permission', () => {
    for (const name of [
      'ExpiredTokenException',
      'UnrecognizedClientException',
      'InvalidSignatureException',
    ]) {
      assert.equal(isAccessDenied(error(name, '', answered(403))), false, name);
    }
    assert.ok(isAccessDenied(error('ForbiddenException', '', answered(403))));
  });

  it('do not take the 404 of a web server for something that does not exist on AWS', () => {
    const webServer = error('UnknownError', '', answered(404));
    assert.equal(isNotFound(webServer), false);
    assert.ok(isWrongProtocol(webServer));
  });

  it('make sense of what is no error at all', () => {
    for (const thing of [undefined, null, 'text', 7]) {
      assert.equal(isTransient(thing), false);
      assert.equal(toApilogsError(thing, call).exitCode, 1);
    }
  });
});
