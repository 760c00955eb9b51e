import type {FilteredLogEvent} from '@aws-sdk/client-cloudwatch-logs';

/** How the text of a message is kept. */
const ascii = 0;
const utf8 = 1;
/** As it stood between its quotes, in UTF-8: it has a `\u` escape, which may be half of a pair. */
const json = 2;

/** So many events are kept together: few enough for one of them to keep little else in memory. */
export const eventsOfPart = 256;

/** What is known of so many events, a list a field. In typed arrays, of which V8 has nothing to trace. */
class Columns {
  /** Epoch ms. */
  readonly timestamps: Float64Array;
  readonly ingestionTimes: Float64Array;
  /** Indexes of the names of the streams. */
  readonly streams: Int32Array;
  /** Where the texts begin and end. */
  readonly messageStarts: Int32Array;
  readonly messageEnds: Int32Array;
  readonly messageForms: Uint8Array;
  readonly idStarts: Int32Array;
  readonly idEnds: Int32Array;

  constructor(count: number) {
    this.timestamps = new Float64Array(count);
    this.ingestionTimes = new Float64Array(count);
    this.streams = new Int32Array(count);
    this.messageStarts = new Int32Array(count);
    this.messageEnds = new Int32Array(count);
    this.messageForms = new Uint8Array(count);
    this.idStarts = new Int32Array(count);
    this.idEnds = new Int32Array(count);
  }
}

const bytesOfColumns = 37;

/** Some events as bytes, of which strings are made when somebody comes to them. */
export class EventsPart {
  readonly #texts: Buffer;
  readonly #columns: Columns;
  readonly #logStreams: readonly string[];
  readonly count: number;

  constructor(texts: Buffer, columns: Columns, count: number, logStreams: readonly string[]) {
    this.#texts = texts;
    this.#columns = columns;
    this.count = count;
    this.#logStreams = logStreams;
  }

  get bytes(): number {
    return this.#texts.length + this.count * bytesOfColumns;
  }

  timestampOf(index: number): number {
    return this.#columns.timestamps[index] ?? 0;
  }

  ingestionTimeOf(index: number): number {
    return this.#columns.ingestionTimes[index] ?? 0;
  }

  /** Which of the page's log streams the event came from. */
  streamOf(index: number): number {
    return this.#columns.streams[index] ?? 0;
  }

  logStreamOf(index: number): string {
    return this.#logStreams[this.streamOf(index)] ?? '';
  }

  eventIdOf(index: number): string {
    return this.#texts.toString('latin1', this.#columns.idStarts[index], this.#columns.idEnds[index]);
  }

  messageOf(index: number): string {
    const start = this.#columns.messageStarts[index];
    const end = this.#columns.messageEnds[index];
    switch (this.#columns.messageForms[index]) {
      case utf8:
        return this.#texts.toString('utf8', start, end);
      case json:
        return JSON.parse(`"${this.#texts.toString('utf8', start, end)}"`);
      default:
        return this.#texts.toString('latin1', start, end);
    }
  }
}

/**
 * The events of a page. Strings that live for a moment are collected for nothing, where those of a whole page are
 * copied again and again by V8.
 */
export class EventsText {
  /** Each of `eventsOfPart` events, but the last. */
  readonly parts: readonly EventsPart[];
  /** The names of the log streams, each once. */
  readonly logStreams: readonly string[];
  /** Epoch ms of each event. */
  readonly timestamps: readonly number[];
  /** What it takes in memory. */
  readonly bytes: number;

  constructor(parts: readonly EventsPart[], timestamps: readonly number[], logStreams: readonly string[]) {
    this.parts = parts;
    this.timestamps = timestamps;
    this.logStreams = logStreams;
    this.bytes = parts.reduce((sum, {bytes}) => sum + bytes, 0);
  }

  get count(): number {
    return this.timestamps.length;
  }

  /** All of them in the SDK's form. */
  parse(): FilteredLogEvent[] {
    return this.parts.flatMap(part =>
      Array.from({length: part.count}, (_, index) => ({
        logStreamName: part.logStreamOf(index),
        timestamp: part.timestampOf(index),
        message: part.messageOf(index),
        ingestionTime: part.ingestionTimeOf(index),
        eventId: part.eventIdOf(index),
      })),
    );
  }
}

/** An answer to FilterLogEvents in two parts. */
export interface SplitPage {
  /** The answer with none of its events. */
  readonly rest: object;
  readonly events: EventsText;
}

const firstEvent = Buffer.from('"events":[{"');

/**
 * Takes the events out of an answer, of which nothing is kept. Undefined where there is none, or where they are not
 * written as AWS does, without white space and with nothing but the five documented fields: then it takes a parser.
 */
export function splitPage(body: Buffer): SplitPage | undefined {
  const list = body.indexOf(firstEvent);
  if (list < 0) return undefined;
  const start = list + firstEvent.length - 2;
  const scan = new EventsScan(body, start);
  const end = scan.toEnd();
  if (end === undefined) return undefined;
  const rest = parseObject(body.toString('utf8', 0, start) + body.toString('utf8', end));
  return rest && {rest, events: scan.events()};
}

