import type {LogLine} from '../log-line.js';
import {type ErrorRank, type ErrorStatement, errorRanks, firstLine} from './error-statement.js';
import {type FunctionReport, parseFunctionReport} from './function-report.js';

/** What a line says an exception was. */
interface Exception {
  readonly type: string;
  readonly message: string;
}

/** What a line of a function's log states as a cause. */
export function functionError(line: LogLine): ErrorStatement | undefined {
  const {message} = line.event;
  if (line.isPlatform) return platformError(line, message);
  if (line.level !== 'ERROR' && line.level !== 'FATAL') return unlabelledError(line, message);
  const uncaught = pythonException(message) ?? nodeException(message) ?? timeout(message);
  if (uncaught) return statement(line, uncaught, errorRanks.cause);
  const exit = processExit(message);
  if (exit) return statement(line, exit, errorRanks.exit);
  const logged = loggedException(message);
  if (logged) return statement(line, logged, errorRanks.logged, true);
  // Further system events of the JSON log format repeat what the report says.
  if (message.startsWith('{') && message.includes('"type":"platform.')) return undefined;
  return statement(line, {type: 'LoggedError', message: applicationText(message)}, errorRanks.remark, true);
}

/** Java and Go report what nobody caught in lines without a level. */
function unlabelledError(line: LogLine, message: string): ErrorStatement | undefined {
  if (line.level !== undefined) return undefined;
  const uncaught = goPanic(message) ?? javaException(message);
  return uncaught && statement(line, uncaught, errorRanks.cause);
}

/** What REPORT says, whose figures are known already where they were needed elsewhere. */
export function reportError(line: LogLine, report: FunctionReport): ErrorStatement | undefined {
  const {status, errorType, memorySizeMB, maxMemoryUsedMB} = report;
  if (status === 'success') return undefined;
  if (errorType === 'Runtime.OutOfMemory') {
    const message = `out of memory: ${maxMemoryUsedMB} MB used of ${memorySizeMB} MB`;
    return statement(line, {type: errorType, message}, errorRanks.cause);
  }
  const type = status === 'timeout' ? 'FunctionTimeout' : (errorType ?? 'FunctionError');
  return statement(line, {type, message: `REPORT says: status ${status}`}, errorRanks.report);
}

function platformError(line: LogLine, message: string): ErrorStatement | undefined {
  if (line.level !== 'ERROR') return undefined;
  const report = parseFunctionReport(message);
  if (report) return reportError(line, report);
  const init = /^(?:INIT|RESTORE)_REPORT .*\tStatus: (\w+)(?:\tError Type: (\S+))?/.exec(message);
  if (!init) return undefined;
  const type = init[1] === 'timeout' ? 'InitTimeout' : (init[2] ?? 'InitError');
  return statement(line, {type, message: `INIT_REPORT says: status ${init[1]}`}, errorRanks.report);
}

function statement(
  {event, lambdaRequestId}: LogLine,
  {type, message}: Exception,
  rank: ErrorRank,
  onlyIfFailed = false,
): ErrorStatement {
  return {type, message: firstLine(message), source: event.source.name, rank, lambdaRequestId, onlyIfFailed};
}

// What the handler threw, in the layouts of the runtimes (their sources; seen in real logs).

/** Python's logger writes a tab behind the level, so this is no logged line; Java's, which may be, has no traceback. */
function pythonException(message: string): Exception | undefined {
  const match = /^\[ERROR\] ([\w.]{1,200}): ?([^\r\n]*)/.exec(message);
  if (!match) return undefined;
  const [headline, type = '', text = ''] = match;
  const isUncaught = type.startsWith('Runtime.') || message.startsWith('Traceback', headline.length + 1);
  return isUncaught ? {type, message: text} : undefined;
}

function goPanic(message: string): Exception | undefined {
  const match = /^panic: ([^\r\n]*)/.exec(message);
  return match ? {type: 'panic', message: match[1] ?? ''} : undefined;
}

/** `…TAB ERROR TAB Invoke Error TAB {"errorType":…,"errorMessage":…}` */
function nodeException(message: string): Exception | undefined {
  const match = /\tERROR\t(?:Invoke Error|Uncaught Exception|Unhandled Promise Rejection) ?\t(?=\{)/.exec(
    message.slice(0, 120),
  );
  return match ? fromJson(message.slice(match.index + match[0].length)) : undefined;
}

/** Java says it twice: `stock is negative: a.b.C`, and below it the stack, `a.b.C: stock is negative`. */
function javaException(message: string): Exception | undefined {
  const lineEnd = message.search(/[\r\n]/);
  if (lineEnd < 0 || !/^[\r\n]{1,2}[\w$.]{1,200}(?:: |[\r\n])/.test(message.slice(lineEnd, lineEnd + 220)))
    return undefined;
  const colon = message.lastIndexOf(': ', lineEnd);
  const type = message.slice(colon + 2, lineEnd).trim();
  if (colon < 0 || !/^(?:[\w$]+\.)+[\w$]+$/.test(type)) return undefined;
  return message.slice(lineEnd).trimStart().startsWith(type)
    ? {type, message: message.slice(0, colon)}
    : undefined;
}

function timeout(message: string): Exception | undefined {
  const match = /^\S{20,40} \S{36} (Task timed out after [\d.]+ seconds)/.exec(message);
  return match ? {type: 'FunctionTimeout', message: match[1] ?? ''} : undefined;
}

/** `RequestId: … Error: Runtime exited with error: signal: killed`, and on the next line the type. */
function processExit(message: string): Exception | undefined {
  const match = /^RequestId: \S{36} Error: ([^\r\n]*)[\r\n]*(\w+\.\w+)?/.exec(message);
  return match ? {type: match[2] ?? 'Runtime.ExitError', message: match[1] ?? ''} : undefined;
}

/** An exception that stands in a line at level ERROR: the JSON log format, .NET, `console.error(error)`. */
function loggedException(message: string): Exception | undefined {
  if (message[0] === '{') return fromJson(message);
  const text = applicationText(message);
  if (text[0] === '{') return fromJson(text);
  const named = /^((?:[\w$]+\.)*[\w$]*(?:Error|Exception|Fault|Panic))(?:: ?([^\r\n]*))?(?:[\r\n]|$)/.exec(
    text,
  );
  return named ? {type: named[1] ?? '', message: named[2] ?? ''} : undefined;
}

/** A line's text behind the time, id and level that a runtime's logger puts in front. */
function applicationText(message: string): string {
  const tabbed = /^(?:\S{20,40}\t\S{0,36}\t\w{4,8}\t|\[\w{4,8}\]\t\S{20,40}\t\S{0,36}\t|\[\w{4,8}\] )/.exec(
    message,
  );
  return tabbed ? message.slice(tabbed[0].length) : message;
}

/** `errorType` and `errorMessage`, as all runtimes call them, at the top or within `message`. */
function fromJson(text: string): Exception | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isRecord(json)) return undefined;
  return (
    exceptionIn(json) ?? (isRecord(json.message) ? exceptionIn(json.message) : undefined) ?? messageIn(json)
  );
}

function exceptionIn({errorType, errorMessage}: Readonly<Record<string, unknown>>): Exception | undefined {
  if (typeof errorType !== 'string') return undefined;
  return {type: errorType, message: typeof errorMessage === 'string' ? errorMessage : ''};
}

/** Powertools names the exception in a key of its own. */
function messageIn({
  message,
  exception_name: name,
}: Readonly<Record<string, unknown>>): Exception | undefined {
  if (typeof message !== 'string') return undefined;
  return {type: typeof name === 'string' ? name : 'LoggedError', message};
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
