import {ApilogsError, exitCodes} from '../errors.js';
import {allPages} from './all-pages.js';
import {type Attempt, attempt} from './attempt.js';
import type {DiscoverPorts} from './discover-ports.js';
import {listHint} from './rest-stage-errors.js';

/** The error for a stage of an HTTP or WebSocket API that is not there, with those that are. */
export async function unknownV2Stage(
  ports: Pick<DiscoverPorts, 'v2'>,
  {apiId, stage}: {readonly apiId: string; readonly stage: string},
  cause: unknown,
  signal?: AbortSignal,
): Promise<ApilogsError> {
  const stages = await attempt(
    allPages(next => ports.v2.getStages(apiId, next, signal)),
    signal,
  );
  const names = stages.ok ? stages.value.flatMap(({StageName}) => StageName ?? []).sort() : [];
  return new ApilogsError(`stage "${stage}" of API ${apiId} does not exist`, {
    hint: [stagesHint(names, stages), listHint].filter(Boolean).join('; '),
    exitCode: exitCodes.notFound,
    cause,
  });
}

function stagesHint(names: readonly string[], stages: Attempt<unknown>): string | undefined {
  if (names.length === 0) {
    return stages.ok ? 'it has no stages; create one, or deploy the API, to make one' : undefined;
  }
  const quoted = names.map(quoteForShell);
  return names.length === 1 ? `its only stage is ${quoted[0]}` : `its stages are ${quoted.join(', ')}`;
}

/** As it has to be typed: a shell takes `$default` for a variable. */
const quoteForShell = (name: string) => (name.includes('$') ? `'${name}'` : name);
