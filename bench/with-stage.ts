import {fork} from 'node:child_process';
import {once} from 'node:events';
import {fileURLToPath} from 'node:url';
import {program} from './measured-run.js';
import type {ServedStage, StageToServe} from './serve-stage.js';

/** Does something while a local AWS with this stage runs in a process of its own. */
export async function withStage<T>(
  toServe: StageToServe,
  use: (stage: ServedStage) => Promise<T>,
): Promise<T> {
  const server = fork(fileURLToPath(new URL('serve-stage.js', import.meta.url)), {
    execArgv: ['--max-old-space-size=8192'],
  });
  try {
    server.send(toServe);
    const [stage] = (await once(server, 'message')) as [ServedStage];
    return await use(stage);
  } finally {
    server.disconnect();
  }
}

/** The command that reads all of a stage. */
export const readAll = ({restApiId, stage, startTime, endTime}: ServedStage, ...more: readonly string[]) => [
  process.execPath,
  program,
  'get',
  '-a',
  restApiId,
  '-t',
  stage,
  '-s',
  String(startTime),
  '-e',
  String(endTime),
  '--quiet',
  ...more,
];

/** The same as the least that it can cost: the groups one after the other, as a chain of tokens each. */
export const readBarely = ({env, startTime, endTime, logGroups}: ServedStage) => [
  process.execPath,
  fileURLToPath(new URL('bare-floor.js', import.meta.url)),
  env.AWS_ENDPOINT_URL ?? '',
  String(startTime),
  String(endTime),
  ...logGroups,
];
