import {ApilogsError, exitCodes} from '../errors.js';
import type {ProfileSettings} from './shared-config.js';
import {silentLogger} from './silent-logger.js';

type Env = Readonly<Record<string, string | undefined>>;

/**
 * The region to ask: the flag, `AWS_REGION`, `AWS_DEFAULT_REGION` (which the AWS CLI obeys and the SDK does
 * not), the profile's, and on EC2 that of the instance. Throws a usage error where there is none.
 */
export async function resolveRegion(
  flag: string | undefined,
  profile: string | undefined,
  {env, settings}: {readonly env: Env; readonly settings: ProfileSettings | undefined},
): Promise<string> {
  const region =
    flag || env.AWS_REGION || env.AWS_DEFAULT_REGION || settings?.region || (await sdkRegion(profile));
  if (!region) {
    const where = profile ? `, and profile "${profile}" has none` : '';
    throw new ApilogsError(`no AWS region is set${where}`, {
      hint: 'pass --region, set AWS_REGION, or add "region" to the profile with `aws configure`',
      exitCode: exitCodes.usage,
    });
  }
  if (!/^[a-z\d]+(-[a-z\d]+)*$/i.test(region)) {
    throw new ApilogsError(`"${region}" is not the name of an AWS region`, {
      hint: 'a region looks like eu-central-1',
      exitCode: exitCodes.usage,
    });
  }
  return region;
}

async function sdkRegion(profile: string | undefined): Promise<string | undefined> {
  const {CloudWatchLogsClient} = await import('./sdk/cloudwatch-logs.js');
  const client = new CloudWatchLogsClient({logger: silentLogger, ...(profile && {profile})});
  try {
    return await client.config.region();
  } catch {
    // "Region is missing", or a shared config file that cannot be read: no region either way.
    return undefined;
  } finally {
    client.destroy();
  }
}
