import {invalidParameter} from './aws-error.js';
import type {Input} from './input.js';
import type {LogGroup} from './log-group.js';
import type {LogStore} from './log-store.js';

/** What AWS takes as a name of a log group. */
export const logGroupName = {min: 1, max: 512, pattern: /^[.\-_/#A-Za-z0-9]+$/};
/** A name, or an ARN that does not end in `:*`. */
export const logGroupIdentifier = {min: 1, max: 2048, pattern: /^[\w#+=/:,.@-]*$/};
export const logStreamName = {min: 1, max: 512, pattern: /^[^:*]*$/};

/** The group that a call names, by exactly one of `logGroupName` and `logGroupIdentifier`. */
export function findLogGroup(store: LogStore, input: Input): LogGroup {
  const name = input.text('logGroupName', logGroupName);
  const identifier = input.text('logGroupIdentifier', logGroupIdentifier);
  if (name !== undefined && identifier === undefined) return store.get(name);
  if (identifier !== undefined && name === undefined) return store.find(identifier);
  throw invalidParameter('Exactly one of logGroupName and logGroupIdentifier has to be given');
}
