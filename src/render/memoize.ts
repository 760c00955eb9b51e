/**
 * Remembers what a function gave for a key. Forgets everything at `limit` keys, so that a watch of weeks,
 * with its endless ids and streams, does not grow.
 */
export function memoize<Key, Value>(compute: (key: Key) => Value, limit: number): (key: Key) => Value {
  const known = new Map<Key, Value>();
  return key => {
    const found = known.get(key);
    if (found !== undefined) return found;
    if (known.size >= limit) known.clear();
    const value = compute(key);
    known.set(key, value);
    return value;
  };
}
