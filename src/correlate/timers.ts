interface Timer {
  readonly at: number;
  readonly action: () => void;
}

/** Things to be done at a moment of log time; a binary heap by that moment. */
export class Timers {
  readonly #heap: Timer[] = [];

  at(at: number, action: () => void): void {
    const heap = this.#heap;
    const timer = {at, action};
    let index = heap.length;
    heap.push(timer);
    while (index > 0) {
      const parentIndex = (index - 1) >> 1;
      const parent = heap[parentIndex];
      if (!parent || parent.at <= at) break;
      heap[index] = parent;
      index = parentIndex;
    }
    heap[index] = timer;
  }

  /** Does what is due before `now`, earliest first. */
  runBefore(now: number): void {
    for (let first = this.#heap[0]; first && first.at < now; first = this.#heap[0]) {
      this.#removeFirst();
      first.action();
    }
  }

  #removeFirst(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (!last || heap.length === 0) return;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      let smaller = heap[child];
      if (!smaller) break;
      const right = heap[child + 1];
      if (right && right.at < smaller.at) {
        child += 1;
        smaller = right;
      }
      if (smaller.at >= last.at) break;
      heap[index] = smaller;
      index = child;
    }
    heap[index] = last;
  }
}
