import {attempt} from './attempt.js';
import type {DiscoverPorts} from './discover-ports.js';

type CanaryPorts = Pick<DiscoverPorts, 'describeLogGroups'>;

/**
 * Which of the log groups exist that may hold a canary's lines. Where that cannot be told, the first of them;
 * where none exists, none.
 */
export async function existingLogGroups(
  {describeLogGroups}: CanaryPorts,
  candidates: readonly string[],
  region: string,
  signal?: AbortSignal,
): Promise<readonly string[]> {
  const probes = await Promise.all(
    candidates.map(name => attempt(describeLogGroups(name, region, signal), signal)),
  );
  const existing = candidates.filter((name, index) => {
    const probe = probes[index];
    return probe?.ok && probe.value.some(({logGroupName}) => logGroupName === name);
  });
  return existing.length === 0 && probes.some(({ok}) => !ok) ? candidates.slice(0, 1) : existing;
}
