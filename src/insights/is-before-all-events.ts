import {messageOf, nameOf} from '../aws/aws-error.js';

/**
 * Whether a query was refused since its window ends before its log groups were created, or before what their
 * retention has left: there is nothing then. `Query's end date and time is either before the log groups creation
 * time or exceeds the log groups log retention settings` (seen).
 */
export const isBeforeAllEvents = (error: unknown): boolean =>
  nameOf(error) === 'MalformedQueryException' && /end date and time/i.test(messageOf(error));
