import type {Stage} from '@aws-sdk/client-api-gateway';
import type {Stage as V2Stage} from '@aws-sdk/client-apigatewayv2';
import type {DiscoverPorts} from './discover-ports.js';
import type {StageDiscovery} from './stage-discovery.js';

/** What of a stage, when it changes, may change the logs that belong to it: a redeployment above all. */
export const stageFingerprint = ({
  deploymentId,
  variables,
  canarySettings,
  accessLogSettings,
}: Pick<Stage, 'deploymentId' | 'variables' | 'canarySettings' | 'accessLogSettings'>): string =>
  JSON.stringify([deploymentId, variables, canarySettings, accessLogSettings]);

/** The same for a stage of an HTTP or WebSocket API. */
export const v2StageFingerprint = ({
  DeploymentId,
  StageVariables,
  AccessLogSettings,
}: Pick<V2Stage, 'DeploymentId' | 'StageVariables' | 'AccessLogSettings'>): string =>
  JSON.stringify([DeploymentId, StageVariables, AccessLogSettings]);

/** The fingerprint that a stage has by now. */
export async function readStageFingerprint(
  ports: Pick<DiscoverPorts, 'getStage' | 'v2'>,
  {kind, api: {id}, stage}: Pick<StageDiscovery, 'kind' | 'api' | 'stage'>,
  signal?: AbortSignal,
): Promise<string> {
  if (kind === 'rest') return stageFingerprint(await ports.getStage(id, stage, signal));
  return v2StageFingerprint(await ports.v2.getStage(id, stage, signal));
}
