import type {LogEvent} from '../log-event.js';

/** A source's page in hand, and how far into it the merge is. */
interface Cursor {
  readonly pages: AsyncIterator<LogEvent[]>;
  readonly index: number;
  page: LogEvent[];
  position: number;
}

/**
 * Merges sources that are each in time order into one that is, a batch at a time.
 *
 * Events of one millisecond come by their sources' rank, then in the order of `sources`, and within a source as
 * AWS returned them, so the same events always print the same way. Memory grows with sources, not with events.
 * Where a source steps back in time its event comes next; nothing is lost.
 */
export async function* mergeByTime(
  sources: readonly AsyncIterable<LogEvent[]>[],
): AsyncGenerator<LogEvent[]> {
  const cursors = sources.map((source, index) => ({
    pages: source[Symbol.asyncIterator](),
    index,
    page: [],
    position: 0,
  }));
  try {
    const filled = await Promise.all(cursors.map(fill));
    const heap = new CursorHeap(cursors.filter((_, index) => filled[index]));
    let batch: LogEvent[] = [];
    for (let first = heap.top; first; first = heap.top) {
      takeWhileFirst(first, heap.second, batch);
      if (first.position < first.page.length) {
        heap.sinkTop();
        continue;
      }
      // What is in order already must not wait for the network.
      if (batch.length > 0) yield batch;
      batch = [];
      if (await fill(first)) heap.sinkTop();
      else heap.removeTop();
    }
    if (batch.length > 0) yield batch;
  } finally {
    await Promise.all(cursors.map(cursor => cursor.pages.return?.()));
  }
}

/** Moves to the next page that has events; false where the source has ended. */
async function fill(cursor: Cursor): Promise<boolean> {
  do {
    const {done, value} = await cursor.pages.next();
    if (done) return false;
    cursor.page = value;
    cursor.position = 0;
  } while (cursor.page.length === 0);
  return true;
}

/** Takes from the first cursor until the second is due; at least one event. */
function takeWhileFirst(first: Cursor, second: Cursor | undefined, batch: LogEvent[]): void {
  do {
    const event = first.page[first.position];
    if (event) batch.push(event);
    first.position += 1;
  } while (first.position < first.page.length && (!second || isBefore(first, second)));
}

function isBefore(a: Cursor, b: Cursor): boolean {
  const left = a.page[a.position];
  const right = b.page[b.position];
  if (!left || !right) return !!left;
  if (left.timestamp !== right.timestamp) return left.timestamp < right.timestamp;
  if (left.source.rank !== right.source.rank) return left.source.rank < right.source.rank;
  return a.index < b.index;
}

/** A binary heap of cursors, the one whose event is due at the top. */
class CursorHeap {
  readonly #heap: Cursor[];

  constructor(cursors: Cursor[]) {
    this.#heap = cursors;
    for (let index = cursors.length >> 1; index >= 0; index -= 1) this.#sink(index);
  }

  get top(): Cursor | undefined {
    return this.#heap[0];
  }

  get second(): Cursor | undefined {
    const left = this.#heap[1];
    const right = this.#heap[2];
    if (!left || !right) return left;
    return isBefore(left, right) ? left : right;
  }

  sinkTop(): void {
    this.#sink(0);
  }

  removeTop(): void {
    const last = this.#heap.pop();
    if (last && this.#heap.length > 0) {
      this.#heap[0] = last;
      this.#sink(0);
    }
  }

  #sink(start: number): void {
    const heap = this.#heap;
    const sinking = heap[start];
    if (!sinking) return;
    let index = start;
    for (;;) {
      let child = 2 * index + 1;
      let smaller = heap[child];
      if (!smaller) break;
      const right = heap[child + 1];
      if (right && isBefore(right, smaller)) {
        child += 1;
        smaller = right;
      }
      if (!isBefore(smaller, sinking)) break;
      heap[index] = smaller;
      index = child;
    }
    heap[index] = sinking;
  }
}
