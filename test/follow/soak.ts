import {CallBudget} from '../../src/aws/call-budget.js';
import {createFilterLogEvents} from '../../src/aws/filter-log-events.js';
import {StageFollower} from '../../src/follow/follow-stage.js';
import {generateTraffic, type Traffic} from '../../src/local-aws/traffic/generate-traffic.js';
import type {TruthEvent} from '../../src/local-aws/traffic/truth.js';
import type {LogLine} from '../../src/log-line.js';
import type {LogSource} from '../../src/log-source.js';
import {type LogGroupReading, readingsOf} from '../../src/read/log-group-reading.js';
import {readLogGroup} from '../../src/read/read-log-group.js';
import {rememberNotices} from '../support/events.js';
import {FakeClock} from '../support/fake-clock.js';
import {type Fault, type SimulatedEvent, SimulatedLogs} from './simulated-logs.js';

export interface SoakOptions {
  readonly seed: number;
  readonly minutes: number;
  readonly requestsPerSecond: number;
  readonly burst: number;
}

export interface SoakResult {
  readonly events: number;
  readonly lost: number;
  readonly repeated: number;
  readonly wrong: number;
  /** Lines that step back in time without being marked late. */
  readonly outOfOrder: number;
  readonly late: number;
  /** Lines whose tie was visible while they could be held, and how many of those were tied. */
  readonly couldBeLinked: number;
  readonly linked: number;
  /** Most event ids remembered at once, over all groups. */
  readonly remembered: number;
  readonly said: readonly string[];
}

const startTime = 1_773_134_000_000;
const holdMs = 2_000;
const drainMs = 90_000;
const plainGroup = '/plain/batch';
const plainSource: LogSource = {
  kind: 'other',
  name: plainGroup,
  logGroup: plainGroup,
  region: 'us-east-1',
  canary: false,
  rank: 99,
};

/** A small random generator (mulberry32), so that each seed can be run again. */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Follows simulated traffic on a fake clock, through faults, and holds what was printed against the truth. */
export async function soak({seed, minutes, requestsPerSecond, burst}: SoakOptions): Promise<SoakResult> {
  const next = random(seed);
  const durationMs = minutes * 60_000;
  const traffic = generateTraffic({
    seed,
    startTime,
    requests: Math.round((durationMs / 1_000) * requestsPerSecond),
    ratePerSecond: requestsPerSecond,
    functions: 4,
    authorizerShare: 0.3,
    canaryShare: seed % 3 === 0 ? 0.1 : 0,
    foreignInvocationShare: 0.1,
    slowShare: 0.01,
    clockSkewMs: 50,
    xray: seed % 2 === 0 ? 'active' : 'header',
    accessLog: seed % 5 === 0 ? 'off' : 'full',
    region: 'us-east-1',
  });
  const truth = new Map<string, TruthEvent>();
  const byGroup = new Map<string, SimulatedEvent[]>();
  const put = (event: TruthEvent) => {
    // Clocks differ: a few lines of the first request are dated before the window.
    if (event.timestamp < startTime) return;
    const id = String(truth.size);
    truth.set(id, event);
    const events = byGroup.get(event.logGroup) ?? [];
    byGroup.set(event.logGroup, events);
    events.push({...event, id});
  };
  for (const event of traffic.events) put(event);
  for (const event of plainEvents(next, durationMs, burst)) put(event);

  const clock = new FakeClock(startTime + 20_000);
  const storms = stormsOf(next, durationMs);
  const logs = new SimulatedLogs({clock, latencyMs: () => 20 + next() * 80, faultAt: faults(next, storms)});
  for (const [logGroup, events] of byGroup) logs.setGroup(logGroup, events);

  const sources = sourcesOf(traffic, [...byGroup.keys()]);
  const lateJoiner = sources.find(({kind}) => kind === 'lambda');
  const joinsAt = startTime + 20_000 + Math.floor(next() * durationMs * 0.5);
  const isJoiner = ({sources: [source]}: LogGroupReading) => source === lateJoiner;
  const readings = readingsOf(sources);
  dropBefore(byGroup, truth, logs, lateJoiner?.logGroup ?? '', joinsAt);

  const notices = rememberNotices();
  const controller = new AbortController();
  const statistics = {calls: 0, throttled: 0};
  const filterLogEvents = createFilterLogEvents({
    send: (input, signal) => logs.filterLogEvents(input, signal),
    budget: new CallBudget({rate: 25, clock}),
    clock,
    notices,
    statistics,
  });
  const failures: unknown[] = [];
  let hasJoined = false;
  const follower = new StageFollower({
    readings: readings.filter(reading => !isJoiner(reading)),
    visibility: {seesWholeRequests: true, canTie: true},
    filterPattern: undefined,
    limit: 10_000,
    startTime,
    intervalMs: 1_000,
    holdMs,
    untilRequestIsComplete: false,
    followForMs: durationMs + drainMs,
    clock,
    serverNow: () => clock.now(),
    signal: controller.signal,
    notices,
    filterLogEvents: () => filterLogEvents,
    readBacklog: (reading, window) => readLogGroup(filterLogEvents, reading, window, controller.signal),
    onFailure: (_, error) => failures.push(error),
    onSuccess: () => undefined,
    onSleep: () => undefined,
    lookForNewReadings: async () => {
      if (hasJoined || clock.now() < joinsAt) return undefined;
      hasJoined = true;
      return readings.filter(isJoiner);
    },
  });

  const printed: LogLine[] = [];
  let remembered = 0;
  let isDone = false;
  const running = (async () => {
    for await (const lines of follower.lines()) {
      printed.push(...lines);
      remembered = Math.max(
        remembered,
        follower.groups.reduce((sum, group) => sum + group.remembered, 0),
      );
    }
    isDone = true;
  })();
  while (!isDone) await clock.advance(60_000);
  await running;
  return compare(truth, printed, storms, remembered, notices.said);
}

