/** At least one item. */
export type NonEmpty<Item> = readonly [Item, ...Item[]];

/** The items by key, keys and items in the order in which they came (Node 20 has no `Map.groupBy`). */
export function groupBy<Item>(
  items: Iterable<Item>,
  keyOf: (item: Item) => string,
): Map<string, NonEmpty<Item>> {
  const groups = new Map<string, [Item, ...Item[]]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
