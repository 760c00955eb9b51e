import type {AccessLogSettings} from '@aws-sdk/client-api-gateway';
import type {FoundSource} from './found-source.js';
import type {Gap} from './gap.js';
import {type LogGroupAddress, parseLogGroupArn, serviceOfArn} from './log-group-arn.js';

/** Where a stage's access log goes. */
export type AccessLog =
  | {readonly kind: 'none'}
  | {readonly kind: 'logGroup'; readonly address: LogGroupAddress; readonly format: string | undefined}
  | {readonly kind: 'elsewhere'; readonly gap: Gap};

/** Reads the stage's setting: a log group, or a Firehose stream, which nothing can be read from. */
export function accessLogOf(settings: AccessLogSettings | undefined): AccessLog {
  const arn = settings?.destinationArn;
  if (!arn) return {kind: 'none'};
  const address = parseLogGroupArn(arn);
  if (address) return {kind: 'logGroup', address, format: settings.format};
  const isFirehose = serviceOfArn(arn) === 'firehose';
  return {
    kind: 'elsewhere',
    gap: {
      kind: 'notCloudWatch',
      what: arn,
      message: isFirehose
        ? `the access log goes to Firehose stream ${arn.split('/').at(-1)}, not to CloudWatch Logs, and is skipped`
        : `the access log goes to ${arn}, which is not a log group, and is skipped`,
      hint: 'to see it here, send it to a log group instead',
      isPartial: false,
      about: {kind: 'access', name: 'access'},
    },
  };
}

/** The access log as a source; `logGroup` is the canary's where `canary` is set. */
export const accessSource = (
  {address, format}: Extract<AccessLog, {kind: 'logGroup'}>,
  {logGroup, canary}: {readonly logGroup: string; readonly canary: boolean},
): FoundSource => ({
  source: {
    kind: 'access',
    name: 'access',
    logGroup,
    region: address.region,
    canary,
    ...(format !== undefined && {accessLogFormat: format}),
  },
  foundBy: canary ? "canary of the stage's access log" : "the stage's access log setting",
});
