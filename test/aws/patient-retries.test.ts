import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {APIGatewayClient} from '@aws-sdk/client-api-gateway';
import {patientWithThrottling, throttledAttempts} from '../../src/aws/patient-retries.js';

type Failure = 'THROTTLING' | 'TRANSIENT';

/** How often a call is tried that fails for ever, without the pauses between. */
async function attemptsAt(errorType: Failure): Promise<number> {
  let retries = 0;
  const token = {getRetryCount: () => retries, getRetryCost: () => 0, getRetryDelay: () => 0};
  const client = patientWithThrottling(
    new APIGatewayClient({
      region: 'eu-west-1',
      retryStrategy: {
        acquireInitialRetryToken: async () => token,
        refreshRetryTokenForRetry: async () => {
          if (retries + 1 >= throttledAttempts) throw new Error('no more attempts');
          retries += 1;
          return token;
        },
        recordSuccess: () => {},
      },
    }),
  );
  const strategy = await client.config.retryStrategy();
  assert.ok('refreshRetryTokenForRetry' in strategy);
  const retry = (): Promise<number> =>
    strategy.refreshRetryTokenForRetry(token, {errorType}).then(retry, () => retries + 1);
  return retry();
}

describe('patientWithThrottling', () => {
  it('tries a throttled call longer than one that fails otherwise', async () => {
    assert.equal(await attemptsAt('THROTTLING'), 10);
    assert.equal(await attemptsAt('TRANSIENT'), 5);
  });
});
