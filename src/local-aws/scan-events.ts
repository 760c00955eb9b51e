import {countBefore, countUpTo, type EventRun} from './event-run.js';
import {comparePositions, type Position, type StoredEvent} from './stored-event.js';

export type Direction = 'oldestFirst' | 'newestFirst';

export interface Scan {
  /** Epoch milliseconds, inclusive. */
  readonly startTime: number;
  /** Epoch milliseconds, inclusive. */
  readonly endTime: number;
  readonly direction: Direction;
  /** Where an earlier page of the same scan ended; the event there is left out. */
  readonly after: Position | undefined;
}

interface Cursor {
  readonly run: EventRun;
  index: number;
  /** Where the cursor has left the window. */
  readonly end: number;
  head: StoredEvent | undefined;
}

/** Gives the events of several runs in one order, oldest or newest first. */
export function* scanEvents(runs: readonly EventRun[], scan: Scan): Generator<StoredEvent> {
  const step = scan.direction === 'oldestFirst' ? 1 : -1;
  const cursors = runs.map(run => openCursor(run, scan)).filter(({head}) => head !== undefined);
  const [only] = cursors;
  if (only && cursors.length === 1) {
    for (let {index} = only; index !== only.end; index += step) yield only.run.at(index);
    return;
  }
  for (;;) {
    const next = firstCursor(cursors, step);
    if (!next?.head) return;
    yield next.head;
    next.index += step;
    next.head = next.index === next.end ? undefined : next.run.at(next.index);
  }
}

/** How many events of a run lie in a window, both ends inclusive, in epoch milliseconds. */
export function countWithin(run: EventRun, startTime: number, endTime: number): number {
  const {first, last} = findWindow(run, startTime, endTime);
  return Math.max(0, last - first + 1);
}

function findWindow(run: EventRun, startTime: number, endTime: number) {
  const first = countBefore(run, edge(startTime, Number.NEGATIVE_INFINITY));
  const last = countUpTo(run, edge(endTime, Number.POSITIVE_INFINITY)) - 1;
  return {first, last};
}

function openCursor(run: EventRun, {startTime, endTime, direction, after}: Scan): Cursor {
  const {first, last} = findWindow(run, startTime, endTime);
  const [index, end] =
    direction === 'oldestFirst'
      ? [Math.max(first, after ? countUpTo(run, after) : 0), last + 1]
      : [Math.min(last, after ? countBefore(run, after) - 1 : last), first - 1];
  const isEmpty = direction === 'oldestFirst' ? index >= end : index <= end;
  return {run, index, end, head: isEmpty ? undefined : run.at(index)};
}

const edge = (timestamp: number, side: number): Position => ({
  timestamp,
  ingestionTime: side,
  sequence: side,
});

function firstCursor(cursors: readonly Cursor[], step: 1 | -1): Cursor | undefined {
  let first: Cursor | undefined;
  for (const cursor of cursors) {
    if (!cursor.head) continue;
    if (!first?.head || comparePositions(cursor.head, first.head) * step < 0) first = cursor;
  }
  return first;
}
