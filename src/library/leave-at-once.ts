/**
 * Iterates as the generator does, but whoever leaves, also while they wait for something that may never come, stops it
 * at once: a generator would answer `return` only after the next thing that it gives.
 *
 * @param begin told the signal that ends it then, or when `signal` aborts
 */
export function leaveAtOnce<T>(
  begin: (signal: AbortSignal) => AsyncGenerator<T, void, undefined>,
  signal: AbortSignal | undefined,
): AsyncIterator<T, void, undefined> {
  const left = new AbortController();
  const items = begin(signal ? AbortSignal.any([signal, left.signal]) : left.signal);
  return {
    next: async () => {
      try {
        return await items.next();
      } catch (error) {
        if (left.signal.aborted && !signal?.aborted) return {done: true, value: undefined};
        throw error;
      }
    },
    return: async () => {
      left.abort();
      try {
        return await items.return();
      } catch (error) {
        if (!signal?.aborted) return {done: true, value: undefined};
        throw error;
      }
    },
  };
}
