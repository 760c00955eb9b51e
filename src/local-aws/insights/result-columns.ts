import type {Column, Command} from './parse-query.js';
import type {Row} from './row.js';
import {toText} from './values.js';

export interface ResultField {
  readonly field: string;
  readonly value: string;
}

/**
 * The columns of an answer: those of `fields`, `parse` and `stats`, or of the last `display` alone; time and message
 * where a query names none. Each event comes with its `@ptr` (documented for GetQueryResults).
 */
export function resultColumns(commands: readonly Command[]): readonly string[] {
  let columns = new Set<string>(
    commands.some(({kind}) => kind === 'fields') ? [] : ['@timestamp', '@message'],
  );
  let areEvents = true;
  let displayed: readonly string[] | undefined;
  for (const command of commands) {
    if (command.kind === 'stats') {
      columns = new Set(namesOf([...command.by, ...command.columns]));
      areEvents = false;
      displayed = undefined;
    }
    if (command.kind === 'fields') for (const name of namesOf(command.columns)) columns.add(name);
    if (command.kind === 'parse') for (const {name} of command.made) columns.add(name);
    if (command.kind === 'display') displayed = namesOf(command.columns);
  }
  return [...new Set([...(displayed ?? columns), ...(areEvents ? ['@ptr'] : [])])];
}

const namesOf = (columns: readonly Column[]) => columns.map(({name}) => name);

/** A row as it goes over the wire, each value cut to a length; fields that it does not have are left out. */
export const toResult = (row: Row, columns: readonly string[], maxLength: number): ResultField[] =>
  columns.flatMap(field => {
    const value = toText(row.get(field));
    return value === undefined ? [] : [{field, value: value.slice(0, maxLength)}];
  });
