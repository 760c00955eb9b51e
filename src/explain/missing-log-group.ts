import type {LogSource} from '../log-source.js';

export const missingText = (logGroup: string): string => `log group "${logGroup}" does not exist yet`;

/** Why a log group may not be there, and what brings it. */
export function whyMissing(source: Pick<LogSource, 'kind' | 'canary'> | undefined): string | undefined {
  if (source?.canary) return 'AWS creates it when the canary serves its first request';
  switch (source?.kind) {
    case 'execution':
      return 'execution logging of the stage may never have been on; its settings are under Logs and tracing';
    case 'lambda':
    case 'authorizer':
      return 'AWS creates it when the function is first invoked, if its role may write logs (AWSLambdaBasicExecutionRole)';
    case 'access':
      return 'it was deleted, or nothing has been written since access logging was set';
    default:
      return undefined;
  }
}
