import {isCold} from '../requests/request-filter.js';
import type {RequestRecord} from '../requests/request-record.js';
import {showControlCharacters} from './control-characters.js';

/** What the columns of a request say, in full. */
export interface RequestRow {
  readonly method: string;
  readonly path: string;
  /** `open` where the end has not been seen. */
  readonly status: string;
  readonly latency: string;
  readonly functions: string;
  readonly cold: string;
  readonly error: string;
  readonly request: string;
}

/** What stands where there is nothing to say, so that every line has as many columns. */
const nothing = '-';

export function toRequestRow(record: RequestRecord, functions: string): RequestRow {
  const {method, path, status, latencyMs, errors, open, apiRequestId} = record;
  const [cause] = errors;
  return {
    method: visible(method),
    path: visible(path),
    status: open ? 'open' : (status?.toString() ?? nothing),
    latency: latencyMs === null ? nothing : `${latencyMs}ms`,
    functions: visible(functions),
    cold: isCold(record) ? 'cold' : nothing,
    error: visible(cause && (cause.message === '' ? cause.type : `${cause.type}: ${cause.message}`)),
    request: visible(apiRequestId),
  };
}

const visible = (text: string | null | undefined) => (text ? showControlCharacters(text) : nothing);
