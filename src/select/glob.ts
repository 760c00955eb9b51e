/** Whether a name is what a pattern says, in which `*` stands for any text and `?` for one character. */
export function matchesGlob(pattern: string): (name: string) => boolean {
  if (!isGlob(pattern)) return name => name === pattern;
  // A run of stars means what one does, and would only be costly to match.
  const source = pattern.replace(/\*+/g, '*').replace(/[\\^$.*+?()[\]{}|]/g, toRegExp);
  const expression = new RegExp(`^${source}$`, 'su');
  return name => expression.test(name);
}

export const isGlob = (text: string): boolean => /[*?]/.test(text);

function toRegExp(character: string): string {
  if (character === '*') return '.*';
  return character === '?' ? '.' : `\\${character}`;
}
