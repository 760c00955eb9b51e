import type {LogLine} from '../log-line.js';
import {endWithoutLineBreaks} from './control-characters.js';

/**
 * What `text` prints of a line: the payload of a delivery's record, else the message; less the line breaks at
 * its end, and less the `(id) ` that an execution line begins with where the request column holds the id. Not
 * yet safe for a terminal.
 */
export function messageText(line: LogLine, hasRequestColumn: boolean): string {
  const text = line.payload ?? line.event.message;
  const start = hasRequestColumn ? startOfText(line) : 0;
  // Where the prefix is all there is, the text ends in front of it.
  return text.slice(start, Math.max(start, endWithoutLineBreaks(text)));
}

function startOfText({payload, apiRequestId, textStart}: LogLine): number {
  if (payload === undefined) return textStart;
  // A delivery's payload is the text of a standard line, prefix included (API Gateway's guide, "Set up
  // CloudWatch logging"); `textStart` speaks of the record around it.
  const prefix = `(${apiRequestId}) `;
  return payload.startsWith(prefix) ? prefix.length : 0;
}
