import {showControlCharacters} from './control-characters.js';
import type {Style} from './palette.js';

/** One bar; times in epoch milliseconds. */
export interface TimelineBar {
  readonly label: string;
  /** Stands behind the duration. */
  readonly name: string;
  readonly start: number;
  readonly durationMs: number;
  readonly style: Style;
}

export interface TimelineOptions {
  /** Columns of the terminal. */
  readonly width: number;
  /** Whether the terminal shows more than ASCII. */
  readonly isUnicode: boolean;
  /** Whether a name that does not fit is cut; else it goes beyond the width. */
  readonly cutsNames: boolean;
}

const leastScale = 10;
const mostScale = 100;

/** Bars to one scale, a line each, which fit the width where names are cut: `label  |  ####   |  12 ms  name`. */
export function drawTimeline(
  bars: readonly TimelineBar[],
  {width, isUnicode, cutsNames}: TimelineOptions,
): string[] {
  if (bars.length === 0) return [];
  const start = Math.min(...bars.map(bar => bar.start));
  const end = Math.max(...bars.map(bar => bar.start + bar.durationMs));
  const durations = bars.map(({durationMs}) => formatMs(durationMs));
  const labelWidth = longest(bars.map(({label}) => label));
  const durationWidth = longest(durations);
  // Two spaces between columns, and the two ends of the scale.
  const scale = Math.min(
    mostScale,
    Math.max(leastScale, width - labelWidth - durationWidth - 6 - nameWidth(bars, width)),
  );
  const msPerCell = Math.max(end - start, 1) / scale;
  const [fill, edge] = isUnicode ? ['█', '│'] : ['#', '|'];

  return bars.map(({label, name, style, ...bar}, index) => {
    const from = Math.min(scale - 1, Math.floor((bar.start - start) / msPerCell));
    const to = Math.min(
      scale,
      Math.max(from + 1, Math.round((bar.start + bar.durationMs - start) / msPerCell)),
    );
    const drawn = `${' '.repeat(from)}${style(fill.repeat(to - from))}${' '.repeat(scale - to)}`;
    const duration = (durations[index] ?? '').padStart(durationWidth);
    const room = width - labelWidth - scale - durationWidth - 8;
    const wholeName = showControlCharacters(name);
    const shownName = cutsNames ? wholeName.slice(0, Math.max(0, room)) : wholeName;
    return `${label.padEnd(labelWidth)}  ${edge}${drawn}${edge}  ${duration}  ${shownName}`.trimEnd();
  });
}

/** Names may take a third of the width; what is longer is cut. */
const nameWidth = (bars: readonly TimelineBar[], width: number) =>
  Math.min(longest(bars.map(({name}) => showControlCharacters(name))), Math.floor(width / 3)) + 2;

const longest = (texts: readonly string[]) => Math.max(0, ...texts.map(text => text.length));

const secondMs = 1_000;
const minuteMs = 60_000;

/** `143 ms`, `3.21 s`, `2 min 5 s` */
export function formatMs(ms: number): string {
  if (ms < secondMs) return `${Number.isInteger(ms) ? ms : ms.toFixed(ms < 10 ? 1 : 0)} ms`;
  if (ms < minuteMs) return `${(ms / secondMs).toFixed(2)} s`;
  const seconds = Math.round(ms / secondMs);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
