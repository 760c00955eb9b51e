import {type Level, levels} from '../log-line.js';

/**
 * What a line of a Lambda log stream says about itself, from the platform's lines and the runtimes' layouts
 * (both documented; runtime layouts from the sources of the runtime clients).
 */
export interface LambdaLine {
  /**
   * `init` are the lines of a starting sandbox, which precede the START of the invocation that waited for it.
   * `report` ends an invocation where the log format is JSON, which has no END.
   */
  readonly kind: 'init' | 'start' | 'end' | 'report' | 'application';
  /** The invocation, where the line says it. */
  readonly lambdaRequestId: string | undefined;
  readonly level: Level | undefined;
  /** Without the sampling part: `1-…`. */
  readonly traceId?: string | undefined;
  /** Of a report: whether this invocation waited for the sandbox to start or to be restored. */
  readonly hasInit?: boolean;
  /** Of an init line: whether it says that an invocation waits (`Phase: invoke`). */
  readonly isInvokePhase?: boolean;
  /** Whether the line is in the JSON log format, where nothing but the report ends an invocation. */
  readonly isJson?: boolean;
  /** Whether it says that its invocation threw, timed out or crashed, as the platform or the runtime puts it. */
  readonly isFailure?: boolean;
}

const plain: LambdaLine = {kind: 'application', lambdaRequestId: undefined, level: undefined};
const plainError: LambdaLine = {kind: 'application', lambdaRequestId: undefined, level: 'ERROR'};
/** `Status: timeout` and `Status: error` since late 2024; a good end has no status. */
const hasBadStatus = (message: string) => /\tStatus: (?!success)/.test(message);

export function parseLambdaLine(message: string): LambdaLine {
  switch (message[0]) {
    case '{':
      return jsonLine(message);
    case 'S':
      return idLine('start', message, 'START RequestId: ') ?? unlabelled(message);
    case 'E':
      return idLine('end', message, 'END RequestId: ') ?? unlabelled(message);
    case 'R':
      return reportLine(message) ?? exitLine(message) ?? initLine(message) ?? unlabelled(message);
    case 'I':
      return initLine(message) ?? rubyLine(message) ?? plain;
    case '[':
      return bracketLine(message);
    default:
      return isDigit(message) ? datedLine(message) : (rubyLine(message) ?? unlabelled(message));
  }
}

const isDigit = (message: string) => {
  const code = message.charCodeAt(0);
  return code >= 48 && code <= 57;
};

function idLine(kind: 'start' | 'end', message: string, label: string): LambdaLine | undefined {
  const lambdaRequestId = idAfter(message, label);
  return lambdaRequestId ? {kind, lambdaRequestId, level: undefined} : undefined;
}

/** `REPORT RequestId: … Duration: …`, in one event even where the X-Ray part stands on a second line. */
function reportLine(message: string): LambdaLine | undefined {
  const lambdaRequestId = idAfter(message, 'REPORT RequestId: ');
  if (!lambdaRequestId) return undefined;
  const trace = message.indexOf('XRAY TraceId: ');
  const isFailure = hasBadStatus(message);
  return {
    kind: 'report',
    lambdaRequestId,
    level: isFailure ? 'ERROR' : undefined,
    ...(isFailure && {isFailure}),
    hasInit: message.includes('\tInit Duration: ') || message.includes('\tRestore Duration: '),
    traceId: trace < 0 ? undefined : wordAt(message, trace + 'XRAY TraceId: '.length),
  };
}

/** `RequestId: … Error: Runtime exited with error: signal: killed` and its like. */
function exitLine(message: string): LambdaLine | undefined {
  const lambdaRequestId = idAfter(message, 'RequestId: ');
  return lambdaRequestId
    ? {kind: 'application', lambdaRequestId, level: 'ERROR', isFailure: true}
    : undefined;
}

function initLine(message: string): LambdaLine | undefined {
  const isInit =
    message.startsWith('INIT_START ') ||
    message.startsWith('INIT_REPORT ') ||
    message.startsWith('RESTORE_START ') ||
    message.startsWith('RESTORE_REPORT ');
  if (!isInit) return undefined;
  return {
    kind: 'init',
    lambdaRequestId: undefined,
    level: hasBadStatus(message) ? 'ERROR' : undefined,
    isInvokePhase: message.includes('\tPhase: invoke'),
  };
}

/**
 * Node and .NET: `TIME TAB ID TAB LEVEL TAB text`; the time-out line: `TIME ID Task timed out after … seconds`.
 */
function datedLine(message: string): LambdaLine {
  const zulu = message.indexOf('Z');
  if (zulu < 19 || zulu > 32) return unlabelled(message);
  const separator = message[zulu + 1];
  if (separator === ' ') {
    const lambdaRequestId = idAt(message, zulu + 2);
    const isTimeout = message.startsWith(' Task timed out after ', zulu + 2 + (lambdaRequestId?.length ?? 0));
    return isTimeout
      ? {kind: 'application', lambdaRequestId, level: 'ERROR', isFailure: true}
      : unlabelled(message);
  }
  if (separator !== '\t') return unlabelled(message);
  const idEnd = message.indexOf('\t', zulu + 2);
  const levelEnd = idEnd < 0 ? -1 : message.indexOf('\t', idEnd + 1);
  if (levelEnd < 0 || levelEnd - idEnd > 8) return unlabelled(message);
  const level = toLevel(message.slice(idEnd + 1, levelEnd));
  if (!level) return unlabelled(message);
  // Node writes `undefined`, .NET nothing, while no invocation is running.
  return {
    kind: 'application',
    lambdaRequestId: idAt(message, zulu + 2),
    level,
    ...(nodeFailures.some(label => message.startsWith(label, levelEnd + 1)) && {isFailure: true}),
  };
}

