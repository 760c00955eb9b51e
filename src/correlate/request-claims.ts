import type {LogSource} from '../log-source.js';
import type {ApiRequest} from './api-request.js';
import type {Invocation} from './invocation.js';
import {mayBeOf} from './invocation-start.js';

/** A line of an invocation, written at `at` (log time, epoch ms), contains a request's id. */
interface Claim {
  readonly invocation: Invocation;
  readonly source: LogSource;
  readonly logStream: string;
  readonly at: number;
}

interface Claimants {
  readonly authorizers: readonly Invocation[];
  readonly functions: readonly Invocation[];
}

/** Which invocations wrote which requests' ids, until somebody decides whose request it was. */
export class RequestClaims {
  readonly #claims = new Map<string, Map<Invocation, Claim>>();

  /** @returns whether nobody claimed the request before */
  add(requestId: string, claim: Claim, request: ApiRequest | undefined): boolean {
    const claims = this.#claims.get(requestId);
    const {invocation} = claim;
    if (claims?.has(invocation)) return false;
    waitForClaims(invocation, request);
    if (claims) claims.set(invocation, claim);
    else this.#claims.set(requestId, new Map([[invocation, claim]]));
    return claims === undefined;
  }

  /** Lets those who claim the request wait until that is decided, once the time of that is known. */
  awaitDecision(request: ApiRequest): void {
    for (const invocation of this.#claims.get(request.id)?.keys() ?? []) waitForClaims(invocation, request);
  }

  /** Those whose claim to the request counts; with this the claims to it are over. */
  take(requestId: string, counts: (claim: Claim) => boolean): Claimants {
    const claims = [...(this.#claims.get(requestId)?.values() ?? [])];
    this.forget(requestId);
    const claimants = claims
      .filter(claim => counts(claim) && mayBeOf(claim, claim.invocation))
      .map(({invocation}) => invocation);
    return {
      authorizers: claimants.filter(({source}) => source.kind === 'authorizer'),
      functions: claimants.filter(({source}) => source.kind !== 'authorizer'),
    };
  }

  forget(requestId: string): void {
    this.#claims.delete(requestId);
  }
}

/** An invocation that claims a request is not done with before the claims to that are decided. */
function waitForClaims(invocation: Invocation, request: ApiRequest | undefined): void {
  const {claimsDecidedAt} = request ?? {};
  if (!request || claimsDecidedAt === undefined || request.openedAt !== undefined) return;
  invocation.claimed ??= new Set();
  invocation.claimed.add(request);
  invocation.claimsDecidedAt = Math.max(invocation.claimsDecidedAt ?? 0, claimsDecidedAt);
}

/**
 * Whether the invocation began and ended while the request was under way. Clocks get no allowance here: a function
 * that calls its own API begins just before the request whose id it then writes.
 */
const liesWithin = ({startedAt, endedAt}: Invocation, {accessedAt, answeredAt}: ApiRequest) =>
  startedAt !== undefined &&
  endedAt !== undefined &&
  accessedAt !== undefined &&
  answeredAt !== undefined &&
  startedAt >= accessedAt &&
  endedAt <= answeredAt;

/** Whether of all the requests that the invocation claims only this one can be its own. */
export const isPartOfNoOther = (invocation: Invocation, request: ApiRequest) =>
  [...(invocation.claimed ?? [])].every(claimed => (claimed === request) === liesWithin(invocation, claimed));
