/** What an access log line states, as far as the stage's format has it. */
export interface AccessLine {
  readonly requestId: string | undefined;
  readonly extendedRequestId: string | undefined;
  /** Request id of the integration's endpoint: of the Lambda invocation, where it is one. */
  readonly integrationRequestId: string | undefined;
  readonly authorizerRequestId: string | undefined;
  readonly traceId: string | undefined;
  readonly method: string | undefined;
  /** As called, with the stage or a custom domain's base path in front. */
  readonly path: string | undefined;
  /** `/orders/{id}` */
  readonly resourcePath: string | undefined;
  readonly status: number | undefined;
  readonly latencyMs: number | undefined;
  readonly integrationLatencyMs: number | undefined;
  /** Which gateway response was sent in place of the integration's: `INTEGRATION_TIMEOUT`. */
  readonly errorType: string | undefined;
  readonly errorMessage: string | undefined;
  readonly integrationError: string | undefined;
}

export type AccessField = keyof AccessLine;
type Field = AccessField;

/** `$context` variables by what they hold ("Variables for access logging"). */
const fieldOfVariable: Readonly<Record<string, Field>> = Object.assign(Object.create(null), {
  requestId: 'requestId',
  extendedRequestId: 'extendedRequestId',
  awsEndpointRequestId: 'integrationRequestId',
  'integration.requestId': 'integrationRequestId',
  'authorizer.requestId': 'authorizerRequestId',
  xrayTraceId: 'traceId',
  httpMethod: 'method',
  path: 'path',
  resourcePath: 'resourcePath',
  status: 'status',
  responseLatency: 'latencyMs',
  integrationLatency: 'integrationLatencyMs',
  'integration.latency': 'integrationLatencyMs',
  'error.responseType': 'errorType',
  'error.message': 'errorMessage',
  'integration.error': 'integrationError',
  integrationErrorMessage: 'integrationError',
});

/** Keys that the console's JSON format and common templates use; for groups whose format is not known. */
export const fieldOfKey: Readonly<Record<string, Field>> = Object.assign(Object.create(null), {
  requestId: 'requestId',
  extendedRequestId: 'extendedRequestId',
  integrationRequestId: 'integrationRequestId',
  awsEndpointRequestId: 'integrationRequestId',
  authorizerRequestId: 'authorizerRequestId',
  xrayTraceId: 'traceId',
  httpMethod: 'method',
  path: 'path',
  resourcePath: 'resourcePath',
  status: 'status',
  responseLatency: 'latencyMs',
  integrationLatency: 'integrationLatencyMs',
  errorResponseType: 'errorType',
  errorMessage: 'errorMessage',
  integrationErrorMessage: 'integrationError',
});

export type AccessLineParser = (message: string) => AccessLine | undefined;

/** A parser for the lines that a stage's access log format produces. */
export function createAccessLineParser(format: string | undefined): AccessLineParser {
  const template = format === undefined ? undefined : parseAccessTemplate(format);
  return message => {
    const values = template && splitLine(template, message);
    if (!template || !values || !isOfFormat(template, values)) return parseJson(message);
    return toUnambiguous(template, values);
  };
}

/** A format is literal text and variables in turn: `literals[0] variables[0] literals[1] …`. */
export interface AccessTemplate {
  readonly literals: readonly string[];
  readonly fields: readonly (Field | undefined)[];
}

export function parseAccessTemplate(format: string): AccessTemplate | undefined {
  const parts = format.trim().split(/\$context\.([A-Za-z0-9_.]*[A-Za-z0-9_])/);
  const literals = parts.filter((_, index) => index % 2 === 0);
  const fields = parts.filter((_, index) => index % 2 === 1).map(variable => fieldOfVariable[variable]);
  return fields.some(Boolean) ? {literals, fields} : undefined;
}

