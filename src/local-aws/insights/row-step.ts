import type {Command} from './parse-query.js';
import type {WorkingRow} from './row.js';
import {isTrue, toText} from './values.js';

/** Adds to a row what a command makes of it; false where the row drops out. */
export type RowStep = (row: WorkingRow) => boolean;

/** What a command does to a single row; `undefined` for a command that needs to see all of them. */
export function rowStep(command: Command): RowStep | undefined {
  switch (command.kind) {
    case 'filter':
      return row => isTrue(command.test(row));
    case 'fields':
    case 'display': {
      const [only, ...others] = command.columns.filter(({isField}) => !isField);
      if (!only) return () => true;
      if (others.length === 0) {
        return row => {
          row.set(only, only.value(row));
          return true;
        };
      }
      const computed = [only, ...others];
      return row => {
        // Columns of one command do not see each other.
        const values = computed.map(({value}) => value(row));
        for (let index = 0; index < computed.length; index += 1)
          row.set(computed[index] ?? only, values[index]);
        return true;
      };
    }
    case 'parse':
      return row => {
        const text = toText(command.source(row));
        const values = text === undefined ? undefined : command.extract(text);
        if (!values) return true;
        for (let index = 0; index < command.made.length; index += 1) {
          const field = command.made[index];
          if (field) row.set(field, values[index]);
        }
        return true;
      };
    default:
      return undefined;
  }
}
