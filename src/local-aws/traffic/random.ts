/** A seeded source of chance: the same seed gives the same sequence on every machine. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
  /** A whole number, both ends included. */
  int(min: number, max: number): number;
  /** True for this share of the calls; never for 0, always for 1. */
  chance(share: number): boolean;
  pick<T>(list: readonly T[]): T;
  /** The entry whose weight was hit; weights need not add up to 1. */
  pickWeighted<T>(entries: readonly (readonly [T, number])[]): T;
  /** Lower-case hexadecimal digits. */
  hex(digits: number): string;
  /** A UUID of version 4. */
  uuid(): string;
  /** Waiting time of a Poisson process. */
  exponential(mean: number): number;
  /** Half of the values lie below `median`; `sigma` widens the upper tail, as latencies have one. */
  logNormal(median: number, sigma: number): number;
}

export function createRandom(seed: number): Random {
  const bits = sfc32(seed);
  const next = () => bits() / 2 ** 32;
  const int = (min: number, max: number) => min + Math.floor(next() * (max - min + 1));

  const hex = (digits: number) => {
    let text = '';
    while (text.length < digits) text += bits().toString(16).padStart(8, '0');
    return text.slice(0, digits);
  };

  const uuid = () => {
    const text = hex(32);
    const variant = '89ab'[int(0, 3)];
    return `${text.slice(0, 8)}-${text.slice(8, 12)}-4${text.slice(13, 16)}-${variant}${text.slice(17, 20)}-${text.slice(20)}`;
  };

  const pick = <T>(list: readonly T[]): T => {
    if (list.length === 0) throw new RangeError('nothing to pick from');
    return list[int(0, list.length - 1)] as T;
  };

  const pickWeighted = <T>(entries: readonly (readonly [T, number])[]): T => {
    let rest = next() * entries.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [value, weight] of entries) {
      rest -= weight;
      if (rest < 0) return value;
    }
    throw new RangeError('no weight above 0 to pick from');
  };

  const normal = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());

  return {
    next,
    int,
    chance: share => next() < share,
    pick,
    pickWeighted,
    hex,
    uuid,
    exponential: mean => -Math.log(1 - next()) * mean,
    logNormal: (median, sigma) => median * Math.exp(sigma * normal()),
  };
}

/** Uniform in [0, 1), the same for the same numbers: chance that does not depend on what was drawn before. */
export function chanceOf(key: number, counter: number): number {
  let hash = Math.imul(key ^ (counter * 0x9e3779b1), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  hash = Math.imul(hash ^ (hash >>> 16), 0x27d4eb2f);
  return ((hash ^ (hash >>> 15)) >>> 0) / 2 ** 32;
}

/** The sfc32 generator of PractRand: 128 bits of state, small and fast. */
function sfc32(seed: number): () => number {
  let a = seed | 0;
  let b = (seed / 2 ** 32) | 0;
  let c = 0x9e3779b9 | 0;
  let counter = 1;
  const step = () => {
    const result = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + result) | 0;
    return result >>> 0;
  };
  // Similar seeds give similar first numbers; a few rounds part them.
  for (let round = 0; round < 15; round++) step();
  return step;
}
