import type {LogLine} from '../log-line.js';
import {messageText} from '../render/message-text.js';
import {type FunctionReport, parseFunctionReport} from '../requests/function-report.js';
import type {RequestRecord} from '../requests/request-record.js';
import type {PartKind, TracePart} from './request-trace.js';

/** A line of the execution log, without its `(id) `. */
interface Said {
  readonly at: number;
  readonly text: string;
}

/** What API Gateway's lines tell of where time went: itself, the authorizer, the integration. */
export function gatewayParts(request: RequestRecord, lines: readonly LogLine[]): TracePart[] {
  const said = lines
    .filter(({event}) => event.source.kind === 'execution')
    .map(line => ({at: line.event.timestamp, text: messageText(line, true)}));
  const start = Date.parse(request.timestamp);
  const whole = request.latencyMs === null ? [] : [part('gateway', 'API Gateway', start, request.latencyMs)];
  return [...whole, ...authorizerPart(said), ...integrationPart(request, said)];
}

function authorizerPart(said: readonly Said[]): TracePart[] {
  const label = 'Starting authorizer: ';
  const begins = said.findIndex(({text}) => text.startsWith(label));
  const first = said[begins];
  if (!first) return [];
  // A request that fails there has no line that ends it; the next one that is not the authorizer's tells.
  const ends = said
    .slice(begins + 1)
    .find(({text}) =>
      /^(Successfully completed authorizer|Unauthorized request|Execution failed|Method completed)/.test(
        text,
      ),
    );
  const [name = 'authorizer'] = first.text.slice(label.length).split(' ', 1);
  return ends ? [part('authorizer', name, first.at, ends.at - first.at)] : [];
}

/** The lines in front of the call to the backend, and the first behind it. */
const beforeCall =
  /^(Starting execution for request|HTTP Method|Method request|Endpoint request|Sending request to)/;
const afterCall =
  /^(Received response|Endpoint response|Method response|Successfully completed execution|Execution failed|Lambda (invocation|execution) failed|Network error|Method completed)/;

function integrationPart(
  {integrationLatencyMs, functions}: RequestRecord,
  said: readonly Said[],
): TracePart[] {
  const started = said.findIndex(({text}) => text.startsWith('Starting execution for request'));
  if (started < 0) return [];
  const behind = said.slice(started);
  const ends = behind.find(({text}) => afterCall.test(text));
  const begins = behind.filter(({text, at}) => beforeCall.test(text) && at <= (ends?.at ?? at)).at(-1);
  if (!ends || !begins) return [];
  const durationMs = integrationLatencyMs ?? ends.at - begins.at;
  // A method without a backend (MOCK) takes no time that anything tells of.
  if (integrationLatencyMs === null && functions.length === 0 && durationMs < 5) return [];
  const start =
    integrationLatencyMs === null ? begins.at : Math.max(begins.at, ends.at - integrationLatencyMs);
  return [
    part(
      'integration',
      functions.length > 0 ? (nameOf(functions) ?? 'integration') : 'integration',
      start,
      durationMs,
    ),
  ];
}

const nameOf = (functions: RequestRecord['functions']) => functions.at(-1)?.name;

/** An invocation as its own lines show it. */
interface Invoked {
  readonly name: string;
  first: number;
  last: number;
  start: number | undefined;
  init: number | undefined;
  readonly lines: LogLine[];
}

/** How long each function took, and how long its sandbox took to start where the request waited for it. */
export function invocationParts(lines: readonly LogLine[]): TracePart[] {
  return [...invocationsIn(lines).values()].flatMap(invoked => {
    const {name, first, last, start, init} = invoked;
    const reported = reportOf(invoked);
    const startedAt = startOfFunction(start ?? first, init, reported);
    const initMs = reported?.report.initDurationMs ?? (init === undefined ? undefined : startedAt - init);
    const initAt = init ?? (initMs === undefined ? undefined : startedAt - initMs);
    return [
      ...(initMs === undefined || initAt === undefined ? [] : [part('init', name, initAt, initMs)]),
      part('function', name, startedAt, reported?.report.durationMs ?? last - startedAt),
    ];
  });
}

interface Reported {
  readonly at: number;
  readonly report: FunctionReport;
}

function reportOf({lines}: Invoked): Reported | undefined {
  for (const {event} of lines) {
    const report = parseFunctionReport(event.message);
    if (report) return {at: event.timestamp, report};
  }
  return undefined;
}

/**
 * An init that failed is repeated for the waiting request before START is written. The reported duration counts
 * that as the function's, and no init.
 */
function startOfFunction(saidAt: number, init: number | undefined, reported: Reported | undefined): number {
  if (init === undefined || !reported || reported.report.hasStart) return saidAt;
  return Math.max(init, Math.min(saidAt, reported.at - (reported.report.durationMs ?? 0)));
}

function invocationsIn(lines: readonly LogLine[]): Map<string, Invoked> {
  const invocations = new Map<string, Invoked>();
  for (const line of lines) {
    const {event, lambdaRequestId, isPlatform} = line;
    if (lambdaRequestId === undefined) continue;
    const {timestamp, message, source} = event;
    let invoked = invocations.get(lambdaRequestId);
    if (!invoked) {
      invoked = {
        name: source.name,
        first: timestamp,
        last: timestamp,
        start: undefined,
        init: undefined,
        lines: [],
      };
      invocations.set(lambdaRequestId, invoked);
    }
    invoked.last = timestamp;
    if (!isPlatform) continue;
    invoked.lines.push(line);
    if (isStart(message)) invoked.start ??= timestamp;
    else if (isInit(message)) invoked.init ??= timestamp;
  }
  return invocations;
}

const isStart = (message: string) => message.startsWith('START ') || message.includes('"platform.start"');
const isInit = (message: string) =>
  /^(INIT|RESTORE)_START /.test(message) || /"platform\.(init|restore)Start"/.test(message);

const part = (kind: PartKind, name: string, start: number, durationMs: number): TracePart => ({
  kind,
  name,
  start: new Date(start).toISOString(),
  durationMs: Math.max(0, Math.round(durationMs * 100) / 100),
});
