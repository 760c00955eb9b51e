/**
 * A text less all of these characters that it ends with. An expression such as `/x+$/` looks at each run of
 * them once from each of its characters, which takes minutes for a run of a megabyte.
 */
export function trimEndOf(text: string, characters: string): string {
  let end = text.length;
  while (end > 0 && characters.includes(text.charAt(end - 1))) end--;
  return text.slice(0, end);
}
