import type {LogSource} from '../log-source.js';

const maxWidth = 20;
const ellipsis = '..';

/** The random end of the names that CloudFormation makes: `STACK-LOGICAL_ID-RANDOM` (documented, "Name type"). */
const randomSuffix = /(?!^)-[A-Z0-9]{8,13}$/;

/**
 * Cuts the names of sources to what tells them apart: 20 characters at most, no two the same. A source that
 * turns up later gets a name of its own too.
 */
export function createShortNames(sources: readonly LogSource[]): (name: string) => string {
  const visible = sources.filter(source => !source.isHidden);
  const functions = new Set(visible.filter(isFunction).map(source => source.name));
  const names = [...new Set(visible.map(source => source.name))];
  const prefix = commonPrefix([...functions].map(withoutSuffix));
  const shorten = (name: string) =>
    functions.has(name) ? clip(withoutSuffix(name).slice(prefix.length)) : clip(name);
  const shortenLess = (name: string) => clip(functions.has(name) ? name.slice(prefix.length) : name);

  const shortNames = new Map<string, string>();
  const taken = new Set<string>();
  const assign = (name: string, candidates: readonly string[]): string => {
    const shortName = firstFree(candidates, taken);
    taken.add(shortName);
    shortNames.set(name, shortName);
    return shortName;
  };

  const users = countEach(names.map(shorten));
  const isAlone = (name: string) => users.get(shorten(name)) === 1;
  // Whoever has a short name to himself takes it before those who would share one look for another.
  for (const name of names.filter(isAlone)) assign(name, [shorten(name)]);
  for (const name of names) {
    if (!shortNames.has(name)) assign(name, [shortenLess(name), shorten(name)]);
  }
  return name => shortNames.get(name) ?? assign(name, [clip(withoutSuffix(name)), clip(name)]);
}

function isFunction({kind}: LogSource): boolean {
  return kind === 'lambda' || kind === 'authorizer';
}

function withoutSuffix(name: string): string {
  return name.replace(randomSuffix, '');
}

/** The words that all names begin with, and the `-` or `_` behind them; '' where a name would lose all. */
function commonPrefix(names: readonly string[]): string {
  const [first, ...others] = names;
  if (first === undefined || others.length === 0) return '';
  let length = first.length;
  for (const other of others) {
    let same = 0;
    while (same < length && first[same] === other[same]) same++;
    length = same;
  }
  const common = first.slice(0, length);
  const prefix = common.slice(0, Math.max(common.lastIndexOf('-'), common.lastIndexOf('_')) + 1);
  return names.includes(prefix) ? '' : prefix;
}

/** Both ends of a long name tell more than its start alone. */
function clip(name: string): string {
  if (name.length <= maxWidth) return name;
  const kept = (maxWidth - ellipsis.length) / 2;
  return name.slice(0, kept) + ellipsis + name.slice(-kept);
}

function firstFree(candidates: readonly string[], taken: ReadonlySet<string>): string {
  const free = candidates.find(candidate => !taken.has(candidate));
  if (free !== undefined) return free;
  const base = candidates[0] ?? '';
  for (let number = 2; ; number++) {
    const ending = `#${number}`;
    const numbered = base.slice(0, maxWidth - ending.length) + ending;
    if (!taken.has(numbered)) return numbered;
  }
}

function countEach(texts: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
}
