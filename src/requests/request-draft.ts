import type {AccessLine} from '../correlate/access-line.js';
import type {LogLine, RequestIds} from '../log-line.js';
import type {AccessParser} from './access-parser.js';
import {type ErrorStatement, errorRanks} from './error-statement.js';
import {executionText} from './execution-text.js';
import {functionError, reportError} from './function-errors.js';
import {accessError, gatewayError} from './gateway-errors.js';
import {InvocationDraft} from './invocation-draft.js';
import {rankErrors} from './request-errors.js';
import {requestFact} from './request-fact.js';
import {pathOfResource} from './request-path.js';
import type {RequestRecord} from './request-record.js';

/** More than any request has, save one whose function logs errors in a loop. */
const mostStatements = 24;
const mostInvocations = 100;

/** A request of which lines are still coming: what its record needs, and none of the lines. */
export class RequestDraft {
  readonly #id: string;
  readonly #parseAccess: AccessParser;
  readonly #startTime: number;
  readonly #invocations = new Map<string, InvocationDraft>();
  readonly #statements: ErrorStatement[] = [];
  #ids: RequestIds | undefined;
  #extendedRequestId: string | undefined;
  #traceId: string | undefined;
  #method: string | undefined;
  #path: string | undefined;
  #resourcePath: string | undefined;
  #status: number | undefined;
  #integrationLatencyMs: number | undefined;
  #access: AccessLine | undefined;
  #accessTime = 0;
  #opensAt: number | undefined;
  #lastExecutionTime: number | undefined;
  #hasExecutionEnd = false;
  #lines = 0;
  /** For whoever collects drafts: the log time at which to see whether this one is complete. */
  timerAt: number | undefined;

  constructor(id: string, first: LogLine, parseAccess: AccessParser) {
    this.#id = id;
    this.#startTime = first.event.timestamp;
    this.#parseAccess = parseAccess;
  }

  get startTime(): number {
    return this.#startTime;
  }

  /** The correlator's idea of the request: another one with the same id is another request. */
  get ids(): RequestIds | undefined {
    return this.#ids;
  }

  /** Whether its end has been seen: the execution log's last lines, or the access log's, written after it. */
  get hasEnded(): boolean {
    return this.#hasExecutionEnd || this.#access?.status !== undefined;
  }

  /** Whether the execution log shows its beginning, and so will show its end. */
  get isUnderWay(): boolean {
    return this.#opensAt !== undefined && !this.#hasExecutionEnd;
  }

