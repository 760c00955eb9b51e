import type {Page} from './discover-ports.js';

/** Every item of a list. A token that comes a second time ends it, lest a broken server hold the run. */
export async function allPages<Item>(
  getPage: (next: string | undefined) => Promise<Page<Item>>,
): Promise<Item[]> {
  const items: Item[] = [];
  const seen = new Set<string>();
  let next: string | undefined;
  do {
    const page = await getPage(next);
    items.push(...page.items);
    next = page.next || undefined;
    if (next && seen.has(next)) break;
    if (next) seen.add(next);
  } while (next);
  return items;
}
