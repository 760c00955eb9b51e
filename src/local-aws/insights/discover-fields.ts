import type {Value} from './values.js';

/** Documented: at most 200 fields are taken from a JSON log event; `parse` reaches the others. */
const maxJsonFields = 200;

/**
 * The fields of a message that is JSON, nested ones by dotted paths, also into arrays (`items.0.id`). In the log of
 * a Lambda function the first JSON fragment of a line counts (documented).
 */
export function discoverJsonFields(message: string, mayBeEmbedded: boolean): ReadonlyMap<string, Value> {
  const fields = new Map<string, Value>();
  const start = mayBeEmbedded ? message.indexOf('{') : message.search(/\S/);
  if (message[start] !== '{') return fields;
  const value =
    parseJson(message.slice(start)) ?? parseJson(message.slice(start, endOfObject(message, start)));
  flatten(value, '', fields);
  return fields;
}

function flatten(value: unknown, path: string, fields: Map<string, Value>): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, member] of Object.entries(value)) {
    if (fields.size >= maxJsonFields) return;
    const name = path === '' ? key : `${path}.${key}`;
    const field = scalar(member);
    if (field === undefined) flatten(member, name, fields);
    else fields.set(name, field);
  }
}

function scalar(value: unknown): Value {
  if (typeof value === 'string' || typeof value === 'number') return value;
  return typeof value === 'boolean' ? String(value) : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Where the object that starts at `start` ends, with text behind it; the message's end where it does not. */
function endOfObject(message: string, start: number): number {
  let depth = 0;
  for (const {0: token, index} of message.slice(start).matchAll(/"(?:[^"\\]|\\.)*"|[{}]/gs)) {
    if (token === '{') depth += 1;
    if (token === '}') depth -= 1;
    if (depth === 0) return start + index + 1;
  }
  return message.length;
}

const requestIdForms = [
  /\bRequestId: ([0-9a-f]{8}-[0-9a-f-]{27})/,
  // The layouts of the Node.js and Python runtimes.
  /^\d{4}-\d\d-\d\dT[\d:.]+Z\t([0-9a-f]{8}-[0-9a-f-]{27})\t/,
  /^\[[A-Z]+\]\t[\d:.TZ-]+\t([0-9a-f]{8}-[0-9a-f-]{27})\t/,
];

const reportForms: Readonly<Record<string, RegExp>> = {
  '@duration': /\tDuration: ([\d.]+) ms/,
  '@billedDuration': /\tBilled Duration: ([\d.]+) ms/,
  '@initDuration': /\tInit Duration: ([\d.]+) ms/,
  '@maxMemoryUsed': /\tMax Memory Used: (\d+) MB/,
  '@memorySize': /\tMemory Size: (\d+) MB/,
  '@xrayTraceId': /XRAY TraceId: (\S+)/,
  '@xraySegmentId': /SegmentId: (\S+)/,
};

/** A field that Logs Insights finds in the lines of a Lambda function, such as `@duration` in a REPORT. */
export function discoverLambdaField(message: string, name: string): Value {
  if (name === '@type') return /^(START|END|REPORT|INIT_START|INIT_REPORT)\b/.exec(message)?.[1];
  if (name === '@requestId') return firstMatch(message, requestIdForms);
  const form = Object.hasOwn(reportForms, name) ? reportForms[name] : undefined;
  const found = form && message.startsWith('REPORT') ? form.exec(message)?.[1] : undefined;
  if (found === undefined || name.startsWith('@xray')) return found;
  return name.includes('emory') ? bytesText(Number(found)) : Number(found);
}

function firstMatch(message: string, forms: readonly RegExp[]): string | undefined {
  for (const form of forms) {
    const found = form.exec(message)?.[1];
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Memory is given in bytes, 10⁶ to the MB (sample queries of the guide), and spelled `1.28E8` (observed). */
function bytesText(megabytes: number): string {
  const [digits = '0', exponent = '0'] = (megabytes * 1_000_000).toExponential().split('e+');
  return `${digits.includes('.') ? digits : `${digits}.0`}E${exponent}`;
}
