import type {FoundSource} from './found-source.js';
import {isDefaultStream, isStreamOf} from './function-stream.js';
import {groupBy} from './group-by.js';

/**
 * Gives each source of a shared log group the streams that are its own, so that no two sources of the group
 * claim the same stream: a function those with its name, a source that has the group to itself the rest.
 *
 * A function in a custom group is narrowed even where it is the only one found, since functions of other
 * APIs may write there too; streams named as in a function's own group are taken then, by one function.
 */
export function narrowSharedGroups(found: readonly FoundSource[]): FoundSource[] {
  const groups = groupBy(found, groupKey);
  return found.map(one => {
    const ownsStream = streamsOf(one, groups.get(groupKey(one)) ?? []);
    return ownsStream ? {...one, source: {...one.source, ownsStream}} : one;
  });
}

function streamsOf(
  one: FoundSource,
  group: readonly FoundSource[],
): ((logStream: string) => boolean) | undefined {
  const sharing = group.flatMap(({sharesGroupAs}) => sharesGroupAs ?? []);
  if (sharing.length === 0) return undefined;
  if (one.sharesGroupAs === undefined) {
    const others = sharing.map(isStreamOf);
    return logStream => !others.some(isOther => isOther(logStream));
  }
  const isOwn = isStreamOf(one.sharesGroupAs);
  const takesDefaultStreams = sharing.length === group.length && group[0] === one;
  return takesDefaultStreams ? logStream => isOwn(logStream) || isDefaultStream(logStream) : isOwn;
}

const groupKey = ({source: {region, logGroup}}: FoundSource) => `${region} ${logGroup}`;