/** A batch program's lines: up to 30 s late, many in one millisecond, and one burst. */
function* plainEvents(next: () => number, durationMs: number, burst: number): Generator<TruthEvent> {
  const event = (timestamp: number, lagMs: number, message: string): TruthEvent => ({
    logGroup: plainGroup,
    logStream: 'batch',
    timestamp,
    ingestionTime: timestamp + Math.round(lagMs),
    message,
    kind: 'application',
    expectsLink: false,
    isCanaryCopy: false,
  });
  const appearsAt = durationMs * 0.2;
  for (let at = appearsAt; at < durationMs; at += 500 + next() * 4_000) {
    const timestamp = startTime + Math.round(at);
    const inOneMillisecond = next() < 0.1 ? 40 : 1;
    for (let i = 0; i < inOneMillisecond; i += 1) {
      yield event(timestamp, next() < 0.1 ? next() * 30_000 : 300 + next() * 1_500, `line ${at} ${i}`);
    }
  }
  const burstAt = startTime + Math.round(durationMs * (0.3 + 0.4 * next()));
  for (let i = 0; i < burst; i += 1) yield event(burstAt + (i % 700), 800 + (i % 5_000), `burst ${i}`);
}

interface Storm {
  readonly kind: Fault;
  readonly from: number;
  readonly until: number;
}

const faultKinds: readonly Fault[] = ['throttling', 'unavailable', 'reset'];

/** Three times every call fails, for up to half a minute. */
const stormsOf = (next: () => number, durationMs: number): Storm[] =>
  faultKinds.map(kind => {
    const from = startTime + 60_000 + next() * (durationMs - 60_000);
    return {kind, from, until: from + next() * 30_000};
  });

/** Now and then a call fails as well. */
function faults(next: () => number, storms: readonly Storm[]): (now: number) => Fault | undefined {
  return now => {
    const storm = storms.find(({from, until}) => now >= from && now < until);
    if (storm) return storm.kind;
    return next() < 0.01 ? faultKinds[Math.floor(next() * faultKinds.length)] : undefined;
  };
}

function sourcesOf({api}: Traffic, logGroups: readonly string[]): LogSource[] {
  const execution = `API-Gateway-Execution-Logs_${api.restApiId}/${api.stage}`;
  return logGroups.map((logGroup, index) => {
    const common = {logGroup, region: 'us-east-1', canary: false};
    if (logGroup === plainGroup) return plainSource;
    if (logGroup === `${execution}/Canary`) {
      return {...common, kind: 'execution', name: 'execution', canary: true, rank: 0};
    }
    if (logGroup === execution) return {...common, kind: 'execution', name: 'execution', rank: 1};
    if (logGroup === api.accessLogGroup) return {...common, kind: 'access', name: 'access', rank: 90};
    const kind = logGroup.includes('authorizer') ? 'authorizer' : 'lambda';
    return {...common, kind, name: logGroup, rank: 10 + index};
  });
}

/** Takes back what a function wrote before it belonged to the stage: that is nobody's to print. */
function dropBefore(
  byGroup: Map<string, SimulatedEvent[]>,
  truth: Map<string, TruthEvent>,
  logs: SimulatedLogs,
  logGroup: string,
  joinsAt: number,
): void {
  const events = byGroup.get(logGroup) ?? [];
  const kept = events.filter(({timestamp}) => timestamp >= joinsAt);
  for (const {id} of events) truth.delete(id);
  for (const event of kept) truth.set(event.id, event as unknown as TruthEvent);
  logs.setGroup(logGroup, kept);
}

