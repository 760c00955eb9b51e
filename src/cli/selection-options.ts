import {closest} from '../closest.js';
import {type Level, levels} from '../log-line.js';
import type {Selection} from '../select/selection.js';
import {parseStatusPattern, type StatusPattern} from '../select/status-pattern.js';
import {declarationOf, type OptionName} from './option-declarations.js';
import type {OptionValues} from './parse-options.js';
import {usageError} from './usage-error.js';

/** Which lines the options select. Throws an ApilogsError (exit code 2) for values that are none. */
export const toSelection = (values: OptionValues): Selection => ({
  sources: nonEmpty(values, 'source'),
  functions: nonEmpty(values, 'function'),
  requestIds: nonEmpty(values, 'request-id'),
  level: toLevel(values.text('level')),
  status: toStatus(values.text('status')),
  errors: values.flag('errors'),
});

/** The values of an option that may be repeated, none of them empty. */
export function nonEmpty(values: OptionValues, name: OptionName): readonly string[] {
  const list = values.list(name);
  if (list.includes(''))
    throw usageError(`--${name} is empty`, `write --${name} ${declarationOf(name).placeholder}`);
  return list;
}

/** How many events `--last` asks for; none only of a watch, which then begins with what is new. */
export function toLast(text: string | undefined, watch: boolean): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d{1,9}$/.test(text)) {
    throw usageError(`--last takes a number of events, not "${text}"`, 'for instance --last 100');
  }
  const last = Number(text);
  if (last === 0 && !watch) {
    throw usageError('--last 0 goes with --watch only', 'a read of no events would print nothing');
  }
  return last;
}

function toLevel(text: string | undefined): Level | undefined {
  if (text === undefined) return undefined;
  const upper = text.toUpperCase();
  const level = levels.find(known => known === upper) ?? otherNames[upper];
  if (level) return level;
  const meant = closest(upper, levels);
  throw usageError(
    `--level takes no level "${text}"`,
    `${meant ? `did you mean ${meant}? ` : ''}levels are ${levels.join(', ')}`,
  );
}

/** As logging libraries call them, too. */
const otherNames: Readonly<Record<string, Level>> = Object.assign(Object.create(null), {
  WARNING: 'WARN',
  CRITICAL: 'FATAL',
});

/** The patterns of `--status`; none where it was not given. */
export function toStatus(text: string | undefined): readonly StatusPattern[] {
  if (text === undefined) return [];
  return text.split(',').map(part => {
    const pattern = parseStatusPattern(part);
    if (pattern) return pattern;
    throw usageError(
      `--status takes no "${part.trim()}"`,
      'write a status or its first digit: --status 502, --status 5xx, --status 429,5xx',
    );
  });
}
