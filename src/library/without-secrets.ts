import {inspect} from 'node:util';
import {ApilogsError} from '../errors.js';
import type {Redaction} from '../redaction.js';
import type {LogGap} from './log-gap.js';

type Hiding = Pick<Redaction, 'apply'>;

/** As deep as whoever prints an error looks into it, and deeper. */
const inspected = {depth: 8, showHidden: true};

/** What programs look at in an error of the SDK. Its `$response` holds the request too, with the key's id. */
const keptMembers = ['code', '$fault', '$metadata'];

/** The error, or one like it that has `***` in place of each secret, down to its causes. */
export function errorWithoutSecrets(error: unknown, {apply}: Hiding): unknown {
  if (!(error instanceof ApilogsError)) return plainWithoutSecrets(error, {apply});
  const {message, hint, list, exitCode, cause} = error;
  const hidden = new ApilogsError(apply(message), {
    hint: hint && apply(hint),
    list: list.map(apply),
    exitCode,
    cause: errorWithoutSecrets(cause, {apply}),
  });
  if (error.stack !== undefined) hidden.stack = apply(error.stack);
  return hidden;
}

function plainWithoutSecrets(error: unknown, {apply}: Hiding): unknown {
  if (!(error instanceof Error)) return error;
  if (isFree(error, apply)) return error;
  const hidden = new Error(apply(error.message));
  hidden.name = error.name;
  if (error.stack !== undefined) hidden.stack = apply(error.stack);
  const kept = Object.entries(error).filter(
    ([member, value]) => keptMembers.includes(member) && isFree(value, apply),
  );
  return Object.assign(hidden, Object.fromEntries(kept));
}

function isFree(value: unknown, apply: Hiding['apply']): boolean {
  const shown = inspect(value, inspected);
  return apply(shown) === shown;
}

export const gapsWithoutSecrets = (gaps: readonly LogGap[], {apply}: Hiding): LogGap[] =>
  gaps.map(gap => ({...gap, message: apply(gap.message), hint: gap.hint === null ? null : apply(gap.hint)}));
