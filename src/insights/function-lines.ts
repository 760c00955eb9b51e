/** Room for a UUID, as Lambda's request ids are. */
const uuid = '[0-9a-fA-F-]{36}';

/**
 * How the lines of functions' log groups are taken apart: those that say which invocation they are of and how it
 * ended. `wait` is there where an invocation waited for its start, `functionPlace` is the function's log group and name.
 */
export const functionLines: readonly string[] = [
  // `START RequestId: 7b9e… Version: 12`
  `parse @message /^START RequestId: (?<startId>${uuid}) /`,
  // `REPORT RequestId: 7b9e…<TAB>Duration: 2.37 ms<TAB>…<TAB>Status: timeout`
  String.raw`parse @message /^REPORT RequestId: (?<reportId>${uuid})\t/`,
  String.raw`parse @message /^REPORT .*?\tDuration: (?<textDuration>[0-9.]+) ms/`,
  String.raw`parse @message /^REPORT .*?\tMemory Size: (?<textMemory>[0-9]+) MB/`,
  String.raw`parse @message /^REPORT .*?\tMax Memory Used: (?<textUsed>[0-9]+) MB/`,
  String.raw`parse @message /^REPORT .*?\t(?<textWait>Init|Restore) Duration: /`,
  String.raw`parse @message /^REPORT .*?\tStatus: (?<textFailure>timeout|error|failure)/`,
  String.raw`parse @message /^REPORT [\s\S]*XRAY TraceId: (?<textTrace>\S+)/`,
  // `2026-03-10T09:16:40.123Z 7b9e… Task timed out after 3.00 seconds`
  String.raw`parse @message /^\S{20,40} (?<timeoutId>${uuid}) Task (?<ownTimeout>timed) out after /`,
  // `RequestId: 7b9e… Error: Runtime exited with error: signal: killed`
  `parse @message /^RequestId: (?<exitId>${uuid}) (?<ownExit>Error): /`,
  // `2026-03-10T09:16:40.123Z<TAB>7b9e…<TAB>ERROR<TAB>Invoke Error <TAB>{"errorType":…`
  String.raw`parse @message /^\S{20,40}\t(?<thrownId>${uuid})\t(?<ownThrow>ERROR)\t(?:Invoke Error|Uncaught Exception|Unhandled Promise Rejection) ?\t\{/`,
  // The JSON log format: `{"time":…,"type":"platform.report","record":{"requestId":…,"status":…,"metrics":{…}}}`
  'parse type /^platform\\.(?<systemEvent>start|report)$/',
  'fields concat(systemEvent, " ", record.requestId) as systemText',
  `parse systemText /^[a-z]+ (?<systemId>${uuid})$/`,
  'fields concat(systemEvent, " ", record.status) as systemStatus',
  'parse systemStatus /^report (?<jsonFailure>timeout|error|failure)$/',
  'fields coalesce(record.metrics.initDurationMs, record.metrics.restoreDurationMs) as jsonWait',
  'parse record.tracing.value /Root=(?<jsonTrace>[^;\\s]{1,64})/',
  'fields coalesce(reportId, startId, timeoutId, exitId, thrownId, systemId) as lambdaId',
  'fields coalesce(textDuration, record.metrics.durationMs) as durationMs',
  'fields coalesce(textMemory, record.metrics.memorySizeMB) as memorySizeMB',
  'fields coalesce(textUsed, record.metrics.maxMemoryUsedMB) as maxMemoryUsedMB',
  'fields coalesce(textWait, jsonWait) as wait',
  'fields coalesce(textFailure, jsonFailure) as reportedFailure',
  'fields coalesce(ownExit, ownThrow) as ownError',
  'fields coalesce(textTrace, jsonTrace) as functionTrace',
  // Streams of a group that functions share: `2026/03/10/orders[$LATEST]0f3a…`
  String.raw`parse @logStream /^\d{4}\/\d\d\/\d\d\/(?<streamName>[^\[]*)\[/`,
  'fields concat(lambdaId, "@", logGroup, "@", streamName) as place',
  `parse place /^${uuid}@(?<functionPlace>.*)$/`,
];

/** What execution lines say of an invocation: `endpointId`, `relayedError` and `relayedTimeout`. */
export const endpointLines: readonly string[] = [
  // `AWS Integration Endpoint RequestId : 7b9e…`, `Lambda execution failed with status 200 due to customer function
  // error: …. Lambda request id: 7b9e…`, and with data trace `Endpoint response headers: {…, x-amzn-RequestId=7b9e…}`
  String.raw`parse text /^(?:AWS Integration Endpoint RequestId : |Lambda (?:invocation|execution) failed with status[\s\S]*Lambda request id: |Endpoint response headers: [\s\S]*?x-amzn-RequestId=)(?<endpointId>${uuid})/`,
  String.raw`parse text /^Lambda (?<relayedError>execution) failed with status \d{3} due to customer function error: /`,
  String.raw`parse text /^Lambda execution failed with status \d{3} due to customer function error: [\s\S]*Task (?<relayedTimeout>timed) out after [0-9.]+ seconds/`,
];

/** What becomes of these fields in a group of lines of one invocation. */
export const invocationFigures: string = [
  'sortsLast(lambdaId) as invocationId',
  'sortsLast(functionPlace) as functionAt',
  'max(durationMs) as invocationMs',
  'max(memorySizeMB) as memory',
  'max(maxMemoryUsedMB) as usedMemory',
  'sortsLast(wait) as waited',
  'sortsLast(reportedFailure) as reportedEnd',
  'sortsLast(ownTimeout) as timeoutEnd',
  'sortsLast(ownError) as errorEnd',
  'sortsLast(relayedTimeout) as relayedTimeoutEnd',
  'sortsLast(relayedError) as relayedErrorEnd',
].join(', ');

/**
 * Behind them: `timedOut` or `erred` is there of an invocation that failed, and `failed` with either. Its report says
 * it best, then its own log, then what API Gateway was told.
 */
export const invocationOutcome: readonly string[] = [
  'fields coalesce(reportedEnd, timeoutEnd, errorEnd, relayedTimeoutEnd, relayedErrorEnd) as failed',
  'parse failed /^(?<timedOut>timeout|timed)$/',
  'parse failed /^(?<erred>error|failure|Error|ERROR|execution)$/',
];
