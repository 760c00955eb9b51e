/** The candidate that was most likely meant by a mistyped word; undefined where none is close. */
export function closest(word: string, candidates: readonly string[]): string | undefined {
  const isAbbreviated = candidates.filter(candidate => word.length > 1 && candidate.startsWith(word));
  if (isAbbreviated.length === 1) return isAbbreviated[0];
  const [best] = candidates
    .map(candidate => ({candidate, edits: editDistance(word.toLowerCase(), candidate.toLowerCase())}))
    .filter(
      ({candidate, edits}) => edits <= Math.max(1, Math.floor(Math.max(word.length, candidate.length) / 3)),
    )
    .sort((a, b) => a.edits - b.edits);
  return best?.candidate;
}

/** Levenshtein's distance, with two neighbours swapped counting as one edit. */
export function editDistance(a: string, b: string): number {
  const rows: number[][] = [Array.from({length: b.length + 1}, (_, column) => column)];
  const at = (row: number, column: number) => rows[row]?.[column] ?? Number.POSITIVE_INFINITY;
  for (let row = 1; row <= a.length; row += 1) {
    rows.push([row]);
    for (let column = 1; column <= b.length; column += 1) {
      const isSame = a[row - 1] === b[column - 1];
      const isSwapped = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      rows[row]?.push(
        Math.min(
          at(row - 1, column) + 1,
          at(row, column - 1) + 1,
          at(row - 1, column - 1) + (isSame ? 0 : 1),
          isSwapped ? at(row - 2, column - 2) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
  }
  return at(a.length, b.length);
}
