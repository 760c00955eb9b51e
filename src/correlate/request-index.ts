import type {LogEvent} from '../log-event.js';
import type {LogSource} from '../log-source.js';
import {type ApiRequest, newApiRequest} from './api-request.js';
import type {ExecutionFact} from './execution-line.js';
import {type Invocation, newInvocation} from './invocation.js';
import {isSameLog, startIn} from './invocation-start.js';
import {clockDifferenceMs, mayServe} from './may-serve.js';
import {Queue} from './queue.js';
import {isPartOfNoOther, RequestClaims} from './request-claims.js';
import {tie, tieOnly} from './tie.js';
import {Timers} from './timers.js';

/** What can be known of the requests of a stage, and so how long their lines should wait to be tied. */
export interface Visibility {
  /**
   * Whether each request's whole execution log is read: every method logs at INFO and nothing filters. Only
   * then does the absence of open requests say that nothing more can be tied.
   */
  readonly seesWholeRequests: boolean;
  /** Whether any log that could tie a line to a request is read at all. */
  readonly canTie: boolean;
  /** Whether requests leave no trace in the logs: not every method logs at INFO. */
  readonly missesRequests?: boolean;
}

/** Last lines of a request follow its status within this. */
const closesAfterMs = 100;
/** A request that says no end, and a tie that does not come, are waited for this long. */
export const patienceMs = 30_000;
/** The tie of an ended invocation is written when its request completes, right behind it. */
const tieAfterEndMs = 1_000;
/** The longest an invocation can last (documented), and a minute for its lines to come. */
const forgetInvocationAfterMs = 16 * 60_000;

const stepMs = 10_000;
/** After so many steps nothing is left to be settled. */
const mostSteps = (2 * forgetInvocationAfterMs) / stepMs;

/**
 * Which invocation belongs to which API request, by evidence alone: a line that names both, one trace id on
 * both, or a function that was told its request's id and logged it. Nearness in time never ties.
 *
 * Time here is log time: `advance` moves it, and forgets what can no longer matter, so that memory follows
 * traffic and not the length of a run.
 */
export class RequestIndex {
  readonly #visibility: Visibility;
  readonly #isInOrder: boolean;
  readonly #settlesByClosedRequests: boolean;
  readonly #timers = new Timers();
  readonly #requests = new Map<string, ApiRequest>();
  readonly #invocations = new Map<string, Invocation>();
  /** Evidence by the invocation's id, for invocations seen before or after it. */
  readonly #requestOfInvocation = new Map<string, ApiRequest>();
  readonly #requestsOfTrace = new Map<string, Set<string>>();
  readonly #claims = new RequestClaims();
  /** By the time at which they opened; closed ones leave when they come to the front. */
  readonly #openRequests = new Queue<ApiRequest>();
  /** Invocations that wait for the requests they may belong to, by START. */
  readonly #unsettled = new Queue<Invocation>();
  #now = Number.NEGATIVE_INFINITY;
  #sweptAt = Number.NEGATIVE_INFINITY;
  /** Once the input has ended: when the first of the requests opened whose end is not visible. */
  #firstCutOffAt = Number.POSITIVE_INFINITY;

  /** @param isInOrder whether lines come in time order, so that what has not come by its time never will */
  constructor(visibility: Visibility, {isInOrder}: {readonly isInOrder: boolean}) {
    this.#visibility = visibility;
    this.#isInOrder = isInOrder;
    this.#settlesByClosedRequests = visibility.seesWholeRequests && isInOrder;
  }

  get now(): number {
    return this.#now;
  }

  /** Moves log time on: requests close, and invocations settle, that were due before. */
  advance(now: number): void {
    if (now <= this.#now) return;
    // Over a gap in the logs, invocations must settle before what could tie them is forgotten.
    for (
      let steps = 0;
      steps < mostSteps && this.#now + stepMs < now && Number.isFinite(this.#now);
      steps += 1
    )
      this.#moveTo(this.#now + stepMs);
    this.#moveTo(now);
  }

  #moveTo(now: number): void {
    this.#timers.runBefore(now);
    this.#now = now;
    this.#dropClosedRequests();
    this.#settleByClosedRequests();
    this.#forgetInvocations();
  }

