/** What an execution line tells of its request, beyond what ties lines (`correlate/execution-line.ts`). */
export type RequestFact =
  /** One of the first lines: whoever sees it sees the request from its beginning. */
  | {readonly kind: 'opening'; readonly extendedRequestId?: string}
  | {readonly kind: 'call'; readonly method: string; readonly path: string}
  | {readonly kind: 'method'; readonly method: string}
  | {readonly kind: 'resource'; readonly method: string; readonly resourcePath: string}
  | {readonly kind: 'integrationLatency'; readonly ms: number}
  | {readonly kind: 'status'; readonly status: number}
  | {readonly kind: 'traceId'; readonly traceId: string};

const opening: RequestFact = {kind: 'opening'};
const extendedId = 'Extended Request Id: ';
const trace = 'X-ray Tracing ID : ';

/** Reads the text of an execution line, forms as seen in real logs; a look at one character for most. */
export function requestFact(text: string): RequestFact | undefined {
  switch (text[0]) {
    case 'A':
      return resource(text);
    case 'E':
      if (text.startsWith(extendedId)) {
        return {kind: 'opening', extendedRequestId: text.slice(extendedId.length).trimEnd()};
      }
      return authorizerCall(text);
    case 'H':
      return call(text);
    case 'K':
      return throttledMethod(text);
    case 'M':
      return status(text);
    case 'R':
      return integrationLatency(text);
    case 'S':
      return text.startsWith('Starting ') ? opening : undefined;
    case 'U':
      // After it no status line follows; the client gets 401 (seen in 2026).
      return text.startsWith('Unauthorized request: ') ? {kind: 'status', status: 401} : undefined;
    case 'V':
      return text.startsWith('Verifying Usage Plan for request: ') ? opening : undefined;
    case 'X':
      return text.startsWith(trace)
        ? {
            kind: 'traceId',
            traceId: text
              .slice(trace.length)
              .trimEnd()
              .replace(/^Root=/, ''),
          }
        : undefined;
    default:
      return undefined;
  }
}

/** `API Key  authorized because method 'GET /orders/{id}' does not require API Key. …` */
function resource(text: string): RequestFact | undefined {
  const match = /^API Key .{0,80}authorized because method '(\S{1,16}) ([^']{1,512})'/.exec(text);
  return match ? {kind: 'resource', method: match[1] ?? '', resourcePath: match[2] ?? ''} : undefined;
}

/** `Key throttle limit exceeded for RestApi …, HttpMethod POST. Limit: …`, of a request that goes no further. */
function throttledMethod(text: string): RequestFact | undefined {
  const match = /^Key \w{1,20} limit exceeded for .{1,300}, HttpMethod ([A-Z]{1,16})\b/.exec(text);
  return match ? {kind: 'method', method: match[1] ?? ''} : undefined;
}

/** The path as called, although the line calls it the resource's. */
function call(text: string): RequestFact | undefined {
  const match = /^HTTP Method: (\S{1,16}), Resource Path: (.*)$/s.exec(text);
  return match ? {kind: 'call', method: match[1] ?? '', path: (match[2] ?? '').trimEnd()} : undefined;
}

/**
 * With data trace, the event for the authorizer says what was called, also of a request that goes no further:
 * `"methodArn":"arn:aws:execute-api:REGION:ACCOUNT:API/STAGE/GET/orders/42"`.
 */
function authorizerCall(text: string): RequestFact | undefined {
  if (!text.startsWith('Endpoint request body after transformations: {"type":"')) return undefined;
  const match = /"methodArn":"arn:[^"/]{1,200}\/[^"/]{1,128}\/([A-Z]{1,16})(\/[^"]*)"/.exec(text);
  return match ? {kind: 'call', method: match[1] ?? '', path: match[2] ?? ''} : undefined;
}

function status(text: string): RequestFact | undefined {
  const match = /^Method completed with status: (\d{3})/.exec(text);
  return match ? {kind: 'status', status: Number(match[1])} : undefined;
}

function integrationLatency(text: string): RequestFact | undefined {
  const match = /^Received response\.(?: Status: \d{3},)? Integration latency: (\d{1,9}) ms/.exec(text);
  return match ? {kind: 'integrationLatency', ms: Number(match[1])} : undefined;
}
