import {ApilogsError, exitCodes} from '../errors.js';

/** Throws a usage error unless `url` is an http or https URL; `setting` is where it was set. */
export function checkEndpointUrl(setting: string, url: string): void {
  if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return;
  throw new ApilogsError(`${setting} "${url}" is not an http or https URL`, {
    hint: 'for example http://localhost:4566',
    exitCode: exitCodes.usage,
  });
}

/** The same for `AWS_ENDPOINT_URL` and its kin: of a broken one the SDK complains on stderr itself. */
export function checkEnvironmentEndpoints(env: Readonly<Record<string, string | undefined>>): void {
  if (env.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS === 'true') return;
  for (const [name, url] of Object.entries(env)) {
    if (
      url &&
      /^AWS_ENDPOINT_URL(_CLOUDWATCH_LOGS|_API_GATEWAY|_APIGATEWAYV2|_LAMBDA|_CLOUDFORMATION|_STS|_SSO|_SSO_OIDC)?$/.test(
        name,
      )
    ) {
      checkEndpointUrl(name, url);
    }
  }
}
