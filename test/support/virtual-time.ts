import {createHook, type HookCallbacks} from 'node:async_hooks';
import diagnostics from 'node:diagnostics_channel';
import {readFile} from 'node:fs/promises';
import type {ClientRequest} from 'node:http';
import {syncBuiltinESMExports} from 'node:module';
import {Socket} from 'node:net';
import {performance} from 'node:perf_hooks';
import timersPromises from 'node:timers/promises';
import {fileURLToPath} from 'node:url';

/**
 * Time that passes only while nobody in this process has anything to do: the next timer rings once all that can
 * happen before has happened. So the limits and pauses of the program, of the SDK and of its sockets are kept to the
 * millisecond and cost nothing, with real servers and connections in between.
 *
 * It takes the place of the process's clocks and timers for good; a test file that uses it must load nothing that
 * keeps them before.
 */
export interface VirtualTime {
  /** Epoch ms. */
  now(): number;
  /**
   * Sets the clocks to this moment (epoch ms), forgets every timer, and draws random numbers, which pauses are spread
   * by, from their beginning; only while nothing is under way.
   */
  restart(epochMs: number): void;
  /** Lets time pass until this has ended; rejects when nothing can end it any more, or after so many ms. */
  during<Result>(task: Promise<Result>, limitMs: number): Promise<Result>;
}

class Timer {
  readonly #ring: () => void;
  at: number;
  #ms: number;
  readonly #isRepeated: boolean;
  readonly id: number;

  constructor(id: number, ring: () => void, ms: number, isRepeated: boolean) {
    this.id = id;
    this.#ring = ring;
    this.#ms = ms;
    this.#isRepeated = isRepeated;
    this.at = now + ms;
  }

  ring(): void {
    if (this.#isRepeated) {
      this.at = now + this.#ms;
      timers.set(this.id, this);
    }
    this.#ring();
  }

