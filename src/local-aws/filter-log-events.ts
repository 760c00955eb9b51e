import {compileFilterPattern} from '../filter-pattern/compile-filter-pattern.js';
import {InvalidFilterPattern} from '../filter-pattern/invalid-filter-pattern.js';
import {AwsError, invalidParameter} from './aws-error.js';
import type {Input} from './input.js';
import type {LogGroup} from './log-group.js';
import {findLogGroup, logStreamName} from './log-names.js';
import type {LogStore} from './log-store.js';
import {decodePageToken, encodePageToken, type PageToken} from './page-token.js';
import type {Direction, Scan} from './scan-events.js';
import type {StoredEvent} from './stored-event.js';

export interface FilterLogEventsOptions {
  readonly now: () => number;
  /** How many events one call looks at when it selects by pattern or stream; then the page ends. */
  readonly scanLimit: number;
}

interface FilteredLogEvent {
  readonly logStreamName: string;
  readonly timestamp: number;
  readonly message: string;
  readonly ingestionTime: number;
  readonly eventId: string;
}

export interface FilterLogEventsOutput {
  readonly events: readonly FilteredLogEvent[];
  /** Always empty since 2020-05-15 (documented). */
  readonly searchedLogStreams: readonly never[];
  readonly nextToken?: string;
}

/** A page holds 1 MB at most, each event counted as its message in UTF-8 and 26 bytes (documented). */
const maxPageBytes = 1_048_576;
const eventOverheadBytes = 26;
const maxPageEvents = 10_000;

const tokenLifetimeMs = 24 * 60 * 60 * 1000;

/** Newest first needs a start from here on (documented for `startFromHead`). */
const newestFirstSince = Date.UTC(2024, 0, 1);

/** The FilterLogEvents call: a page of a group's events, and a token where there may be more. */
export function filterLogEvents(
  store: LogStore,
  input: Input,
  {now, scanLimit}: FilterLogEventsOptions,
): FilterLogEventsOutput {
  const calledAt = now();
  const group = findLogGroup(store, input);
  checkClass(group);
  const limit = input.integer('limit', {min: 1, max: maxPageEvents}) ?? maxPageEvents;
  const select = readSelection(input, group);
  const token = readToken(input, group, calledAt);
  const page = new Page(limit);
  let looked = 0;
  let last: StoredEvent | undefined;
  for (const event of group.scan(readScan(input, token))) {
    if (event.ingestionTime > calledAt) continue;
    const isWanted = !select || select(event);
    if (last && (page.isFull || (select && looked >= scanLimit) || (isWanted && !page.hasRoomFor(event)))) {
      return {...page.output, nextToken: nextToken(group, directionOf(input, token), last, calledAt)};
    }
    if (isWanted) page.add(event);
    looked += 1;
    last = event;
  }
  return page.output;
}

/** The events of one answer, up to what AWS puts into one. */
class Page {
  readonly #events: FilteredLogEvent[] = [];
  readonly #limit: number;
  #bytes = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get isFull(): boolean {
    return this.#events.length >= this.#limit;
  }

  get output(): FilterLogEventsOutput {
    return {events: this.#events, searchedLogStreams: []};
  }

  hasRoomFor(event: StoredEvent): boolean {
    return this.#events.length === 0 || this.#bytes + sizeOf(event) <= maxPageBytes;
  }

  add(event: StoredEvent): void {
    const {logStream, timestamp, message, ingestionTime, batch} = event;
    this.#bytes += sizeOf(event);
    const eventId = batch.eventId(event);
    this.#events.push({logStreamName: logStream, timestamp, message, ingestionTime, eventId});
  }
}

const sizeOf = ({message}: StoredEvent) => Buffer.byteLength(message) + eventOverheadBytes;

function checkClass({name, logGroupClass}: LogGroup): void {
  if (logGroupClass === 'STANDARD') return;
  throw new AwsError(
    'InvalidOperationException',
    `The log group ${name} is of log-group-class ${logGroupClass}. FilterLogEvents is not supported for this log class.`,
  );
}

/** The test for pattern and streams; `undefined` where every event is wanted. */
function readSelection(input: Input, group: LogGroup): ((event: StoredEvent) => boolean) | undefined {
  const pattern = input.text('filterPattern', {max: 1024});
  const matches = pattern?.trim() ? compilePattern(pattern) : undefined;
  const isInStreams = readStreams(input, group);
  if (!matches) return isInStreams && (({logStream}) => isInStreams(logStream));
  if (!isInStreams) return ({message}) => matches(message);
  return ({logStream, message}) => isInStreams(logStream) && matches(message);
}

function compilePattern(pattern: string): (message: string) => boolean {
  try {
    return compileFilterPattern(pattern);
  } catch (error) {
    throw error instanceof InvalidFilterPattern ? invalidParameter(error.message) : error;
  }
}

function readStreams(input: Input, group: LogGroup): ((logStream: string) => boolean) | undefined {
  const names = input.texts('logStreamNames', {min: 1, max: 100});
  const prefix = input.text('logStreamNamePrefix', logStreamName);
  if (names && prefix !== undefined) {
    throw invalidParameter('logStreamNamePrefix and logStreamNames must not be used together');
  }
  if (prefix !== undefined) return logStream => logStream.startsWith(prefix);
  if (!names) return undefined;
  if (!names.every(name => group.streams.has(name))) {
    throw new AwsError('ResourceNotFoundException', 'The specified log stream does not exist.');
  }
  const wanted = new Set(names);
  return logStream => wanted.has(logStream);
}

function readToken(input: Input, group: LogGroup, now: number): PageToken | undefined {
  const text = input.text('nextToken', {min: 1});
  if (text === undefined) return undefined;
  const token = decodePageToken(text);
  if (!token || token.logGroup !== group.name || now - token.issuedAt > tokenLifetimeMs) {
    throw invalidParameter('The specified nextToken is invalid.');
  }
  return token;
}

function readScan(input: Input, token: PageToken | undefined): Scan {
  const startTime = input.integer('startTime', {min: 0});
  const endTime = input.integer('endTime', {min: 0}) ?? Number.MAX_SAFE_INTEGER;
  const direction = directionOf(input, token);
  if (direction === 'newestFirst' && (startTime ?? 0) < newestFirstSince) {
    throw invalidParameter('startFromHead false needs a startTime on or after 2024-01-01T00:00:00Z');
  }
  return {startTime: startTime ?? 0, endTime, direction, after: token?.after};
}

/** Documented: with a token, the token's direction holds and a conflicting `startFromHead` is ignored. */
function directionOf(input: Input, token: PageToken | undefined): Direction {
  if (token) return token.direction;
  return (input.flag('startFromHead') ?? true) ? 'oldestFirst' : 'newestFirst';
}

const nextToken = (group: LogGroup, direction: Direction, after: StoredEvent, issuedAt: number) =>
  encodePageToken({logGroup: group.name, direction, after, issuedAt});