  /** Tells that no more lines come: what is open now will not be seen to close. */
  end(): void {
    this.#firstCutOffAt = this.#firstUnfinishedAt();
    this.advance(this.#now + forgetInvocationAfterMs);
  }

  /** The request of an execution line, new where this line opens one. */
  observeExecution(id: string, fact: ExecutionFact | undefined, {timestamp, source}: LogEvent): ApiRequest {
    const known = this.#requests.get(id);
    // A client may send its own request id, and send it twice: a first line after the end is another request.
    const isAnother = known?.closedAt !== undefined && opensRequest(fact);
    const request = known && !isAnother ? known : this.#add(newApiRequest(id));
    if (source.canary) request.canary = true;
    if (request.openedAt === undefined) this.#open(request, timestamp);
    if (fact) this.#learn(request, fact, timestamp);
    return request;
  }

  /**
   * The request of an access log line, which bears the time at which the request came.
   *
   * @param latencyMs how long the request took, where the line says it
   */
  observeAccess(id: string, {timestamp, source}: LogEvent, latencyMs?: number): ApiRequest {
    let request = this.#requests.get(id);
    if (!request) {
      request = this.#add(newApiRequest(id));
      this.#forgetLater(request, timestamp);
    }
    if (request.accessedAt === undefined) this.#expectClaims(request, timestamp, latencyMs);
    if (source.canary) request.canary = true;
    return request;
  }

  nameEndpoint(request: ApiRequest, lambdaRequestId: string): void {
    request.namesEndpoint = true;
    this.#name(request, lambdaRequestId);
  }

  nameAuthorizer(request: ApiRequest, lambdaRequestId: string): void {
    request.namesAuthorizer = true;
    this.#name(request, lambdaRequestId);
  }

  nameTrace(request: ApiRequest, traceId: string): void {
    request.traceId ??= traceId;
    const requests = this.#requestsOfTrace.get(traceId);
    if (requests) requests.add(request.id);
    else this.#requestsOfTrace.set(traceId, new Set([request.id]));
  }

  /**
   * The invocation of a Lambda line, new where this is its first line.
   *
   * @param isDoubtful whether the line may be a function's own text: nothing is tied to what it names then
   * @param isStart whether it says that the invocation starts, which it does in one log
   */
  invocationOf(
    id: string,
    event: LogEvent,
    {isDoubtful = false, isStart = false}: {readonly isDoubtful?: boolean; readonly isStart?: boolean} = {},
  ): Invocation {
    const {source, timestamp} = event;
    const known = this.#invocations.get(id);
    if (known && !isDoubtful && (this.#isOfLog(known, source) || (isStart && this.#mayStart(known)))) {
      known.seenAt = timestamp;
      return known;
    }
    // An id that shows up in two functions' logs is genuine in one of them: evidence ties the first.
    const key = known || isDoubtful ? `${id} ${source.name} ${isDoubtful}` : id;
    const other = this.#invocations.get(key);
    if (other) return other;
    const invocation = newInvocation(id, event, {
      isSettled: !this.#visibility.canTie,
      mayBeRequest: this.#visibility.missesRequests === true,
    });
    this.#invocations.set(key, invocation);
    const request = key === id ? this.#requestOfInvocation.get(id) : undefined;
    if (request) tie(invocation, request);
    return invocation;
  }

  /**
   * Whether the invocation is known to run in another log stream of the function, so that a line here that names it
   * is the function's own text. An asynchronous invocation is tried again in another stream, once it has ended.
   */
  runsElsewhere(id: string, event: LogEvent, isStart: boolean): boolean {
    const known = this.#invocations.get(id);
    if (!known || known.starts.length === 0 || !this.#isOfLog(known, event.source)) return false;
    if (startIn(known.starts, event)) return false;
    if (!isStart) return true;
    // Followed lines come in any order: which START is the platform's shows later.
    return this.#isInOrder && (known.endedAt === undefined || event.timestamp <= known.endedAt);
  }

  #isOfLog({source, starts}: Invocation, log: LogSource): boolean {
    return isSameLog(source, log) || starts.some(start => isSameLog(start.source, log));
  }

  /** Whether a START in another log can be that of the invocation. */
  #mayStart({starts}: Invocation): boolean {
    return starts.length === 0 || !this.#isInOrder;
  }

  /** A line said that the invocation threw, timed out or crashed. */
  observeFailure(invocation: Invocation): void {
    invocation.hasFailed = true;
    if (invocation.request) invocation.request.hasFunctionError = true;
  }

  observeStart(invocation: Invocation, traceId: string | undefined): void {
    invocation.traceId ??= traceId;
    if (!invocation.request && this.#settlesByClosedRequests) this.#unsettled.push(invocation);
  }

  /** END, or a report: the tie must come soon now, if this is where ties come from. */
  observeEnd(invocation: Invocation, timestamp: number, traceId: string | undefined): void {
    invocation.traceId ??= traceId;
    this.#tieCandidate(invocation);
    if (invocation.request || invocation.isSettled) return;
    // An authorizer's request goes on for long after it, and only its end gives the trace id.
    if (invocation.source.kind === 'authorizer' && this.#settlesByClosedRequests) return;
    this.#settleAt(timestamp + tieAfterEndMs, invocation);
  }

  /** A line of the invocation contains an id that may be an API request's. */
  claim(requestId: string, invocation: Invocation, {source, logStream, timestamp}: LogEvent): void {
    const claim = {invocation, source, logStream, at: timestamp};
    const isFirst = this.#claims.add(requestId, claim, this.#requests.get(requestId));
    if (isFirst) this.#timers.at(timestamp + 2 * patienceMs, () => this.#claims.forget(requestId));
  }

  #add(request: ApiRequest): ApiRequest {
    this.#requests.set(request.id, request);
    return request;
  }

  #open(request: ApiRequest, timestamp: number): void {
    request.openedAt = timestamp;
    this.#openRequests.push(request);
    this.#timers.at(timestamp + patienceMs, () => this.#close(request, timestamp + patienceMs));
  }

  #learn(request: ApiRequest, fact: ExecutionFact, timestamp: number): void {
    switch (fact.kind) {
      case 'extendedId':
        request.extendedRequestId = fact.extendedRequestId;
        break;
      case 'authorizerStart':
        request.startsAuthorizer = true;
        break;
      case 'endpointId':
        this.nameEndpoint(request, fact.endpointRequestId);
        break;
      case 'status':
        request.status = fact.status;
        this.#complete(request, timestamp, closesAfterMs);
        break;
      case 'unauthorized':
        request.status = 401;
        this.#complete(request, timestamp, closesAfterMs);
        break;
      case 'traceId':
        this.nameTrace(request, fact.traceId);
        this.#complete(request, timestamp, 0);
        break;
      case 'start':
        break;
    }
  }

