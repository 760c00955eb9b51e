import type {LogLine} from '../log-line.js';
import {type CellLayout, createCell} from './cells.js';
import type {Column} from './renderer.js';

const separator = '  ';
/** Stands in front of a source whose line came too late to be printed in its place. */
const lateSign = '~';
/** The sign takes a column of the separator, so that what follows stays aligned. */
const lateSeparator = ` ${lateSign}`;

/** What `text` prints before a message: the columns, two spaces after each. */
export function createPrefix(columns: readonly Column[], layout: CellLayout): (line: LogLine) => string {
  const cells = columns.map(column => ({
    toCell: createCell(column, layout),
    isSource: column === 'source',
  }));
  return line => {
    let prefix = '';
    let isFirst = true;
    for (const {toCell, isSource} of cells) {
      if (line.late && isSource) prefix += isFirst ? lateSign : lateSeparator;
      else if (!isFirst) prefix += separator;
      prefix += toCell(line);
      isFirst = false;
    }
    return isFirst ? '' : prefix + separator;
  };
}
