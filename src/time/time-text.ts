import {ApilogsError, exitCodes} from '../errors.js';
import {clipText} from '../render/clip-text.js';
import {trimEndOf} from '../trim-end-of.js';

const longestQuoted = 250;

/** What a time is read against. */
export interface TimeSettings {
  /** Epoch milliseconds. */
  readonly now: number;
  /** The IANA name of the zone for times that say none. */
  readonly zone: string;
  /** The option the text was given for, for messages. */
  readonly option?: string;
}

/** A time as it was typed, freed of stray quotes and spaces, with what it is read against. */
export interface TimeText extends TimeSettings {
  readonly text: string;
  /** The error to throw where it cannot be read: exit code 3. */
  refuse(why: string, hint?: string): ApilogsError;
}

const acceptedForms =
  'write 5m, 1h30m, "2 hours ago", 14:05, "yesterday 14:00", 2026-03-10T09:16:40Z, "10 mar 2026 9:16" ' +
  'or epoch milliseconds';

export function toTimeText(typed: string, settings: TimeSettings): TimeText {
  const subject = `${settings.option ? `${settings.option} ` : ''}"${clipText(typed, longestQuoted)}"`;
  return {
    ...settings,
    text: withoutQuotes(typed).replace(/\s+/g, ' ').trim(),
    refuse: (why, hint = acceptedForms) =>
      new ApilogsError(`${subject} ${why}`, {hint, exitCode: exitCodes.badDate}),
  };
}

// cmd.exe does not know single quotes: --start='30s' arrives with them, and --start='30s ago' as --start='30s.
const withoutQuotes = (text: string) =>
  trimEndOf(text.replace(/^['"\u2018\u2019\u201c\u201d\s]+/, ''), '\'"\u2018\u2019\u201c\u201d \t\r\n');
