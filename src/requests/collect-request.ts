import type {LogLine} from '../log-line.js';
import {accessParser} from './access-parser.js';
import {RequestDraft} from './request-draft.js';
import type {RequestRecord} from './request-record.js';

/** The record of one request whose lines are all in hand, in order. Throws a RangeError where there is none. */
export function collectRequest(lines: readonly LogLine[]): RequestRecord {
  const first = lines.find(({apiRequestId}) => apiRequestId !== undefined);
  if (first?.apiRequestId === undefined) throw new RangeError('none of the lines belongs to an API request');
  const draft = new RequestDraft(first.apiRequestId, first, accessParser());
  for (const line of lines) draft.add(line);
  return draft.toRecord();
}
