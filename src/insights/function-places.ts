import type {LogSource} from '../log-source.js';
import {streamOwners} from '../read/log-group-reading.js';
import {nameOfGroup} from './query-text.js';

/**
 * Finds the function that a `functionPlace` of a query means, `LOG-GROUP@NAME` with the name that stands in the
 * names of its streams; undefined for one that is none of the sources.
 */
export function functionPlaces(sources: readonly LogSource[]): (place: string) => LogSource | undefined {
  const owners = new Map<string, (logStream: string) => LogSource | undefined>();
  for (const source of sources) {
    const logGroup = nameOfGroup(source.logGroup);
    if (owners.has(logGroup)) continue;
    owners.set(logGroup, streamOwners(sources.filter(other => nameOfGroup(other.logGroup) === logGroup)));
  }
  return place => {
    const [logGroup = '', name = ''] = place.split('@');
    return owners.get(logGroup)?.(streamNamed(name));
  };
}

/** Any stream of such a name: those of a function's own log group have none (Lambda's guide). */
const streamNamed = (name: string) => `2026/01/01/${name}[$LATEST]${'0'.repeat(32)}`;
