import type {Clock} from '../clock.js';
import type {OutputStream} from '../context.js';
import {everyInterval, type Schedule} from './progress.js';
import {terminalWidth} from './terminal-width.js';

export interface WatchState {
  /** Log groups that are followed. */
  readonly sources: number;
  /** Events printed so far. */
  readonly events: number;
  /** Epoch ms of the newest event of the last batch; undefined for an empty one. */
  readonly newestAt: number | undefined;
  readonly isThrottled: boolean;
}

/** A line on stderr, rewritten in place, that shows that a quiet watch is alive. */
export interface WatchStatus {
  update(state: WatchState): void;
  /** Takes the line away before something else is printed; it comes back by itself. */
  clear(): void;
  /** Takes it away for good. */
  stop(): void;
}

export interface WatchStatusOptions {
  /** Whether stderr is a terminal whose cursor moves; elsewhere nothing is printed. */
  readonly isTerminal: boolean;
  /** Whether log lines go to a terminal too: then the line is shown only when they have paused. */
  readonly sharesTerminal: boolean;
  readonly schedule?: Schedule;
}

const intervalMs = 1_000;
const pauseMs = 10_000;
const defaultWidth = 80;
const eraseLine = '\r\x1b[K';

export function createWatchStatus(
  stderr: OutputStream,
  clock: Clock,
  {isTerminal, sharesTerminal, schedule = everyInterval}: WatchStatusOptions,
): WatchStatus {
  let state: WatchState | undefined;
  let newestAt: number | undefined;
  let linesAt = clock.now();
  let isShown = false;

  const clear = () => {
    if (isShown) stderr.write(eraseLine);
    isShown = false;
  };
  const draw = () => {
    if (!state || (sharesTerminal && clock.now() - linesAt < pauseMs)) return;
    const text = describe(state, newestAt, clock.now());
    stderr.write(eraseLine + text.slice(0, Math.max(0, (terminalWidth(stderr) ?? defaultWidth) - 1)));
    isShown = true;
  };
  const cancel = isTerminal ? schedule(draw, intervalMs) : () => undefined;

  return {
    update: next => {
      if (next.newestAt !== undefined) linesAt = clock.now();
      newestAt = next.newestAt ?? newestAt;
      state = next;
    },
    clear,
    stop: () => {
      cancel();
      clear();
    },
  };
}

function describe(
  {sources, events, isThrottled}: WatchState,
  newestAt: number | undefined,
  now: number,
): string {
  const parts = [
    `following ${sources} log group${sources === 1 ? '' : 's'}`,
    `${events.toLocaleString('en-US')} event${events === 1 ? '' : 's'}`,
    newestAt === undefined ? 'none yet' : `the last ${age(now - newestAt)} ago`,
    ...(isThrottled ? ['throttled by AWS'] : []),
  ];
  return parts.join(', ');
}

function age(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1_000));
  if (seconds < 120) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
}
