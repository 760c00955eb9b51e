import type {
  FilteredLogEvent,
  FilterLogEventsCommandInput,
  FilterLogEventsCommandOutput,
} from '@aws-sdk/client-cloudwatch-logs';
import type {FakeClock} from '../support/fake-clock.js';

/** An event of a simulated log group; `id` is its place in the truth. */
export interface SimulatedEvent {
  readonly id: string;
  readonly logStream: string;
  readonly timestamp: number;
  /** When it can first be read. */
  readonly ingestionTime: number;
  readonly message: string;
}

export type Fault = 'throttling' | 'unavailable' | 'reset';

export interface SimulatedLogsOptions {
  readonly clock: FakeClock;
  readonly latencyMs: () => number;
  /** What a call that arrives now fails with. */
  readonly faultAt: (now: number, logGroup: string) => Fault | undefined;
}

const mostEventsOfPage = 10_000;

/** FilterLogEvents on a fake clock, in memory: time windows, pages, tokens, visibility, faults. */
export class SimulatedLogs {
  readonly calls = {count: 0, throttled: 0};
  readonly #options: SimulatedLogsOptions;
  readonly #groups = new Map<string, readonly StoredEvent[]>();
  readonly #existsFrom = new Map<string, number>();

  constructor(options: SimulatedLogsOptions) {
    this.#options = options;
  }

  /** Sets the events of a log group, which exists from when the first of them can be read. */
  setGroup(logGroup: string, events: readonly SimulatedEvent[]): void {
    this.#groups.set(
      logGroup,
      events
        .toSorted((a, b) => a.timestamp - b.timestamp || a.ingestionTime - b.ingestionTime)
        .map(({timestamp, ingestionTime, ...rest}) => ({
          timestamp,
          ingestionTime,
          asAws: toAws({timestamp, ingestionTime, ...rest}),
        })),
    );
    this.#existsFrom.set(
      logGroup,
      events.reduce((first, {ingestionTime}) => Math.min(first, ingestionTime), Infinity),
    );
  }

  async filterLogEvents(
    {
      logGroupName = '',
      startTime = 0,
      endTime,
      limit = mostEventsOfPage,
      nextToken,
    }: FilterLogEventsCommandInput,
    signal: AbortSignal,
  ): Promise<FilterLogEventsCommandOutput> {
    const {clock, latencyMs, faultAt} = this.#options;
    this.calls.count += 1;
    await clock.sleep(latencyMs(), signal);
    const now = clock.now();
    const fault = faultAt(now, logGroupName);
    if (fault === 'throttling') this.calls.throttled += 1;
    if (fault) throw failures[fault]();
    const all = this.#groups.get(logGroupName) ?? [];
    if ((this.#existsFrom.get(logGroupName) ?? Number.POSITIVE_INFINITY) > now) throw missing();
    const from = nextToken === undefined ? firstAt(all, startTime) : Number(nextToken);
    const events = [];
    let at = from;
    for (; at < all.length && events.length < limit; at += 1) {
      const event = all[at];
      // Nothing here is dated ahead of its ingestion, so what lies behind the present cannot be seen yet.
      if (!event || event.timestamp > Math.min(now, endTime ?? now)) break;
      if (event.ingestionTime <= now) events.push(event.asAws);
    }
    const hasMore = events.length >= limit && at < all.length;
    return {$metadata: {}, events, ...(hasMore && {nextToken: String(at)})};
  }
}

interface StoredEvent {
  readonly timestamp: number;
  readonly ingestionTime: number;
  readonly asAws: FilteredLogEvent;
}

const toAws = ({id, logStream, timestamp, ingestionTime, message}: SimulatedEvent) => ({
  eventId: id,
  logStreamName: logStream,
  timestamp,
  ingestionTime,
  message,
});

function firstAt(events: readonly StoredEvent[], timestamp: number): number {
  let low = 0;
  let high = events.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((events[middle]?.timestamp ?? 0) < timestamp) low = middle + 1;
    else high = middle;
  }
  return low;
}

const failure = (name: string, fields: object) => Object.assign(new Error(name), {name, ...fields});
const missing = () => failure('ResourceNotFoundException', {$metadata: {httpStatusCode: 400}});
const failures: Record<Fault, () => Error> = {
  throttling: () => failure('ThrottlingException', {$metadata: {httpStatusCode: 400}}),
  unavailable: () => failure('ServiceUnavailableException', {$metadata: {httpStatusCode: 503}}),
  reset: () => failure('Error', {code: 'ECONNRESET'}),
};
