import {ApilogsError, type ErrorDetails, exitCodes} from '../errors.js';
import {credentialCallOf} from './credential-call.js';
import {
  isAccessDenied,
  isExpiredCredentials,
  isMissingCredentials,
  isNotFound,
  isProxyFailure,
  isRejectedCredentials,
  isThrottling,
  isTransient,
  isUnending,
  isUnreachable,
  isUnresolvedHost,
  isUntrustedCertificate,
  isWrongProtocol,
  messageOf,
  nameOf,
  statusOf,
} from './error-kind.js';
import {ProxyError} from './proxy-error.js';

export * from './error-kind.js';

/** The call that failed, for the message. */
export interface FailedCall {
  /** The IAM action, such as `logs:FilterLogEvents`. */
  readonly action: string;
  /** What was to be read, as the message names it: `log group "/aws/lambda/orders"`. */
  readonly what: string;
  readonly region: string;
  readonly accountId?: string | undefined;
  readonly profile?: string | undefined;
  readonly endpointUrl?: string | undefined;
  /** What was asked, where a URL or the name of the host would not say it. */
  readonly host?: string | undefined;
  /** What to do when `what` does not exist; by default to look in another region. */
  readonly notFoundHint?: string | undefined;
}

/**
 * What happened and what to do about it, with the exit code that says so. An `ApilogsError` passes unchanged;
 * an error that none of AWS's explains keeps its text, as the cause of an `ApilogsError` with exit code 1.
 */
export function toApilogsError(error: unknown, wanted: FailedCall): ApilogsError {
  if (error instanceof ApilogsError) return error;
  const call = {...wanted, ...credentialCallOf(error)};
  for (const {applies, explain} of explanations) {
    if (applies(error)) {
      const {message, ...details} = explain(error, call);
      return new ApilogsError(message, {...details, cause: error});
    }
  }
  return new ApilogsError(`cannot read ${call.what}: ${textOf(error)}`, {
    hint: 'run the command again; -v shows more',
    cause: error,
  });
}

interface Explanation extends ErrorDetails {
  readonly message: string;
}

/** In order: the first that applies explains. */
const explanations: readonly {
  readonly applies: (error: unknown) => boolean;
  readonly explain: (error: unknown, call: FailedCall) => Explanation;
}[] = [
  {applies: isExpiredCredentials, explain: explainExpired},
  {applies: isMissingCredentials, explain: explainMissing},
  {applies: isRejectedCredentials, explain: explainRejected},
  {applies: isProxyFailure, explain: explainProxy},
  {applies: isUntrustedCertificate, explain: explainCertificate},
  {applies: isUnreachable, explain: explainUnreachable},
  {applies: isWrongProtocol, explain: explainWrongProtocol},
  {applies: isThrottling, explain: explainThrottling},
  {applies: isAccessDenied, explain: explainDenied},
  {applies: isNotFound, explain: explainNotFound},
  {applies: isUnending, explain: explainUnending},
  {applies: isTransient, explain: explainTransient},
];

function explainExpired(error: unknown, {profile}: FailedCall): Explanation {
  const text = messageOf(error);
  const ofProfile = profile ? ` of profile "${profile}"` : '';
  const profileFlag = profile ? ` --profile ${profile}` : '';
  const exitCode = exitCodes.denied;
  if (/re-?authenticate|aws login/i.test(text) && !/sso/i.test(text)) {
    return {
      message: `the AWS login session${ofProfile} has expired`,
      hint: `run \`aws login${profileFlag}\``,
      exitCode,
    };
  }
  if (/sso|session token not found/i.test(text)) {
    return {
      message: `the SSO session${ofProfile} has expired`,
      hint: `run \`aws sso login${profileFlag}\``,
      exitCode,
    };
  }
  return {
    message: `the AWS credentials${ofProfile} have expired`,
    hint: `get new ones; with a profile that uses SSO, \`aws sso login${profileFlag || ' --profile NAME'}\``,
    exitCode,
  };
}

function explainMissing(error: unknown, {profile}: FailedCall): Explanation {
  const text = messageOf(error);
  const foundNothing = /could not load credentials from any providers|could not resolve credentials/i.test(
    text,
  );
  return {
    message: `no AWS credentials found${profile ? ` for profile "${profile}"` : ''}${foundNothing ? '' : `: ${firstLine(text)}`}`,
    hint: profile
      ? '`aws configure list-profiles` shows the profiles there are, `aws configure` and `aws sso login` set one up'
      : 'set AWS_PROFILE or pass --profile; `aws configure` and `aws sso login` set a profile up',
    exitCode: exitCodes.denied,
  };
}

function explainRejected(error: unknown, {profile}: FailedCall): Explanation {
  const isClock = /signature expired|not yet current|skewed/i.test(messageOf(error));
  return {
    message: `AWS does not accept the credentials${profile ? ` of profile "${profile}"` : ''}: ${firstLine(messageOf(error))}`,
    hint: isClock
      ? "check this machine's clock"
      : 'check the access key, and that a temporary one comes with its session token',
    exitCode: exitCodes.denied,
  };
}

