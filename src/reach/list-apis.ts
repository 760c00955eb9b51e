import {isUnsupported, toApilogsError} from '../aws/aws-error.js';
import {allPages} from '../discover/all-pages.js';
import {attempt} from '../discover/attempt.js';
import type {ApilogsError} from '../errors.js';
import type {ListedApi} from './api-listing.js';
import type {GatewayVersion, ReachPorts} from './reach-ports.js';

/** What could be listed, and what could not. */
export interface ApiListing {
  /** By name. */
  readonly apis: readonly ListedApi[];
  readonly failures: readonly ListingFailure[];
}

export interface ListingFailure {
  readonly version: GatewayVersion;
  readonly error: ApilogsError;
}

export const versions = ['v1', 'v2'] as const satisfies readonly GatewayVersion[];

const whatIsListed: Readonly<Record<GatewayVersion, string>> = {
  v1: 'the list of REST APIs',
  v2: 'the list of HTTP and WebSocket APIs',
};

/** Every API of the region. Throws an `ApilogsError` where none of the lists can be read. */
export async function listApis(ports: ReachPorts, signal?: AbortSignal): Promise<ApiListing> {
  const [v1, v2] = await Promise.all(versions.map(version => listVersion(ports, version, signal)));
  const lists = [v1, v2].filter(list => list !== undefined);
  const failures = lists.flatMap(list => ('error' in list ? [list] : []));
  const apis = lists.flatMap(list => ('apis' in list ? list.apis : []));
  const [first] = failures;
  if (first && failures.length === lists.length) throw first.error;
  return {apis: apis.sort(byName), failures};
}

async function listVersion(
  ports: ReachPorts,
  version: GatewayVersion,
  signal: AbortSignal | undefined,
): Promise<{apis: ListedApi[]} | ListingFailure | undefined> {
  const list = ports.listApis[version];
  const answer = await attempt(
    allPages(next => list(next, signal)),
    signal,
  ).catch(error => {
    if (signal?.aborted) throw error;
    throw explainListing(ports, version, error);
  });
  if (answer.ok) return {apis: answer.value};
  // The first version always exists; a local AWS may have no second.
  if (version === 'v2' && isUnsupported(answer.error)) return undefined;
  return {version, error: explainListing(ports, version, answer.error)};
}

const explainListing = ({region, asked}: ReachPorts, version: GatewayVersion, error: unknown) =>
  toApilogsError(error, {action: 'apigateway:GET', what: whatIsListed[version], region, ...asked});

/** By code units, so that every machine lists alike. */
function byName(a: ListedApi, b: ListedApi): number {
  if (a.name !== b.name) return a.name < b.name ? -1 : 1;
  return a.id < b.id ? -1 : 1;
}
