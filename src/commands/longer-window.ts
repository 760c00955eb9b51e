const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const steps = [
  {ms: hourMs, text: '1h'},
  {ms: 6 * hourMs, text: '6h'},
  {ms: dayMs, text: '1d'},
  {ms: 7 * dayMs, text: '7d'},
];

/** What of a read decides whether one that begins earlier is worth a try. */
export interface SearchedWindow {
  /** Epoch ms. */
  readonly startTime: number;
  /** Epoch ms, as asked for; undefined for the present. */
  readonly endTime: number | undefined;
  /** Epoch ms. */
  readonly now: number;
}

/** The hint to read further back; none for a window that ends in the past, which somebody chose on purpose. */
export function longerWindowHint({startTime, endTime, now}: SearchedWindow): string | undefined {
  if (endTime !== undefined && endTime < now) return undefined;
  const asked = now - startTime;
  const longer = steps.find(({ms}) => ms > asked)?.text ?? `${2 * Math.ceil(asked / dayMs)}d`;
  return `a longer window reads further back: --start ${longer}`;
}
