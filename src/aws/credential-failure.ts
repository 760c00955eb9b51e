import {ApilogsError} from '../errors.js';
import {CredentialsError} from './credentials-error.js';
import {
  isAborted,
  isExpiredCredentials,
  isMissingCredentials,
  isRejectedCredentials,
  isThrottling,
  isTransient,
  isUnreachable,
  isWrongProtocol,
  messageOf,
  nameOf,
  networkCodeIn,
} from './error-kind.js';

/**
 * Why there are no credentials, told apart from a failure of the call that wanted them: the AccessDenied of STS
 * would otherwise read as one of CloudWatch Logs.
 */
export function toCredentialFailure(error: unknown, profile: string | undefined): unknown {
  if (error instanceof ApilogsError) return error;
  if (isFailedProcess(error)) return processFailed(error, profile);
  const code = isMissingCredentials(error) ? networkCodeIn(messageOf(error)) : undefined;
  // The SDK's provider for SSO keeps only the text of what went wrong; a network that is down comes back.
  if (code) return Object.assign(new Error(messageOf(error), {cause: error}), {code});
  if (explained.some(applies => applies(error))) return error;
  const ofProfile = profile ? ` of profile "${profile}"` : '';
  return new CredentialsError(
    `AWS gives no session to the credentials${ofProfile}: ${nameOf(error)}: ${messageOf(error)}`,
    {
      hint: 'check the role, its trust policy, and the token or keys that it is assumed with',
      cause: error,
    },
  );
}

/** What a message about the call that wanted the credentials explains as well. */
const explained = [
  isAborted,
  isExpiredCredentials,
  isMissingCredentials,
  isRejectedCredentials,
  isThrottling,
  isTransient,
  isUnreachable,
  isWrongProtocol,
];

/** Node's text for a command that failed: all of it, and what it wrote to stderr, either of which may hold secrets. */
const isFailedProcess = (error: unknown) =>
  isMissingCredentials(error) && messageOf(error).startsWith('Command failed: ');

function processFailed(cause: unknown, profile: string | undefined): CredentialsError {
  return new CredentialsError(`the credential_process of profile "${profile ?? 'default'}" has failed`, {
    hint: 'run its command, which the AWS configuration names, to see why',
    cause,
  });
}
