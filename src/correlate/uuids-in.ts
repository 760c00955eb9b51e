const mostIds = 4;

/** The first few UUIDs in a text, found by their hyphens; at most four, because a line may be a list of ids. */
export function uuidsIn(text: string): string[] {
  const found: string[] = [];
  for (let at = text.indexOf('-', 8); at >= 0 && found.length < mostIds; at = text.indexOf('-', at + 1)) {
    if (text[at + 5] !== '-' || text[at + 10] !== '-' || text[at + 15] !== '-') continue;
    const id = text.slice(at - 8, at + 28);
    if (uuid.test(id) && !found.includes(id)) found.push(id);
  }
  return found;
}

const uuid = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;
