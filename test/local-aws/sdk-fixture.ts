import {after, afterEach} from 'node:test';
import {APIGatewayClient} from '@aws-sdk/client-api-gateway';
import {CloudWatchLogsClient} from '@aws-sdk/client-cloudwatch-logs';
import {LambdaClient} from '@aws-sdk/client-lambda';
import {LocalAws} from '../../src/local-aws/local-aws.js';

/** A local AWS that the tests of one file share, and clients of the real SDK that talk to it. */
export interface SdkFixture {
  readonly aws: LocalAws;
  readonly logs: CloudWatchLogsClient;
  readonly apiGateway: APIGatewayClient;
  readonly lambda: LambdaClient;
}

/** Starts one for the calling file; it stops after the file's tests and forgets faults and calls after each. */
export async function startSdkFixture(now: () => number = Date.now): Promise<SdkFixture> {
  const aws = await LocalAws.start({now});
  const config = {
    endpoint: aws.endpoint,
    region: aws.region,
    credentials: {accessKeyId: 'local', secretAccessKey: 'local'},
    maxAttempts: 1,
  };
  const logs = new CloudWatchLogsClient(config);
  const apiGateway = new APIGatewayClient(config);
  const lambda = new LambdaClient(config);
  afterEach(() => {
    aws.faults.clear();
    aws.calls.clear();
  });
  after(async () => {
    for (const client of [logs, apiGateway, lambda]) client.destroy();
    await aws.stop();
  });
  return {aws, logs, apiGateway, lambda};
}
