import {LocalAws} from '../src/local-aws/local-aws.js';
import {deployStage, executionLogGroup, logGroupOf, restApiId, stage} from './deploy-stage.js';

/** Where a program can find the stage. */
export interface ServedRequests {
  readonly env: Readonly<Record<string, string>>;
  readonly restApiId: string;
  readonly stage: string;
  readonly events: number;
  /** Epoch milliseconds, both inclusive. */
  readonly startTime: number;
  readonly endTime: number;
}

const startTime = Date.UTC(2026, 2, 10, 9);
const everyMs = 10;
const functions = 4;
/** How long requests take, at least, by turns; those of one kind end in the order in which they began. */
const latencies = [20, 60, 110, 180, 300, 600, 1_200, 2_500];
const mostJitterMs = latencies.length * everyMs;

process.on('message', async message => {
  if (message === 'calls') {
    process.send?.([...(localAws?.calls ?? [])].map(({operation}) => operation));
    localAws?.calls.clear();
    return;
  }
  process.send?.(await serve(Number(message)));
});
process.once('disconnect', () => process.exit());

let localAws: LocalAws | undefined;

/** An hour has 360,000 requests, of which each has ten lines in the execution log and four in a function's. */
async function serve(requests: number): Promise<ServedRequests> {
  localAws = await LocalAws.start({region: 'us-east-1'});
  localAws.insights.configure({scansInBackground: true});
  const names = Array.from({length: functions}, (_, index) => `fn-${index}`);
  deployStage(
    localAws,
    names.map(name => ({path: `/${name}/{id}`, functionName: name})),
  );
  const kinds = latencies.length;
  put(localAws, executionLogGroup, requests, openings, n => n);
  for (let kind = 0; kind < kinds; kind += 1)
    put(localAws, executionLogGroup, countOf(requests, kind, kinds), endings, n => n * kinds + kind);
  for (const [index, name] of names.entries()) {
    const logGroup = logGroupOf(name);
    put(localAws, logGroup, countOf(requests, index, functions), starts, n => n * functions + index);
    for (let kind = index; kind < kinds; kind += functions)
      put(localAws, logGroup, countOf(requests, kind, kinds), reports, n => n * kinds + kind);
  }
  const linesOfRequest = [openings, endings, starts, reports].flatMap(lines => lines(0)).length;
  return {
    env: localAws.env(),
    restApiId,
    stage,
    events: requests * linesOfRequest,
    startTime,
    endTime: startTime + requests * everyMs + 10_000,
  };
}

const countOf = (requests: number, index: number, kinds: number) =>
  Math.max(0, Math.ceil((requests - index) / kinds));

interface Line {
  /** Milliseconds after the request's beginning. */
  readonly after: number;
  readonly text: string;
}

/** Puts the lines of `count` requests, which are made anew whenever they are read. */
function put(
  aws: LocalAws,
  logGroup: string,
  count: number,
  linesOf: (request: number) => readonly Line[],
  requestAt: (n: number) => number,
): void {
  const perRequest = linesOf(0).length;
  let made = {request: 0, lines: linesOf(0)};
  aws.logs.putGenerated(logGroup, count * perRequest, index => {
    const request = requestAt(Math.floor(index / perRequest));
    if (made.request !== request) made = {request, lines: linesOf(request)};
    const {after = 0, text: message = ''} = made.lines[index % perRequest] ?? {};
    const timestamp = startTime + request * everyMs + after;
    return {logStream: '2026/03/10/[$LATEST]0123456789abcdef', timestamp, message, ingestionTime: startTime};
  });
}

const id = (request: number, kind: string) =>
  `${request.toString(16).padStart(8, '0')}-${kind}-4000-8000-000000000000`;
const latencyOf = (request: number) =>
  (latencies[request % latencies.length] ?? 0) + ((Math.imul(request, 0x9e3779b1) >>> 16) % mostJitterMs);
const isFailed = (request: number) => request % 200 === 1;
const isCold = (request: number) => request % 100 === 0;

function openings(request: number): Line[] {
  const api = id(request, '0001');
  return [
    `Extended Request Id: JKJaX${request}=`,
    `Verifying Usage Plan for request: ${api}. API Key:  API Stage: ${restApiId}/${stage}`,
    `API Key  authorized because method 'GET /fn-${request % functions}/{id}' does not require API Key. Request will not contribute to throttle or quota limits`,
    `Usage Plan check succeeded for API Key  and API Stage ${restApiId}/${stage}`,
    `Starting execution for request: ${api}`,
    `HTTP Method: GET, Resource Path: /fn-${request % functions}/${request}`,
  ].map(text => ({after: 0, text: `(${api}) ${text}`}));
}

function endings(request: number): Line[] {
  const lambda = id(request, '0002');
  return [
    isFailed(request)
      ? `Lambda execution failed with status 200 due to customer function error: no stock. Lambda request id: ${lambda}`
      : 'Successfully completed execution',
    `Method completed with status: ${isFailed(request) ? 502 : 200}`,
    `AWS Integration Endpoint RequestId : ${lambda}`,
    `X-ray Tracing ID : Root=1-69afe3f0-${request.toString(16).padStart(24, '0')}`,
  ].map(text => ({after: latencyOf(request), text: `(${id(request, '0001')}) ${text}`}));
}

function starts(request: number): Line[] {
  const lambda = id(request, '0002');
  return [
    {after: 2, text: `START RequestId: ${lambda} Version: $LATEST\n`},
    {after: 4, text: `2026-03-10T09:16:40.123Z\t${lambda}\tINFO\tloading order ${request}\n`},
  ];
}

function reports(request: number): Line[] {
  const lambda = id(request, '0002');
  const duration = latencyOf(request) - 8 + (request % 97) / 100;
  const init = isCold(request) ? '\tInit Duration: 423.98 ms' : '';
  const text = `REPORT RequestId: ${lambda}\tDuration: ${duration.toFixed(2)} ms\tBilled Duration: ${Math.ceil(duration)} ms\tMemory Size: 256 MB\tMax Memory Used: 95 MB${init}\t\n`;
  return [`END RequestId: ${lambda}\n`, text].map(text => ({after: latencyOf(request) - 2, text}));
}
