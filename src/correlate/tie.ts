import type {ApiRequest} from './api-request.js';
import type {Invocation} from './invocation.js';

export function tie(invocation: Invocation, request: ApiRequest): void {
  invocation.request = request;
  if (invocation.hasFailed) request.hasFunctionError = true;
  request.lambdaRequestIds.add(invocation.id);
}

/** Ties the one invocation that claims a request; of several none is believed. */
export function tieOnly(claimants: readonly Invocation[], request: ApiRequest): void {
  const [only] = claimants;
  if (only && claimants.length === 1 && !only.request) tie(only, request);
}
