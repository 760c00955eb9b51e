import {ApilogsError} from '../errors.js';
import {asCredentialFailure, type CredentialCall} from './credential-call.js';
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
} from './error-kind.js';
import {passingFailureIn} from './failure-in-text.js';
import type {ProfileSettings} from './shared-config.js';

/**
 * Why there are no credentials, told apart from a failure of the call that wanted them: the AccessDenied of STS
 * would otherwise read as one of CloudWatch Logs.
 */
export function toCredentialFailure(
  error: unknown,
  profile: string | undefined,
  settings: ProfileSettings = {},
): unknown {
  if (error instanceof ApilogsError) return error;
  // When the command fails, the SDK looks on, at last for the role of a machine, and keeps what is wrong there.
  if (isMissingCredentials(error) && settings.credential_process) return processFailed(error, profile);
  // A network that is down comes back.
  const passing = isMissingCredentials(error) ? passingFailureIn(messageOf(error), error) : undefined;
  if (passing)
    return usesPortal(settings) ? asCredentialFailure(passing, credentialCall(portal, profile)) : passing;
  if (isMissingCredentials(error) && isRefusal(messageOf(error))) return portalRefused(error, profile);
  if (explained.some(applies => applies(error)))
    return settings.role_arn && isOfCall(error)
      ? asCredentialFailure(error, credentialCall(roleService, profile))
      : error;
  const ofProfile = profile ? ` of profile "${profile}"` : '';
  return new CredentialsError(
    `AWS gives no session to the credentials${ofProfile}: ${nameOf(error)}: ${messageOf(error)}`,
    {
      hint: 'check the role, its trust policy, and the token or keys that it is assumed with',
      cause: error,
    },
  );
}

const portal = {name: 'IAM Identity Center', action: 'sso:GetRoleCredentials'};
const roleService = {name: 'STS', action: 'sts:AssumeRole'};

/** Of a role the profile that it is assumed with may be of the portal; what fails there otherwise is another error. */
const usesPortal = (settings: ProfileSettings) =>
  Boolean(settings.sso_start_url || settings.sso_session || settings.source_profile);

const isOfCall = (error: unknown) =>
  isThrottling(error) || isTransient(error) || isUnreachable(error) || isWrongProtocol(error);

function credentialCall({name, action}: typeof portal, profile = 'default'): CredentialCall {
  return {
    action,
    what: `the session of profile "${profile}" from ${name}`,
    host: `${name} for profile "${profile}"`,
    endpointUrl: undefined,
  };
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

/** What IAM Identity Center says where the account or the role of the profile is not for whoever has logged in. */
const isRefusal = (text: string) => /^(?:Forbidden|ResourceNotFound|InvalidRequest)Exception: /.test(text);

const portalRefused = (cause: unknown, profile: string | undefined) =>
  new CredentialsError(
    `IAM Identity Center gives no session to profile "${profile ?? 'default'}": ${messageOf(cause)}`,
    {
      hint: "are the profile's sso_account_id and sso_role_name assigned to you? Your access portal lists them",
      cause,
    },
  );

function processFailed(cause: unknown, profile: string | undefined): CredentialsError {
  return new CredentialsError(
    `the credential_process of profile "${profile ?? 'default'}" gives no credentials`,
    {
      hint: 'run its command, which the AWS configuration names, to see why',
      cause,
    },
  );
}
