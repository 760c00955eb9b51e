import type {AccessLine} from '../correlate/access-line.js';
import {type ErrorRank, type ErrorStatement, errorRanks, firstLine} from './error-statement.js';

const {verdict, relayed, response} = errorRanks;

interface Cause {
  readonly pattern: RegExp;
  readonly type: string;
  readonly rank: ErrorRank;
}

/** `Execution failed due to configuration error: …`, as seen in real logs. */
const configurationErrors: readonly Cause[] = [
  {pattern: /^Malformed Lambda proxy response/, type: 'MalformedProxyResponse', rank: verdict},
  {pattern: /^Invalid permissions on Lambda function/, type: 'InvalidPermissions', rank: verdict},
  {pattern: /^Rate Exceeded/i, type: 'LambdaThrottled', rank: verdict},
  {
    pattern: /does not have permission to assume the provided role/,
    type: 'RoleNotAssumable',
    rank: verdict,
  },
  {pattern: /^No match for output mapping/, type: 'NoOutputMapping', rank: verdict},
  {
    pattern: /does not match the certificate subject|certification path|\bSSL\b/i,
    type: 'TlsError',
    rank: verdict,
  },
  {pattern: /^Invalid endpoint address/, type: 'InvalidEndpoint', rank: verdict},
  {pattern: /^Unable to transform|^Invalid mapping expression/, type: 'MappingFailed', rank: verdict},
  // The authorizer's own log tells more, where it is read.
  {
    pattern: /^Authorizer error|^Invalid JSON in response|AuthorizerConfigurationException/,
    type: 'AuthorizerFailed',
    rank: relayed,
  },
  {pattern: /^/, type: 'ConfigurationError', rank: relayed},
];

/** The lines that state a cause without a common beginning; forms as seen, or from AWS's runbooks. */
const otherCauses: readonly Cause[] = [
  {pattern: /^Execution failed due to a timeout error/, type: 'IntegrationTimeout', rank: verdict},
  {pattern: /^Network error communicating with endpoint/, type: 'NetworkError', rank: verdict},
  {pattern: /^Invalid endpoint address/, type: 'InvalidEndpoint', rank: verdict},
  {pattern: /^Unauthorized request: /, type: 'MissingToken', rank: verdict},
  {pattern: /^(?:Key|Usage Plan) throttle limit exceeded/i, type: 'UsagePlanThrottled', rank: verdict},
  {pattern: /^(?:Key|Usage Plan) quota limit exceeded/i, type: 'UsagePlanQuotaExceeded', rank: verdict},
  {pattern: /^API Key .{0,80}not authorized because/, type: 'InvalidApiKey', rank: verdict},
  {pattern: /^Request body does not match model schema/, type: 'InvalidRequest', rank: verdict},
  {
    pattern: /is not authorized to perform: execute-api:Invoke on resource/,
    type: 'DeniedByResourcePolicy',
    rank: verdict,
  },
  {
    pattern:
      /^The client is not authorized to perform this operation|^User is not authorized to access this resource/,
    type: 'DeniedByAuthorizer',
    rank: verdict,
  },
  {pattern: /AuthorizerConfigurationException/, type: 'AuthorizerFailed', rank: relayed},
  {pattern: /^Execution failed/, type: 'ExecutionFailed', rank: relayed},
];

/** What a line of the execution log states as a cause; undefined for nearly all lines, after one look. */
export function gatewayError(text: string, source: string): ErrorStatement | undefined {
  if (!mayStateCause(text)) return undefined;
  const statement = (type: string, rank: ErrorRank, message: string, lambdaRequestId?: string) => ({
    type,
    message: firstLine(message),
    source,
    rank,
    lambdaRequestId,
    onlyIfFailed: false,
  });

  const configuration = /^Execution failed due to configuration error: ?(.*)$/s.exec(text);
  if (configuration) {
    const [, detail = ''] = configuration;
    const cause = configurationErrors.find(({pattern}) => pattern.test(detail));
    return cause && statement(cause.type, cause.rank, detail);
  }
  const refused = /^Lambda invocation failed with status: (\d{3})(?:\. Lambda request id: (\S{1,64}))?/.exec(
    text,
  );
  if (refused) {
    const type = refused[1] === '429' ? 'LambdaThrottled' : 'LambdaInvocationFailed';
    return statement(type, verdict, `Lambda invocation failed with status: ${refused[1]}`, refused[2]);
  }
  const failed = /^Lambda execution failed with status \d{3} due to customer function error: (.*)$/s.exec(
    text,
  );
  if (failed) return customerFunctionError(failed[1] ?? '', source);
  const gatewayResponse = /^Gateway response type: (\S{1,64}) with status code: \d{3}/.exec(text);
  if (gatewayResponse) return statement(gatewayResponse[1] ?? '', response, text);
  if (/^Authorizer result body before parsing: .*"Effect" ?: ?"Deny"/s.test(text)) {
    return {
      ...statement('DeniedByAuthorizer', relayed, "the authorizer's policy denies"),
      onlyIfFailed: true,
    };
  }
  const cause = otherCauses.find(({pattern}) => pattern.test(text));
  // Behind `Unauthorized request: ` stands the request's id and nothing more.
  return (
    cause && statement(cause.type, cause.rank, cause.type === 'MissingToken' ? 'Unauthorized request' : text)
  );
}

/** The beginnings of the lines above; data trace prints bodies that may contain anything. */
function mayStateCause(text: string): boolean {
  switch (text[0]) {
    case 'A':
      return text.startsWith('Authorizer') || text.includes('not authorized');
    case 'E':
      return text.startsWith('Execution failed');
    case 'G':
    case 'I':
    case 'K':
    case 'L':
    case 'N':
    case 'R':
    case 'T':
    case 'U':
      return true;
    case 'M':
    case 'S':
    case 'V':
    case 'X':
      return false;
    default:
      return text.includes('not authorized') || text.includes('Exception');
  }
}

/** `MESSAGE. Lambda request id: ID`, where MESSAGE is the function's and may hold anything: so look from the end. */
function customerFunctionError(text: string, source: string): ErrorStatement {
  const label = '. Lambda request id: ';
  const at = text.lastIndexOf(label);
  const message = at < 0 ? text : text.slice(0, at);
  const lambdaRequestId = at < 0 ? undefined : text.slice(at + label.length).trim();
  const timeout = /Task timed out after [\d.]+ seconds/.exec(message);
  return {
    type: timeout ? 'FunctionTimeout' : 'FunctionError',
    message: firstLine(timeout?.[0] ?? message),
    source,
    rank: errorRanks.relayed,
    lambdaRequestId,
    onlyIfFailed: false,
  };
}

/** What an access log line says went wrong, for stages whose format has `$context.error` or `integration.error`. */
export function accessError(access: AccessLine, source: string): ErrorStatement | undefined {
  const {errorType, errorMessage, integrationError} = access;
  if (errorType === undefined && errorMessage === undefined && integrationError === undefined)
    return undefined;
  const message = integrationError ?? errorMessage ?? errorType ?? '';
  return {
    type: errorType ?? 'GatewayResponse',
    message: firstLine(message),
    source,
    rank: errorRanks.response,
    lambdaRequestId: undefined,
    onlyIfFailed: false,
  };
}
