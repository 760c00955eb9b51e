/** A filter pattern may have 1,024 characters (documented for FilterLogEvents). */
const longestPattern = 1024;

/** Everything that ids are made of; what else there is could end the quotes of a filter pattern. */
export const idCharacters = /^[\w=+/.:@-]+$/;

/**
 * Filter patterns for the lines that contain any of these ids: one, or several where one would be too long.
 * A term with characters other than letters, digits and `_` has to be quoted (documented).
 * A log may name ids that are none, made to end the quotes: they are not looked for.
 */
export function patternOfIds(ids: readonly string[]): string[] {
  const terms = [...new Set(ids)].filter(id => idCharacters.test(id)).map(id => `"${id}"`);
  const [only] = terms;
  if (only !== undefined && terms.length === 1) return [only];
  const patterns: string[] = [];
  for (const term of terms.map(quoted => `?${quoted}`)) {
    const last = patterns.at(-1);
    if (last === undefined || last.length + term.length >= longestPattern) patterns.push(term);
    else patterns[patterns.length - 1] = `${last} ${term}`;
  }
  return patterns;
}

/** For the lines that contain the beginning of an id: a regular expression matches inside a word as well. */
export const patternOfPrefix = (prefix: string) => `%${prefix.replace(/[.+*?^$|\\[\]{}/]/g, '\\$&')}%`;
