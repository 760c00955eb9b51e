import {ApilogsError, exitCodes} from '../errors.js';

/** Where an API is called, as far as a URL or a host name tells. */
export type ApiAddress = InvokeAddress | DomainAddress;

/** An address that API Gateway, or LocalStack, gave the API. */
export interface InvokeAddress {
  readonly kind: 'invoke';
  readonly apiId: string;
  /** The stage, or with the stage `$default` of an HTTP API the first part of a route's path. */
  readonly firstPart: string | undefined;
  /** LocalStack's addresses have none. */
  readonly region: string | undefined;
  /** Where LocalStack is asked, when the address is of this machine. */
  readonly endpointUrl: string | undefined;
}

/** An address that its owner gave it. */
export interface DomainAddress {
  readonly kind: 'domain';
  readonly domainName: string;
  /** Parts of the path, decoded. */
  readonly path: readonly string[];
  /** What was typed where that was no URL: it may be the name of an API that has a dot in it. */
  readonly name: string | undefined;
}

const hostName = /^[a-z\d*]([\w-]*[a-z\d])?(\.[a-z\d]([a-z\d-]*[a-z\d])?)+(:\d+)?([/?#]|$)/i;

/** Whether a word can only be meant as a URL, or the host name of an API at AWS. */
export const isApiUrl = (word: string): boolean =>
  word.includes('://') || (hostName.test(word) && awsHost.test(word.split(/[/:?#]/, 1)[0] ?? ''));

/**
 * Reads a URL or a host name; undefined for a word that is neither. Throws a usage error for a URL that cannot
 * be the address of an API.
 */
export function parseApiAddress(text: string): ApiAddress | undefined {
  const isUrl = text.includes('://');
  if (!isUrl && !hostName.test(text)) return undefined;
  const url = toUrl(isUrl ? text : `https://${text}`, text);
  const path = url.pathname.split('/').filter(Boolean).map(decode);
  return (
    atAws(url, path) ??
    atLocalStack(url, path) ??
    atCustomDomain(url, path, isUrl ? undefined : text) ??
    refuse(text)
  );
}

function toUrl(url: string, typed: string): URL {
  if (!URL.canParse(url)) return refuse(typed);
  const parsed = new URL(url);
  return /^(https?|wss?):$/.test(parsed.protocol) ? parsed : refuse(typed);
}

function refuse(text: string): never {
  throw new ApilogsError(`"${text}" is not the URL of an API`, {
    hint: 'give an invoke URL such as https://abc123def4.execute-api.eu-west-1.amazonaws.com/prod, or --api-id ID',
    exitCode: exitCodes.usage,
  });
}

/**
 * `ID.execute-api.REGION.amazonaws.com`, with the id of a VPC endpoint behind the API's, in China, dual-stack
 * (API Gateway guide, "Invoke REST APIs", "Invoke a private API", "Dualstack APIs").
 */
const awsHost =
  /^([a-z\d]+)(?:-vpce-[a-z\d-]+)?\.execute-api(?:-fips)?\.([a-z\d-]+)\.(?:amazonaws\.com(?:\.cn)?|api\.aws|api\.amazonwebservices\.com\.cn)$/i;

/** The name of a VPC endpoint itself: which API is meant stands in a header of the request. */
const vpcEndpointHost = /\.execute-api\.[a-z\d-]+\.vpce\.amazonaws\.com(\.cn)?$/i;

function atAws({hostname}: URL, [firstPart]: readonly string[]): InvokeAddress | undefined {
  if (vpcEndpointHost.test(hostname)) {
    throw new ApilogsError(`"${hostname}" is a VPC endpoint, which does not tell the API`, {
      hint: 'give the id that its requests name in the header x-apigw-api-id or Host: --api-id ID',
      exitCode: exitCodes.usage,
    });
  }
  const [, apiId, region] = awsHost.exec(hostname) ?? [];
  if (!apiId || !region) return undefined;
  return {kind: 'invoke', apiId, firstPart, region, endpointUrl: undefined};
}

/** LocalStack's port where a URL names none. */
const localStackPort = 4566;
const localStackHost = /^(.+)\.execute-api\.(?:localhost\.localstack\.cloud|localhost)$/i;

/** LocalStack's forms (its guide, "API Gateway", "Custom IDs and invocation URLs"). */
function atLocalStack(url: URL, path: readonly string[]): InvokeAddress | undefined {
  const [, idInHost] = localStackHost.exec(url.hostname) ?? [];
  const endpointUrl = endpointAt(url);
  const found = (apiId: string | undefined, firstPart: string | undefined): InvokeAddress | undefined =>
    apiId === undefined ? undefined : {kind: 'invoke', apiId, firstPart, region: undefined, endpointUrl};
  if (idInHost) return found(idInHost, path[0]);
  if (path[0] === 'restapis' && path[3] === '_user_request_') return found(path[1], path[2]);
  if (path[0] === '_aws' && path[1] === 'execute-api') return found(path[2], path[3]);
  return undefined;
}

/**
 * Where to ask. A pasted URL must not send signed requests to any host it likes, so only addresses of this
 * machine count, and those are asked under the name that no DNS server can lead elsewhere.
 */
function endpointAt({hostname, port, protocol}: URL): string | undefined {
  const isLocal =
    /(^|\.)localhost(\.localstack\.cloud)?$/i.test(hostname) ||
    hostname === '127.0.0.1' ||
    hostname === '[::1]';
  if (!isLocal) return undefined;
  const host = hostname === '127.0.0.1' || hostname === '[::1]' ? hostname : 'localhost';
  const isPlainWeb = port === '' && /^(http|ws):$/.test(protocol);
  return `http://${host}${isPlainWeb ? '' : `:${port || localStackPort}`}`;
}

function atCustomDomain(
  {hostname}: URL,
  path: readonly string[],
  name: string | undefined,
): DomainAddress | undefined {
  const isOwn = /[a-z]/i.test(hostname) && hostname.includes('.') && !/(^|\.)localhost$/i.test(hostname);
  return isOwn ? {kind: 'domain', domainName: hostname.toLowerCase(), path, name} : undefined;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