  /** Log time of its end; undefined where that is not known, or not yet. */
  get endTime(): number | undefined {
    if (this.#hasExecutionEnd) return this.#lastExecutionTime;
    // Access log lines bear the time of the request, and stand before what it did.
    if (this.#access?.status === undefined || this.#access.latencyMs === undefined) return undefined;
    return this.#accessTime + this.#access.latencyMs;
  }

  get hasUnreportedInvocations(): boolean {
    for (const invocation of this.#invocations.values()) if (!invocation.hasReported) return true;
    return false;
  }

  add(line: LogLine): void {
    this.#lines += 1;
    this.#ids = line.request ?? this.#ids;
    switch (line.event.source.kind) {
      case 'execution':
        this.#addExecution(line);
        break;
      case 'access':
        this.#addAccess(line);
        break;
      case 'lambda':
      case 'authorizer':
        this.#addLambda(line);
        break;
      case 'other':
        break;
    }
  }

  toRecord(): RequestRecord {
    const access = this.#access;
    const resourcePath = this.#resourcePath ?? access?.resourcePath;
    const accessPath = access?.path && pathOfResource(access.path, resourcePath);
    const status = this.#status ?? access?.status;
    this.#failInvocations();
    return {
      apiRequestId: this.#id,
      extendedRequestId:
        this.#ids?.extendedRequestId ?? this.#extendedRequestId ?? access?.extendedRequestId ?? null,
      traceId: this.#ids?.traceId ?? this.#traceId ?? access?.traceId ?? null,
      timestamp: toIso(this.#startTime),
      method: this.#method ?? access?.method ?? null,
      path: this.#path ?? accessPath ?? resourcePath ?? null,
      resourcePath: resourcePath ?? null,
      status: status ?? null,
      latencyMs: access?.latencyMs ?? this.#executionLatency() ?? null,
      integrationLatencyMs: access?.integrationLatencyMs ?? this.#integrationLatencyMs ?? null,
      functions: [...this.#invocations.values()].map(invocation => invocation.toRecord()),
      errors: rankErrors(this.#statements, status),
      open: !this.hasEnded,
      lines: this.#lines,
    };
  }

  #addExecution(line: LogLine): void {
    const {timestamp} = line.event;
    const text = executionText(line);
    this.#lastExecutionTime = Math.max(timestamp, this.#lastExecutionTime ?? timestamp);
    const fact = requestFact(text);
    switch (fact?.kind) {
      case 'opening':
        this.#opensAt ??= timestamp;
        this.#extendedRequestId ??= fact.extendedRequestId;
        break;
      case 'call':
        this.#opensAt ??= timestamp;
        this.#method = fact.method;
        this.#path = fact.path;
        break;
      case 'method':
        this.#method ??= fact.method;
        break;
      case 'resource':
        this.#method ??= fact.method;
        this.#resourcePath = fact.resourcePath;
        break;
      case 'integrationLatency':
        this.#integrationLatencyMs = fact.ms;
        break;
      case 'status':
        this.#status = fact.status;
        this.#hasExecutionEnd = true;
        break;
      case 'traceId':
        this.#traceId = fact.traceId;
        this.#hasExecutionEnd = true;
        break;
      case undefined:
        break;
    }
    this.#state(gatewayError(text, line.event.source.name));
  }

  #addAccess(line: LogLine): void {
    const access = this.#parseAccess(line.event);
    if (!access) return;
    this.#access = access;
    this.#accessTime = line.event.timestamp;
    this.#state(accessError(access, line.event.source.name));
  }

  #addLambda(line: LogLine): void {
    const {lambdaRequestId, event} = line;
    if (lambdaRequestId === undefined) return;
    const key = `${event.source.name} ${lambdaRequestId}`;
    let invocation = this.#invocations.get(key);
    if (!invocation) {
      if (this.#invocations.size >= mostInvocations) return;
      invocation = new InvocationDraft(event.source, lambdaRequestId);
      this.#invocations.set(key, invocation);
    }
    const report = line.isPlatform ? invocation.addPlatformLine(line) : undefined;
    const statement = report ? reportError(line, report) : functionError(line);
    this.#state(statement);
    if (statement && !statement.onlyIfFailed && !report) {
      invocation.fail(statement.type === 'FunctionTimeout' ? 'timeout' : 'error');
    }
  }

  #state(statement: ErrorStatement | undefined): void {
    if (!statement) return;
    if (this.#statements.length < mostStatements) {
      this.#statements.push(statement);
      return;
    }
    // What fills the room is logged in a loop, and tells less than what comes now.
    const least = this.#statements.findLastIndex(
      ({rank}) => rank === errorRanks.remark || rank === errorRanks.logged,
    );
    if (least >= 0 && statement.rank < errorRanks.logged) this.#statements[least] = statement;
  }

  /** API Gateway says of an invocation that it failed also where the function's own log does not. */
  #failInvocations(): void {
    for (const {type, rank, lambdaRequestId} of this.#statements) {
      if (rank !== errorRanks.relayed || lambdaRequestId === undefined) continue;
      for (const [key, invocation] of this.#invocations) {
        if (key.endsWith(` ${lambdaRequestId}`))
          invocation.fail(type === 'FunctionTimeout' ? 'timeout' : 'error');
      }
    }
  }

  #executionLatency(): number | undefined {
    if (this.#opensAt === undefined || !this.#hasExecutionEnd) return undefined;
    return (this.#lastExecutionTime ?? this.#opensAt) - this.#opensAt;
  }
}

const toIso = (epochMs: number) => new Date(epochMs).toISOString();
