import type {LogLine} from '../log-line.js';

/** The text of an execution line behind its `(id) `, also where a log delivery has wrapped it in JSON. */
export function executionText({event, payload, textStart}: LogLine): string {
  if (payload === undefined) return event.message.slice(textStart);
  if (payload[0] !== '(') return payload;
  const end = payload.indexOf(') ');
  return end < 0 ? payload : payload.slice(end + 2);
}
