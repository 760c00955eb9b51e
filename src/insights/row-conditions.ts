import type {RequestFilter} from '../requests/request-filter.js';
import {asPattern, isPlain} from './query-text.js';
import {all} from './request-lines.js';

/** What a filter lets pass passes these conditions on the rows of `requestsQuery` too, and little else. */
export function rowConditions(filter: RequestFilter): string[] {
  const {status, errors, slowMs, paths, methods, functions, cold} = filter;
  return [
    ...(status.length > 0 ? [anyOf(status.map(statusCondition))] : []),
    ...(errors ? ['(status >= 500 or functionTimeouts > 0 or functionErrors > 0)'] : []),
    ...(slowMs === undefined ? [] : [`latencyMs >= ${slowMs}`]),
    ...(paths.length > 0 && paths.every(isPlain) ? [anyOf(paths.flatMap(pathConditions))] : []),
    ...(methods.length > 0 ? [`method like /(?i)^(?:${methods.map(asPattern).join('|')})$/`] : []),
    ...(functions.length > 0 ? ['ispresent(function)'] : []),
    ...(cold ? ['waits > 0'] : []),
  ];
}

const anyOf = (conditions: readonly string[]) => `(${conditions.join(' or ')})`;

/** `50x` is 500 to 509. */
const statusCondition = (pattern: string) =>
  `(status >= ${pattern.replaceAll('x', '0')} and status <= ${pattern.replaceAll('x', '9')})`;

/** Line breaks as well. */
const anyCharacter = String.raw`[\s\S]`;

/** The path as called may have the stage or a base path in front. */
const pathConditions = (glob: string) => {
  const pattern = glob
    .split(/([*?])/)
    .map(part => (part === '*' ? `${anyCharacter}*` : part === '?' ? anyCharacter : asPattern(part)))
    .join('');
  return ['route', `executionPath${all}`, `linePath${all}`].map(field => `${field} like /${pattern}$/`);
};
