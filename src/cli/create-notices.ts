import type {OutputStream} from '../context.js';
import {type Notices, rememberSaid} from '../notices.js';
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
  return {
    notice(message, hint) {
      if (!quiet && isNew(message)) stderr.write(messageText(message, hint));
    },
    change(message, hint) {
      if (!quiet) stderr.write(messageText(message, hint));
    },
    detail(message) {
      if (verbose && !quiet) stderr.write(messageText(message));
    },
  };
}

/** `apilogs: what happened`, and on a line of its own what to do. Names in it may come from anywhere. */
export function messageText(message: string, hint?: string): string {
  const lines = [`apilogs: ${message}`, ...(hint ? [`  hint: ${hint}`] : [])];
  return lines.map(line => `${showControlCharacters(line)}\n`).join('');
}
