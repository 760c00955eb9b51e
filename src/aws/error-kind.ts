import {CredentialsError} from './credentials-error.js';
import {ProxyError} from './proxy-error.js';

/** What an error of the SDK says about itself. Names are compared, never classes: many errors are not modelled. */
interface ErrorFacts {
  readonly name: string;
  readonly message: string;
  readonly code: string;
  readonly status: number | undefined;
  readonly isClockSkewCorrected: boolean;
}

/** Throttling slows a run and never ends it. */
export function isThrottling(error: unknown): boolean {
  const {name, status} = factsOf(error);
  return status === 429 || throttlingNames.has(name);
}

/** Whether the same call may well succeed a moment later: 5xx, the network, a time-out, a 200 that is no JSON. */
export function isTransient(error: unknown): boolean {
  const {name, code, status, isClockSkewCorrected} = factsOf(error);
  if (isAborted(error)) return false;
  // The proxy has no way to AWS at the moment, or takes too long.
  if (error instanceof ProxyError && (error.proxyStatus ?? 0) >= 500) return true;
  if (status !== undefined && status >= 500) return true;
  if (name === 'TimeoutError' || networkCodes.has(code) || unresolvedCodes.has(code)) return true;
  if (isMalformed(error)) return true;
  // The SDK has just learnt how far this machine's clock is off and signs the next call accordingly.
  return isClockSkewCorrected && signatureNames.has(name);
}

/** A successful answer that cannot be read: cut short, garbled, or the page of a proxy. */
export function isMalformed(error: unknown): boolean {
  const {name, message, status} = factsOf(error);
  if (name === 'MalformedResponseError') return true;
  return status === 200 && (name === 'SyntaxError' || message.includes('XML parse error'));
}

/** The token of a page is not accepted any more: it holds for 24 hours, that of a query's results for one (documented). */
export function isRefusedToken(error: unknown): boolean {
  const {name, message} = factsOf(error);
  return name === 'InvalidParameterException' && /nextToken/i.test(message);
}

/** AWS does not bring a list to its end. */
export const isUnending = (error: unknown): boolean => factsOf(error).name === 'UnendingListError';

export function isAccessDenied(error: unknown): boolean {
  const {name, status} = factsOf(error);
  if (isExpiredCredentials(error) || isMissingCredentials(error) || isRejectedCredentials(error))
    return false;
  return status === 403 || accessDeniedNames.has(name);
}

/** A session token past its time, or an SSO or console session to log in to again. */
export function isExpiredCredentials(error: unknown): boolean {
  const {name, message} = factsOf(error);
  if (expiredNames.has(name)) return true;
  return (
    isProviderError(error) &&
    /expired|sso login|aws login|session token not found|re-?authenticate/i.test(message)
  );
}

/** No credentials were found, or those that are configured cannot be obtained. */
export const isMissingCredentials = (error: unknown): boolean =>
  error instanceof CredentialsError || (isProviderError(error) && !isExpiredCredentials(error));

/** AWS does not know the access key, or not any more. */
export const isUnknownKey = (error: unknown): boolean => unknownKeyNames.has(factsOf(error).name);

/** AWS does not know the access key, or the signature is wrong. */
export function isRejectedCredentials(error: unknown): boolean {
  const {name} = factsOf(error);
  return rejectedNames.has(name) || signatureNames.has(name);
}

export function isNotFound(error: unknown): boolean {
  const {name, status} = factsOf(error);
  if (notFoundNames.has(name)) return true;
  // A 404 without a name of its own comes from something that is not AWS.
  return status === 404 && name.endsWith('Exception') && !protocolNames.has(name);
}

/** The way to AWS ends at a proxy: it cannot be reached, or does not let the call through. */
export const isProxyFailure = (error: unknown): boolean =>
  // Only a proxy answers with 407.
  error instanceof ProxyError || factsOf(error).status === 407;

/** Nothing answers at the endpoint: the host is unknown, refuses, or does not reply. */
export function isUnreachable(error: unknown): boolean {
  const {name, code, status} = factsOf(error);
  if (isProxyFailure(error)) return true;
  if (status !== undefined) return false;
  return name === 'TimeoutError' || networkCodes.has(code) || unresolvedCodes.has(code) || isTlsCode(code);
}

/** The name of the host is unknown: no network, or a region that does not exist. */
export const isUnresolvedHost = (error: unknown): boolean => unresolvedCodes.has(factsOf(error).code);

/** A proxy's or a private server's certificate that Node does not trust. */
export const isUntrustedCertificate = (error: unknown): boolean => isTlsCode(factsOf(error).code);

/** What answers at the endpoint is not the AWS service that was asked. */
export function isWrongProtocol(error: unknown): boolean {
  const {name, code, status} = factsOf(error);
  // Plain HTTP where TLS is spoken, TLS where plain HTTP is, or a server that is not HTTP at all.
  if (code === 'EPROTO' || code.startsWith('ERR_SSL_') || code.startsWith('HPE_')) return true;
  if (isMalformed(error) || name === 'SyntaxError') return true;
  return status !== undefined && status < 500 && protocolNames.has(name);
}

