/** Milliseconds that a run takes at its fastest: whatever else the machine does only adds to it. */
export function fastest(run: () => void, runs = 3): number {
  let best = Number.POSITIVE_INFINITY;
  for (let count = 0; count < runs; count++) {
    const start = process.hrtime.bigint();
    run();
    best = Math.min(best, Number(process.hrtime.bigint() - start) / 1e6);
  }
  return best;
}

/** What no linear work on the lengths tested here comes near, on a machine that is busy besides. */
const noticeableMs = 60;

/**
 * Whether the time that work takes grows faster than its input: four times as much takes sixteen times as long
 * where it is quadratic, and four times where it is linear. What takes next to no time is not judged.
 */
export function growsTooFast(work: (size: number) => void, size: number): boolean {
  // Nearly always enough to know, and no more than one run.
  if (fastest(() => work(size), 1) < noticeableMs && fastest(() => work(4 * size), 1) < noticeableMs)
    return false;
  const small = fastest(() => work(size));
  const large = fastest(() => work(4 * size));
  return large > noticeableMs && large > 8 * small;
}
