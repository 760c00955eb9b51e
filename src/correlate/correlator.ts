import type {LogEvent} from '../log-event.js';
import type {Level, LogLine} from '../log-line.js';
import type {LogSource} from '../log-source.js';
import {type AccessLineParser, createAccessLineParser} from './access-line.js';
import type {ApiRequest} from './api-request.js';
import {parseExecutionLine} from './execution-line.js';
import {gatewayIdsIn} from './gateway-ids-in.js';
import type {Invocation, SandboxStart} from './invocation.js';
import {mayBeOf} from './invocation-start.js';
import {type LambdaLine, parseLambdaLine} from './lambda-line.js';
import {LambdaStreams, type StreamSpot} from './lambda-streams.js';
import {LegacyStreams} from './legacy-streams.js';
import {RequestIndex, type Visibility} from './request-index.js';
import {uuidsIn} from './uuids-in.js';

/** A line whose ties may still be found; `settleTies` writes what is known into it. */
export class PendingLine implements LogLine {
  readonly event: LogEvent;
  level: Level | undefined;
  isPlatform = false;
  textStart = 0;
  payload?: string;
  request: ApiRequest | undefined;
  invocation: Invocation | undefined;
  sandboxStart: SandboxStart | undefined;
  spot: StreamSpot | undefined;
  apiRequestId: string | undefined;
  lambdaRequestId: string | undefined;
  canary: boolean;
  late = false;

  constructor(event: LogEvent) {
    this.event = event;
    this.canary = event.source.canary;
  }

  /** Takes over what is known by now of the request and the invocation the line belongs to. */
  settleTies(): this {
    if (this.sandboxStart?.belongs) this.invocation ??= this.sandboxStart.invocation;
    this.invocation ??= this.spot?.invocation();
    if (this.invocation && (this.spot?.isOfAnother?.(!this.late) || !mayBeOf(this.event, this.invocation))) {
      this.invocation = undefined;
      this.request = undefined;
    }
    this.request ??= this.invocation?.request;
    this.apiRequestId = this.request?.id;
    this.lambdaRequestId = this.invocation?.id;
    if (this.request?.canary) this.canary = true;
    return this;
  }
}

/**
 * Understands lines and finds out which request each belongs to, which may turn out only later: so whoever
 * prints them asks `isDecided` first. Moving log time on, with `index.advance`, is the caller's.
 */
export class Correlator {
  readonly index: RequestIndex;
  readonly #streams: LambdaStreams;
  readonly #legacy = new LegacyStreams();
  readonly #accessParsers = new Map<LogSource, AccessLineParser>();

  /** @param isInOrder whether events are observed in time order, as in a read; followed ones may be late */
  constructor(visibility: Visibility, {isInOrder}: {readonly isInOrder: boolean} = {isInOrder: true}) {
    this.index = new RequestIndex(visibility, {isInOrder});
    this.#streams = new LambdaStreams({
      invocationOf: (id, event, what) => this.index.invocationOf(id, event, what),
      isInOrder,
    });
  }

  observe(event: LogEvent): PendingLine {
    const line = new PendingLine(event);
    switch (event.source.kind) {
      case 'execution':
        this.#observeExecution(line);
        break;
      case 'access':
        this.#observeAccess(line);
        break;
      case 'lambda':
      case 'authorizer':
        this.#observeLambda(line);
        break;
      case 'other':
        break;
    }
    return line;
  }

  #observeExecution(line: PendingLine): void {
    const {event} = line;
    const record = deliveryPayload(event.message);
    const parsed = parseExecutionLine(record ?? event.message);
    line.level = parsed.level;
    if (record === undefined) line.textStart = parsed.textStart;
    else line.payload = record.slice(parsed.textStart);
    const requestId = parsed.requestId ?? this.#legacy.requestIdOf(event, parsed.fact);
    if (requestId === undefined) return;
    line.request = this.index.observeExecution(requestId, parsed.fact, event);
    if (parsed.isFunctionError) line.request.hasFunctionError = true;
  }

  #observeAccess(line: PendingLine): void {
    const {event} = line;
    const ids = this.#accessParserOf(event.source)(event.message);
    const {hasOneRequestId} = event.source;
    const requestId = ids?.requestId ?? (hasOneRequestId ? ids?.extendedRequestId : undefined);
    if (!ids || requestId === undefined) return;
    const request = this.index.observeAccess(requestId, event, ids.latencyMs);
    line.request = request;
    request.extendedRequestId ??= hasOneRequestId ? requestId : ids.extendedRequestId;
    request.status ??= ids.status;
    if (ids.traceId !== undefined) this.index.nameTrace(request, ids.traceId);
    if (ids.integrationRequestId !== undefined) this.index.nameEndpoint(request, ids.integrationRequestId);
    if (ids.authorizerRequestId !== undefined) this.index.nameAuthorizer(request, ids.authorizerRequestId);
  }

  #observeLambda(line: PendingLine): void {
    const {event} = line;
    const parsed = this.#withoutForeignId(event, parseLambdaLine(event.message));
    const {invocation, sandboxStart, spot} = this.#streams.place(event, parsed);
    line.level = parsed.level;
    line.isPlatform = parsed.kind !== 'application';
    line.invocation = invocation;
    line.sandboxStart = sandboxStart;
    line.spot = spot;
    if (!invocation || spot?.isOfAnother?.(true)) return;
    if (parsed.isFailure) this.index.observeFailure(invocation);
    if (parsed.kind === 'start') this.index.observeStart(invocation, parsed.traceId);
    if (parsed.kind === 'end' || parsed.kind === 'report') {
      this.index.observeEnd(invocation, event.timestamp, parsed.traceId);
    }
    if (parsed.kind === 'application' && !invocation.request && !invocation.isSettled) {
      for (const id of uuidsIn(event.message)) {
        if (id !== invocation.id) this.index.claim(id, invocation, event);
      }
      for (const id of gatewayIdsIn(event.message)) this.index.claim(id, invocation, event);
    }
  }

  /** A function may write a line that looks as if another invocation had: such a line says nothing of that one. */
  #withoutForeignId(event: LogEvent, line: LambdaLine): LambdaLine {
    const {kind, lambdaRequestId: id, level} = line;
    return id !== undefined && this.index.runsElsewhere(id, event, kind === 'start')
      ? {kind: 'application', lambdaRequestId: undefined, level}
      : line;
  }

  #accessParserOf(source: LogSource): AccessLineParser {
    let parser = this.#accessParsers.get(source);
    if (!parser) {
      parser = createAccessLineParser(source.accessLogFormat);
      this.#accessParsers.set(source, parser);
    }
    return parser;
  }
}

/**
 * The line inside a JSON record of a CloudWatch Logs delivery ("Set up log delivery for REST APIs"): its
 * `payload` is what a standard execution log line says.
 */
function deliveryPayload(message: string): string | undefined {
  if (message[0] !== '{') return undefined;
  try {
    const record: unknown = JSON.parse(message);
    const payload = (record as {payload?: unknown} | null)?.payload;
    return typeof payload === 'string' ? payload : undefined;
  } catch {
    return undefined;
  }
}
