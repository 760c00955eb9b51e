import type {Page} from './discover-ports.js';

/** A list that AWS does not bring to its end. */
export class UnendingListError extends Error {
  override readonly name = 'UnendingListError';
}

type GetPage<Item> = (next: string | undefined) => Promise<Page<Item>>;

/** Pages of lists are hardly ever empty, so that so many in a row lead nowhere. */
const mostEmptyPages = 100;

/**
 * The pages of a list, each asked for when it is wanted.
 *
 * @throws UnendingListError where a token comes a second time, or page after page is empty: a server that is broken
 * must neither hold the run, nor pass off a part of the list as the whole
 */
export async function* pagesOf<Item>(getPage: GetPage<Item>): AsyncGenerator<readonly Item[]> {
  const seen = new Set<string>();
  let emptyPages = 0;
  let next: string | undefined;
  do {
    const page = await getPage(next);
    next = page.next || undefined;
    if (next && seen.has(next)) throw new UnendingListError('AWS gives the same page again');
    if (next) seen.add(next);
    yield page.items;
    emptyPages = page.items.length === 0 ? emptyPages + 1 : 0;
    if (next && emptyPages >= mostEmptyPages)
      throw new UnendingListError('AWS gives one empty page after another');
  } while (next);
}

/** Every item of a list; throws as `pagesOf` does. */
export async function allPages<Item>(getPage: GetPage<Item>): Promise<Item[]> {
  const items: Item[] = [];
  for await (const page of pagesOf(getPage)) items.push(...page);
  return items;
}
