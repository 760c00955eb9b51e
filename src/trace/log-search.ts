import type {AwsClients} from '../aws/aws-clients.js';
import type {PendingLine} from '../correlate/correlator.js';
import type {Visibility} from '../correlate/request-index.js';
import type {LogEvent} from '../log-event.js';
import type {LogSource} from '../log-source.js';
import type {Notices} from '../notices.js';
import {type LogGroupReading, readingsOf} from '../read/log-group-reading.js';
import type {LogReader} from '../read/log-reader.js';
import {type SourceFailure, toSourceFailure} from '../read/source-failure.js';
import {createStopSignal} from '../stop-signal.js';
import {correlateFound} from './correlate-found.js';
import {FoundEvents} from './found-events.js';
import type {SearchWindow} from './search-windows.js';

export interface LogSearchOptions {
  readonly reader: LogReader;
  readonly aws: AwsClients;
  readonly sources: readonly LogSource[];
  readonly visibility: Visibility;
  readonly notices: Notices;
  readonly signal: AbortSignal;
  /** Told, after each page, how many events have been found. */
  readonly onPage?: (events: number) => void;
}

const pageEvents = 10_000;
/** About 100 MB; a request has some dozens of lines, and what one pattern finds may be all lines there are. */
const mostEvents = 100_000;

/**
 * Looks for lines with filter patterns on AWS's side, and keeps what it finds: each line with the request that
 * all the lines found so far tie it to.
 */
export class LogSearch {
  /** The log groups of API Gateway: they name requests, and mostly invocations. */
  readonly gatewayReadings: readonly LogGroupReading[];
  /** The log groups of functions and authorizers. */
  readonly functionReadings: readonly LogGroupReading[];
  readonly #options: LogSearchOptions;
  readonly #found = new FoundEvents();
  readonly #failures = new Map<string, SourceFailure>();
  #lines: readonly PendingLine[] | undefined;

  constructor(options: LogSearchOptions) {
    this.#options = options;
    const isFunction = ({kind}: LogSource) => kind === 'lambda' || kind === 'authorizer';
    this.functionReadings = readingsOf(options.sources.filter(isFunction));
    this.gatewayReadings = readingsOf(options.sources.filter(source => !isFunction(source)));
  }

  /** The log groups that could not be read; they are left alone from then on. */
  get failures(): readonly SourceFailure[] {
    return [...this.#failures.values()];
  }

  /** Whether so much was found that the rest was left. */
  get isFull(): boolean {
    return this.#found.size >= mostEvents;
  }

  /** Everything found so far, in order. */
  get lines(): readonly PendingLine[] {
    const {visibility, notices} = this.#options;
    this.#lines ??= correlateFound(this.#found.inOrder(), visibility, notices);
    return this.#lines;
  }

  /** Searches log groups at once for each of the patterns, until all is read or `isEnough` says so. */
  async search(
    readings: readonly LogGroupReading[],
    patterns: readonly string[],
    window: SearchWindow,
    isEnough: () => boolean = () => false,
  ): Promise<void> {
    const {signal, stop} = createStopSignal(this.#options.signal);
    const read = async (reading: LogGroupReading) => {
      for await (const page of this.#pages(reading, window, signal)) {
        this.#options.onPage?.(this.#found.size);
        if (page.length === 0) continue;
        this.#add(page);
        if (this.isFull || isEnough()) stop();
      }
    };
    try {
      await Promise.all(
        readings.flatMap(reading => patterns.map(filterPattern => read({...reading, filterPattern}))),
      );
    } finally {
      stop();
    }
    this.#options.signal.throwIfAborted();
  }

  /** Reads everything of one log stream. */
  async readStream({source, logStream}: LogEvent, window: SearchWindow): Promise<void> {
    const [reading] = readingOf(this.functionReadings, source);
    if (!reading) return;
    const pages = this.#pages({...reading, logStreamNames: [logStream]}, window, this.#options.signal);
    for await (const page of pages) {
      this.#add(page);
      if (this.isFull) return;
    }
  }

  #add(page: readonly LogEvent[]): void {
    this.#found.add(page);
    this.#lines = undefined;
  }

  /** The failure of a group ends its pages and goes to `failures`; one that concerns all of them is thrown. */
  async *#pages(
    reading: LogGroupReading,
    window: SearchWindow,
    signal: AbortSignal,
  ): AsyncGenerator<LogEvent[]> {
    const {reader, aws} = this.#options;
    const key = `${reading.region} ${reading.logGroup}`;
    if (this.#failures.has(key) || signal.aborted) return;
    try {
      yield* reader.pages(reading, {...window, filterPattern: undefined, limit: pageEvents}, signal);
    } catch (error) {
      const {region} = reading;
      const failure = toSourceFailure(error, reading, {
        region,
        profile: aws.profile,
        endpointUrl: aws.endpointUrl,
      });
      // A call that was let go of when another had found enough fails too, and means nothing.
      if (!failure || signal.aborted) return;
      if (failure.kind === 'everywhere') throw failure.error;
      this.#failures.set(key, {...failure, isCutOff: reader.hasRead});
    }
  }
}

/** The reading of a source's log group. */
export const readingOf = (readings: readonly LogGroupReading[], source: LogSource): LogGroupReading[] =>
  readings.filter(({logGroup, region}) => logGroup === source.logGroup && region === source.region);
