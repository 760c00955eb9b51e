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

/** What a trace prints above its lines: the outcome, each id on a line of its own, the cause, the timeline. */
export function traceHead(trace: RequestTrace, options: TraceHeadOptions): string {
  const palette = createPalette(options.color);
  const rows = [...idRows(trace, options), ...timeRow(trace), ...causeRows(trace, palette.error)];
  const labelWidth = Math.max(...rows.map(({label}) => label.length));
  const text = rows.map(({label, text, style = unstyled}) =>
    `${label.padEnd(labelWidth)}  ${style(showControlCharacters(text))}`.trimEnd(),
  );
  const bars = trace.parts.map(({kind, name, start, durationMs}) => ({
    label: kind,
    name: kind === 'gateway' ? '' : name,
    start: Date.parse(start),
    durationMs,
    style: palette.ofName(name),
  }));
  const blocks = [[outcome(trace, palette.error)], text, drawTimeline(bars, options)];
  return blocks
    .filter(block => block.length > 0)
    .map(block => `${block.join('\n')}\n`)
    .join('\n');
}

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
    ...invocationIds(lines).map(([id, name]) => ({label: `lambda ${name}`, text: id})),
  ].flatMap(({label, text}) => (text ? [{label: showControlCharacters(label), text}] : []));
}

/** Each invocation's id, with the name of its function. */
function invocationIds(lines: RequestTrace['lines']): [id: string, name: string][] {
  const names = new Map<string, string>();
  for (const {lambdaRequestId: id, event} of lines) {
    if (id !== undefined && !names.has(id)) names.set(id, event.source.name);
  }
  return [...names];
}

/** Where the time went; the gateway's own is what its parts leave. */
function timeRow({parts}: RequestTrace): Row[] {
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
