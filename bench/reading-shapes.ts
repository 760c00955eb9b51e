const hourMs = 3_600_000;

/** Where the events of a log group lie in time. */
export interface Shape {
  readonly name: string;
  readonly windowMs: number;
  /** Milliseconds after the window's start, in order. */
  timestamps(events: number): Float64Array;
}

/** The same sequence each time. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}

/** Random times, with a density between 0 and 1 for each part of the span. */
function scattered(
  events: number,
  spanMs: number,
  density: (part: number) => number = () => 1,
): Float64Array {
  const random = createRandom(7);
  const times = new Float64Array(events);
  for (let index = 0; index < events; ) {
    const part = random();
    if (random() < density(part)) times[index++] = Math.floor(part * spanMs);
  }
  return times.sort();
}

function bursts(count: number, everyMs: number, burstMs: number): Shape {
  return {
    name: `${count} bursts`,
    windowMs: count * everyMs,
    timestamps: events => {
      const perBurst = Math.ceil(events / count);
      const one = scattered(perBurst, burstMs);
      return Float64Array.from(
        {length: events},
        (_, i) => Math.floor(i / perBurst) * everyMs + everyMs / 3 + (one[i % perBurst] ?? 0),
      );
    },
  };
}

export const even: Shape = {
  name: 'even',
  windowMs: hourMs,
  timestamps: events => scattered(events, hourMs),
};

export const shapes: readonly Shape[] = [
  even,
  {
    name: 'last hour of a week',
    windowMs: 168 * hourMs,
    timestamps: events => scattered(events, hourMs).map(at => 167 * hourMs + at),
  },
  {
    name: 'one second',
    windowMs: hourMs,
    timestamps: events => scattered(events, 1_000).map(at => hourMs / 2 + at),
  },
  bursts(20, 180_000, 1_000),
  bursts(100, 36_000, 1_000),
  {
    name: 'day and night, × 1000',
    windowMs: 48 * hourMs,
    timestamps: events => scattered(events, 48 * hourMs, part => ((part * 2) % 1 < 0.5 ? 1 : 0.001)),
  },
  {
    name: 'day and night, smooth',
    windowMs: 48 * hourMs,
    timestamps: events =>
      scattered(events, 48 * hourMs, part => 1_000 ** -((1 + Math.cos(part * 4 * Math.PI)) / 2)),
  },
];
