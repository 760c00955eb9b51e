import type {LogSource} from '../log-source.js';

/** Places among sources that are known before anything else of the stage is (`LogSource.rank`). */
export const executionRanks = {canary: 0, execution: 1} as const;

/** The first place after them. */
export const firstOtherRank = 2;

/**
 * The execution log of a REST API's stage. Its name follows from the arguments, so reading it needs no
 * discovery.
 */
export function executionSource(restApiId: string, stage: string, region: string): LogSource {
  return {
    kind: 'execution',
    name: 'execution',
    logGroup: executionLogGroup(restApiId, stage),
    region,
    canary: false,
    rank: executionRanks.execution,
  };
}

export const executionLogGroup = (restApiId: string, stage: string): string =>
  `API-Gateway-Execution-Logs_${restApiId}/${stage}`;

/**
 * Where the canary's execution log may be. The guide's page on canary releases writes a slash behind "Logs";
 * every other page writes the underscore, which is listed first.
 */
export const canaryExecutionLogGroups = (restApiId: string, stage: string): readonly [string, string] => [
  `${executionLogGroup(restApiId, stage)}/Canary`,
  `API-Gateway-Execution-Logs/${restApiId}/${stage}/Canary`,
];