/** What Node's runtime writes of an error that nobody caught (its runtime client's source). */
const nodeFailures = ['Invoke Error', 'Uncaught Exception', 'Unhandled Promise Rejection'] as const;

/** Python: `[LEVEL] TAB TIME TAB ID TAB text`; an exception nobody caught: `[ERROR] Type: text`; Java: `[LEVEL] text`. */
function bracketLine(message: string): LambdaLine {
  const end = message.indexOf(']');
  const level = end > 0 && end < 14 ? toLevel(message.slice(1, end)) : undefined;
  if (!level) return unlabelled(message);
  const timeEnd = message[end + 1] === '\t' ? message.indexOf('\t', end + 2) : -1;
  return {
    kind: 'application',
    lambdaRequestId: timeEnd < 0 ? undefined : idAt(message, timeEnd + 1),
    level,
    ...(timeEnd < 0 && pythonFailure.test(message) && {isFailure: true}),
  };
}

/** `[ERROR] Type: text` and the traceback, which Python's runtime writes of an exception that nobody caught. */
const pythonFailure = /^\[ERROR\] [\w.]{1,200}: [^\r\n]{0,2000}[\r\n]+Traceback \(most recent call last\):/;

/** `I, [time #pid]  INFO ID -- prog: text` */
function rubyLine(message: string): LambdaLine | undefined {
  if (message[1] !== ',' || message[2] !== ' ' || message[3] !== '[') return undefined;
  const match = /^[A-Z], \[[\d:T.-]{10,40} #\d{1,10}\] {1,3}([A-Z]{3,7}) (\S{0,64}) -- /.exec(message);
  const level = match?.[1] && toLevel(match[1]);
  if (!match || !level) return undefined;
  return {kind: 'application', lambdaRequestId: idAt(match[2] ?? '', 0), level};
}

/** Lines of no known layout; a Python traceback is told by its first line. */
const unlabelled = (message: string) =>
  message.startsWith('Traceback (most recent call last):') ? plainError : plain;

interface PlatformRecord {
  readonly requestId?: unknown;
  readonly status?: unknown;
  readonly phase?: unknown;
  readonly metrics?: {readonly initDurationMs?: unknown; readonly restoreDurationMs?: unknown};
  readonly tracing?: {readonly value?: unknown};
}

function jsonLine(message: string): LambdaLine {
  const json = parseObject(message);
  if (!json) return plain;
  const {type, record} = json;
  if (typeof type === 'string' && type.startsWith('platform.') && isObject(record)) {
    return platformLine(type, record);
  }
  return {
    kind: 'application',
    lambdaRequestId: requestIdKey(json),
    level: typeof json.level === 'string' ? toLevel(json.level) : undefined,
    isJson: true,
  };
}

function platformLine(type: string, record: PlatformRecord): LambdaLine {
  const isBad = typeof record.status === 'string' && record.status !== 'success';
  const common = {
    lambdaRequestId: text(record.requestId),
    level: isBad ? ('ERROR' as const) : undefined,
    traceId: rootOf(text(record.tracing?.value)),
    isJson: true,
    ...(isBad && {isFailure: true}),
  };
  switch (type) {
    case 'platform.start':
      return {kind: 'start', ...common};
    case 'platform.report':
      return {
        kind: 'report',
        ...common,
        hasInit: !!(record.metrics?.initDurationMs || record.metrics?.restoreDurationMs),
      };
    case 'platform.initStart':
    case 'platform.initRuntimeDone':
    case 'platform.initReport':
    case 'platform.restoreStart':
    case 'platform.restoreRuntimeDone':
    case 'platform.restoreReport':
      return {kind: 'init', ...common, isInvokePhase: record.phase === 'invoke'};
    default:
      return {kind: 'application', ...common};
  }
}

/** Java's key is `AWSRequestId` in the runtime and `AWSrequestId` in the guide; Powertools writes its own. */
function requestIdKey(json: Readonly<Record<string, unknown>>): string | undefined {
  const known = json.requestId ?? json.AWSRequestId ?? json.AWSrequestId ?? json.function_request_id;
  return idAt(text(known) ?? '', 0);
}

/** `Root=1-…;Parent=…;Sampled=1` */
const rootOf = (value: string | undefined) => value && /(?:^|;)Root=([^;\s]{1,64})/.exec(value)?.[1];

function parseObject(message: string): Record<string, unknown> | undefined {
  try {
    const json: unknown = JSON.parse(message);
    return isObject(json) ? json : undefined;
  } catch {
    return undefined;
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);

function toLevel(name: string): Level | undefined {
  const upper = name.toUpperCase();
  return levels.find(level => level === upper) ?? otherLevelNames[upper];
}

/** .NET's four letters, Python's and Ruby's long forms. */
const otherLevelNames: Readonly<Record<string, Level>> = Object.assign(Object.create(null), {
  TRCE: 'TRACE',
  DBUG: 'DEBUG',
  INFORMATION: 'INFO',
  WARNING: 'WARN',
  FAIL: 'ERROR',
  CRIT: 'FATAL',
  CRITICAL: 'FATAL',
});

const idAfter = (message: string, label: string) =>
  message.startsWith(label) ? wordAt(message, label.length) : undefined;

function wordAt(message: string, start: number): string | undefined {
  const word = /\S{1,128}/y;
  word.lastIndex = start;
  return word.exec(message)?.[0];
}

/** A Lambda request id at this place: always a UUID. */
function idAt(message: string, start: number): string | undefined {
  const id = message.slice(start, start + 36);
  return id[8] === '-' && id[23] === '-' && /^[\da-f-]{36}$/i.test(id) ? id : undefined;
}
