import {type AccessLog, accessSource} from './access-log.js';
import {existingLogGroups} from './canary-log-groups.js';
import type {DiscoverPorts} from './discover-ports.js';
import type {ExecutionDelivery} from './execution-delivery.js';
import {canaryExecutionLogGroups, executionSource} from './execution-source.js';
import type {FoundSource} from './found-source.js';
import type {RestStageTarget} from './rest-stage-errors.js';
import {isOfAccount} from './stage-account.js';

/** The log groups of the canary alone: that of its execution log, and that of its access log if it exists. */
export async function canarySources(
  ports: Pick<DiscoverPorts, 'describeLogGroups'>,
  {restApiId, stage, region}: RestStageTarget,
  accessLog: AccessLog,
  signal?: AbortSignal,
): Promise<FoundSource[]> {
  const candidates = canaryExecutionLogGroups(restApiId, stage);
  const [executions, accesses] = await Promise.all([
    existingLogGroups(ports, candidates, region, signal),
    accessLog.kind === 'logGroup'
      ? existingLogGroups(ports, [`${accessLog.address.logGroup}/Canary`], accessLog.address.region, signal)
      : [],
  ]);
  // Without any, the group appears with the canary's first request.
  const executionGroups = executions.length > 0 ? executions : candidates.slice(0, 1);
  return [
    ...executionGroups.map(logGroup => ({
      source: {...executionSource(restApiId, stage, region), logGroup, canary: true},
      foundBy: "canary of the stage's execution log",
    })),
    ...(accessLog.kind === 'logGroup'
      ? accesses.map(logGroup => accessSource(accessLog, {logGroup, canary: true}))
      : []),
  ];
}

/** The log group that a delivery fills. The usual one is read besides: it holds what came before the delivery. */
export const deliveredSources = (
  {logGroup: delivered}: ExecutionDelivery,
  owner: string | undefined,
): FoundSource[] =>
  delivered && isOfAccount(delivered, owner)
    ? [
        {
          source: {
            kind: 'execution',
            name: 'execution',
            logGroup: delivered.logGroup,
            region: delivered.region,
            canary: false,
          },
          foundBy: `log delivery to "${delivered.deliveryName}"`,
        },
      ]
    : [];

export const accessSources = (accessLog: AccessLog, owner: string | undefined): FoundSource[] =>
  accessLog.kind === 'logGroup' && isOfAccount(accessLog.address, owner)
    ? [accessSource(accessLog, {logGroup: accessLog.address.logGroup, canary: false})]
    : [];
