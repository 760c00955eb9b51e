/** One thing that was measured, in one run of the benchmark with the things it is compared to. */
export interface Row {
  readonly name: string;
  /** Median of the runs, in `unit`. */
  readonly value: number;
  readonly unit: 's' | 'ms' | 'MB' | 'calls';
  /** To the first row of the case, or to what its title says. */
  readonly ratio: number;
  /** What the ratio should be at most. */
  readonly target?: number;
}

export interface BenchOptions {
  readonly runs: number;
  /** Requests in the traffic that is read; a request is about 20 events. */
  readonly requests: number;
}

export interface BenchCase {
  readonly name: string;
  readonly title: string;
  readonly measure: (options: BenchOptions) => Promise<readonly Row[]>;
}

/** What is to be measured by turns, so that a machine whose speed drifts treats all alike. */
export interface Contender {
  readonly name: string;
  readonly measure: () => Promise<number>;
  readonly target?: number;
}

export async function compare(
  contenders: readonly Contender[],
  runs: number,
  unit: Row['unit'],
): Promise<Row[]> {
  const values = contenders.map((): number[] => []);
  for (let run = 0; run < runs; run += 1) {
    for (const [index, {measure}] of contenders.entries()) values[index]?.push(await measure());
  }
  const medians = values.map(median);
  const [first = Number.NaN] = medians;
  return contenders.map(({name, target}, index) => {
    const value = medians[index] ?? Number.NaN;
    return {name, value, unit, ratio: value / first, ...(target !== undefined && {target})};
  });
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}
