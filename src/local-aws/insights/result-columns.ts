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

/** What a row of an answer has in each column; undefined for a field that it does not have. */
export type ResultTexts = readonly (string | undefined)[];

/** A row as an answer has it, each value cut to a length. */
export const toTexts = (row: Row, columns: readonly string[], maxLength: number): ResultTexts =>
  columns.map(field => toText(row.get(field))?.slice(0, maxLength));

/** A row as it goes over the wire, without the fields that it does not have. */
export const toFields = (texts: ResultTexts, columns: readonly string[]): ResultField[] =>
  columns.flatMap((field, index) => {
    const value = texts[index];
    return value === undefined ? [] : [{field, value}];
  });
