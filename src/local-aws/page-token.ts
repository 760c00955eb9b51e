import type {Direction} from './scan-events.js';
import type {Position} from './stored-event.js';

/** Where the next page of a scan goes on. */
export interface PageToken {
  readonly logGroup: string;
  readonly direction: Direction;
  readonly after: Position;
  /** Epoch milliseconds. */
  readonly issuedAt: number;
}

/** Writes a token as callers see it: opaque, and valid however many events are added meanwhile. */
export function encodePageToken({logGroup, direction, after, issuedAt}: PageToken): string {
  const {timestamp, ingestionTime, sequence} = after;
  const values = [direction, timestamp, ingestionTime, sequence, issuedAt, logGroup];
  return Buffer.from(JSON.stringify(values)).toString('base64url');
}

/** Reads a token; `undefined` where the text is none. */
export function decodePageToken(token: string): PageToken | undefined {
  const values = parseArray(Buffer.from(token, 'base64url').toString());
  const [direction, timestamp, ingestionTime, sequence, issuedAt, logGroup] = values;
  if (direction !== 'oldestFirst' && direction !== 'newestFirst') return undefined;
  if (typeof timestamp !== 'number' || typeof ingestionTime !== 'number') return undefined;
  if (typeof sequence !== 'number' || typeof issuedAt !== 'number') return undefined;
  if (typeof logGroup !== 'string') return undefined;
  return {logGroup, direction, after: {timestamp, ingestionTime, sequence}, issuedAt};
}

function parseArray(text: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}
