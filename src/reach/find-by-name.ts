import {isAccessDenied} from '../aws/aws-error.js';
import {closest} from '../closest.js';
import {UnknownApi} from '../discover/unknown-api.js';
import {ApilogsError, exitCodes} from '../errors.js';
import {kindNames, type ListedApi} from './api-listing.js';
import {choose} from './choose.js';
import {type ApiListing, listApis} from './list-apis.js';
import type {Reach} from './reach.js';

/** The API of a name; where several have it, the one that is picked. Throws an `ApilogsError` where none has it. */
export async function findByName(name: string, reach: Reach): Promise<ListedApi> {
  const listing = await listForNames(name, reach);
  const named = listing.apis.filter(api => api.name === name);
  if (named.length === 0) throw await unknownName(name, listing, reach);
  return choose(
    named.map(api => ({value: api, label: `${api.id}  ${kindNames[api.kind]}`})),
    `Which API named "${name}"?`,
    reach.pick,
    {message: `${named.length} APIs are named "${name}"`, hint: 'give --api-id the id of one of them:'},
  );
}

async function listForNames(name: string, {ports, signal}: Reach): Promise<ApiListing> {
  try {
    return await listApis(ports, signal);
  } catch (error) {
    if (!(error instanceof ApilogsError) || !isAccessDenied(error.cause)) throw error;
    throw new ApilogsError(
      `no API has the id "${name}", and without a list of APIs none is found by its name`,
      {
        hint: `give --api-id the id of the API, or ${error.hint}`,
        exitCode: exitCodes.denied,
        cause: error,
      },
    );
  }
}

const mostNamed = 3;

async function unknownName(
  name: string,
  {apis, failures}: ApiListing,
  {ports}: Reach,
): Promise<ApilogsError> {
  const [failure] = failures;
  if (failure) {
    return new ApilogsError(`no API named "${name}" is found: ${failure.error.message}`, {
      hint: failure.error.hint,
      exitCode: failure.error.exitCode,
      cause: failure.error,
    });
  }
  const near = nearest(name, apis).map(api => `${api.name} (${api.id})`);
  return new UnknownApi(
    {apiId: name, region: ports.region, accountId: await ports.accountId()},
    near.length === 0
      ? {}
      : {hint: `did you mean ${near.join(', ')}? \`apilogs apis\` lists every API and stage`},
  );
}

/** Those with a name that holds what was typed, and the one whose name or id differs by a slip. */
function nearest(typed: string, apis: readonly ListedApi[]): ListedApi[] {
  const lower = typed.toLowerCase();
  const slip = closest(
    typed,
    apis.flatMap(({name, id}) => [name, id]),
  );
  const isSlip = ({name, id}: ListedApi) => name === slip || id === slip;
  return apis
    .filter(api => isSlip(api) || api.name.toLowerCase().includes(lower))
    .sort((a, b) => Number(isSlip(b)) - Number(isSlip(a)))
    .slice(0, mostNamed);
}
