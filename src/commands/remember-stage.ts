import type {StageDiscovery} from '../discover/stage-discovery.js';
import type {StageRun} from './stage-run.js';

/** Keeps what was found for the completion on the command line; nobody has to wait for it, and it never fails. */
export async function rememberStage(
  {kind, api: {id, name}, stage}: StageDiscovery,
  {aws, context}: Pick<StageRun, 'aws' | 'context'>,
): Promise<void> {
  const {rememberApis} = await import('../completion/known-apis.js');
  await rememberApis([{id, name, kind, stages: [stage]}], aws, {
    folder: context.cacheFolder,
    now: context.clock.now(),
  });
}