  refresh(): this {
    this.at = now + this.#ms;
    timers.set(this.id, this);
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  hasRef(): boolean {
    return true;
  }

  [Symbol.toPrimitive](): number {
    return this.id;
  }
}

/** Turns of the event loop in which nothing happens, after which nothing more will. */
const quietTurns = 12;
/**
 * Real ms of quiet before time passes by more than a moment while a request is under way: a busy machine may hold a
 * packet back between two ends of this process, which must not be taken for an answer that does not come.
 */
const quietMs = 20;
const momentMs = 250;
/** Real ms without anything to wait for. */
const deadMs = 5_000;

/** What goes on outside of the event loop and comes back to it. */
const underWay = new Set([
  'CloseReq',
  'FSReqCallback',
  'FSReqPromise',
  'FileHandle',
  'GetAddrInfoReqWrap',
  'ProcessWrap',
  'TCPConnectWrap',
  'WriteWrap',
]);

const timers = new Map<number, Timer>();
const socketTimers = new WeakMap<Socket, Timer>();
/** The sockets whose end is waited for. */
const closers = new WeakSet<Socket>();
const RealDate = Date;
const realTimeout = setTimeout;
const realNow = performance.now.bind(performance);
let now = 0;
let lastId = 0;
let drawn = 0;
const goldenRatio = 0.618033988749895;
let activity = 0;
let tasks = 0;
/** That have been sent and not answered in full. */
let requests = 0;
/** By their ids; only where Node does not list all of them among its active resources. */
const fileRequests = new Set<number>();
let isRunning = false;
const stranded = new Set<(reason: Error) => void>();

const begin = (ring: () => void, ms: unknown, isRepeated: boolean): Timer => {
  activity += 1;
  lastId += 1;
  const given = Number(ms);
  const timer = new Timer(lastId, ring, given >= 1 ? Math.trunc(given) : 1, isRepeated);
  timers.set(timer.id, timer);
  return timer;
};

const end = (timer: unknown): void => {
  activity += 1;
  if (timer !== undefined && timer !== null) timers.delete(Number(timer));
};

/** Begins at this moment (epoch ms). */
export function startVirtualTime(epochMs: number): VirtualTime {
  now = epochMs;
  replaceTimers();
  replaceClocks();
  for (const event of [
    'http.client.request.start',
    'http.client.request.error',
    'http.client.response.finish',
    'http.server.request.start',
    'http.server.response.finish',
    'net.client.socket',
    'net.server.socket',
  ])
    diagnostics.subscribe(event, () => {
      activity += 1;
    });
  diagnostics.subscribe('http.client.request.start', message => {
    const {request} = message as {request: ClientRequest};
    requests += 1;
    request.once('close', () => {
      requests -= 1;
      activity += 1;
    });
  });
  countFileRequests();
  const restart = (at: number) => {
    now = at;
    timers.clear();
    drawn = 0;
  };
  return {now: () => now, restart, during};
}

/** A file that is read as a whole is no active resource of Node 26: there the requests are counted. */
function countFileRequests(): void {
  void readFile(fileURLToPath(import.meta.url));
  if (process.getActiveResourcesInfo().includes('FSReqPromise')) return;
  const end = (id: number) => {
    if (fileRequests.delete(id)) activity += 1;
  };
  const hooks: HookCallbacks & {trackPromises: boolean} = {
    trackPromises: false,
    init: (id, type) => {
      if (type === 'FSREQCALLBACK' || type === 'FSREQPROMISE') fileRequests.add(id);
    },
    after: end,
    destroy: end,
  };
  createHook(hooks).enable();
}

function replaceTimers(): void {
  const setTimeout = (task: (...args: unknown[]) => void, ms?: number, ...args: unknown[]) =>
    begin(() => task(...args), ms, false);
  const setInterval = (task: (...args: unknown[]) => void, ms?: number, ...args: unknown[]) =>
    begin(() => task(...args), ms, true);
  Object.assign(globalThis, {setTimeout, setInterval, clearTimeout: end, clearInterval: end});
  const sleep = <Value>(ms?: number, value?: Value, {signal}: {signal?: AbortSignal} = {}) =>
    new Promise<Value | undefined>((resolve, reject) => {
      const abort = () => {
        end(timer);
        reject(new DOMException('The operation was aborted', 'AbortError'));
      };
      const timer = begin(
        () => {
          signal?.removeEventListener('abort', abort);
          resolve(value);
        },
        ms,
        false,
      );
      if (signal?.aborted) abort();
      else signal?.addEventListener('abort', abort, {once: true});
    });
  Object.assign(timersPromises, {setTimeout: sleep});
  syncBuiltinESMExports();
  replaceSocketTimers();
}

/** A socket's timer rings when nothing has come or gone for so long. */
function replaceSocketTimers(): void {
  const {push} = Socket.prototype;
  Object.assign(Socket.prototype, {
    setTimeout(this: Socket, ms: number, listener?: () => void): Socket {
      end(socketTimers.get(this));
      socketTimers.delete(this);
      Reflect.set(this, 'timeout', ms);
      if (ms > 0) {
        const timer = begin(() => this.emit('timeout'), ms, false);
        socketTimers.set(this, timer);
        if (!closers.has(this)) this.once('close', () => end(socketTimers.get(this)));
        closers.add(this);
        if (listener) this.once('timeout', listener);
      } else if (listener) this.removeListener('timeout', listener);
      return this;
    },
    push(this: Socket, ...given: Parameters<typeof push>): boolean {
      activity += 1;
      const timer = socketTimers.get(this);
      if (timer && timers.has(timer.id)) timer.refresh();
      return push.apply(this, given);
    },
  });
}

function replaceClocks(): void {
  const VirtualDate = new Proxy(RealDate, {
    construct: (target, args, newTarget) =>
      Reflect.construct(target, args.length === 0 ? [now] : args, newTarget),
    get: (target, key) => (key === 'now' ? () => now : Reflect.get(target, key)),
  });
  const start = now;
  Object.assign(globalThis, {Date: VirtualDate});
  // Evenly spread, and the same in every run.
  Object.assign(Math, {random: () => (++drawn * goldenRatio) % 1});
  Object.defineProperty(performance, 'now', {value: () => now - start, configurable: true});
}

async function during<Result>(task: Promise<Result>, limitMs: number): Promise<Result> {
  tasks += 1;
  if (!isRunning) void pass();
  let fail: (reason: Error) => void = () => undefined;
  const stuck = new Promise<never>((_, reject) => {
    fail = reject;
  });
  const limit = begin(() => fail(new Error(`not over after ${limitMs / 1000} s`)), limitMs, false);
  stranded.add(fail);
  try {
    return await Promise.race([task, stuck]);
  } finally {
    end(limit);
    stranded.delete(fail);
    tasks -= 1;
  }
}

async function pass(): Promise<void> {
  isRunning = true;
  let seen = -1;
  let turns = 0;
  let quietSince = 0;
  while (tasks > 0) {
    await new Promise<void>(resolve =>
      turns < quietTurns ? setImmediate(resolve) : realTimeout(resolve, 1),
    );
    const isQuiet = activity === seen && !isUnderWay();
    turns = isQuiet ? turns + 1 : 0;
    if (!isQuiet) quietSince = realNow();
    seen = activity;
    if (turns < quietTurns) continue;
    const next = nextTimer();
    const quiet = realNow() - quietSince;
    if (next) {
      if (requests > 0 && next.at - now > momentMs && quiet < quietMs) continue;
      timers.delete(next.id);
      now = Math.max(now, next.at);
      activity += 1;
      next.ring();
    } else if (quiet > deadMs) {
      for (const fail of stranded) fail(new Error('nothing will ever happen again'));
    }
  }
  isRunning = false;
}

const isUnderWay = () =>
  fileRequests.size > 0 || process.getActiveResourcesInfo().some(kind => underWay.has(kind));

function nextTimer(): Timer | undefined {
  let first: Timer | undefined;
  for (const timer of timers.values()) {
    if (!first || timer.at < first.at || (timer.at === first.at && timer.id < first.id)) first = timer;
  }
  return first;
}
