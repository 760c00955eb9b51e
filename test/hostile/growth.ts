/** Milliseconds of processor time that a run takes at its least; what else the machine does does not count. */
export function fastest(run: () => void, runs = 3): number {
  let best = Number.POSITIVE_INFINITY;
  for (let count = 0; count < runs; count++) {
    const before = process.cpuUsage();
    run();
    const {user, system} = process.cpuUsage(before);
    best = Math.min(best, (user + system) / 1000);
  }
  return best;
}

/** What no linear work on the lengths tested here comes near. */
const noticeableMs = 100;

/**
 * Whether the time that work takes grows faster than its input: eight times as much takes 64 times as long
 * where it is quadratic, and eight times where it is linear. What takes next to no time is not judged.
 */
export function growsTooFast(work: (size: number) => void, size: number): boolean {
  if (fastest(() => work(8 * size), 1) < noticeableMs) return false;
  const small = fastest(() => work(size));
  const large = fastest(() => work(8 * size));
  return large > noticeableMs && large > 24 * small;
}
