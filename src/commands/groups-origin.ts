import {explainRetention} from '../explain/explain-source.js';
import {findGroups, type GroupsDiscovery, type GroupsWorld, groupsOf} from '../groups/find-groups.js';
import {createGroupPorts} from '../groups/group-ports.js';
import type {NamedGroups} from '../groups/named-groups.js';
import {toNamedSources} from '../groups/named-sources.js';
import type {LogSource} from '../log-source.js';
import type {LogGroupReading} from '../read/log-group-reading.js';
import {selectSources, selectsByName} from '../select/select-sources.js';
import {readingsOfStage} from '../stage/stage-readings.js';
import type {StageTask} from '../stage/stage-task.js';
import type {PrintedOrigin} from './printed-origin.js';

/** Log groups that were named. */
export const createGroupsOrigin = (
  named: NamedGroups,
  {isFollowed}: {readonly isFollowed: boolean},
): PrintedOrigin<GroupsDiscovery> => ({
  knownBefore: () => undefined,
  discover: async (run, signal) => {
    const world = await worldOf(run, signal);
    const discovery = await findGroups(named, world, {isFollowed});
    return {...discovery, sources: selectSources(discovery.sources, run.options, 'logGroups')};
  },
  lookForMore: (run, discovery, _readings, signal) =>
    named.prefixes.length === 0 ? undefined : lookForNewGroups(named, run, discovery, signal),
  explainNothing: async ({notices, context}, {discovery, startTime}) => {
    for (const [source, retentionInDays] of discovery.retention) {
      const window = {startTime, now: context.clock.now()};
      for (const {message, hint} of explainRetention(source, {retentionInDays}, window))
        notices.notice(message, hint);
    }
  },
});

const worldOf = async ({aws, notices}: StageTask, signal: AbortSignal): Promise<GroupsWorld> => ({
  ports: createGroupPorts(aws),
  region: aws.region,
  accountId: await aws.accountId(),
  asked: {profile: aws.profile, endpointUrl: aws.endpointUrl},
  notices,
  signal,
});

/** A log group whose name begins as was asked for is followed as soon as it is there. */
function lookForNewGroups(
  {prefixes}: NamedGroups,
  run: StageTask,
  {sources}: GroupsDiscovery,
  signal: AbortSignal,
): () => Promise<readonly LogGroupReading[] | undefined> {
  const {options, notices} = run;
  let known: readonly LogSource[] = sources;

  return async () => {
    const world = await worldOf(run, signal);
    const listed = await Promise.all(prefixes.map(prefix => groupsOf(prefix, world)));
    const byName = new Map(listed.flat().map(({group}) => [group.logGroup, group]));
    for (const {logGroup, region} of known) if (region === world.region) byName.delete(logGroup);
    const fresh = [...byName.values()];
    if (fresh.length === 0) return undefined;
    const all = toNamedSources([...known, ...fresh]);
    const added = all.slice(known.length);
    known = all;
    const selected = added.filter(source => selectsByName(options, source));
    if (selected.length === 0) return undefined;
    notices.change(`following ${selected.map(({logGroup}) => logGroup).join(', ')} as well, which is new`);
    return readingsOfStage({sources: selected}, options.filterPattern, options).readings;
  };
}
