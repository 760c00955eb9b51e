import type {LogLine} from '../log-line.js';
import {trimEndOf} from '../trim-end-of.js';
import {splitLines} from './control-characters.js';
import {messageText} from './message-text.js';

/** The id that a line's own text may repeat, as far as it is known. */
type InvocationId = string | undefined;

/** `2026-03-10T09:16:40.551Z`, as every runtime writes it. */
const timestampLength = 24;
const uuidLength = 36;
const shownIdLength = 8;
const timedOut = 'Task timed out';

/**
 * What the layout for eyes prints of a line: its text without the time stamp and the request id that the
 * columns show already, its level kept. A text that names another invocation than the line's own stays whole.
 */
export function compactMessage(line: LogLine): string {
  const text = messageText(line, true);
  const {kind} = line.event.source;
  if (kind === 'execution' || kind === 'access') return text;

  const id = line.lambdaRequestId;
  // Most lines are of no layout at all, and their first character says so.
  switch (text[0]) {
    case '2':
      return compactStamped(text, id);
    case '[':
      return compactPython(text, id);
    case 'S':
    case 'E':
    case 'R':
      return compactPlatform(text, id);
    default:
      return text[1] === ',' ? compactRuby(text, id) : text;
  }
}

/** Node.js and .NET: `TIME⇥ID⇥LEVEL⇥text`. A time-out, of any runtime: `TIME ID Task timed out after …`. */
function compactStamped(text: string, id: InvocationId): string {
  if (!isTimestamp(text.slice(0, timestampLength))) return text;
  switch (text[timestampLength]) {
    case '\t': {
      const [, ownId = '', level, message] = splitTabs(text, 4);
      return message !== undefined && isSettled(ownId, id) ? `${level} ${message}` : text;
    }
    case ' ': {
      const messageAt = timestampLength + uuidLength + 2;
      const ownId = text.slice(timestampLength + 1, messageAt - 1);
      return ownId === id && text.startsWith(timedOut, messageAt) ? text.slice(messageAt) : text;
    }
    default:
      return text;
  }
}

/** Python's `logging`: `[LEVEL]⇥TIME⇥ID⇥text`. */
function compactPython(text: string, id: InvocationId): string {
  const [level, time, ownId = '', message] = splitTabs(text, 4);
  if (message === undefined || !isTimestamp(time ?? '') || !isSettled(ownId, id)) return text;
  return `${level} ${message}`;
}

const rubyLayout = /^[A-Z], \[[\d:T.-]+ #\d+\] +([A-Z]+) (\S*) -- ([^:\r\n]*): /;

/** Ruby's `Logger`: `I, [TIME #pid]  INFO ID -- program: text`. */
function compactRuby(text: string, id: InvocationId): string {
  const match = rubyLayout.exec(text);
  if (!match) return text;
  const [layout, level, ownId = '', program] = match;
  if (!isSettled(ownId, id)) return text;
  const message = text.slice(layout.length);
  return program ? `${level} ${program}: ${message}` : `${level} ${message}`;
}

/**
 * Lambda's own lines. START is where an invocation is named, so it keeps the id's first characters; END,
 * REPORT and the line of a runtime that exited (`RequestId: ID Error: …`) say the rest without it.
 */
function compactPlatform(text: string, id: InvocationId): string {
  if (id === undefined) return text;
  const ofInvocation = `RequestId: ${id}`;
  if (text.startsWith(ofInvocation)) return text.slice(ofInvocation.length).trimStart();
  if (text === `END ${ofInvocation}`) return 'END';
  const start = `START ${ofInvocation} `;
  if (text.startsWith(start)) return `START ${id.slice(0, shownIdLength)} ${text.slice(start.length)}`;
  const report = `REPORT ${ofInvocation}\t`;
  if (text.startsWith(report)) return `REPORT ${spaceOut(text.slice(report.length))}`;
  return text;
}

/** REPORT separates its fields by tabs and ends each of its lines with one. */
function spaceOut(report: string): string {
  return splitLines(report)
    .map(line => trimEndOf(line, '\t').replaceAll('\t', '  '))
    .join('\n');
}

/** Whether the id that a text names says nothing new: the line's own, or none, as while a function starts. */
function isSettled(ownId: string, id: InvocationId): boolean {
  return ownId === id || ownId === '' || ownId === 'undefined';
}

function isTimestamp(text: string): boolean {
  return text.length === timestampLength && text[10] === 'T' && text[23] === 'Z';
}

/** The first `count` fields, the last with all that follows; fewer where there are fewer tabs. */
function splitTabs(text: string, count: number): string[] {
  const fields: string[] = [];
  let start = 0;
  while (fields.length < count - 1) {
    const tab = text.indexOf('\t', start);
    if (tab < 0) return fields;
    fields.push(text.slice(start, tab));
    start = tab + 1;
  }
  fields.push(text.slice(start));
  return fields;
}
