import type {FunctionSummary, RequestFigures, RequestsSummary} from '../summarize/requests-summary.js';
import {bars} from './bars.js';
import {showControlCharacters} from './control-characters.js';
import {createRequestPalette} from './request-palette.js';
import {type TableColumn, table} from './table.js';
import {createTimeFormat} from './time-format.js';

export interface SummaryRenderOptions {
  readonly color: boolean;
  readonly timeZone: string;
  /** Columns of the terminal; as wide as it takes where there is none. */
  readonly width?: number | undefined;
  /** Whether block characters can be shown. */
  readonly unicode: boolean;
}

/** Columns of figures; `dropped` names those that a narrow terminal goes without, the first to go first. */
const figures = (headings: readonly string[], dropped: readonly string[]): TableColumn[] =>
  headings.map(heading => {
    const dropOrder = dropped.indexOf(heading);
    return {heading, align: 'right', ...(dropOrder < 0 ? {} : {dropOrder})};
  });

const routeColumns: readonly TableColumn[] = [
  {heading: 'route', align: 'left', isFlexible: true},
  ...figures(
    ['requests', 'errors', '4xx', 'p50', 'p95', 'p99', 'max', 'cold'],
    ['cold', 'p99', '4xx', 'max', 'p50', 'p95'],
  ),
];
const functionColumns: readonly TableColumn[] = [
  {heading: 'function', align: 'left', isFlexible: true},
  ...figures(
    ['invoked', 'errors', 'timeouts', 'throttles', 'p95', 'memory MB'],
    ['throttles', 'memory MB', 'timeouts', 'p95'],
  ),
];

/** A summary for eyes: by route, by function, and over time. */
export function renderSummary(summary: RequestsSummary, options: SummaryRenderOptions): string {
  const {width} = options;
  const {heading} = createRequestPalette(options.color);
  const {total, routes, functions} = summary;
  const byRoute = [
    ...routes.map(({method, path, ...figures}) => [routeName(method, path), ...figureCells(figures)]),
    ...(routes.length > 1 ? [['all', ...figureCells(total)]] : []),
  ];
  const sections = [
    table(routeColumns, byRoute, width),
    ...(functions.length > 0 ? [table(functionColumns, functions.map(functionCells), width)] : []),
  ].map(([first = '', ...rows]) => [heading(first), ...rows]);
  return `${[...sections, histogramLines(summary, options)].map(lines => `${lines.join('\n')}\n`).join('\n')}`;
}

function routeName(method: string | null, path: string | null): string {
  if (method === null && path === null) return '(route unknown)';
  return showControlCharacters(`${method ?? '-'} ${path ?? '-'}`);
}

const figureCells = (figures: RequestFigures): string[] => [
  String(figures.count),
  percent(figures.errorShare),
  String(figures.clientErrors),
  ...[figures.p50Ms, figures.p95Ms, figures.p99Ms, figures.maxMs].map(duration),
  String(figures.coldStarts),
];

const functionCells = (summary: FunctionSummary): string[] => [
  showControlCharacters(summary.name),
  String(summary.invocations),
  String(summary.errors),
  String(summary.timeouts),
  String(summary.throttles),
  duration(summary.p95DurationMs),
  summary.maxMemoryUsedMB === null ? '-' : `${summary.maxMemoryUsedMB} of ${summary.memorySizeMB ?? '?'}`,
];

/** A share that is not nothing does not read as nothing. */
function percent(share: number): string {
  if (share === 0) return '0%';
  const text = (share * 100).toFixed(1);
  return text === '0.0' ? '<0.1%' : `${text}%`;
}

function duration(ms: number | null): string {
  if (ms === null) return '-';
  return ms < 10_000 ? `${Math.round(ms)}ms` : `${(ms / 1000).toFixed(1)}s`;
}

const histogramLabel = 'requests  ';

/** How many buckets a terminal has room for, beside what stands in front of the bars and behind them. */
export const bucketsFor = (width: number | undefined): number =>
  Math.max(10, Math.min(60, (width ?? 80) - histogramLabel.length - ' 1234567 at most'.length));

function histogramLines(
  {histogram: {intervalMs, buckets}}: RequestsSummary,
  {color, timeZone, unicode, width = Number.POSITIVE_INFINITY}: SummaryRenderOptions,
): string[] {
  const palette = createRequestPalette(color);
  const timeFormat = createTimeFormat(timeZone);
  const row = (label: string, values: readonly number[], style: (text: string) => string) => {
    const most = values.reduce((greatest, value) => Math.max(greatest, value), 0);
    return `${label.padEnd(histogramLabel.length)}${style(bars(values, unicode))} ${most} at most`;
  };
  const [first] = buckets;
  const last = buckets.at(-1);
  const time = (start: string | undefined) =>
    (start && timeFormat.iso(Date.parse(start))?.replace('.000', '')) ?? '';
  const span = [
    `from ${time(first?.start)},`,
    `${describeInterval(intervalMs)} a character,`,
    `to ${time(last?.start)}`,
  ];
  const line = span.join(' ');
  return [
    ...(line.length <= width ? [line] : span).map(text => palette.heading(text)),
    row(
      'requests',
      buckets.map(({requests}) => requests),
      text => text,
    ),
    row(
      'errors',
      buckets.map(({errors}) => errors),
      palette.error,
    ),
  ];
}

function describeInterval(ms: number): string {
  const units = [
    {name: 'd', ms: 86_400_000},
    {name: 'h', ms: 3_600_000},
    {name: 'min', ms: 60_000},
    {name: 's', ms: 1000},
  ];
  const unit = units.find(candidate => ms % candidate.ms === 0);
  return unit ? `${ms / unit.ms} ${unit.name}` : `${ms} ms`;
}
