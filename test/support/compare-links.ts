import type {TruthEvent} from '../../src/local-aws/traffic/truth.js';

/** The keys of `-o json` that the comparison needs. */
export interface PrintedLine {
  readonly timestampMs: number;
  readonly logGroup: string;
  readonly logStream: string;
  readonly message: string;
  readonly eventId: string;
  readonly apiRequestId: string | null;
  readonly lambdaRequestId: string | null;
}

export interface Comparison {
  readonly lost: number;
  readonly repeated: number;
  readonly outOfOrder: number;
  /** Lines whose link the logs give evidence of. */
  readonly expected: number;
  readonly linked: number;
  readonly wrong: readonly string[];
  readonly missing: readonly string[];
}

/** The two copies of a canary's line differ in all but their text, which says the request. */
function keyOf(logGroup: string, logStream: string, timestamp: number, message: string): string {
  const text = message.replace(/[\r\n]+$/, '');
  return logGroup.startsWith('API-Gateway-') ? text : [logGroup, logStream, timestamp, text].join('\0');
}

/** Holds printed lines against what is true of them. Lines of equal text in one stream and millisecond are one another's equals. */
export function compareLinks(truth: readonly TruthEvent[], printed: readonly PrintedLine[]): Comparison {
  const expectedByKey = new Map<string, TruthEvent[]>();
  for (const event of truth) {
    if (event.isCanaryCopy) continue;
    const key = keyOf(event.logGroup, event.logStream, event.timestamp, event.message);
    expectedByKey.set(key, [...(expectedByKey.get(key) ?? []), event]);
  }
  const ids = new Set<string>();
  let [repeated, outOfOrder, expected, linked, newest] = [0, 0, 0, 0, 0];
  const wrong: string[] = [];
  const missing: string[] = [];
  for (const line of printed) {
    if (ids.has(line.eventId)) repeated += 1;
    ids.add(line.eventId);
    if (line.timestampMs < newest) outOfOrder += 1;
    newest = line.timestampMs;
    const key = keyOf(line.logGroup, line.logStream, line.timestampMs, line.message);
    const event = expectedByKey.get(key)?.shift();
    if (!event) {
      repeated += 1;
      continue;
    }
    const described = `${event.kind} ${event.message.slice(0, 100)} is ${event.apiRequestId}, printed ${line.apiRequestId}`;
    if (line.apiRequestId !== null && line.apiRequestId !== event.apiRequestId) wrong.push(described);
    if (line.lambdaRequestId !== null && line.lambdaRequestId !== event.lambdaRequestId) {
      wrong.push(`${described}; invocation ${event.lambdaRequestId}, printed ${line.lambdaRequestId}`);
    }
    if (!event.expectsLink) continue;
    expected += 1;
    if (line.apiRequestId === event.apiRequestId) linked += 1;
    else missing.push(described);
  }
  const lost = [...expectedByKey.values()].reduce((sum, events) => sum + events.length, 0);
  return {lost, repeated, outOfOrder, expected, linked, wrong, missing};
}

export const parseLines = (stdout: string): PrintedLine[] =>
  stdout
    .split('\n')
    .filter(Boolean)
    .map(line => JSON.parse(line));
