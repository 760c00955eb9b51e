import type {FailedCall} from './aws-error.js';

/** What of a call for credentials differs from the call that wanted them. */
export type CredentialCall = Pick<FailedCall, 'action' | 'what' | 'host' | 'endpointUrl'>;

const calls = new WeakMap<object, CredentialCall>();

/** Remembers of a failure that it is one of the call for credentials; it stays as it is, for those that try again. */
export function asCredentialFailure<Failure>(failure: Failure, call: CredentialCall): Failure {
  if (typeof failure === 'object' && failure !== null) calls.set(failure, call);
  return failure;
}

/** The call for credentials that failed in place of the one that wanted them; undefined where that failed itself. */
export const credentialCallOf = (failure: unknown): CredentialCall | undefined =>
  typeof failure === 'object' && failure !== null ? calls.get(failure) : undefined;
