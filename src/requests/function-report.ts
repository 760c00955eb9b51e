import type {ExecutionStatus} from './execution-status.js';

/** What Lambda reports of an invocation that is over, from REPORT or `platform.report`. */
export interface FunctionReport {
  readonly durationMs: number | null;
  readonly billedDurationMs: number | null;
  readonly initDurationMs: number | null;
  readonly memorySizeMB: number | null;
  readonly maxMemoryUsedMB: number | null;
  /** Whether the invocation waited for its environment to start or to be restored. */
  readonly hasStart: boolean;
  readonly status: ExecutionStatus;
  readonly errorType: string | undefined;
}

/** The figures of a REPORT line in either log format; undefined for other lines. */
export function parseFunctionReport(message: string): FunctionReport | undefined {
  if (message.startsWith('REPORT RequestId: ')) return parseText(message);
  if (message[0] === '{' && message.includes('"platform.report"')) return parseJson(message);
  return undefined;
}

/** `TAB Label: 12.5 ms`; a label also ends longer labels, so the tab counts. Anybody can write what is no number. */
const figurePattern =
  /\t(Duration|Billed Duration|Init Duration|Restore Duration|Memory Size|Max Memory Used): (\d{1,12}(?:\.\d{1,6})?) /g;

/** More is no figure of an invocation, and `1e999` is read as infinite. */
const largest = 1e12;

function parseText(message: string): FunctionReport {
  const figures = new Map<string, number>();
  for (const [, label = '', figure] of message.matchAll(figurePattern)) figures.set(label, Number(figure));
  const figure = (label: string) => figures.get(label) ?? null;
  return {
    durationMs: figure('Duration'),
    billedDurationMs: figure('Billed Duration'),
    initDurationMs: figure('Init Duration'),
    memorySizeMB: figure('Memory Size'),
    maxMemoryUsedMB: figure('Max Memory Used'),
    hasStart: figures.has('Init Duration') || figures.has('Restore Duration'),
    // A good end has no status in text (seen); before late 2024 no end had.
    status: toStatus(/\tStatus: (\w+)/.exec(message)?.[1]) ?? 'success',
    errorType: /\tError Type: (\S+)/.exec(message)?.[1],
  };
}

interface PlatformReport {
  readonly type?: unknown;
  readonly record?: {
    readonly status?: unknown;
    readonly errorType?: unknown;
    readonly metrics?: Readonly<Record<string, unknown>>;
  };
}

function parseJson(message: string): FunctionReport | undefined {
  const report = parsePlatformEvent(message);
  if (report?.type !== 'platform.report' || !report.record) return undefined;
  const {status, errorType, metrics = {}} = report.record;
  const figure = (key: string) => {
    const value = metrics[key];
    return typeof value === 'number' && value >= 0 && value < largest ? value : null;
  };
  return {
    durationMs: figure('durationMs'),
    billedDurationMs: figure('billedDurationMs'),
    initDurationMs: figure('initDurationMs'),
    memorySizeMB: figure('memorySizeMB'),
    maxMemoryUsedMB: figure('maxMemoryUsedMB'),
    hasStart: figure('initDurationMs') !== null || figure('restoreDurationMs') !== null,
    status: toStatus(status) ?? 'success',
    errorType: typeof errorType === 'string' ? errorType : undefined,
  };
}

function parsePlatformEvent(message: string): PlatformReport | undefined {
  try {
    return JSON.parse(message) as PlatformReport;
  } catch {
    return undefined;
  }
}

const toStatus = (status: unknown): ExecutionStatus | undefined =>
  status === 'success' || status === 'failure' || status === 'error' || status === 'timeout'
    ? status
    : undefined;
