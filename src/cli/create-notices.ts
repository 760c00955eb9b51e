import type {OutputStream} from '../context.js';
import {type Notices, type RewrittenLine, rememberSaid} from '../notices.js';
import {showControlCharacters} from '../render/control-characters.js';

export interface NoticeLevel {
  /** Print details as well. */
  readonly verbose: boolean;
  /** Print nothing. */
  readonly quiet: boolean;
}

/** Notices on stderr, in the form of errors. The same notice is printed once. */
export function createNotices(stderr: Pick<OutputStream, 'write'>, {verbose, quiet}: NoticeLevel): Notices {
  const isNew = rememberSaid();
  const lines: RewrittenLine[] = [];
  const print = (message: string, hint?: string) => {
    for (const line of lines) line.clear();
    stderr.write(messageText(message, hint));
  };
  return {
    notice(message, hint) {
      if (!quiet && isNew(message)) print(message, hint);
    },
    change(message, hint) {
      if (!quiet) print(message, hint);
    },
    detail(message) {
      if (verbose && !quiet) print(message);
    },
    takeAway(line) {
      lines.push(line);
    },
  };
}

/**
 * `apilogs: what happened`, on a line of its own what to do, and below what there is to choose from. Names in it
 * may come from anywhere.
 */
export function messageText(message: string, hint?: string, list: readonly string[] = []): string {
  const lines = [
    `apilogs: ${message}`,
    ...(hint ? [`  hint: ${hint}`] : []),
    ...list.map(item => `    ${item}`),
  ];
  return lines.map(line => `${showControlCharacters(line)}\n`).join('');
}
