import type {Clock} from '../clock.js';
import type {OutputStream} from '../context.js';
import {terminalWidth} from './terminal-width.js';

export interface ProgressState {
  /** How much of the window has been read, 0 to 1; absent while nobody can tell. */
  readonly share?: number | undefined;
  /** Calls to AWS so far. */
  readonly calls: number;
  /** Events, or whatever else is counted, so far. */
  readonly events: number;
  /** What queries have scanned and cost so far, where there are any. */
  readonly scanned?: string | undefined;
}

/** A line on stderr that says how far a long read has come, rewritten in place. */
export interface Progress {
  update(state: ProgressState): void;
  /**
   * Takes the line away before something else is printed, which may share the terminal; it comes back with
   * the next turn of the timer.
   */
  clear(): void;
  /** Takes the line away for good. */
  stop(): void;
}

/** Calls `task` every `intervalMs` until the function it gives back is called. */
export type Schedule = (task: () => void, intervalMs: number) => () => void;

export interface ProgressOptions {
  /** Whether stderr is a terminal whose cursor moves; elsewhere nothing is printed. */
  readonly isTerminal: boolean;
  readonly schedule?: Schedule;
  /** What is counted. */
  readonly counted?: string;
}

/** A read that ends sooner shows nothing. */
const patienceMs = 2_000;
const intervalMs = 200;
const defaultWidth = 80;
const eraseLine = '\r\x1b[K';

export function createProgress(
  stderr: OutputStream,
  clock: Clock,
  {isTerminal, schedule = everyInterval, counted = 'event'}: ProgressOptions,
): Progress {
  if (!isTerminal) return {update: () => {}, clear: () => {}, stop: () => {}};

  const startedAt = clock.now();
  let state: ProgressState | undefined;
  let shown = '';

  const clear = () => {
    if (shown !== '') stderr.write(eraseLine);
    shown = '';
  };
  const draw = () => {
    if (!state || clock.now() - startedAt < patienceMs) return;
    // Asked each time, since a window can be resized; the last column stays free, where some terminals wrap.
    const columns = terminalWidth(stderr) ?? defaultWidth;
    const text = describeProgress(state, counted).slice(0, Math.max(0, columns - 1));
    if (text === shown) return;
    stderr.write(eraseLine + text);
    shown = text;
  };
  const cancel = schedule(draw, intervalMs);

  return {
    update: next => {
      state = next;
    },
    clear,
    stop: () => {
      cancel();
      clear();
    },
  };
}

/** Runs on the process's own timers, and does not keep it alive. */
export const everyInterval: Schedule = (task, interval) => {
  const timer = setInterval(task, interval);
  timer.unref();
  return () => clearInterval(timer);
};

function describeProgress({share, calls, events, scanned}: ProgressState, counted: string): string {
  // Queries that only count give no events, and until others are complete there are none.
  const counts = [
    ...(calls === 0 && scanned !== undefined ? [] : [count(calls, 'call')]),
    ...(events === 0 && scanned !== undefined ? [] : [count(events, counted)]),
    ...(scanned === undefined ? [] : [scanned]),
  ].join(', ');
  // Rounded down: 100 % is for a read that is done.
  return share === undefined
    ? `reading: ${counts}`
    : `reading: ${Math.floor(clamp(share) * 100)} %, ${counts}`;
}

function clamp(share: number): number {
  return Math.min(1, Math.max(0, share || 0));
}

function count(amount: number, noun: string): string {
  return `${amount.toLocaleString('en-US')} ${noun}${amount === 1 ? '' : 's'}`;
}
