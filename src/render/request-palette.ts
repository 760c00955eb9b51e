import {Chalk} from 'chalk';
import type {RequestRecord} from '../requests/request-record.js';
import {type Style, unstyled} from './palette.js';

/** What the parts of a request's line look like; nothing is said by colour only. */
export interface RequestPalette {
  readonly time: Style;
  readonly heading: Style;
  readonly error: Style;
  readonly cold: Style;
  ofStatus(record: Pick<RequestRecord, 'status' | 'open'>): Style;
}

export function createRequestPalette(color: boolean): RequestPalette {
  if (!color) {
    return {time: unstyled, heading: unstyled, error: unstyled, cold: unstyled, ofStatus: () => unstyled};
  }
  // Level 1 is the terminal's own 16 colours.
  const chalk = new Chalk({level: 1});
  return {
    time: chalk.dim,
    heading: chalk.dim,
    error: chalk.red,
    cold: chalk.blue,
    ofStatus: ({status, open}) => {
      if (open || status === null) return chalk.magenta;
      if (status >= 500) return chalk.red.bold;
      if (status >= 400) return chalk.yellow;
      return status >= 300 ? chalk.cyan : chalk.green;
    },
  };
}