/** Undefined for what is no object, as where the list of events is one inside of something else. */
function parseObject(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

/** A buffer for what is done in one go, so that the pages of a read do not each take new memory. */
export class Scratch {
  #buffer = Buffer.alloc(0);

  /** Whatever it held before is lost. */
  ofLength(length: number): Buffer {
    if (this.#buffer.length < length) this.#buffer = Buffer.allocUnsafeSlow(length + (length >> 2));
    return this.#buffer.subarray(0, length);
  }
}

const scratch = new Scratch();

const quote = 0x22;
const comma = 0x2c;
const zero = 0x30;
const backslash = 0x5c;
const closingBracket = 0x5d;
const letterU = 0x75;
const openingBrace = 0x7b;
const closingBrace = 0x7d;
const firstPrintable = 0x20;
const firstNotAscii = 0x80;
/** More digits may not be a whole number any more. */
const mostDigits = 15;

/** What an escape of one letter stands for. */
const unescaped = new Uint8Array(256);
for (const [letter, text] of Object.entries({
  n: '\n',
  t: '\t',
  r: '\r',
  b: '\b',
  f: '\f',
  '"': '"',
  '\\': '\\',
  '/': '/',
}))
  unescaped[letter.charCodeAt(0)] = text.charCodeAt(0);

/** A key as the 32-bit words that it is made of, the last of which may overlap the one before. */
class Key {
  readonly length: number;
  readonly first: number;
  readonly #words: readonly {readonly offset: number; readonly word: number}[];

  constructor(text: string) {
    const bytes = Buffer.from(text);
    this.length = bytes.length;
    this.first = bytes.readInt32LE(0);
    const offsets = Array.from({length: Math.ceil(bytes.length / 4) - 1}, (_, index) =>
      Math.min(4 * (index + 1), bytes.length - 4),
    );
    this.#words = offsets.map(offset => ({offset, word: bytes.readInt32LE(offset)}));
  }

  /** Whether it is here, where its first word is. */
  goesOn(view: DataView, at: number): boolean {
    if (at + this.length > view.byteLength) return false;
    for (const {offset, word} of this.#words) if (view.getInt32(at + offset, true) !== word) return false;
    return true;
  }
}

const keys = {
  eventId: new Key('"eventId":"'),
  ingestionTime: new Key('"ingestionTime":'),
  logStreamName: new Key('"logStreamName":"'),
  message: new Key('"message":"'),
  timestamp: new Key('"timestamp":'),
};
/** A bit a field. */
const allFields = 0b11111;

/**
 * One pass over the events of an answer, byte by byte: about half the work of `JSON.parse`, because it makes nothing
 * that nobody asks for. Its methods give false, or 0, where the text is not as expected.
 */
class EventsScan {
  readonly #body: Buffer;
  readonly #view: DataView;
  #at: number;
  /** The texts of the part's messages, without escapes, and ids. */
  readonly #texts: Buffer;
  #length = 0;
  #count = 0;
  #columns = new Columns(eventsOfPart);
  readonly #parts: EventsPart[] = [];
  readonly #timestamps: number[] = [];
  readonly #logStreams: string[] = [];
  /** The streams by a hash of their names, and where each stands. */
  readonly #knownStreams = new Map<number, {readonly index: number; readonly start: number}>();

  constructor(body: Buffer, start: number) {
    this.#body = body;
    this.#view = new DataView(body.buffer, body.byteOffset, body.length);
    this.#at = start;
    this.#texts = scratch.ofLength(body.length);
  }

  /** Those up to here. */
  events(): EventsText {
    this.#endPart();
    return new EventsText(this.#parts, this.#timestamps, this.#logStreams);
  }

  /** Where the list ends; undefined where something in it is not as expected. */
  toEnd(): number | undefined {
    while (this.#body[this.#at] === openingBrace) {
      if (!this.#event()) return undefined;
      this.#timestamps.push(this.#columns.timestamps[this.#count] ?? 0);
      this.#count += 1;
      if (this.#count === eventsOfPart) this.#endPart();
      const next = this.#body[this.#at];
      if (next === closingBracket) return this.#at;
      if (next !== comma) return undefined;
      this.#at += 1;
    }
    return undefined;
  }

  #endPart(): void {
    if (this.#count === 0) return;
    const texts = Buffer.allocUnsafeSlow(this.#length);
    texts.set(this.#texts.subarray(0, this.#length));
    this.#parts.push(new EventsPart(texts, this.#columns, this.#count, this.#logStreams));
    this.#columns = new Columns(eventsOfPart);
    this.#count = 0;
    this.#length = 0;
  }

  #event(): boolean {
    let fields = 0;
    do {
      this.#at += 1;
      const field = this.#field();
      // A field that comes twice is none that AWS writes.
      if (field === 0 || (fields & field) !== 0) return false;
      fields |= field;
    } while (this.#body[this.#at] === comma);
    if (fields !== allFields || this.#body[this.#at] !== closingBrace) return false;
    this.#at += 1;
    return true;
  }

  /** The bit of the field; 0 where it is none that is known. */
  #field(): number {
    if (this.#at + 4 > this.#body.length) return 0;
    switch (this.#view.getInt32(this.#at, true)) {
      case keys.eventId.first:
        return this.#pass(keys.eventId) && this.#id() ? 0b1 : 0;
      case keys.ingestionTime.first:
        return this.#pass(keys.ingestionTime) && this.#number(this.#columns.ingestionTimes) ? 0b10 : 0;
      case keys.logStreamName.first:
        return this.#pass(keys.logStreamName) && this.#stream() ? 0b100 : 0;
      case keys.message.first:
        return this.#pass(keys.message) && this.#message() ? 0b1000 : 0;
      case keys.timestamp.first:
        return this.#pass(keys.timestamp) && this.#number(this.#columns.timestamps) ? 0b10000 : 0;
      default:
        return 0;
    }
  }

  /** Goes on behind the key where it is the one that is here. */
  #pass(key: Key): boolean {
    if (!key.goesOn(this.#view, this.#at)) return false;
    this.#at += key.length;
    return true;
  }

  #number(column: Float64Array): boolean {
    const body = this.#body;
    const start = this.#at;
    let at = start;
    let value = 0;
    for (;;) {
      const digit = (body[at] ?? 0) - zero;
      if (digit < 0 || digit > 9) break;
      value = value * 10 + digit;
      at += 1;
    }
    const digits = at - start;
    if (digits === 0 || digits > mostDigits || (digits > 1 && body[start] === zero)) return false;
    column[this.#count] = value;
    this.#at = at;
    return true;
  }

  #id(): boolean {
    const body = this.#body;
    const texts = this.#texts;
    let at = this.#at;
    let length = this.#length;
    this.#columns.idStarts[this.#count] = length;
    for (;;) {
      const byte = body[at] ?? 0;
      at += 1;
      if (byte === quote) break;
      if (byte === backslash || byte < firstPrintable || byte >= firstNotAscii) return false;
      texts[length] = byte;
      length += 1;
    }
    this.#columns.idEnds[this.#count] = length;
    this.#length = length;
    this.#at = at;
    return true;
  }

  #message(): boolean {
    const body = this.#body;
    const texts = this.#texts;
    let at = this.#at;
    let length = this.#length;
    let allBits = 0;
    for (;;) {
      let byte = body[at] ?? 0;
      at += 1;
      if (byte === quote) break;
      if (byte === backslash) {
        const letter = body[at] ?? 0;
        if (letter === letterU) return this.#escapedMessage();
        byte = unescaped[letter] ?? 0;
        if (byte === 0) return false;
        at += 1;
      } else if (byte < firstPrintable) return false;
      allBits |= byte;
      texts[length] = byte;
      length += 1;
    }
    this.#addMessage(length, allBits < firstNotAscii ? ascii : utf8);
    this.#at = at;
    return true;
  }

  /** A message that is kept as it stands, because it has a `\u` escape. */
  #escapedMessage(): boolean {
    const end = this.#endOfString();
    if (end === undefined) return false;
    const size = this.#body.copy(this.#texts, this.#length, this.#at, end);
    this.#addMessage(this.#length + size, json);
    this.#at = end + 1;
    return true;
  }

  #addMessage(end: number, form: number): void {
    this.#columns.messageStarts[this.#count] = this.#length;
    this.#columns.messageEnds[this.#count] = end;
    this.#columns.messageForms[this.#count] = form;
    this.#length = end;
  }

  /** Where the quote is that ends the string here; undefined where JSON has no such string. */
  #endOfString(): number | undefined {
    const body = this.#body;
    let end = this.#at;
    while (body[end] !== quote) {
      if (end >= body.length) return undefined;
      end += body[end] === backslash ? 2 : 1;
    }
    return isJsonString(body.toString('utf8', this.#at - 1, end + 1)) ? end : undefined;
  }

  #stream(): boolean {
    const body = this.#body;
    const start = this.#at;
    let end = start;
    let hash = 0;
    for (;;) {
      const byte = body[end] ?? 0;
      if (byte === quote) break;
      if (byte === backslash || byte < firstPrintable) return false;
      hash = (Math.imul(hash, 31) + byte) | 0;
      end += 1;
    }
    let known = this.#knownStreams.get(hash);
    if (!known) {
      known = {index: this.#logStreams.length, start};
      this.#logStreams.push(body.toString('utf8', start, end));
      this.#knownStreams.set(hash, known);
    } else if (!this.#isSame(known.start, start, end)) return false;
    this.#columns.streams[this.#count] = known.index;
    this.#at = end + 1;
    return true;
  }

  /** Whether the string at `other` is the one from `start` to the quote at `end`. */
  #isSame(other: number, start: number, end: number): boolean {
    const body = this.#body;
    const distance = other - start;
    for (let at = start; at <= end; at += 1) if (body[at] !== body[at + distance]) return false;
    return true;
  }
}

function isJsonString(text: string): boolean {
  try {
    return typeof JSON.parse(text) === 'string';
  } catch {
    return false;
  }
}
