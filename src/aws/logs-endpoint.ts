import type {ProfileSettings} from './shared-config.js';

type Env = Readonly<Record<string, string | undefined>>;

/** Where CloudWatch Logs is asked, and the region that the request is signed for. */
export interface LogsEndpoint {
  readonly url: URL;
  readonly signingRegion: string;
}

export interface EndpointSettings {
  readonly region: string;
  /** What is to be asked in place of AWS. */
  readonly endpointUrl: string | undefined;
  /** Of the profile that counts. */
  readonly settings: ProfileSettings | undefined;
  readonly env: Env;
}

/**
 * Where CloudWatch Logs is asked, in the plain case. Undefined where only the SDK's rules tell: for FIPS, dual stack,
 * a partition other than "aws", and settings of endpoints that depend on others.
 */
export function plainLogsEndpoint({
  region,
  endpointUrl,
  settings = {},
  env,
}: EndpointSettings): LogsEndpoint | undefined {
  const isSpecial =
    // fips-us-east-1 is no region, but a way to ask for FIPS that the SDK still takes.
    region.includes('fips') ||
    specialVariables.some(name => env[name]) ||
    specialSettings.some(name => settings[name]);
  if (isSpecial) return undefined;
  const url =
    endpointUrl ||
    env.AWS_ENDPOINT_URL_CLOUDWATCH_LOGS ||
    env.AWS_ENDPOINT_URL ||
    settings.endpoint_url ||
    urlOfAws(region);
  return url === undefined ? undefined : {url: new URL(url), signingRegion: region};
}

const specialVariables = [
  'AWS_USE_FIPS_ENDPOINT',
  'AWS_USE_DUALSTACK_ENDPOINT',
  'AWS_IGNORE_CONFIGURED_ENDPOINT_URLS',
];

const specialSettings = [
  'use_fips_endpoint',
  'use_dualstack_endpoint',
  'ignore_configured_endpoint_urls',
  'services',
];

/** The regions of the partition "aws". */
const regionOfAws = /^(us|eu|ap|sa|ca|me|af|il|mx)-[a-z]+-\d+$/;

const urlOfAws = (region: string) =>
  regionOfAws.test(region) ? `https://logs.${region}.amazonaws.com` : undefined;
