import type {RequestTrace, TracePart} from '../trace/request-trace.js';
import {partKinds} from '../trace/request-trace.js';
import {showControlCharacters} from './control-characters.js';
import {createPalette, type Style, unstyled} from './palette.js';
import {createTimeFormat} from './time-format.js';
import {drawTimeline, formatMs, type TimelineOptions} from './timeline.js';

export interface TraceHeadOptions extends TimelineOptions {
  readonly color: boolean;
  /** `utc`, `local` or an IANA name. */
  readonly timeZone: string;
}

interface Row {
  readonly label: string;
  readonly text: string;
  readonly style?: Style;
}

/** The first of what a trace prints: the outcome, and the ids of the request. API Gateway's lines tell it all. */
export function traceOpening(trace: RequestTrace, options: TraceHeadOptions): string {
  const {error} = createPalette(options.color);
  return `${outcome(trace, error)}\n\n${rowLines(idRows(trace, options))}`;
}

/** What follows: each invocation's id, where the time went, the cause, and the timeline. */
export function traceStory(trace: RequestTrace, options: TraceHeadOptions): string {
  const palette = createPalette(options.color);
  const rows = [...invocationRows(trace), ...timeRow(trace), ...causeRows(trace, palette.error)];
  const bars = trace.parts.map(({kind, name, start, durationMs}) => ({
    label: kind,
    name: kind === 'gateway' ? '' : name,
    start: Date.parse(start),
    durationMs,
    style: palette.ofName(name),
  }));
  const timeline = drawTimeline(bars, options).map(line => `${line}\n`);
  return `${rowLines(rows)}${timeline.length > 0 ? '\n' : ''}${timeline.join('')}`;
}

const labelWidth = 'function'.length;

const rowLines = (rows: readonly Row[]) =>
  rows
    .map(
      ({label, text, style = unstyled}) =>
        `${label.padEnd(labelWidth)}  ${style(showControlCharacters(text))}\n`,
    )
    .join('');

/** `GET /orders/43  502  143 ms` */
function outcome({request, lines}: RequestTrace, error: Style): string {
  if (!request) {
    const names = [...new Set(lines.map(({event}) => event.source.name))];
    return showControlCharacters(`invoked by no API request that the logs tell of: ${names.join(', ')}`);
  }
  const {method, path, status, latencyMs, open} = request;
  const called = [method, path].filter(part => part !== null).join(' ') || 'a request';
  const statusText = status === null ? (open ? 'not ended' : 'status unknown') : String(status);
  return [
    showControlCharacters(called),
    status !== null && status >= 500 ? error(statusText) : statusText,
    ...(latencyMs === null ? [] : [formatMs(latencyMs)]),
  ].join('  ');
}

function idRows({request, lines}: RequestTrace, {timeZone}: TraceHeadOptions): Row[] {
  const at = request ? Date.parse(request.timestamp) : lines[0]?.event.timestamp;
  const when = at === undefined ? undefined : createTimeFormat(timeZone).iso(at);
  return [
    {label: 'when', text: when},
    {label: 'request', text: request?.apiRequestId},
    {label: 'extended', text: request?.extendedRequestId},
    {
      label: 'trace',
      text: request?.traceId ?? lines.find(({invocation}) => invocation?.traceId)?.invocation?.traceId,
    },
  ].flatMap(({label, text}) => (text ? [{label, text}] : []));
}

/** Each invocation's id, alone on its line, under the name of its function. */
function invocationRows({lines}: RequestTrace): Row[] {
  const names = new Map<string, string>();
  for (const {lambdaRequestId: id, event} of lines) {
    if (id !== undefined && !names.has(id)) names.set(id, event.source.name);
  }
  return [...names].flatMap(([id, name]) => [
    {label: 'function', text: name},
    {label: 'lambda', text: id},
  ]);
}

/** Where the time went; the gateway's own is what its parts leave. */
function timeRow({parts: all, lines}: RequestTrace): Row[] {
  const authorizers = new Set(
    lines.flatMap(({event: {source}}) => (source.kind === 'authorizer' ? [source.name] : [])),
  );
  // The time of an authorizer holds that of its function.
  const parts = all.filter(({kind, name}) => kind === 'authorizer' || !authorizers.has(name));
  const sums = partKinds.flatMap(kind => {
    const own = parts.filter(part => part.kind === kind);
    return own.length === 0 ? [] : [`${kind} ${formatMs(ownTime(kind, own, parts))}`];
  });
  return sums.length === 0 ? [] : [{label: 'time', text: sums.join(', ')}];
}

function ownTime(kind: string, own: readonly TracePart[], parts: readonly TracePart[]): number {
  const sum = (some: readonly TracePart[]) => some.reduce((total, {durationMs}) => total + durationMs, 0);
  if (kind !== 'gateway') return sum(own);
  const within = parts.filter(part => part.kind === 'authorizer' || part.kind === 'integration');
  return Math.max(0, sum(own) - sum(within));
}

function causeRows({cause}: RequestTrace, error: Style): Row[] {
  if (!cause) return [];
  const {type, message, source, stack} = cause;
  const said = message === '' || message === type ? type : `${type}: ${message}`;
  return [
    {label: 'cause', text: `${said} (${source})`, style: error},
    ...(stack === null ? [] : [{label: '', text: stack, style: error}]),
  ];
}
