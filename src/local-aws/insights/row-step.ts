import type {Column, Command} from './parse-query.js';
import type {MadeField, WorkingRow} from './row.js';
import {isTrue, toText, type Value} from './values.js';

/** Adds to a row what a command makes of it; false where the row drops out. */
export type RowStep = (row: WorkingRow) => boolean;

export type RowCommand = Extract<Command, {readonly kind: 'filter' | 'fields' | 'display' | 'parse'}>;

/** Whether a command looks at one row at a time; the others have to see all of them. */
export const isRowCommand = (command: Command): command is RowCommand =>
  command.kind === 'filter' ||
  command.kind === 'fields' ||
  command.kind === 'display' ||
  command.kind === 'parse';

/** What a command does to a single row. */
export function rowStep(command: RowCommand): RowStep {
  switch (command.kind) {
    case 'filter':
      return row => isTrue(command.test(row));
    case 'fields':
    case 'display':
      return computing(command.columns.filter(({isField}) => !isField));
    case 'parse':
      return parsing(command);
  }
}

function computing(columns: readonly Column[]): RowStep {
  const [only, ...others] = columns;
  if (!only) return () => true;
  if (others.length === 0) {
    return row => {
      row.set(only, only.value(row));
      return true;
    };
  }
  return row => {
    // Columns of one command do not see each other.
    const values = columns.map(({value}) => value(row));
    setAll(row, columns, values);
    return true;
  };
}

function parsing({source, extract, made}: Extract<Command, {readonly kind: 'parse'}>): RowStep {
  return row => {
    const text = toText(source(row));
    const values = text === undefined ? undefined : extract(text);
    if (!values) return true;
    setAll(row, made, values);
    return true;
  };
}

function setAll(row: WorkingRow, fields: readonly MadeField[], values: readonly Value[]): void {
  for (let index = 0; index < fields.length; index += 1) {
    const field = fields[index];
    if (field) row.set(field, values[index]);
  }
}
