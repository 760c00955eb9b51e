import type {RequestRecord} from './request-record.js';

/** Whether the API failed its caller, or a function failed behind it: 5xx, function errors, time-outs. */
export const hasFailed = ({status, functions}: RequestRecord): boolean =>
  (status !== null && status >= 500) ||
  functions.some(invocation => invocation.status !== null && invocation.status !== 'success');
