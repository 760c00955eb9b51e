/** The ids that an access log line states, as far as the stage's format has them. */
export interface AccessLine {
  readonly requestId: string | undefined;
  readonly extendedRequestId: string | undefined;
  /** Request id of the integration's endpoint: of the Lambda invocation, where it is one. */
  readonly integrationRequestId: string | undefined;
  readonly authorizerRequestId: string | undefined;
  readonly traceId: string | undefined;
  readonly status: number | undefined;
}

type Field = keyof AccessLine;

/** `$context` variables that hold an id ("Variables for access logging"). */
const fieldOfVariable: Readonly<Record<string, Field>> = Object.assign(Object.create(null), {
  requestId: 'requestId',
  extendedRequestId: 'extendedRequestId',
  awsEndpointRequestId: 'integrationRequestId',
  'integration.requestId': 'integrationRequestId',
  'authorizer.requestId': 'authorizerRequestId',
  xrayTraceId: 'traceId',
  status: 'status',
});

/** Keys that the console's JSON format and common templates use; for groups whose format is not known. */
const fieldOfKey: Readonly<Record<string, Field>> = Object.assign(Object.create(null), {
  requestId: 'requestId',
  extendedRequestId: 'extendedRequestId',
  integrationRequestId: 'integrationRequestId',
  awsEndpointRequestId: 'integrationRequestId',
  authorizerRequestId: 'authorizerRequestId',
  xrayTraceId: 'traceId',
  status: 'status',
});

export type AccessLineParser = (message: string) => AccessLine | undefined;

/** A parser for the lines that a stage's access log format produces. */
export function createAccessLineParser(format: string | undefined): AccessLineParser {
  const template = format === undefined ? undefined : parseTemplate(format);
  return message => (template && matchTemplate(template, message)) ?? parseJson(message);
}

/** A format is literal text and variables in turn: `literals[0] variables[0] literals[1] …`. */
interface Template {
  readonly literals: readonly string[];
  readonly fields: readonly (Field | undefined)[];
}

function parseTemplate(format: string): Template | undefined {
  const parts = format.trim().split(/\$context\.([A-Za-z0-9_.]*[A-Za-z0-9_])/);
  const literals = parts.filter((_, index) => index % 2 === 0);
  const fields = parts.filter((_, index) => index % 2 === 1).map(variable => fieldOfVariable[variable]);
  return fields.some(Boolean) ? {literals, fields} : undefined;
}

/** Each value reaches to the next literal; one pass, so a hostile line costs no more than its length. */
function matchTemplate({literals, fields}: Template, message: string): AccessLine | undefined {
  const line = message.trim();
  const [first = ''] = literals;
  if (!line.startsWith(first)) return undefined;
  const found: Partial<Record<Field, string>> = {};
  let at = first.length;
  for (const [index, field] of fields.entries()) {
    const next = literals[index + 1] ?? '';
    const isLast = index === fields.length - 1;
    const end = isLast ? line.length - next.length : next === '' ? -1 : line.indexOf(next, at);
    if (end < at || !line.startsWith(next, end)) return undefined;
    if (field) found[field] ??= line.slice(at, end);
    at = end + next.length;
  }
  return toAccessLine(found);
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
    if (field && (typeof value === 'string' || typeof value === 'number')) found[field] ??= String(value);
  }
  return toAccessLine(found);
}

function toAccessLine(found: Partial<Record<Field, string>>): AccessLine {
  return {
    requestId: id(found.requestId),
    extendedRequestId: id(found.extendedRequestId),
    integrationRequestId: id(found.integrationRequestId),
    authorizerRequestId: id(found.authorizerRequestId),
    traceId: id(found.traceId)?.replace(/^Root=/, ''),
    status: /^\d{3}$/.test(found.status ?? '') ? Number(found.status) : undefined,
  };
}

/** A missing value is written as `-`. */
const id = (value: string | undefined) =>
  value === undefined || value === '' || value === '-' ? undefined : value;
