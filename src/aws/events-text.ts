import {isAscii} from 'node:buffer';
import type {FilteredLogEvent} from '@aws-sdk/client-cloudwatch-logs';
import {GarbledEventError} from './malformed-response-error.js';

/**
 * The events of a page as they came, to be parsed a few at a time by whoever comes to them: events that live for a
 * moment are collected for nothing, where those of a whole page are copied again and again by V8.
 */
export class EventsText {
  readonly #body: Buffer;
  readonly #encoding: 'latin1' | 'utf8';
  /** Where each event begins, and behind the last where one more would. */
  readonly #starts: readonly number[];
  /** Epoch ms of each event. */
  readonly timestamps: readonly number[];

  constructor(body: Buffer, starts: readonly number[], timestamps: readonly number[]) {
    this.#body = body;
    this.#encoding = isAscii(body) ? 'latin1' : 'utf8';
    this.#starts = starts;
    this.timestamps = timestamps;
  }

  get count(): number {
    return this.timestamps.length;
  }

  /** What it takes in memory. */
  get bytes(): number {
    return this.#body.length;
  }

  /** @throws GarbledEventError where what lies between two events is no JSON */
  parse(from: number, to: number): FilteredLogEvent[] {
    const start = this.#starts[from] ?? 0;
    const end = (this.#starts[to] ?? 0) - 1;
    return parseEvents(`[${this.#body.toString(this.#encoding, start, end)}]`);
  }

  /** All of them, whatever they are made of; throws as `parse` does. */
  parseAll(): FilteredLogEvent[] {
    return parseEvents(this.#body.toString('utf8', (this.#starts[0] ?? 1) - 1, this.#starts.at(-1)));
  }
}

function parseEvents(text: string): FilteredLogEvent[] {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new GarbledEventError(error);
  }
}

/** An answer to FilterLogEvents in two parts. */
export interface SplitPage {
  /** The answer with none of its events. */
  readonly rest: object;
  readonly events: EventsText;
}

const firstEvent = Buffer.from('"events":[{"');
const timestampKey = Buffer.from('"timestamp":');
const quote = 0x22;
const comma = 0x2c;
const openingBrace = 0x7b;
const closingBrace = 0x7d;
const closingBracket = 0x5d;

/**
 * Finds the events in an answer without parsing it. Undefined where there is none, or where they are not written as
 * AWS does, without white space: then it takes a parser.
 *
 * A quote inside of a string is written `\"`, and one that ends a string stands before `,`, `:`, `}` or `]`. So a
 * `},{"` before a letter always lies between two objects, and `"timestamp":` is always a key.
 */
export function splitPage(body: Buffer): SplitPage | undefined {
  const list = body.indexOf(firstEvent);
  if (list < 0) return undefined;
  const starts = [list + firstEvent.length - 2];
  const timestamps: number[] = [];
  const keys = new TimestampKeys(body);
  for (let at = body.indexOf(closingBrace, starts[0]); at >= 0; at = body.indexOf(closingBrace, at + 1)) {
    const isLast = endsList(body, at);
    if (!isLast && !isBetweenObjects(body, at)) continue;
    const timestamp = keys.timestampIn(starts.at(-1) ?? 0, at);
    if (timestamp === undefined) return undefined;
    timestamps.push(timestamp);
    starts.push(at + 2);
    if (!isLast) continue;
    const rest = parseObject(body.toString('utf8', 0, starts[0]) + body.toString('utf8', at + 1));
    return rest && {rest, events: new EventsText(body, starts, timestamps)};
  }
  return undefined;
}

/** Undefined for what is no object, as where the list that ended was one inside of an event. */
function parseObject(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

const isBetweenObjects = (body: Buffer, at: number) =>
  body[at + 1] === comma && body[at + 2] === openingBrace && isKey(body, at + 3);

const endsList = (body: Buffer, at: number) =>
  body[at + 1] === closingBracket &&
  ((body[at + 2] === comma && isKey(body, at + 3)) ||
    (body[at + 2] === closingBrace && at + 3 === body.length));

/** Whether a quote and a letter are here. */
function isKey(body: Buffer, at: number): boolean {
  const letter = (body[at + 1] ?? 0) | 0x20;
  return body[at] === quote && letter >= 0x61 && letter <= 0x7a;
}

/** Finds the time in each event; it is mostly as far from the start, or from the end, as in the event before. */
class TimestampKeys {
  readonly #body: Buffer;
  #fromStart = 0;
  #fromEnd = 0;

  constructor(body: Buffer) {
    this.#body = body;
  }

  /** Epoch ms; undefined where the event has none, or one that is no plain number. */
  timestampIn(start: number, end: number): number | undefined {
    const key = this.#keyIn(start, end);
    if (key === undefined) return undefined;
    this.#fromStart = key - start;
    this.#fromEnd = end - key;
    let timestamp = 0;
    for (let at = key + timestampKey.length; at < end; at += 1) {
      const byte = this.#body[at] ?? 0;
      if (byte === comma) return timestamp;
      if (byte < 0x30 || byte > 0x39) return undefined;
      timestamp = timestamp * 10 + byte - 0x30;
    }
    return timestamp;
  }

  #keyIn(start: number, end: number): number | undefined {
    // In a shorter event these places may lie in its neighbours, which have times of their own.
    const asBefore = [start + this.#fromStart, end - this.#fromEnd];
    const guess = asBefore.find(at => at > start && at < end && this.#isKeyAt(at));
    if (guess !== undefined) return guess;
    const found = this.#body.indexOf(timestampKey, start);
    return found >= 0 && found < end ? found : undefined;
  }

  #isKeyAt(at: number): boolean {
    for (let index = 0; index < timestampKey.length; index += 1) {
      if (this.#body[at + index] !== timestampKey[index]) return false;
    }
    return true;
  }
}