function compare(
  truth: ReadonlyMap<string, TruthEvent>,
  printed: readonly LogLine[],
  storms: readonly Storm[],
  remembered: number,
  said: readonly string[],
): SoakResult {
  const tieVisibleAt = tieTimes(truth);
  const ids = new Set<string>();
  const texts = new Map<string, number>();
  let [repeated, wrong, outOfOrder, late, couldBeLinked, linked] = [0, 0, 0, 0, 0, 0];
  let newest = 0;
  for (const line of printed) {
    const {eventId, timestamp, message} = line.event;
    const event = truth.get(eventId);
    if (!event || ids.has(eventId)) {
      repeated += 1;
      continue;
    }
    ids.add(eventId);
    if (line.late) late += 1;
    else if (timestamp < newest) outOfOrder += 1;
    newest = Math.max(newest, timestamp);
    if (event.kind === 'execution') texts.set(message, (texts.get(message) ?? 0) + 1);
    if (line.apiRequestId !== undefined && line.apiRequestId !== event.apiRequestId) wrong += 1;
    if (line.lambdaRequestId !== undefined && line.lambdaRequestId !== event.lambdaRequestId) wrong += 1;
    const visibleAt = event.lambdaRequestId && tieVisibleAt.get(event.lambdaRequestId);
    if (!visibleAt || event.kind === 'init' || visibleAt > event.ingestionTime + (line.late ? 0 : holdMs / 4))
      continue;
    // While calls fail, the log that ties may be out of reach for longer than a line is held.
    if (
      storms.some(
        ({from, until}) => event.ingestionTime > from - 5_000 && event.ingestionTime < until + 15_000,
      )
    )
      continue;
    couldBeLinked += 1;
    if (line.apiRequestId === event.apiRequestId) linked += 1;
  }
  return {
    events: truth.size,
    lost: countLost(truth, ids, texts),
    repeated: repeated + countTwins(truth, texts),
    wrong,
    outOfOrder,
    late,
    couldBeLinked,
    linked,
    remembered,
    said,
  };
}

/** Of each line of canary traffic one of the two copies is to be printed. */
function countLost(
  truth: ReadonlyMap<string, TruthEvent>,
  printedIds: ReadonlySet<string>,
  texts: ReadonlyMap<string, number>,
): number {
  let lost = 0;
  for (const [id, event] of truth) {
    if (printedIds.has(id)) continue;
    if (event.kind !== 'execution' || !texts.has(event.message)) lost += 1;
  }
  return lost;
}

function countTwins(truth: ReadonlyMap<string, TruthEvent>, texts: ReadonlyMap<string, number>): number {
  const expected = new Map<string, number>();
  for (const event of truth.values()) {
    if (event.kind !== 'execution' || event.isCanaryCopy) continue;
    expected.set(event.message, (expected.get(event.message) ?? 0) + 1);
  }
  let extra = 0;
  for (const [text, count] of texts) extra += Math.max(0, count - (expected.get(text) ?? 0));
  return extra;
}

/** When the logs first show which request an invocation belongs to, by naming it; and, for all its lines, its END. */
function tieTimes(truth: ReadonlyMap<string, TruthEvent>): Map<string, number> {
  const requestOf = new Map<string, string>();
  const endVisibleAt = new Map<string, number>();
  for (const {lambdaRequestId, apiRequestId, kind, ingestionTime} of truth.values()) {
    if (lambdaRequestId === undefined) continue;
    if (apiRequestId !== undefined) requestOf.set(lambdaRequestId, apiRequestId);
    if (kind === 'end' || kind === 'report') {
      endVisibleAt.set(lambdaRequestId, Math.max(endVisibleAt.get(lambdaRequestId) ?? 0, ingestionTime));
    }
  }
  const named = new Map<string, number>();
  const names =
    /(?:AWS Integration Endpoint RequestId : |Lambda request id: |integrationRequestId":"|authorizerRequestId":")([\da-f-]{36})/g;
  for (const {kind, message, ingestionTime, isCanaryCopy} of truth.values()) {
    if ((kind !== 'execution' && kind !== 'access') || isCanaryCopy) continue;
    for (const [, id = ''] of message.matchAll(names)) {
      if (requestOf.has(id))
        named.set(id, Math.min(named.get(id) ?? Number.POSITIVE_INFINITY, ingestionTime));
    }
  }
  return new Map(
    [...named].map(([id, at]) => [id, Math.max(at, endVisibleAt.get(id) ?? Number.POSITIVE_INFINITY)]),
  );
}