  #complete(request: ApiRequest, timestamp: number, afterMs: number): void {
    request.completedAt ??= timestamp;
    if (request.closedAt !== undefined) return;
    if (afterMs === 0) this.#close(request, timestamp);
    else this.#timers.at(timestamp + afterMs, () => this.#close(request, timestamp + afterMs));
  }

  #close(request: ApiRequest, at: number): void {
    if (request.closedAt !== undefined) return;
    request.closedAt = at;
    if (request.completedAt !== undefined) this.#decideClaims(request, request.completedAt);
    this.#forgetLater(request, at);
  }

  /**
   * A claim counts when the request closes without naming another invocation and nobody else claims it: a
   * function that calls its own API, or logs a client's header, writes ids that are not its request's. Whoever
   * learned the id from a response claims it only after the request is over, so that does not count.
   */
  #decideClaims(request: ApiRequest, completedAt: number): void {
    const opened = this.#openedAt(request);
    const {authorizers, functions} = this.#claims.take(
      request.id,
      ({at, invocation}) => at <= completedAt && mayServe(invocation, opened),
    );
    const [only] = functions;
    if (only && functions.length === 1 && !request.namesEndpoint) {
      only.candidates = [...(only.candidates ?? []), request];
      this.#tieCandidate(only);
    }
    if (!request.namesAuthorizer && request.startsAuthorizer) tieOnly(authorizers, request);
  }

  /**
   * Ties an invocation to the one request that it claims and can have served: it ended when that did, unless API
   * Gateway gave up on it (504). One that called the request goes on for longer, and is named by its own.
   */
  #tieCandidate(invocation: Invocation): void {
    const {candidates, endedAt, request} = invocation;
    if (!candidates || request || !this.#knowsItsRequests(invocation)) return;
    const own = candidates.filter(
      ({status, completedAt = 0}) =>
        status === 504 || (endedAt !== undefined && endedAt <= completedAt + clockDifferenceMs),
    );
    const [only] = own;
    if (only && own.length === 1) tie(invocation, only);
  }

  /** Whether every request that can have started the invocation has been seen to its end, as far as any is seen so. */
  #knowsItsRequests({startedAt}: Invocation): boolean {
    if (!this.#visibility.seesWholeRequests) return true;
    const firstUnknownAt = Math.min(this.#firstOpenAt(), this.#firstCutOffAt);
    // Of one whose START is not read, any request may be the cause that is open at all.
    if (startedAt === undefined) return firstUnknownAt === Number.POSITIVE_INFINITY;
    return firstUnknownAt > startedAt + clockDifferenceMs;
  }

  /** When the request opened, where that is seen: at level ERROR its first line is that of its failure. */
  #openedAt({openedAt}: ApiRequest): number | undefined {
    return this.#visibility.seesWholeRequests ? openedAt : undefined;
  }

  /**
   * Of a request that only the access log shows, the claims are decided when it is over. Where the line does not
   * say how long it took they cannot be: whoever got its id afterwards, in a message or a header, claims it too.
   */
  #expectClaims(request: ApiRequest, accessedAt: number, latencyMs: number | undefined): void {
    request.accessedAt = accessedAt;
    if (request.openedAt !== undefined || latencyMs === undefined) return;
    const completedAt = accessedAt + latencyMs;
    request.answeredAt = completedAt;
    request.claimsDecidedAt = completedAt + clockDifferenceMs;
    this.#claims.awaitDecision(request);
    this.#timers.at(request.claimsDecidedAt, () => this.#decideClaimsOfAccess(request));
  }

  #decideClaimsOfAccess(request: ApiRequest): void {
    // Where the execution log shows the request after all, it decides.
    if (request.openedAt !== undefined) return;
    const {authorizers, functions} = this.#claims.take(
      request.id,
      ({at, invocation}) => at < (request.answeredAt ?? 0) && isPartOfNoOther(invocation, request),
    );
    if (!request.namesEndpoint) tieOnly(functions, request);
    if (!request.namesAuthorizer) tieOnly(authorizers, request);
  }

  #name(request: ApiRequest, lambdaRequestId: string): void {
    request.lambdaRequestIds.add(lambdaRequestId);
    if (this.#requestOfInvocation.has(lambdaRequestId)) return;
    this.#requestOfInvocation.set(lambdaRequestId, request);
    const invocation = this.#invocations.get(lambdaRequestId);
    if (invocation) tie(invocation, request);
  }

  #settleAt(at: number, invocation: Invocation): void {
    this.#timers.at(at, () => {
      const {claimsDecidedAt = at} = invocation;
      if (claimsDecidedAt > at && !invocation.request) this.#settleAt(claimsDecidedAt + 1, invocation);
      else this.#settle(invocation);
    });
  }

  #settle(invocation: Invocation): void {
    if (invocation.request || invocation.isSettled) return;
    // What it claims can be judged only once those requests have closed that may be its own.
    if (invocation.candidates && this.#settlesByClosedRequests && !this.#knowsItsRequests(invocation)) return;
    invocation.isSettled = true;
    this.#tieCandidate(invocation);
    if (invocation.request) return;
    const request = this.#requestOfItsTrace(invocation);
    if (request) tie(invocation, request);
  }

  /**
   * One trace may span several requests of the stage, when a function calls its own API: so it ties only when
   * exactly one request has it, and only once all that could have it have closed.
   */
  #requestOfItsTrace(invocation: Invocation): ApiRequest | undefined {
    const {traceId} = invocation;
    const ids = traceId === undefined ? undefined : this.#requestsOfTrace.get(traceId);
    if (ids?.size !== 1 || !this.#knowsItsRequests(invocation)) return undefined;
    if (this.#visibility.seesWholeRequests && invocation.startedAt === undefined) return undefined;
    const [id = ''] = ids;
    const request = this.#requests.get(id);
    return request && this.#isCausedBy(invocation, request) ? request : undefined;
  }

  /**
   * Whether the invocation came after the request, as what the request caused does: a scheduled function that calls
   * the API shares its trace, and came before. The invocation that the request names tells by the same clock.
   */
  #isCausedBy({startedAt, source}: Invocation, request: ApiRequest): boolean {
    const openedAt = this.#openedAt(request) ?? request.accessedAt;
    if (source.kind === 'authorizer' || startedAt === undefined) return mayServe({startedAt}, openedAt);
    const namedStartedAt = this.#namedStartOf(request);
    if (namedStartedAt !== undefined) return startedAt >= namedStartedAt;
    // At INFO a request names whom it invoked, unless it invoked nobody or gave up on it.
    if (this.#visibility.seesWholeRequests && !request.namesEndpoint && request.status !== 504) return false;
    return mayServe({startedAt}, openedAt);
  }

  #namedStartOf({lambdaRequestIds}: ApiRequest): number | undefined {
    for (const id of lambdaRequestIds) {
      const named = this.#invocations.get(id);
      if (named && named.source.kind !== 'authorizer' && named.startedAt !== undefined)
        return named.startedAt;
    }
    return undefined;
  }

  /** Nothing more can tie an invocation once every request that was open when it started has closed. */
  #settleByClosedRequests(): void {
    if (!this.#settlesByClosedRequests) return;
    const openAt = this.#firstOpenAt();
    for (let first = this.#unsettled.first; first; first = this.#unsettled.first) {
      const {startedAt = 0, request, isSettled} = first;
      const latestOpening = startedAt + clockDifferenceMs;
      if (!request && !isSettled && (latestOpening >= openAt || latestOpening >= this.#now)) return;
      this.#unsettled.removeFirst();
      this.#settle(first);
    }
  }

  #dropClosedRequests(): void {
    const open = this.#openRequests;
    while (open.first && open.first.closedAt !== undefined) open.removeFirst();
  }

  #firstOpenAt(): number {
    this.#dropClosedRequests();
    return this.#openRequests.first?.openedAt ?? Number.POSITIVE_INFINITY;
  }

  #firstUnfinishedAt(): number {
    for (const {completedAt, openedAt = 0} of this.#openRequests)
      if (completedAt === undefined) return openedAt;
    return Number.POSITIVE_INFINITY;
  }

  /** Evidence outlives its request by as long as a line may wait for it. */
  #forgetLater(request: ApiRequest, from: number): void {
    this.#timers.at(from + 2 * patienceMs, () => {
      if (this.#requests.get(request.id) === request) this.#requests.delete(request.id);
      for (const id of request.lambdaRequestIds) this.#forgetEvidence(id, request);
      if (request.traceId !== undefined) this.#requestsOfTrace.delete(request.traceId);
    });
  }

  /** In sweeps, because a timer for each invocation would hold a quarter of an hour of them. */
  #forgetInvocations(): void {
    if (this.#now < this.#sweptAt + patienceMs) return;
    this.#sweptAt = this.#now;
    for (const [key, {seenAt, endedAt}] of this.#invocations) {
      const until = endedAt === undefined ? seenAt + forgetInvocationAfterMs : seenAt + 2 * patienceMs;
      if (until < this.#now) this.#invocations.delete(key);
    }
  }

  #forgetEvidence(lambdaRequestId: string, request: ApiRequest): void {
    if (this.#requestOfInvocation.get(lambdaRequestId) === request) {
      this.#requestOfInvocation.delete(lambdaRequestId);
    }
  }
}

const opensRequest = (fact: ExecutionFact | undefined) =>
  fact?.kind === 'extendedId' || (fact?.kind === 'start' && fact.isExecution);
