import {clipText} from './clip-text.js';

export interface TableColumn {
  readonly heading: string;
  readonly align: 'left' | 'right';
  /** Whether it is cut where the table is wider than the terminal. */
  readonly isFlexible?: boolean;
  /** Whether it is left out where the rest does not fit, those with the lowest number first. */
  readonly dropOrder?: number;
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
  const measured = columns.map((column, index) => ({
    ...column,
    index,
    natural: all.reduce((most, row) => Math.max(most, row[index]?.length ?? 0), 0),
  }));
  const shown = fitting(measured, width);
  const excess = widthOf(shown) - width;
  const cells = shown.map(({index, align, isFlexible, natural}) => ({
    index,
    align,
    width: isFlexible ? Math.max(leastFlexible, Math.min(natural, natural - excess)) : natural,
  }));
  return all.map(row =>
    cells
      .map(cell => {
        const text = clipText(row[cell.index] ?? '', cell.width);
        return cell.align === 'right' ? text.padStart(cell.width) : text.padEnd(cell.width);
      })
      .join(gap)
      .trimEnd(),
  );
}

interface MeasuredColumn extends TableColumn {
  readonly index: number;
  /** As wide as its widest cell. */
  readonly natural: number;
}

/** The columns that fit when the flexible ones are as narrow as they get. */
function fitting(columns: readonly MeasuredColumn[], width: number): readonly MeasuredColumn[] {
  const narrowest = columns.map(column =>
    column.isFlexible ? {...column, natural: Math.min(column.natural, leastFlexible)} : column,
  );
  const droppable = columns
    .filter(({dropOrder}) => dropOrder !== undefined)
    .sort((a, b) => (a.dropOrder ?? 0) - (b.dropOrder ?? 0));
  const dropped = new Set<number>();
  for (const {index} of droppable) {
    if (widthOf(narrowest.filter(column => !dropped.has(column.index))) <= width) break;
    dropped.add(index);
  }
  return columns.filter(column => !dropped.has(column.index));
}

const widthOf = (columns: readonly MeasuredColumn[]) =>
  columns.reduce((sum, {natural}) => sum + natural, 0) + gap.length * (columns.length - 1);
