import {clipText} from './clip-text.js';

export interface TableColumn {
  readonly heading: string;
  readonly align: 'left' | 'right';
  /** Whether it is cut where the table is wider than the terminal. */
  readonly isFlexible?: boolean;
}

const gap = '  ';
const leastFlexible = 8;

/** Rows under headings, each column as wide as its widest cell; one without line break at its end. */
export function table(
  columns: readonly TableColumn[],
  rows: readonly (readonly string[])[],
  width: number = Number.POSITIVE_INFINITY,
): string[] {
  const all = [columns.map(({heading}) => heading), ...rows];
  const natural = columns.map((_, index) =>
    all.reduce((most, row) => Math.max(most, row[index]?.length ?? 0), 0),
  );
  const total = natural.reduce((sum, cell) => sum + cell, 0) + gap.length * (columns.length - 1);
  const widths = natural.map((cell, index) =>
    columns[index]?.isFlexible ? Math.max(leastFlexible, Math.min(cell, cell - (total - width))) : cell,
  );
  return all.map(row =>
    columns
      .map(({align}, index) => {
        const cellWidth = widths[index] ?? 0;
        const text = clipText(row[index] ?? '', cellWidth);
        return align === 'right' ? text.padStart(cellWidth) : text.padEnd(cellWidth);
      })
      .join(gap)
      .trimEnd(),
  );
}
