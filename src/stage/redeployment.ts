import {isAccessDenied} from '../aws/error-kind.js';
import {createDiscoverPorts} from '../discover/discover-ports.js';
import {discoverStage} from '../discover/discover-stage.js';
import type {StageDiscovery} from '../discover/stage-discovery.js';
import {readStageFingerprint} from '../discover/stage-fingerprint.js';
import type {LogGroupReading} from '../read/log-group-reading.js';
import {selectSources} from '../select/select-sources.js';
import {readingsOfStage} from './stage-readings.js';
import type {StageTask} from './stage-task.js';

/** Asks for the stage alone; only where its deployment or its settings have changed is it discovered anew. */
export function lookForRedeployment(
  {options, context, aws, notices}: StageTask,
  discovery: StageDiscovery,
  readings: readonly LogGroupReading[],
  signal: AbortSignal,
): () => Promise<readonly LogGroupReading[] | undefined> {
  const ports = createDiscoverPorts(aws, context.clock);
  const target = {apiId: options.apiId, stage: discovery.stage, region: aws.region};
  let {fingerprint} = discovery;
  const followed = new Set(readings.map(keyOf));
  const followedNames = new Set(readings.flatMap(({sources}) => sources.map(({name}) => name)));

  return async () => {
    const now = await readStageFingerprint(ports, discovery, signal).catch((error: unknown) => {
      if (isAccessDenied(error)) {
        notices.notice(
          'redeployments of the stage go unnoticed: no permission to read it any more',
          'allow apigateway:GET on the stage',
        );
      }
      throw error;
    });
    if (now === fingerprint) return undefined;
    const found = await discoverStage(ports, target, notices, signal);
    ({fingerprint} = found);
    const anew = {sources: selectSources(found.sources, options)};
    const added = readingsOfStage(anew, options.filterPattern, options).readings.filter(
      reading => !followed.has(keyOf(reading)),
    );
    for (const reading of added) followed.add(keyOf(reading));
    const names = new Set(added.flatMap(({sources}) => sources.map(({name}) => name)));
    for (const name of names) if (followedNames.has(name)) names.delete(name);
    for (const name of names) followedNames.add(name);
    if (names.size > 0)
      notices.change(`the stage was redeployed: following ${[...names].join(', ')} as well`);
    return added;
  };
}

const keyOf = ({region, logGroup, sources, filterPattern}: LogGroupReading) =>
  [region, logGroup, filterPattern, ...sources.map(({name}) => name)].join(' ');
