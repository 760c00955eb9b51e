export interface SearchWindow {
  /** Epoch milliseconds, both ends included. */
  readonly startTime: number;
  readonly endTime: number;
}

const hourMs = 3_600_000;
const widthsInHours = [1, 6, 24, 3 * 24, 7 * 24];

/**
 * The pieces in which a window is searched: its last hour, what is missing to six, to a day, three and seven,
 * and then twice as far each time. What somebody asks about is mostly young.
 */
export function searchWindows({startTime, endTime}: SearchWindow): SearchWindow[] {
  const windows: SearchWindow[] = [];
  for (let searchedFrom = endTime, step = 0; searchedFrom > startTime || step === 0; step += 1) {
    const from = Math.max(startTime, endTime - widthOf(step));
    windows.push({startTime: from, endTime: searchedFrom});
    searchedFrom = from;
  }
  return windows;
}

function widthOf(step: number): number {
  const last = widthsInHours.length - 1;
  const hours = widthsInHours[Math.min(step, last)] ?? 1;
  return hours * 2 ** Math.max(0, step - last) * hourMs;
}

/** How long before and after its trace began a request is looked for: another service may have begun it. */
const beforeTraceMs = 60_000;
const afterTraceMs = 15 * 60_000;

/** Where a request lies whose trace began then. */
export const windowAroundTrace = (startedAt: number): SearchWindow => ({
  startTime: Math.max(0, startedAt - beforeTraceMs),
  endTime: startedAt + afterTraceMs,
});