function explainProxy(error: unknown): Explanation {
  const [message, status] =
    error instanceof ProxyError
      ? [error.message, error.proxyStatus]
      : [`the proxy of HTTP_PROXY answered ${statusOf(error)}`, statusOf(error)];
  return {
    message,
    hint:
      status === 407
        ? 'it wants a user and a password; write them into the variable, as in http://USER:PASSWORD@HOST:PORT'
        : 'check the variable; NO_PROXY names hosts to be reached directly',
  };
}

function explainCertificate(error: unknown, call: FailedCall): Explanation {
  return {
    message: `the certificate of ${hostOf(error, call)} is not trusted: ${firstLine(messageOf(error))}`,
    hint: 'behind a proxy that inspects TLS, name the file of its certificate in AWS_CA_BUNDLE',
  };
}

function explainUnreachable(error: unknown, call: FailedCall): Explanation {
  const host = hostOf(error, call);
  if (isUnresolvedHost(error)) {
    return {
      message: `the name of ${host} cannot be resolved`,
      hint: call.endpointUrl
        ? 'check --endpoint-url'
        : `check the network, and that region "${call.region}" exists`,
    };
  }
  return {
    message: `${host} cannot be reached: ${firstLine(messageOf(error)) || codeOf(error)}`,
    hint: call.endpointUrl
      ? 'is the server running? --endpoint-url, AWS_ENDPOINT_URL and endpoint_url of the profile say where to look'
      : 'check the network',
  };
}

function explainWrongProtocol(error: unknown, call: FailedCall): Explanation {
  const status = statusOf(error);
  return {
    message: `${hostOf(error, call)} does not answer ${call.action} as AWS does${status ? ` (HTTP status ${status})` : ''}`,
    hint: call.endpointUrl ? 'check --endpoint-url' : 'is there a proxy or a login page in between?',
  };
}

function explainThrottling(_error: unknown, {action, what}: FailedCall): Explanation {
  return {
    message: `AWS keeps throttling ${action} on ${what}`,
    hint: 'the quota is shared by the whole account and region; try again later',
  };
}

function explainDenied(error: unknown, {action, what, profile}: FailedCall): Explanation {
  const text = messageOf(error);
  const who = /User: (\S+) is not authorized/.exec(text)?.[1];
  const resource = /on resource: (\S+)/.exec(text)?.[1];
  const needed = /not authorized to perform: ([a-z\d-]+:\w+)/i.exec(text)?.[1] ?? action;
  const whom = who ? ` to ${who}` : profile ? ` to profile "${profile}"` : '';
  return {
    message: `no permission to read ${what}`,
    hint: `allow ${needed}${resource ? ` on ${resource}` : ''}${whom}`,
    exitCode: exitCodes.denied,
  };
}

function explainNotFound(_error: unknown, {what, region, accountId, notFoundHint}: FailedCall): Explanation {
  const where = accountId ? `${region} (account ${accountId})` : region;
  return {
    message: `${what} does not exist in region ${where}`,
    hint: notFoundHint ?? 'another region? --region; another account? --profile',
    exitCode: exitCodes.notFound,
  };
}

function explainUnending(error: unknown, {what}: FailedCall): Explanation {
  return {
    message: `cannot read ${what} to its end: ${messageOf(error)}`,
    hint: 'run the command again; if it stays so, look at it in the console of AWS',
  };
}

/** What mostly passes, and did not. */
function explainTransient(error: unknown, {what}: FailedCall): Explanation {
  const isOfService = (statusOf(error) ?? 0) >= 500;
  return {
    message: `cannot read ${what}: ${isOfService ? textOf(error) : firstLine(messageOf(error))}`,
    hint: isOfService
      ? 'AWS has a failure of its own; run the command again in a while'
      : 'check the network, and run the command again',
  };
}

/** The endpoint that was asked, else the host that the error names, else the service's. */
function hostOf(error: unknown, {host, endpointUrl, action, region}: FailedCall): string {
  if (host) return host;
  if (endpointUrl) return endpointUrl;
  const hostname = fieldOf(error, 'hostname') ?? fieldOf(error, 'address');
  if (hostname) return hostname;
  return `${action.split(':')[0]}.${region}.amazonaws.com`;
}

const codeOf = (error: unknown) => fieldOf(error, 'code') ?? nameOf(error);

function fieldOf(error: unknown, field: string): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const value: unknown = Reflect.get(error, field);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

const textOf = (error: unknown) => {
  const name = nameOf(error);
  const text = firstLine(messageOf(error));
  return name && name !== 'Error' && name !== text ? `${name}: ${text}` : text;
};

const firstLine = (text: string) => text.split('\n', 1)[0] ?? '';
