import type {LocalAws} from '../../src/local-aws/local-aws.js';
import {
  executionGroup,
  functionGroup,
  putLine,
  restApiId,
  startWatchedStage,
} from '../support/watched-stage.js';

export const requestId = '3e0f6c52-91b7-4c1a-8de3-7a5b2049cf18';

/** More than a pipe holds, which is 64 KiB on Linux. */
export const lineCount = 3_000;
/** More than a pipe takes at once. */
const longText = 'long '.repeat(2_000).trimEnd();

/** Lines of the API's execution log as `raw` prints them: what is no such line is not whole. */
export const isWholeLine = (line: string) => /^line \d+ ((x+|(long )+long) end)$/.test(line);

/** Milliseconds from one line to the next. */
export const lineEveryMs = 100;

/** A local AWS whose stage has written more than fits into a pipe, and another API to choose from. */
export async function startPipedWorld(): Promise<LocalAws> {
  const localAws = await startWatchedStage();
  const from = Date.now() - 600_000;
  localAws.logs.putEvents(
    executionGroup,
    'stream',
    Array.from({length: lineCount}, (_, i) => ({
      timestamp: from + i * lineEveryMs,
      ingestionTime: from + i * lineEveryMs,
      message: `line ${i} ${i % 1_000 === 999 ? longText : 'x'.repeat(100)} end`,
    })),
  );
  for (const [i, text] of [
    `Starting execution for request: ${requestId}`,
    'HTTP Method: GET, Resource Path: /orders',
    'Successfully completed execution',
    'Method completed with status: 200',
  ].entries()) {
    putLine(localAws, `(${requestId}) ${text}`, {timestamp: from + 310_000 + i});
  }
  putLine(localAws, 'hello', {timestamp: from + 320_000}, functionGroup('orders'));
  localAws.apiGateway.addRestApi({
    id: 'other12345',
    name: 'other',
    deployed: {routes: [], authorizers: []},
    stages: [{stageName: 'prod', deploymentId: 'first1'}],
  });
  return localAws;
}

const stage = `-a ${restApiId} -t prod`;
const window = '-s 1h';

/** A command line for each way to write to stdout, and what its output begins with. */
export const commandLines: Readonly<Record<string, {readonly line: string; readonly begins: RegExp}>> = {
  get: {line: `get ${stage} ${window} -o raw`, begins: /^line 0 x/},
  'get --watch': {line: `get ${stage} ${window} -o raw --watch --for 1s`, begins: /^line 0 x/},
  trace: {line: `trace ${requestId} ${stage} ${window}`, begins: new RegExp(requestId)},
  requests: {line: `requests ${stage} ${window}`, begins: /GET/},
  'requests --summary': {line: `requests ${stage} ${window} --summary`, begins: /\w/},
  sources: {line: `sources ${stage}`, begins: /execution/},
  apis: {line: 'apis', begins: /other12345|watch12345/},
  groups: {line: 'groups', begins: /^\/aws\/lambda|^API-Gateway/},
  streams: {line: `streams ${executionGroup}`, begins: /stream/},
  '--help': {line: '--help', begins: /apilogs/},
  completion: {line: 'completion bash', begins: /apilogs/},
  demo: {line: 'demo -o raw', begins: /\S/},
};
