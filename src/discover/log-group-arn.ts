/** A log group as an ARN names it. */
export interface LogGroupAddress {
  readonly logGroup: string;
  readonly region: string;
  readonly accountId: string;
}

const logGroupArn = /^arn:[\w-]+:logs:([a-z\d-]+):(\d{12}):log-group:([^:*]+)(?::\*)?$/;

/** The log group of an ARN, with or without the trailing `:*`; `undefined` where the ARN is of something else. */
export function parseLogGroupArn(arn: string): LogGroupAddress | undefined {
  const [, region, accountId, logGroup] = logGroupArn.exec(arn) ?? [];
  if (!region || !accountId || !logGroup) return undefined;
  return {logGroup, region, accountId};
}

/** The service an ARN belongs to, such as `firehose`. */
export const serviceOfArn = (arn: string): string => arn.split(':')[2] ?? '';