const idFields: ReadonlySet<Field> = new Set([
  'requestId',
  'extendedRequestId',
  'integrationRequestId',
  'authorizerRequestId',
  'traceId',
]);
const idForm = /^[^\s"'{},<>()[\];]{0,200}$/;

/** A line, and its values as split from either end. */
interface SplitLine {
  readonly line: string;
  readonly fromStart: ValueBounds;
  readonly fromEnd: ValueBounds;
}

function splitLine(template: AccessTemplate, message: string): SplitLine | undefined {
  const line = message.trim();
  const fromStart = splitFromStart(template, line);
  const fromEnd = fromStart && splitFromEnd(template, line);
  return fromEnd && {line, fromStart, fromEnd};
}

/** Lines written before the format was changed may seem to fit: a value then holds several. */
const isOfFormat = ({fields}: AccessTemplate, {line, fromStart, fromEnd}: SplitLine) =>
  fields.every((field, index) => {
    if (!field || !idFields.has(field)) return true;
    const text = valueIn(line, fromStart, index);
    return text !== valueIn(line, fromEnd, index) || idForm.test(text);
  });

/**
 * A value may contain the literal behind it, and a client writes some of them, its User-Agent above all. So the
 * line is split from both ends: where that gives two sets of ids, it has none.
 */
function toUnambiguous(
  {fields}: AccessTemplate,
  {line, fromStart, fromEnd}: SplitLine,
): AccessLine | undefined {
  const found: Partial<Record<Field, string>> = {};
  for (let index = 0; index < fields.length; index += 1) {
    const field = fields[index];
    if (!field) continue;
    const text = valueIn(line, fromStart, index);
    if (idFields.has(field) && text !== valueIn(line, fromEnd, index)) return undefined;
    found[field] ??= text;
  }
  return toAccessLine(found);
}

/** Where each value begins and ends in a line, one pair behind the other: of most values nobody needs the text. */
type ValueBounds = readonly number[];

const valueIn = (line: string, bounds: ValueBounds, index: number) =>
  line.slice(bounds[2 * index], bounds[2 * index + 1]);

/** Each value reaches to the next literal; one pass, so a hostile line costs no more than its length. */
function splitFromStart({literals, fields}: AccessTemplate, line: string): ValueBounds | undefined {
  const [first = ''] = literals;
  if (!line.startsWith(first)) return undefined;
  const bounds: number[] = [];
  let at = first.length;
  for (let index = 0; index < fields.length; index += 1) {
    const next = literals[index + 1] ?? '';
    const isLast = index === fields.length - 1;
    const end = isLast ? line.length - next.length : next === '' ? -1 : line.indexOf(next, at);
    if (end < at || !line.startsWith(next, end)) return undefined;
    bounds.push(at, end);
    at = end + next.length;
  }
  return bounds;
}

/** Each value reaches back to the literal before it. */
function splitFromEnd({literals, fields}: AccessTemplate, line: string): ValueBounds | undefined {
  const last = literals[fields.length] ?? '';
  if (!line.endsWith(last)) return undefined;
  const bounds: number[] = new Array(2 * fields.length).fill(0);
  let end = line.length - last.length;
  for (let index = fields.length - 1; index >= 0; index -= 1) {
    const before = literals[index] ?? '';
    const at = index === 0 ? 0 : before === '' ? -1 : line.lastIndexOf(before, end - before.length);
    if (at < 0 || at + before.length > end || !line.startsWith(before, at)) return undefined;
    bounds[2 * index] = at + before.length;
    bounds[2 * index + 1] = end;
    end = at;
  }
  return bounds;
}

function parseJson(message: string): AccessLine | undefined {
  if (message[0] !== '{') return undefined;
  let json: unknown;
  try {
    json = JSON.parse(message);
  } catch {
    return undefined;
  }
  const found: Partial<Record<Field, string>> = {};
  for (const [key, value] of Object.entries(json ?? {})) {
    const field = fieldOfKey[key];
    // A template that leaves the quotes out of `"status":$context.status` gives numbers.
    if (!field || (typeof value !== 'string' && typeof value !== 'number')) continue;
    if (idFields.has(field) && !isSaidOnce(message, key, String(value))) return undefined;
    found[field] ??= String(value);
  }
  return toAccessLine(found);
}

/** Of a key that stands twice JSON takes the last, which a client may have written, its quotes not escaped. */
function isSaidOnce(message: string, key: string, value: string): boolean {
  const quoted = `"${key}"`;
  const at = message.indexOf(quoted);
  if (at < 0 || at !== message.lastIndexOf(quoted)) return false;
  const behind = at + quoted.length;
  const said = message.slice(behind, behind + value.length + mostBetween).replace(/^\s*:\s*"?/, '');
  return said.startsWith(value);
}

/** Spaces, colon and quote between a key and its value. */
const mostBetween = 16;

function toAccessLine(found: Partial<Record<Field, string>>): AccessLine {
  return {
    requestId: value(found.requestId),
    extendedRequestId: value(found.extendedRequestId),
    integrationRequestId: value(found.integrationRequestId),
    authorizerRequestId: value(found.authorizerRequestId),
    traceId: value(found.traceId)?.replace(/^Root=/, ''),
    method: value(found.method),
    path: value(found.path),
    resourcePath: value(found.resourcePath),
    status: count(found.status),
    latencyMs: count(found.latencyMs),
    integrationLatencyMs: count(found.integrationLatencyMs),
    errorType: value(found.errorType),
    errorMessage: value(found.errorMessage),
    integrationError: value(found.integrationError),
  };
}

/** A missing value is written as `-`. */
const value = (text: string | undefined) =>
  text === undefined || text === '' || text === '-' ? undefined : text;

const count = (text: string | undefined) =>
  text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
