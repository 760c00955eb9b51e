import type {LogSource} from '../log-source.js';
import {executionRanks, firstOtherRank} from './execution-source.js';
import type {FoundSource} from './found-source.js';

export interface RankedSources {
  /** In the order of their ranks. */
  readonly sources: readonly LogSource[];
  readonly foundBy: ReadonlyMap<LogSource, string>;
}

/**
 * Gives sources their places: the canary's execution log, the execution log, authorizers by name, functions by
 * name, access logs, others. The first two places are fixed, because reading them begins before the rest is
 * known.
 */
export function rankSources(found: readonly FoundSource[]): RankedSources {
  let next = firstOtherRank;
  const ranked = [...found].sort(inOrder).map(({source, foundBy}): readonly [LogSource, string] => {
    const fixed = fixedRank(source);
    return [{...source, rank: fixed ?? next++}, foundBy];
  });
  return {sources: ranked.map(([source]) => source), foundBy: new Map(ranked)};
}

const kindOrder = {execution: 0, authorizer: 1, lambda: 2, access: 3, other: 4} as const;

const inOrder = ({source: a}: FoundSource, {source: b}: FoundSource): number =>
  kindOrder[a.kind] - kindOrder[b.kind] ||
  Number(b.canary) - Number(a.canary) ||
  Number(isUsualExecution(b)) - Number(isUsualExecution(a)) ||
  byText(a.name, b.name) ||
  byText(a.logGroup, b.logGroup) ||
  byText(a.region, b.region);

const isUsualExecution = ({kind, logGroup}: FoundSource['source']): boolean =>
  kind === 'execution' && logGroup.startsWith('API-Gateway-Execution-Logs');

function fixedRank(source: FoundSource['source']): number | undefined {
  if (!isUsualExecution(source)) return undefined;
  return source.canary ? executionRanks.canary : executionRanks.execution;
}

// By code unit, not by locale: the order must not change with the machine.
const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
