import type {Agent} from 'node:http';
import type {AgentOptions} from 'node:https';
import {readCaBundle} from './ca-bundle.js';
import {readProxySettings} from './proxy-settings.js';
import type {ProfileSettings} from './shared-config.js';
import {silentLogger} from './silent-logger.js';

type Env = Readonly<Record<string, string | undefined>>;

/** How a client of the SDK makes its HTTP calls: the options of its NodeHttpHandler that are set here. */
export interface RequestHandlerOptions {
  readonly connectionTimeout: number;
  readonly requestTimeout: number;
  readonly socketTimeout: number;
  readonly throwOnRequestTimeout: boolean;
  readonly logger: typeof silentLogger;
  readonly httpAgent: Agent | AgentOptions;
  readonly httpsAgent: Agent | AgentOptions;
}

const connectionTimeoutMs = 5_000;
const requestTimeoutMs = 30_000;
const maxSockets = 64;

/**
 * Limits, trusted certificates and proxies, for the clients of the logs and for those that the credentials need.
 * Throws usage errors: a proxy that is no URL, certificates that cannot be read.
 */
export async function createRequestHandler(
  profile: ProfileSettings | undefined,
  env: Env,
): Promise<RequestHandlerOptions> {
  const ca = readCaBundle(profile, env);
  return {
    connectionTimeout: connectionTimeoutMs,
    requestTimeout: requestTimeoutMs,
    // The request's limit ends with the response's headers; this one guards a body that stalls.
    socketTimeout: requestTimeoutMs,
    // Without it a request over its limit is only warned about.
    throwOnRequestTimeout: true,
    logger: silentLogger,
    ...(await createAgents(ca, env)),
  };
}

async function createAgents(
  ca: string | undefined,
  env: Env,
): Promise<Pick<RequestHandlerOptions, 'httpAgent' | 'httpsAgent'>> {
  const connection = {keepAlive: true, maxSockets, ...(ca && {ca})};
  const proxies = readProxySettings(env);
  if (!proxies) return {httpAgent: connection, httpsAgent: connection};
  const {EnvironmentProxyAgent} = await import('./proxy-agent.js');
  return {
    httpAgent: new EnvironmentProxyAgent('http', proxies, connection),
    httpsAgent: new EnvironmentProxyAgent('https', proxies, connection),
  };
}
