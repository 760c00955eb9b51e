import {wrapText} from '../cli/wrap-text.js';
import type {Explanation, SourceReport} from '../explain/source-report.js';
import {showControlCharacters} from './control-characters.js';

export interface SourcesTableOptions {
  /** Columns of the terminal; undefined in a pipe, where nothing is cut or broken. */
  readonly width: number | undefined;
  /** What to print for the newest event's time. */
  readonly formatTime: (iso: string) => string;
}

const headings = ['KIND', 'NAME', 'STATE', 'NEWEST EVENT', 'REGION', 'LOG GROUP', 'KNOWN FROM'] as const;
/** Where the table is too wide, the columns from here on have lines of their own. */
const columnsOfFirstLine = 4;
const gap = '  ';
const indent = '    ';
const nothing = '-';

/** Sources in aligned columns, each followed by its explanations; for eyes. */
export function renderSources(
  reports: readonly SourceReport[],
  {width = Number.POSITIVE_INFINITY, formatTime}: SourcesTableOptions,
): string {
  const shown = reports.filter(({kind, explanations}) => kind !== 'stage' || explanations.length > 0);
  const rows = shown.map(report => cellsOf(report, formatTime));
  const widths = headings.map((heading, column) =>
    Math.max(heading.length, ...rows.map(cells => cells[column]?.length ?? 0)),
  );
  const isWide = total(widths) <= width;
  const toLines = isWide ? (cells: Cells) => [aligned(cells, widths)] : narrowLines(widths, width);
  const header = isWide ? headings : headings.slice(0, columnsOfFirstLine);
  const lines = [
    aligned(header, widths),
    ...shown.flatMap(({explanations}, index) => [
      ...toLines(rows[index] ?? []),
      ...explanations.flatMap(explanation => explanationLines(explanation, width)),
    ]),
  ];
  return lines.map(line => `${line}\n`).join('');
}

type Cells = readonly string[];

function cellsOf(report: SourceReport, formatTime: (iso: string) => string): Cells {
  const {kind, name, canary, state, newestEvent, region, logGroup, foundBy} = report;
  const cells = [
    kind,
    canary ? `${name} (canary)` : name,
    state,
    newestEvent === null ? null : formatTime(newestEvent),
    region,
    logGroup,
    foundBy,
  ];
  return cells.map(cell => showControlCharacters(cell ?? nothing));
}

const total = (widths: readonly number[]) =>
  widths.reduce((sum, width) => sum + width + gap.length, -gap.length);

const aligned = (cells: Cells, widths: readonly number[]) =>
  cells
    .map((cell, column) => cell.padEnd(widths[column] ?? 0))
    .join(gap)
    .trimEnd();

/** The first columns aligned, the name cut where they would not fit; then log group and region, and whence known. */
function narrowLines(widths: readonly number[], width: number): (cells: Cells) => string[] {
  const [kindWidth = 0, nameWidth = 0, ...others] = widths.slice(0, columnsOfFirstLine);
  const surplus = Math.max(0, total([kindWidth, nameWidth, ...others]) - width);
  const fitting = [kindWidth, Math.max(8, nameWidth - surplus), ...others];
  return cells => {
    const first = cells.slice(0, columnsOfFirstLine).map((cell, column) => clip(cell, fitting[column] ?? 0));
    const [region = nothing, logGroup = nothing, foundBy = nothing] = cells.slice(columnsOfFirstLine);
    const more = [
      ...(logGroup === nothing ? [] : [`log group ${logGroup}${gap}${region}`]),
      ...(foundBy === nothing ? [] : [`known from ${foundBy}`]),
    ];
    return [
      aligned(first, fitting),
      ...more.flatMap(text => wrapText(text, width - indent.length).map(line => indent + line)),
    ];
  };
}

const ellipsis = '..';

const clip = (text: string, width: number) =>
  text.length <= width ? text : text.slice(0, Math.max(0, width - ellipsis.length)) + ellipsis;

function explanationLines({message, hint}: Explanation, width: number): string[] {
  const all = [{mark: '! ', text: message}, ...(hint ? [{mark: '  hint: ', text: hint}] : [])];
  return all.flatMap(({mark, text}) =>
    wrapText(showControlCharacters(text), width - indent.length - mark.length).map((line, index) =>
      index === 0 ? `${indent}${mark}${line}` : `${indent}${' '.repeat(mark.length)}${line}`,
    ),
  );
}
