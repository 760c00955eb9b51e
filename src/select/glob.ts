/**
 * Whether a name is what a pattern says, in which `*` stands for any text and `?` for one character. As a regular
 * expression, a pattern with some stars may take longer than anybody lives to tell that a name is not meant.
 */
export function matchesGlob(pattern: string): (name: string) => boolean {
  if (!isGlob(pattern)) return name => name === pattern;
  const wanted = [...pattern];
  return name => matches(wanted, [...name]);
}

export const isGlob = (text: string): boolean => /[*?]/.test(text);

/** Where the rest does not fit, only the last star seen has to take one character more. */
function matches(pattern: readonly string[], name: readonly string[]): boolean {
  let at = 0;
  let place = 0;
  let star: number | undefined;
  let afterStar = 0;
  while (at < name.length) {
    if (pattern[place] === '*') {
      star = place++;
      afterStar = at;
    } else if (place < pattern.length && (pattern[place] === '?' || pattern[place] === name[at])) {
      place++;
      at++;
    } else if (star !== undefined) {
      place = star + 1;
      at = ++afterStar;
    } else {
      return false;
    }
  }
  return pattern.slice(place).every(character => character === '*');
}
