import type {LogLine} from '../../src/log-line.js';
import type {LogSource} from '../../src/log-source.js';
import {createRenderer, type RenderOptions} from '../../src/render/renderer.js';

export const apiRequestId = '3e0f6c52-91b7-4c1a-8de3-7a5b2049cf18';
export const invocationId = 'b20c7d41-6e93-4f58-92aa-0d1e3c4b5f67';
/** 2026-03-10T09:16:40.551Z */
export const time = 1773134200551;

export function lambda(name: string, details: Partial<LogSource> = {}): LogSource {
  return {
    kind: 'lambda',
    name,
    logGroup: `/aws/lambda/${name}`,
    region: 'eu-west-1',
    canary: false,
    rank: 2,
    ...details,
  };
}

export const execution: LogSource = {
  kind: 'execution',
  name: 'execution',
  logGroup: 'API-Gateway-Execution-Logs_qx7m2kd04v/prod',
  region: 'eu-west-1',
  canary: false,
  rank: 1,
};

export const ordersGet = lambda('orders-get');

export interface LineDetails extends Partial<Omit<LogLine, 'event'>> {
  readonly source?: LogSource;
  readonly logStream?: string;
  readonly timestamp?: number;
  readonly ingestionTime?: number;
  readonly eventId?: string;
}

export function line(message: string, details: LineDetails = {}): LogLine {
  const {
    source = ordersGet,
    logStream = '2026/03/10/[$LATEST]c0ffee00aa5547c1b2d3e4f5a6b7c8d9',
    timestamp = time,
    ingestionTime = timestamp + 400,
    eventId = '39520000000000000000000000000000000000000000000000000001',
    ...understood
  } = details;
  return {
    event: {source, logStream, timestamp, ingestionTime, eventId, message},
    apiRequestId: undefined,
    lambdaRequestId: undefined,
    level: undefined,
    canary: false,
    late: false,
    isPlatform: false,
    textStart: 0,
    ...understood,
  };
}

/** A line of the execution log as it is today, behind its `(id) `. */
export function executionLine(text: string, details: LineDetails = {}): LogLine {
  const prefix = `(${apiRequestId}) `;
  return line(prefix + text, {source: execution, apiRequestId, textStart: prefix.length, ...details});
}

export const plain: RenderOptions = {
  format: 'text',
  compact: false,
  isTerminal: false,
  color: false,
  highlight: [],
  timeZone: 'utc',
  sources: [execution, ordersGet],
};

export function print(options: Partial<RenderOptions>, ...lines: LogLine[]): string {
  return createRenderer({...plain, ...options}).render(lines);
}
