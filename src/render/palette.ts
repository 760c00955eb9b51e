import {Chalk} from 'chalk';
import type {LogLine} from '../log-line.js';

export type Style = (text: string) => string;

/** What each part of a printed line looks like; without colour, every style gives its text back. */
export interface Palette {
  readonly time: Style;
  readonly rule: Style;
  /** Errors alone are red. */
  readonly error: Style;
  /** Marks what `--highlight` asked for. */
  readonly mark: Style;
  readonly classic: {
    readonly group: Style;
    readonly stream: Style;
    readonly time: Style;
    readonly ingestion: Style;
  };
  /** The style that belongs to a name or an id, the same on every run. */
  ofName(name: string): Style;
  ofMessage(line: LogLine): Style;
}

export const unstyled: Style = text => text;

const plainPalette: Palette = {
  time: unstyled,
  rule: unstyled,
  error: unstyled,
  mark: unstyled,
  classic: {group: unstyled, stream: unstyled, time: unstyled, ingestion: unstyled},
  ofName: () => unstyled,
  ofMessage: () => unstyled,
};

export function createPalette(color: boolean): Palette {
  if (!color) return plainPalette;
  // Level 1: the terminal's own 16 colours, which its owner chose to be readable. Not left to chalk to
  // detect, since whether there is colour has been decided.
  const chalk = new Chalk({level: 1});
  // No red, which is for errors; no black, white or bright yellow, green and cyan, which vanish on a
  // dark or on a light background.
  const names = [
    chalk.green,
    chalk.yellow,
    chalk.blue,
    chalk.magenta,
    chalk.cyan,
    chalk.blueBright,
    chalk.magentaBright,
  ];
  const error = chalk.red.bold;

  return {
    time: chalk.dim,
    rule: chalk.dim,
    error,
    mark: chalk.black.bgYellow,
    // The colours that the original apilogs and awslogs print.
    classic: {group: chalk.green, stream: chalk.cyan, time: chalk.yellow, ingestion: chalk.blue},
    ofName: name => names[hash(name) % names.length] ?? unstyled,
    ofMessage: ({level, isPlatform}) => {
      if (level === 'ERROR' || level === 'FATAL') return error;
      return isPlatform ? chalk.dim : unstyled;
    },
  };
}

/** FNV-1a over UTF-16 code units, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  return value >>> 0;
}
