import type {Level} from '../log-line.js';

/**
 * What an API Gateway execution line says. Line forms as seen in real logs from 2016 to 2026; the ones this
 * program does not need for ties are plain text.
 */
export interface ExecutionLine {
  /** From the `(id) ` prefix; absent in logs of 2016 and in lines that are no execution lines. */
  readonly requestId: string | undefined;
  /** Where the text behind the prefix begins. */
  readonly textStart: number;
  readonly level: Level;
  readonly fact: ExecutionFact | undefined;
  /** Whether it says that the function threw or timed out. */
  readonly isFunctionError: boolean;
}

export type ExecutionFact =
  /** `Extended Request Id: …`, the first line since 2019. */
  | {readonly kind: 'extendedId'; readonly extendedRequestId: string}
  /** `Verifying Usage Plan for request: …` and `Starting execution for request: …` say the id in the text. */
  | {readonly kind: 'start'; readonly requestId: string; readonly isExecution: boolean}
  | {readonly kind: 'authorizerStart'}
  /** The endpoint's request id: of the Lambda invocation, or of another AWS service. */
  | {readonly kind: 'endpointId'; readonly endpointRequestId: string}
  | {readonly kind: 'status'; readonly status: number}
  /** `Unauthorized request: …`, after which no status line follows. */
  | {readonly kind: 'unauthorized'}
  /** `X-ray Tracing ID : …`, the last line of a request. */
  | {readonly kind: 'traceId'; readonly traceId: string};

const longestRequestId = 128;

export function parseExecutionLine(message: string): ExecutionLine {
  const requestId = prefixId(message);
  const textStart = requestId === undefined ? 0 : requestId.length + 3;
  return {
    requestId,
    textStart,
    level: isFailure(message, textStart) ? 'ERROR' : 'INFO',
    fact: factOf(message, textStart),
    isFunctionError: isFunctionError(message, textStart),
  };
}

/** The id of `(id) text`. It need not be a UUID: WebSocket ids are not, and a client may send its own. */
function prefixId(message: string): string | undefined {
  if (message.charCodeAt(0) !== openingParenthesis) return undefined;
  const end = message.indexOf(') ');
  if (end < 2 || end > longestRequestId) return undefined;
  const id = message.slice(1, end);
  return /[\s()]/.test(id) ? undefined : id;
}

const openingParenthesis = 40;

/** Looks at the first character to leave most lines alone after one comparison. */
function factOf(message: string, start: number): ExecutionFact | undefined {
  switch (message[start]) {
    case 'A':
      return endpointId(after(message, start, 'AWS Integration Endpoint RequestId : '));
    case 'E':
      return extendedId(after(message, start, 'Extended Request Id: ')) ?? endpointHeaders(message, start);
    case 'L':
      return isLambdaFailure(message, start) ? endpointId(lambdaRequestId(message, start)) : undefined;
    case 'M':
      return status(after(message, start, 'Method completed with status: '));
    case 'S':
      return starting(message, start);
    case 'U':
      return message.startsWith('Unauthorized request: ', start) ? {kind: 'unauthorized'} : undefined;
    case 'V':
      return started(after(message, start, 'Verifying Usage Plan for request: '), false);
    case 'X':
      return traceId(after(message, start, 'X-ray Tracing ID : '));
    default:
      return undefined;
  }
}

function starting(message: string, start: number): ExecutionFact | undefined {
  if (message.startsWith('Starting authorizer: ', start)) return {kind: 'authorizerStart'};
  return started(after(message, start, 'Starting execution for request: '), true);
}

function started(rest: string | undefined, isExecution: boolean): ExecutionFact | undefined {
  // `Verifying Usage Plan for request: ID. API Key: …`
  const requestId = rest && /^[^\s.]{1,128}/.exec(rest)?.[0];
  return requestId ? {kind: 'start', requestId, isExecution} : undefined;
}

const extendedId = (extendedRequestId: string | undefined): ExecutionFact | undefined =>
  extendedRequestId ? {kind: 'extendedId', extendedRequestId} : undefined;

const endpointId = (endpointRequestId: string | undefined): ExecutionFact | undefined =>
  endpointRequestId ? {kind: 'endpointId', endpointRequestId} : undefined;

const status = (text: string | undefined): ExecutionFact | undefined =>
  text && /^\d{3}$/.test(text) ? {kind: 'status', status: Number(text)} : undefined;

/** 2026 lines say `Root=1-…`, those of 2019 `1-…`. */
const traceId = (text: string | undefined): ExecutionFact | undefined =>
  text ? {kind: 'traceId', traceId: text.startsWith('Root=') ? text.slice(5) : text} : undefined;

/** `Endpoint response headers: {…, x-amzn-RequestId=…}`, with data trace only. */
function endpointHeaders(message: string, start: number): ExecutionFact | undefined {
  if (!message.startsWith('Endpoint response headers: ', start)) return undefined;
  const at = message.indexOf('x-amzn-RequestId=', start);
  return at < 0 ? undefined : endpointId(uuidAt(message, at + 'x-amzn-RequestId='.length));
}

const isLambdaFailure = (message: string, start: number) =>
  message.startsWith('Lambda invocation failed with status', start) ||
  message.startsWith('Lambda execution failed with status', start);

/** The id stands last, behind an error message that a function may have written: so look from the end. */
function lambdaRequestId(message: string, start: number): string | undefined {
  const label = 'Lambda request id: ';
  const at = message.lastIndexOf(label);
  return at < start ? undefined : uuidAt(message, at + label.length);
}

function uuidAt(message: string, at: number): string | undefined {
  const id = message.slice(at, at + 36);
  return /^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/i.test(id) ? id : undefined;
}

function after(message: string, start: number, label: string): string | undefined {
  if (!message.startsWith(label, start)) return undefined;
  return message.slice(start + label.length).trimEnd();
}

/** In a line of its own; with data trace also in the headers of the response. */
const isFunctionError = (message: string, start: number) =>
  message.startsWith('Lambda execution failed with status', start) ||
  (message.startsWith('Endpoint response headers: ', start) &&
    message.includes('X-Amz-Function-Error=', start));

/** The failures that API Gateway states in a line of their own. */
function isFailure(message: string, start: number): boolean {
  switch (message[start]) {
    case 'E':
      return message.startsWith('Execution failed due to', start);
    case 'G':
      return /^Gateway response type: \S+ with status code: 5\d\d$/.test(message.slice(start, start + 200));
    case 'L':
      return isLambdaFailure(message, start);
    case 'N':
      return message.startsWith('Network error communicating with endpoint', start);
    default:
      // `User: … is not authorized to perform: execute-api:Invoke on resource: …` and its like.
      return message.includes('not authorized to perform', start) && !message.startsWith('Endpoint ', start);
  }
}
