import type {FunctionModel, Runtime} from './traffic-model.js';

/** What Lambda itself says of an invocation when it is over. Times in ms. */
export interface Report {
  readonly lambdaRequestId: string;
  readonly durationMs: number;
  readonly initDurationMs: number | undefined;
  readonly maxMemoryUsedMb: number;
  readonly status: 'success' | 'error' | 'timeout';
  readonly errorType: string | undefined;
  readonly trace: {readonly id: string; readonly segmentId: string} | undefined;
}

const runtimeVersions: Readonly<Record<Runtime, string>> = {
  nodejs: 'nodejs:22.v61',
  python: 'python:3.13.v52',
  java: 'java:21.v40',
  dotnet: 'dotnet:8.v38',
  go: 'provided:al2023.v85',
  json: 'nodejs:22.v61',
};

const runtimeArn =
  'arn:aws:lambda:eu-west-1::runtime:9c1d0f6b5e3a4c2d8f7a6b5c4d3e2f1a0b9c8d7e6f5a4b3c2d1e0f9a8b7c6d5e';

/** A line in the JSON log format: documented with these three keys, `time` first. */
const platformJson = (at: number, type: string, record: object) =>
  JSON.stringify({time: new Date(at).toISOString(), type: `platform.${type}`, record});

export function initStartMessage({name, runtime, version}: FunctionModel, at: number): string {
  const runtimeVersion = runtimeVersions[runtime];
  if (runtime !== 'json') {
    return `INIT_START Runtime Version: ${runtimeVersion}\tRuntime Version ARN: ${runtimeArn}\n`;
  }
  return platformJson(at, 'initStart', {
    initializationType: 'on-demand',
    phase: 'init',
    runtimeVersion,
    runtimeVersionArn: runtimeArn,
    functionName: name,
    functionVersion: version,
  });
}

/** Seen when INIT fails; `phase` is `invoke` when it was tried again for the waiting request. */
export const initReportMessage = (durationMs: number, phase: 'init' | 'invoke', errorType: string) =>
  `INIT_REPORT Init Duration: ${durationMs.toFixed(2)} ms\tPhase: ${phase}\tStatus: error\tError Type: ${errorType}\n`;

export function startMessage(
  {runtime, version}: FunctionModel,
  at: number,
  lambdaRequestId: string,
  trace: Report['trace'],
): string {
  if (runtime !== 'json') return `START RequestId: ${lambdaRequestId} Version: ${version}\n`;
  return platformJson(at, 'start', {requestId: lambdaRequestId, version, ...tracing(trace)});
}

/** Documented: the JSON format has no such line. */
export const endMessage = (lambdaRequestId: string) => `END RequestId: ${lambdaRequestId}\n`;

export function reportMessage({runtime, memorySizeMb}: FunctionModel, at: number, report: Report): string {
  const {lambdaRequestId, durationMs, initDurationMs, maxMemoryUsedMb, status, errorType, trace} = report;
  // Since 2025 the billed duration includes INIT (seen).
  const billedMs = Math.ceil(durationMs + (initDurationMs ?? 0));
  if (runtime === 'json') {
    return platformJson(at, 'report', {
      requestId: lambdaRequestId,
      metrics: {
        durationMs: Number(durationMs.toFixed(3)),
        billedDurationMs: billedMs,
        memorySizeMB: memorySizeMb,
        maxMemoryUsedMB: maxMemoryUsedMb,
        ...(initDurationMs === undefined ? {} : {initDurationMs: Number(initDurationMs.toFixed(3))}),
      },
      status,
      ...(errorType === undefined ? {} : {errorType}),
      ...tracing(trace),
    });
  }
  const parts = [
    `REPORT RequestId: ${lambdaRequestId}`,
    `Duration: ${durationMs.toFixed(2)} ms`,
    `Billed Duration: ${billedMs} ms`,
    `Memory Size: ${memorySizeMb} MB`,
    `Max Memory Used: ${maxMemoryUsedMb} MB`,
  ];
  if (initDurationMs !== undefined) parts.push(`Init Duration: ${initDurationMs.toFixed(2)} ms`);
  // Without a status a tab ends the line, with one it does not (seen).
  parts.push(status === 'success' ? '' : `Status: ${status}`);
  if (errorType !== undefined) parts.push(`Error Type: ${errorType}`);
  const xray =
    trace === undefined ? '' : `XRAY TraceId: ${trace.id}\tSegmentId: ${trace.segmentId}\tSampled: true\t\n`;
  return `${parts.join('\t')}\n${xray}`;
}

const tracing = (trace: Report['trace']) =>
  trace === undefined
    ? {}
    : {
        tracing: {
          spanId: trace.segmentId,
          type: 'X-Amzn-Trace-Id',
          value: `Root=${trace.id};Parent=${trace.segmentId};Sampled=1`,
        },
      };
