import {editDistance} from '../closest.js';
import {trimEndOf} from '../trim-end-of.js';
import type {GroupPorts} from './group-ports.js';

const mostNamed = 5;

/**
 * The names of log groups that are most like one that does not exist, nearest first; none where they cannot be listed.
 * Looks at those that contain its last part, and at those that begin as it does up to there.
 */
export async function nearestGroups(
  {logGroups}: Pick<GroupPorts, 'logGroups'>,
  logGroup: string,
  region: string,
  signal: AbortSignal,
): Promise<string[]> {
  const lastSlash = trimEndOf(logGroup, '/').lastIndexOf('/');
  const last = logGroup.slice(lastSlash + 1);
  const queries = [
    ...(last === '' ? [] : [{containing: last}]),
    ...(lastSlash > 0 ? [{prefix: logGroup.slice(0, lastSlash + 1)}] : []),
  ];
  const pages = await Promise.all(
    queries.map(query =>
      logGroups(query, region, undefined, signal).catch(() => ({items: [], next: undefined})),
    ),
  );
  const names = new Set(pages.flatMap(({items}) => items.flatMap(({logGroupName}) => logGroupName ?? [])));
  return [...names]
    .map(name => ({name, distance: distanceOf(name, logGroup, last)}))
    .filter(({distance}) => distance < Number.POSITIVE_INFINITY)
    .sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1))
    .slice(0, mostNamed)
    .map(({name}) => name);
}

/** A name that contains what was typed is near, however long it is; others must not differ by more than a third. */
function distanceOf(name: string, wanted: string, last: string): number {
  if (name.toLowerCase().includes(last.toLowerCase())) return name.length - wanted.length > 0 ? 1 : 0;
  const distance = editDistance(name, wanted);
  return distance <= Math.max(2, last.length / 3) ? distance : Number.POSITIVE_INFINITY;
}
