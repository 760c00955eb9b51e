/**
 * How often each value occurred, for exact percentiles: memory grows with the number of different values, which
 * for milliseconds is small, and not with how many there are.
 */
export class ValueCounts {
  readonly #counts = new Map<number, number>();
  #total = 0;

  add(value: number, times = 1): void {
    this.#counts.set(value, (this.#counts.get(value) ?? 0) + times);
    this.#total += times;
  }

  /**
   * The smallest values such that at least so many per cent of all are no greater (nearest rank); null where
   * there is none. 100 is the greatest.
   */
  percentiles<const Percents extends readonly number[]>(
    percents: Percents,
  ): {[Index in keyof Percents]: number | null} {
    const sorted = [...this.#counts].sort(([a], [b]) => a - b);
    // A tuple's map has the tuple's length, which its type does not say.
    return percents.map(percent => this.#atRank(sorted, Math.ceil((percent * this.#total) / 100))) as {
      [Index in keyof Percents]: number | null;
    };
  }

  #atRank(sorted: readonly (readonly [number, number])[], rank: number): number | null {
    let seen = 0;
    for (const [value, count] of sorted) {
      seen += count;
      if (seen >= rank) return value;
    }
    return null;
  }
}
