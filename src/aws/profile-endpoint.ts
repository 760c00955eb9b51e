import type {Profiles} from './shared-config.js';

type Env = Readonly<Record<string, string | undefined>>;

/** Of the services that are asked, the id under which the shared config and the environment know each. */
export type ServiceId = 'CloudWatch Logs' | 'API Gateway' | 'ApiGatewayV2' | 'Lambda';

/**
 * The `endpoint_url` that a profile sets, for one service in its `services` section or for all; undefined where the
 * environment sets another one or says to ignore them. The SDK looks only at the profile that the process's
 * environment names ("Service-specific endpoints" in the AWS SDKs and Tools Reference Guide).
 */
export function endpointOfProfile(
  service: ServiceId,
  profile: string,
  profiles: Profiles,
  env: Env,
): string | undefined {
  const settings = profiles[profile];
  if (env.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS === 'true' || !settings) return undefined;
  const key = service.replaceAll(' ', '_');
  if (env[`AWS_ENDPOINT_URL_${key.toUpperCase()}`] || env.AWS_ENDPOINT_URL) return undefined;
  const section = settings.services ? profiles[`services.${settings.services}`] : undefined;
  return section?.[`${key.toLowerCase()}.endpoint_url`] || settings.endpoint_url || undefined;
}