/** There is no such service at all: the free edition of LocalStack, say, answers 501 for some. */
export const isUnsupported = (error: unknown): boolean =>
  statusOf(error) === 501 || (isWrongProtocol(error) && !isAccessDenied(error) && !isMalformed(error));

/** The caller's own signal ended the call. */
export const isAborted = (error: unknown): boolean => {
  const {name, code} = factsOf(error);
  return name === 'AbortError' || code === 'ABORT_ERR';
};

/** The service's text, without the hint on debugging that the SDK adds to some; of other failures what they mean. */
export function messageOf(error: unknown): string {
  const {name, message, code} = factsOf(error);
  if (name === 'TimeoutError') return timeoutText(message);
  if (isMalformed(error)) return 'the answer cannot be read';
  // What Node says of a connection that ends in the middle of an answer.
  if (code === 'ECONNRESET' && message === 'aborted')
    return 'the connection broke in the middle of the answer';
  return message.split('\n  Deserialization error:')[0] ?? '';
}

/** The SDK's texts name its handler and options. */
function timeoutText(message: string): string {
  const ms = Number(/\b(\d+) ms/.exec(message)?.[1]);
  const what = /establishing a connection/.test(message) ? 'no connection' : 'no answer';
  return Number.isNaN(ms) ? `${what} in time` : `${what} within ${ms / 1_000} s`;
}

export const nameOf = (error: unknown): string => factsOf(error).name;

export const statusOf = (error: unknown): number | undefined => factsOf(error).status;

/** The code of a failed connection in a text that is all that was kept of an error. */
export const networkCodeIn = (text: string): string | undefined =>
  text.match(/\bE[A-Z_]{4,}\b/g)?.find(code => networkCodes.has(code) || unresolvedCodes.has(code));

const isProviderError = (error: unknown) => providerNames.has(factsOf(error).name);

const isTlsCode = (code: string) => tlsCodes.has(code) || code.startsWith('ERR_TLS_CERT');

function factsOf(error: unknown): ErrorFacts {
  const fields = fieldsOf(error);
  const metadata = fieldsOf(fields.$metadata);
  const code = fields.code ?? fieldsOf(fields.cause).code;
  const status = metadata.httpStatusCode;
  return {
    name: typeof fields.name === 'string' ? fields.name : '',
    message: typeof fields.message === 'string' ? fields.message : String(error),
    code: typeof code === 'string' ? code : '',
    status: typeof status === 'number' ? status : undefined,
    isClockSkewCorrected: metadata.clockSkewCorrected === true,
  };
}

const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

/** As the SDK's own retry strategy lists them. */
const throttlingNames = new Set([
  'BandwidthLimitExceeded',
  'EC2ThrottledException',
  'LimitExceededException',
  'PriorRequestNotComplete',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'RequestThrottled',
  'RequestThrottledException',
  'SlowDown',
  'ThrottledException',
  'Throttling',
  'ThrottlingException',
  'TooManyRequestsException',
  'TransactionInProgressException',
]);

const networkCodes = new Set([
  'ECONNABORTED',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTDOWN',
  'EHOSTUNREACH',
  'ENETDOWN',
  'ENETRESET',
  'ENETUNREACH',
  'EPIPE',
  'ERR_STREAM_PREMATURE_CLOSE',
  'ETIMEDOUT',
]);

const unresolvedCodes = new Set(['ENOTFOUND', 'EAI_AGAIN']);

const tlsCodes = new Set([
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'CERT_NOT_YET_VALID',
]);

const providerNames = new Set(['CredentialsProviderError', 'TokenProviderError', 'ProviderError']);

const expiredNames = new Set([
  'ExpiredToken',
  'ExpiredTokenException',
  'RequestExpired',
  'TokenRefreshRequired',
]);

const unknownKeyNames = new Set([
  'InvalidAccessKeyId',
  'InvalidClientTokenId',
  'UnrecognizedClientException',
]);

const rejectedNames = new Set([
  'IncompleteSignature',
  'IncompleteSignatureException',
  'InvalidAccessKeyId',
  'InvalidClientTokenId',
  'MissingAuthenticationToken',
  'MissingAuthenticationTokenException',
  'UnrecognizedClientException',
]);

/** Also what a clock that is off looks like. */
const signatureNames = new Set([
  'AuthFailure',
  'InvalidSignatureException',
  'RequestInTheFuture',
  'RequestTimeTooSkewed',
  'SignatureDoesNotMatch',
]);

const accessDeniedNames = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'ForbiddenException',
  'NotAuthorized',
  'UnauthorizedException',
  'UnauthorizedOperation',
]);

const notFoundNames = new Set(['NotFoundException', 'ResourceNotFoundException']);

/** What the SDK calls an error answer without a name, and what servers call an operation they do not have. */
const protocolNames = new Set([
  'Unknown',
  'UnknownError',
  'UnknownOperationException',
  'UnsupportedOperation',
  'InvalidAction',
]);
