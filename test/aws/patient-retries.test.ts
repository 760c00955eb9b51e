import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {APIGatewayClient} from '@aws-sdk/client-api-gateway';
import {patientWithThrottling} from '../../src/aws/patient-retries.js';

interface AnsweredError {
  readonly name: string;
  readonly message: string;
  readonly $metadata: {readonly httpStatusCode: number};
}

type Failure = 'THROTTLING' | 'TRANSIENT' | 'CLIENT_ERROR';

/** How often a call is tried that fails for ever, with pauses of so many ms between. */
async function attemptsAt(
  errorType: Failure,
  {pauseMs = 0, error}: {pauseMs?: number; error?: AnsweredError} = {},
) {
  let now = 0;
  let told = 0;
  const token = (retries: number) => ({
    getRetryCount: () => retries,
    getRetryCost: () => 0,
    getRetryDelay: () => 0,
  });
  const client = patientWithThrottling(
    new APIGatewayClient({
      region: 'eu-west-1',
      retryStrategy: {
        acquireInitialRetryToken: async () => token(0),
        refreshRetryTokenForRetry: async (last, failure) => {
          if (failure.errorType === 'CLIENT_ERROR') throw new Error('not to be tried again');
          now += pauseMs;
          return token(last.getRetryCount() + 1);
        },
        recordSuccess: () => {},
      },
    }),
    {
      now: () => now,
      onThrottled: () => {
        told += 1;
      },
    },
  );
  const strategy = await client.config.retryStrategy();
  assert.ok('refreshRetryTokenForRetry' in strategy);
  let last = await strategy.acquireInitialRetryToken('');
  for (let attempts = 1; ; attempts += 1) {
    try {
      last = await strategy.refreshRetryTokenForRetry(last, {
        errorType,
        ...(error && {error}),
      });
    } catch {
      return {attempts, told};
    }
  }
}

describe('patientWithThrottling', () => {
  it('tries a throttled call for a minute, however often that is', async () => {
    assert.equal((await attemptsAt('THROTTLING', {pauseMs: 10_000})).attempts, 7);
    assert.equal((await attemptsAt('THROTTLING', {pauseMs: 2_000})).attempts, 31);
  });

  it('tells of a throttled call from the fourth second on', async () => {
    assert.equal((await attemptsAt('THROTTLING', {pauseMs: 20_000})).told, 2);
    assert.equal((await attemptsAt('TRANSIENT', {pauseMs: 20_000})).told, 0);
  });

  it('tries five times what fails otherwise', async () => {
    assert.equal((await attemptsAt('TRANSIENT')).attempts, 5);
  });

  it('tries an answer again that cannot be read, and no other failure that the SDK does not', async () => {
    const answered = {$metadata: {httpStatusCode: 200}};
    const unreadable = {name: 'SyntaxError', message: 'Unexpected token', ...answered};
    assert.equal((await attemptsAt('CLIENT_ERROR', {error: unreadable})).attempts, 5);
    const refused = {name: 'BadRequestException', message: 'no', $metadata: {httpStatusCode: 400}};
    assert.equal((await attemptsAt('CLIENT_ERROR', {error: refused})).attempts, 1);
  });
});
