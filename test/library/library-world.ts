import type {TestContext} from 'node:test';
import type {Notice, StageOptions} from '../../src/index.js';
import {LocalAws} from '../../src/local-aws/local-aws.js';
import {generateTraffic} from '../../src/local-aws/traffic/generate-traffic.js';

export const traffic = generateTraffic({
  requests: 60,
  functions: 2,
  concurrency: 10,
  seed: 3,
  authorizerShare: 0.5,
});
export const {restApiId, stage} = traffic.api;
export const groups = [...new Set(traffic.events.map(({logGroup}) => logGroup))];
export const functionGroup = groups.find(group => group.includes('-get')) ?? '';
export const executionGroup = `API-Gateway-Execution-Logs_${restApiId}/${stage}`;
/** Epoch ms. */
export const trafficWindow = {
  startTime: Math.min(...traffic.events.map(({timestamp}) => timestamp)) - 1_000,
  endTime: Math.max(...traffic.events.map(({timestamp}) => timestamp)) + 1_000,
};

export const credentials = {accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret'};

export const isGroup = (logGroup: string) => (input: Readonly<Record<string, unknown>>) =>
  input.logGroupName === logGroup;

/** What every call of the library against a local AWS needs. */
export const stageOf = (localAws: LocalAws, notices: Notice[] = []): StageOptions => ({
  apiId: restApiId,
  stage,
  region: localAws.region,
  endpointUrl: localAws.endpoint,
  credentials,
  onNotice: notice => notices.push(notice),
});

/** A local AWS with the traffic in it, for one test. */
export async function startTraffic(t: TestContext): Promise<LocalAws> {
  const localAws = await LocalAws.start();
  t.after(() => localAws.stop());
  traffic.seedInto(localAws);
  return localAws;
}

export async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}
