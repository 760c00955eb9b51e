import {isIP} from 'node:net';
import {ApilogsError, exitCodes} from '../errors.js';

type Env = Readonly<Record<string, string | undefined>>;

export interface HttpProxy {
  /** May hold a user and a password. */
  readonly url: URL;
  /** The environment variable that names it. */
  readonly variable: string;
}

/** What a client connects to. */
export interface Target {
  readonly host: string;
  readonly port: number;
}

/** The proxies of the environment, for targets of either protocol. */
export interface ProxySettings {
  readonly http: HttpProxy | undefined;
  readonly https: HttpProxy | undefined;
  isBypassed(target: Target): boolean;
}

/**
 * Reads `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`, of which the spelling in small letters goes first, as the AWS
 * CLI does; like it, pays no attention to `ALL_PROXY`. Undefined where no proxy is set. Throws a usage error for
 * a proxy that is no URL.
 */
export function readProxySettings(env: Env): ProxySettings | undefined {
  const http = readProxy('http_proxy', env);
  const https = readProxy('https_proxy', env);
  if (!http && !https) return undefined;
  const exceptions = readExceptions(env.no_proxy || env.NO_PROXY || '');
  return {http, https, isBypassed: target => isLoopback(target.host) || exceptions(target)};
}

/** The proxy as a message names it: without its password. */
export const describeProxy = ({url, variable}: HttpProxy): string =>
  `${url.protocol}//${url.host} (${variable})`;

function readProxy(name: string, env: Env): HttpProxy | undefined {
  const variable = [name, name.toUpperCase()].find(spelling => env[spelling]?.trim());
  const value = variable && env[variable]?.trim();
  if (!variable || !value) return undefined;
  // A bare host and port means plain HTTP to the proxy, also in HTTPS_PROXY (botocore's httpsession.py).
  const text = value.startsWith('//') ? `http:${value}` : value.includes('://') ? value : `http://${value}`;
  if (URL.canParse(text)) {
    const url = new URL(text);
    if (/^https?:$/.test(url.protocol) && url.hostname && isDecodable(url)) return {url, variable};
  }
  // The value may hold a password, so it is not printed.
  throw new ApilogsError(`${variable} is not the URL of an HTTP proxy`, {
    hint: 'for example http://proxy.example.com:3128; special characters of a password are written as %40',
    exitCode: exitCodes.usage,
  });
}

function isDecodable({username, password}: URL): boolean {
  try {
    decodeURIComponent(`${username}${password}`);
    return true;
  } catch {
    return false;
  }
}

/**
 * `NO_PROXY` as Python's urllib reads it, which the AWS CLI uses: an entry is a host, with or without its port,
 * and stands for the names below it too, with or without a leading dot. `*` is everything.
 */
function readExceptions(noProxy: string): (target: Target) => boolean {
  const entries = noProxy
    .toLowerCase()
    .split(/[\s,]+/)
    .map(entry => entry.replace(/^\*?\./, '').replace(/^\[(.*)\]$/, '$1'))
    .filter(Boolean);
  if (entries.includes('*')) return () => true;
  return ({host, port}) => {
    const name = host.toLowerCase();
    return entries.some(entry =>
      [name, `${name}:${port}`, `[${name}]:${port}`].some(
        form => form === entry || (isIP(name) === 0 && form.endsWith(`.${entry}`)),
      ),
    );
  };
}

/** Nothing on this machine's loopback interface is behind a proxy: neither the demo's AWS nor LocalStack. */
const isLoopback = (host: string) => /^(localhost|.*\.localhost|127(\.\d+){3}|\[?::1\]?)$/i.test(host);
