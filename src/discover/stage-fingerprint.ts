import type {Stage} from '@aws-sdk/client-api-gateway';

/** What of a stage, when it changes, may change the logs that belong to it: a redeployment above all. */
export const stageFingerprint = ({
  deploymentId,
  variables,
  canarySettings,
  accessLogSettings,
}: Pick<Stage, 'deploymentId' | 'variables' | 'canarySettings' | 'accessLogSettings'>): string =>
  JSON.stringify([deploymentId, variables, canarySettings, accessLogSettings]);
