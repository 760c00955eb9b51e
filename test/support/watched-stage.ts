import type {TestContext} from 'node:test';
import {LocalAws} from '../../src/local-aws/local-aws.js';

export const restApiId = 'watch12345';
export const executionGroup = `API-Gateway-Execution-Logs_${restApiId}/prod`;
export const functionGroup = (name: string) => `/aws/lambda/${name}`;

/** The command that follows the stage. */
export const watchArgs = ['get', '--api-id', restApiId, '--stage', 'prod', '--watch'];

/** A local AWS with a stage whose functions these are, and their log groups, as yet without lines; for one test. */
export async function startStage(t: TestContext, functions?: readonly string[]): Promise<LocalAws> {
  const localAws = await startWatchedStage(functions);
  t.after(() => localAws.stop());
  return localAws;
}

/** The same for many tests, the last of which stops it. */
export async function startWatchedStage(functions: readonly string[] = ['orders']): Promise<LocalAws> {
  const localAws = await LocalAws.start();
  for (const logGroup of [executionGroup, ...functions.map(functionGroup)])
    localAws.logs.createLogGroup(logGroup);
  deploy(localAws, functions, 'first1');
  return localAws;
}

/** Deploys the stage with these functions. */
export function deploy(localAws: LocalAws, functions: readonly string[], deploymentId: string): void {
  for (const name of functions) localAws.lambda.addFunction({name});
  localAws.apiGateway.addRestApi({
    id: restApiId,
    name: 'watched',
    deployed: {
      routes: functions.map(name => ({
        path: `/${name}`,
        method: 'GET',
        integration: {type: 'AWS_PROXY', uri: integrationUri(name)},
      })),
      authorizers: [],
    },
    stages: [{stageName: 'prod', deploymentId, methodSettings: {'*/*': {loggingLevel: 'INFO'}}}],
  });
}

const integrationUri = (name: string) =>
  `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:111122223333:function:${name}/invocations`;

export interface LineTimes {
  /** Epoch ms; now where absent. */
  readonly timestamp?: number;
  /** Epoch ms from which on it can be read; its timestamp where absent. */
  readonly ingestionTime?: number;
}

/** A log line, which can be read from its ingestion time on. */
export function putLine(
  localAws: LocalAws,
  message: string,
  {timestamp = Date.now(), ingestionTime = timestamp}: LineTimes = {},
  logGroup = executionGroup,
): void {
  localAws.logs.putEvents(logGroup, 'stream', [{timestamp, ingestionTime, message}]);
}

/** Lines `NAME 0`, `NAME 1` … one every `everyMs` from `from` on, each of which can be read when it is written. */
export function putLines(
  localAws: LocalAws,
  name: string,
  {from = Date.now(), everyMs, count}: {from?: number; everyMs: number; count: number},
  logGroup = executionGroup,
): string[] {
  const messages = Array.from({length: count}, (_, i) => `${name} ${i}`);
  for (const [i, message] of messages.entries()) {
    putLine(localAws, message, {timestamp: from + i * everyMs}, logGroup);
  }
  return messages;
}
